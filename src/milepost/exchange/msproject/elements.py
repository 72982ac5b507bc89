"""Elements of a file being written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from lxml import etree

Value = str | int | bool | datetime | None

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(element: etree._Element, name: str, value: Value) -> None:
    """A child with the text of `value`, none for None. Characters that XML cannot hold are dropped."""
    if value is not None:
        etree.SubElement(element, name).text = _text(value)


def fill(element: etree._Element, values: Iterable[tuple[str, Value]]) -> None:
    """A child for each name and value, in their order."""
    for name, value in values:
        add(element, name, value)


def duration(minutes: int) -> str:
    """Minutes as PT8H30M0S."""
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def clock(minutes: int) -> str:
    """Minutes from midnight as 08:30:00; the end of the day is 00:00:00."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}:00"


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return _UNWRITABLE.sub("", value) if isinstance(value, str) else str(value)
