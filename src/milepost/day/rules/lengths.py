"""Lengths of working time as sentences, and what is left of a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from milepost.kernel.say import Sentence, say


def working_time(minutes: int) -> Sentence:
    """A length of working time in hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return say("{minutes} min", minutes=rest)
    return say("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else say("{hours} h", hours=hours)


def days_left(minutes: int, minutes_per_day: int) -> Sentence | None:
    """Working time in whole days, or in hours where it is less than one; None where there is none."""
    if not minutes:
        return None
    if minutes < minutes_per_day:
        return working_time(minutes)
    days = -(-minutes // minutes_per_day)
    return say("1 working day") if days == 1 else say("{days} working days", days=days)


def minutes_left(shifts: Iterable[Sequence[int]], wall: datetime) -> int:
    """Working minutes of a day's open hours (minutes from its midnight) that are still to come at the wall-clock time `wall`."""
    now = wall.hour * 60 + wall.minute
    return sum(max(0, end - max(start, now)) for start, end in shifts)
