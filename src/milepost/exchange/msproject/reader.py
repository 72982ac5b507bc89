"""A plan in MSPDI to a draft."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from milepost.exchange.msproject.gathering import Gathering
from milepost.exchange.msproject.stream import records
from milepost.plans.draft import Draft

MOST_BYTES = 150_000_000


def read(
    source: Path | str | BinaryIO,
    *,
    name: str = "",
    size: int = 0,
    most_bytes: int = MOST_BYTES,
    progress: Callable[[float], None] | None = None,
) -> Draft:
    """The plan in `source`, a path or a binary file.

    `name` stands in for a project that has none; `progress` is called with the share read, 0 to 1, where the `size` in
    bytes is known. Refuses what is not a readable plan with a code that begins with `file_`, and single values by the name
    of their task (`date_not_readable`, `duration_negative`, `number_out_of_range`, `uid_twice` …). What the plan says
    wrongly of time (a circle, a calendar without working time) is not looked at here: the forecast refuses that.
    """
    if not isinstance(source, str | Path):
        return _read(source, size, name, most_bytes, progress)
    path = Path(source)
    with path.open("rb") as opened:
        return _read(opened, os.fstat(opened.fileno()).st_size, name or path.name, most_bytes, progress)


def _read(source: BinaryIO, size: int, name: str, most_bytes: int, progress: Callable[[float], None] | None) -> Draft:
    gathering = Gathering()
    for kind, element in records(source, size, most_bytes, progress):
        if kind == "Project":
            return gathering.draft(element, name)
        gathering.take[kind](element)
    raise AssertionError("records ends with the project")
