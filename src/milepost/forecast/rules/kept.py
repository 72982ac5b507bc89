"""Columns, plans and refusals as a table keeps them."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from milepost.forecast.rules.columns import Ints
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import packed
from milepost.plans.draft import Draft

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def packed_columns(*columns: Ints) -> bytes:
    """Columns of one length as compressed bytes, little-endian."""
    return zlib.compress(np.stack(columns).astype("<i8").tobytes(), level=1)


def unpacked_columns(packed: bytes, count: int) -> list[Ints]:
    """The `count` columns that `packed_columns` made bytes of."""
    table = np.frombuffer(zlib.decompress(packed), dtype="<i8").reshape(count, -1)
    return list(table.astype(np.int64, copy=False))


def packed_draft(draft: Draft) -> bytes:
    """A whole plan as compressed JSON, without what a file lost on its way here."""
    return zlib.compress(_drafts().dump_json(replace(draft, losses=())), level=1)


def unpacked_draft(packed: bytes) -> Draft:
    """The plan that `packed_draft` made bytes of."""
    return _drafts().validate_json(zlib.decompress(packed))


def refused(refusal: Refusal) -> dict[str, Any]:
    """What a conclusion keeps of a refusal, where there was nothing to conclude."""
    return {"refusal": {"code": refusal.code, "sentence": packed(refusal.sentence)}}


@cache
def _drafts() -> TypeAdapter[Draft]:
    from pydantic import TypeAdapter  # a fifth of a second that the web process need not pay

    return TypeAdapter(Draft)
