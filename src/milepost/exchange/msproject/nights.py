"""Shifts that end after midnight, as the format wants them: the rest stands on the next day, also around days that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from milepost.kernel.worktime import DayException, Shift, Week, WorkingTime
from milepost.plans.rules import shifts_on

DAY = 1440


def cut_at_midnight(time: WorkingTime) -> WorkingTime:
    """The same working time in shifts that end with their day; equal to `time` where all do.

    A day that follows an exception or another week than usual keeps the end of the night before: as an exception of its own.
    """
    if not _has_nights(time):
        return time
    weeks = tuple(replace(other, week=_cut(other.week)) for other in time.other_weeks)
    without = WorkingTime(_cut(time.week), weeks)
    return replace(without, exceptions=tuple(_spans(_days_that_differ(time, without))))


def _has_nights(time: WorkingTime) -> bool:
    days = [*time.week, *(day for other in time.other_weeks for day in other.week), *(each.shifts for each in time.exceptions)]
    return any(last > DAY for shifts in days for _, last in shifts)


def _cut(week: Week) -> Week:
    return tuple(_shifts(week[day - 1], week[day]) for day in range(7))


def _shifts(before: Iterable[Shift], today: Iterable[Shift]) -> tuple[Shift, ...]:
    """What is worked on a day, after the night of the day before."""
    rest = ((max(first - DAY, 0), last - DAY) for first, last in before if last > DAY)
    return tuple(sorted((*rest, *((first, min(last, DAY)) for first, last in today if first < DAY))))


def _days_that_differ(time: WorkingTime, without: WorkingTime) -> Iterator[DayException]:
    named = {day: each.name for each in time.exceptions for day in _days(each.first, each.last)}
    edges = {day for other in time.other_weeks for day in (other.first, other.last + timedelta(1))}
    for day in sorted({*named, *(day + timedelta(1) for day in named), *edges}):
        worked = _shifts(shifts_on(time, day - timedelta(1)), shifts_on(time, day))
        if day in named or worked != shifts_on(without, day):
            yield DayException(day, day, worked, named.get(day, ""))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(number) for number in range((last - first).days + 1))


def _spans(days: Iterable[DayException]) -> list[DayException]:
    """Days that follow one another and are alike, as one."""
    found: list[DayException] = []
    for day in days:
        if found and replace(found[-1], first=day.first, last=day.last) == day and found[-1].last + timedelta(1) == day.first:
            found[-1] = replace(found[-1], last=day.last)
        else:
            found.append(day)
    return found
