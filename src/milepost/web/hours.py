"""The hours of one weekday as people write them: "9:00-13:00, 14:00-18:00", "22:00-6:00", "" for a day off."""

from __future__ import annotations

import re
from itertools import pairwise

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.kernel.worktime import Shift

_STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to|bis)\s*(\d{1,2})(?:[:.](\d{2}))?")
_MIDNIGHT = 24 * 60


def typed_shifts(text: str) -> tuple[Shift, ...]:
    """Shifts in minutes from midnight, in order. One that ends before it begins runs into the next day.

    Refuses what is not a stretch of time (`hours_not_understood`) and stretches that overlap (`shifts_overlap`).
    """
    shifts = tuple(_shift(part.strip(), text) for part in re.split(r"[,;]", text) if part.strip())
    if any(later[0] < earlier[1] for earlier, later in pairwise(shifts)):
        raise Refusal("shifts_overlap", say("Two stretches in “{text}” overlap, or stand in the wrong order.", text=text))
    return shifts


def written_shifts(shifts: tuple[Shift, ...]) -> str:
    """The way back: what `typed_shifts` would read the same."""
    return ", ".join(f"{_clock(start)}-{_clock(finish)}" for start, finish in shifts)


def _shift(part: str, text: str) -> Shift:
    found = _STRETCH.fullmatch(part.lower())
    start, finish = (_minutes(found[1], found[2]), _minutes(found[3], found[4])) if found else (-1, -1)
    if not (0 <= start < _MIDNIGHT and 0 <= finish <= _MIDNIGHT) or start == finish:
        raise Refusal(
            "hours_not_understood", say("“{text}” are not hours we understand. Write them like 9:00-13:00, 14:00-18:00.", text=text)
        )
    return start, finish if finish > start else finish + _MIDNIGHT


def _minutes(hours: str, minutes: str | None) -> int:
    return int(hours) * 60 + int(minutes or 0) if int(minutes or 0) < 60 else -1


def _clock(minute: int) -> str:
    hours, minutes = divmod(minute if minute <= _MIDNIGHT else minute - _MIDNIGHT, 60)
    return f"{hours}:{minutes:02}"
