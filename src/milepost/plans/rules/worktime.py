"""How working time is written down, and what a working time says of a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from milepost.kernel.worktime import DayException, OtherWeek, Shift, Week, WorkingTime

OFFICE_TIME = WorkingTime()
"""How a plan works that names no calendar."""


def packed_time(time: WorkingTime) -> dict[str, Any]:
    """A working time as JSON for a table."""
    return {
        "week": time.week,
        "other_weeks": [[other.first.isoformat(), other.last.isoformat(), other.week, other.name] for other in time.other_weeks],
        "exceptions": [[day.first.isoformat(), day.last.isoformat(), day.shifts, day.name] for day in time.exceptions],
    }


def unpacked_time(kept: dict[str, Any]) -> WorkingTime:
    """The working time that `packed_time` made JSON of."""
    return WorkingTime(
        week=_week(kept["week"]),
        other_weeks=tuple(
            OtherWeek(date.fromisoformat(first), date.fromisoformat(last), _week(week), label)
            for first, last, week, label in kept["other_weeks"]
        ),
        exceptions=tuple(
            DayException(date.fromisoformat(first), date.fromisoformat(last), _shifts(shifts), label)
            for first, last, shifts, label in kept["exceptions"]
        ),
    )


def _shifts(kept: Sequence[Sequence[int]]) -> tuple[Shift, ...]:
    return tuple((start, end) for start, end in kept)


def _week(kept: Sequence[Sequence[Sequence[int]]]) -> Week:
    return tuple(_shifts(day) for day in kept)


def shifts_on(time: WorkingTime, day: date) -> tuple[Shift, ...]:
    """The shifts that begin on `day`: those of its exception, else of another week that holds then, else of the ordinary week."""
    for exception in reversed(time.exceptions):
        if exception.first <= day <= exception.last:
            return exception.shifts
    for other in reversed(time.other_weeks):
        if other.first <= day <= other.last:
            return other.week[day.weekday()]
    return time.week[day.weekday()]


def days_without_work(time: WorkingTime, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last` inclusive on which no shift begins."""
    special = {first + timedelta(days=n) for n in range((last - first).days + 1)} if time.other_weeks else _days_of(time, first, last)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        shifts = shifts_on(time, day) if day in special else time.week[day.weekday()]
        if not shifts:
            yield day


def _days_of(time: WorkingTime, first: date, last: date) -> set[date]:
    """The days of the exceptions, so that thousands of ordinary days need no search."""
    within = ((max(each.first, first), min(each.last, last)) for each in time.exceptions)
    return {begin + timedelta(days=n) for begin, end in within for n in range((end - begin).days + 1)}


MIDNIGHT = 24 * 60


def open_on(time: WorkingTime, day: date) -> tuple[Shift, ...]:
    """When it is open between the two midnights of `day`: a shift that began the evening before counts from midnight on."""
    night = ((start - MIDNIGHT, end - MIDNIGHT) for start, end in shifts_on(time, day - timedelta(days=1)))
    both = ((max(start, 0), min(end, MIDNIGHT)) for start, end in (*night, *shifts_on(time, day)))
    return tuple((start, end) for start, end in both if start < end)


def day_start(time: WorkingTime, now: datetime) -> datetime:
    """When the work that goes on at `now` began: with the night shift that still runs, else with the day; `now` on a day without work."""
    midnight = datetime.combine(now.date(), datetime.min.time())
    night = [
        start - MIDNIGHT
        for start, end in shifts_on(time, now.date() - timedelta(days=1))
        if midnight + timedelta(minutes=end - MIDNIGHT) > now
    ]
    begun = [start for start, _ in shifts_on(time, now.date())]
    first = min([*night, *begun], default=None)
    return now if first is None else midnight + timedelta(minutes=first)
