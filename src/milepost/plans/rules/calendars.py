"""What a calendar of a project must be, and what it says of each day of a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.kernel.worktime import DayException, Shift, WorkingTime
from milepost.people import rules as people
from milepost.plans.rules.texts import check_day, text
from milepost.plans.rules.worktime import shifts_on

DAY = timedelta(days=1)
LONGEST_EXCEPTION_DAYS = 366
MOST_EXCEPTIONS = 2000
LONGEST_NAME = 200
Days = Sequence[Iterable[Sequence[int]]]


class DayKind(StrEnum):
    """What a day is in a calendar: of its week, or otherwise than the week says."""

    WORKING = "working"
    WEEKEND = "weekend"
    FREE = "free"
    EXTRA = "extra"
    OTHER_HOURS = "other"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day: what it is, its working minutes, and how the day that differs is called."""

    on: date
    kind: DayKind
    minutes: int
    name: str


def days_that_differ(days: Iterable[DayException]) -> tuple[DayException, ...]:
    """Days off and extra working days in order; refuses those that cannot be, and a day of which two of them speak."""
    given = sorted((_checked(each) for each in days), key=lambda each: each.first)
    if len(given) > MOST_EXCEPTIONS:
        raise Refusal("days_too_many", say("A calendar holds at most {most} days that differ.", most=MOST_EXCEPTIONS), field="exceptions")
    for one, other in pairwise(given):
        if other.first <= one.last:
            raise Refusal("day_twice", say("Of {day} this calendar speaks twice. Remove one of the two.", day=other.first), field="first")
    return tuple(given)


def _checked(each: DayException) -> DayException:
    check_day(each.first, field="first")
    check_day(each.last, field="last")
    if each.last < each.first:
        raise Refusal("days_end_first", say("The last day is on or after the first one."), field="last")
    if each.last - each.first > timedelta(days=LONGEST_EXCEPTION_DAYS):
        raise Refusal("days_too_long", say("Days that differ are at most a year in a row."), field="last")
    return DayException(each.first, each.last, _hours(each.shifts), text(each.name, field="called", longest=LONGEST_NAME))


def _hours(shifts: Iterable[Sequence[int]]) -> tuple[Shift, ...]:
    """The hours of one day, which may run into the next but not into themselves."""
    days: list[Iterable[Sequence[int]]] = [(), *(() for _ in range(6))]
    days[0] = tuple(shifts)
    return people.other_week(days)[0]


def year_of(time: WorkingTime, year: int) -> tuple[CalendarDay, ...]:
    """Each day of a year."""
    return tuple(_day(time, on) for on in _days(year))


def _days(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + DAY * n for n in range((date(year, 12, 31) - first).days + 1))


def _day(time: WorkingTime, on: date) -> CalendarDay:
    usual = shifts_on(WorkingTime(time.week, time.other_weeks), on)
    shifts = shifts_on(time, on)
    named = next((each.name for each in reversed(time.exceptions) if each.first <= on <= each.last), "")
    minutes = sum(end - start for start, end in shifts)
    return CalendarDay(on, _kind(usual, shifts), minutes, named)


def _kind(usual: tuple[Shift, ...], shifts: tuple[Shift, ...]) -> DayKind:
    if shifts == usual:
        return DayKind.WORKING if usual else DayKind.WEEKEND
    if not shifts:
        return DayKind.FREE
    return DayKind.OTHER_HOURS if usual else DayKind.EXTRA
