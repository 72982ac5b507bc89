"""When work happens, as values: weeks of shifts and the days that differ.

Shifts are minutes from midnight of the day they belong to; a night shift ends after 1440 (22:00 to 06:00 is `(1320, 1800)`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Shift = tuple[int, int]
Week = tuple[tuple[Shift, ...], ...]
"""Seven days, Monday first, each with its shifts in order."""

OFFICE_DAY: tuple[Shift, ...] = ((9 * 60, 13 * 60), (14 * 60, 18 * 60))
OFFICE_WEEK: Week = (OFFICE_DAY,) * 5 + ((), ())


@dataclass(frozen=True, slots=True)
class DayException:
    """Days `first` to `last` inclusive whose working time differs from the week: a holiday has no shifts."""

    first: date
    last: date
    shifts: tuple[Shift, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class OtherWeek:
    """A different week that holds from `first` to `last` inclusive, such as summer hours."""

    first: date
    last: date
    week: Week
    name: str = ""


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The ordinary week, other weeks for a while, and single days; the later of these wins over the earlier."""

    week: Week = OFFICE_WEEK
    other_weeks: tuple[OtherWeek, ...] = ()
    exceptions: tuple[DayException, ...] = ()
