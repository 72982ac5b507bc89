"""Exceptions that come again, as the days they fall on."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

from milepost.exchange.msproject.codes import SUNDAY_FIRST
from milepost.exchange.msproject.fields import Fields

DAILY, YEARLY_DAY, YEARLY_PLACE, MONTHLY_DAY, MONTHLY_PLACE, WEEKLY, DAY_COUNT, WEEKDAY_COUNT = range(1, 9)
ANY_DAY, WORKDAY, WEEKEND_DAY, FIRST_NAMED_DAY = 0, 1, 2, 3
LAST_PLACE = 4
MOST_DAYS = 20_000

Span = tuple[date, date]


def spans(fields: Fields, first: date, last: date) -> Iterator[Span]:
    """The spans of days, both ends inclusive, of the exception in `fields` that runs from `first` to `last`."""
    kind = fields.whole("Type", DAILY)
    every = max(1, fields.whole("Period", 1, 0, 10_000))
    if kind not in _PATTERNS or (kind in {DAILY, DAY_COUNT} and every == 1):
        yield first, last
        return
    for day in islice(_PATTERNS[kind](fields, first, last, every), MOST_DAYS):
        yield day, day


def _daily(fields: Fields, first: date, last: date, every: int) -> Iterator[date]:
    for days in range(0, (last - first).days + 1, every):
        yield first + timedelta(days)


def _workdays(fields: Fields, first: date, last: date, every: int) -> Iterator[date]:
    workdays = (day for day in _daily(fields, first, last, 1) if day.weekday() < 5)
    return islice(workdays, 0, None, every)


def _weekly(fields: Fields, first: date, last: date, every: int) -> Iterator[date]:
    mask = fields.whole("DaysOfWeek", 0, 0, 127)
    chosen = {SUNDAY_FIRST[bit] for bit in range(7) if mask >> bit & 1} or {first.weekday()}
    sunday = first - timedelta((first.weekday() + 1) % 7)
    for day in _daily(fields, first, last, 1):
        if day.weekday() in chosen and (day - sunday).days // 7 % every == 0:
            yield day


def _monthly_day(fields: Fields, first: date, last: date, every: int) -> Iterator[date]:
    number = fields.whole("MonthDay", first.day, 1, 31)
    return _within(first, last, (_numbered(year, month, number) for year, month in _months(first, last, every)))


def _monthly_place(fields: Fields, first: date, last: date, every: int) -> Iterator[date]:
    item, place = fields.whole("MonthItem", ANY_DAY, 0, 9), fields.whole("MonthPosition", 0, 0, LAST_PLACE)
    return _within(first, last, (_placed(year, month, item, place) for year, month in _months(first, last, every)))


def _yearly_day(fields: Fields, first: date, last: date, every: int) -> Iterator[date]:
    month, number = fields.whole("Month", first.month - 1, 0, 11) + 1, fields.whole("MonthDay", first.day, 1, 31)
    return _within(first, last, (_numbered(year, month, number) for year in range(first.year, last.year + 1, every)))


def _yearly_place(fields: Fields, first: date, last: date, every: int) -> Iterator[date]:
    month = fields.whole("Month", first.month - 1, 0, 11) + 1
    item, place = fields.whole("MonthItem", ANY_DAY, 0, 9), fields.whole("MonthPosition", 0, 0, LAST_PLACE)
    return _within(first, last, (_placed(year, month, item, place) for year in range(first.year, last.year + 1, every)))


def _within(first: date, last: date, days: Iterator[date | None]) -> Iterator[date]:
    return (day for day in days if day is not None and first <= day <= last)


def _months(first: date, last: date, every: int) -> Iterator[tuple[int, int]]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month, every):
        yield number // 12, number % 12 + 1


def _numbered(year: int, month: int, number: int) -> date | None:
    return date(year, month, number) if number <= monthrange(year, month)[1] else None


def _placed(year: int, month: int, item: int, place: int) -> date | None:
    fitting = [day for day in (date(year, month, n + 1) for n in range(monthrange(year, month)[1])) if _fits(day, item)]
    return fitting[-1] if place == LAST_PLACE else fitting[place] if place < len(fitting) else None


def _fits(day: date, item: int) -> bool:
    if item < FIRST_NAMED_DAY:
        return item == ANY_DAY or (day.weekday() < 5) == (item == WORKDAY)
    return day.weekday() == SUNDAY_FIRST[item - FIRST_NAMED_DAY]


_PATTERNS: dict[int, Callable[[Fields, date, date, int], Iterator[date]]] = {
    DAILY: _daily,
    YEARLY_DAY: _yearly_day,
    YEARLY_PLACE: _yearly_place,
    MONTHLY_DAY: _monthly_day,
    MONTHLY_PLACE: _monthly_place,
    WEEKLY: _weekly,
    DAY_COUNT: _daily,
    WEEKDAY_COUNT: _workdays,
}
