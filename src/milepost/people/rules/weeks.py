"""What a working week and an absence must be, and which days a country keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

import holidays

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.kernel.worktime import DayException, OtherWeek, Week

MINUTES_OF_DAY = 1440
MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY
FIRST_YEAR, LAST_YEAR = 1970, 2100


def week(days: Sequence[Iterable[Sequence[int]]]) -> Week:
    """The week as a value; refuses one that is not seven days, Monday first, of shifts in order that do not overlap.

    A shift is `(start, end)` in minutes from midnight of its day and may end on the next day. Sunday night runs into Monday.
    """
    built = other_week(days)
    if not any(built):
        raise Refusal("week_without_work", say("A week needs at least one hour of work."), field="week")
    return built


def other_week(days: Sequence[Iterable[Sequence[int]]]) -> Week:
    """The same of the second week of two, which may be wholly free."""
    built = tuple(tuple((int(start), int(end)) for start, end in shifts) for shifts in days)
    if len(built) != 7:
        raise Refusal("week_not_seven_days", say("A week has seven days, Monday first."), field="week")
    if any(built):
        _check_shifts([(day * MINUTES_OF_DAY, shift) for day, shifts in enumerate(built) for shift in shifts])
    return built


def monday(on: date | None) -> date:
    """The Monday of the first week in which the second of two weeks holds; refuses where nobody said which."""
    if on is None:
        raise Refusal("second_week_when", say("Say a day of a week in which the second week holds."), field="second_from")
    if not FIRST_YEAR < on.year <= LAST_YEAR:
        raise Refusal(
            "day_far_away", say("A day lies between {first} and {last}.", first=FIRST_YEAR + 1, last=LAST_YEAR), field="second_from"
        )
    return on - timedelta(days=on.weekday())


def every_other(week: Week, since: date, first: date, last: date) -> tuple[OtherWeek, ...]:
    """The weeks from `first` to `last` in which the second of two weeks holds, counted from the Monday `since`."""
    begin = first - timedelta(days=(first - since).days % 14) if first > since else since
    mondays = (begin + timedelta(days=days) for days in range(0, max(0, (last - begin).days + 1), 14))
    return tuple(OtherWeek(on, on + timedelta(days=6), week) for on in mondays)


def _check_shifts(shifts: Sequence[tuple[int, tuple[int, int]]]) -> None:
    if any(not 0 <= start < MINUTES_OF_DAY or not start < end <= start + MINUTES_OF_DAY for _, (start, end) in shifts):
        raise Refusal(
            "shift_invalid", say("A shift begins within its day, ends after it begins, and lasts at most 24 hours."), field="week"
        )
    spans = [(midnight + start, midnight + end) for midnight, (start, end) in shifts]
    following = [*spans[1:], (spans[0][0] + MINUTES_OF_WEEK, spans[0][1] + MINUTES_OF_WEEK)]
    if any(end > next_start for (_, end), (next_start, _) in zip(spans, following, strict=True)):
        raise Refusal("shifts_overlap", say("The shifts of a week stand in order and do not overlap."), field="week")


def check_absence(first: date, last: date) -> None:
    """Refuses an absence that ends before it begins or lies outside the years Milepost plans for."""
    if last < first:
        raise Refusal("absence_ends_first", say("An absence ends on or after the day it begins."), field="last")
    if first.year < FIRST_YEAR or last.year > LAST_YEAR:
        raise Refusal(
            "absence_far_away", say("An absence lies between {first} and {last}.", first=FIRST_YEAR, last=LAST_YEAR), field="first"
        )


def public_holidays(country: str, region: str, first: date, last: date) -> tuple[DayException, ...]:
    """The days without work from `first` to `last` in the country and region; none without a country."""
    if not country:
        return ()
    years = range(max(first.year, FIRST_YEAR), min(last.year, LAST_YEAR) + 1)
    return tuple(day for year in years for day in _holidays_of(country, region, year) if first <= day.first <= last)


@lru_cache(maxsize=512)
def _holidays_of(country: str, region: str, year: int) -> tuple[DayException, ...]:
    days = holidays.country_holidays(country, subdiv=region or None, years=year)
    return tuple(DayException(first=on, last=on, name=name) for on, name in sorted(days.items()))
