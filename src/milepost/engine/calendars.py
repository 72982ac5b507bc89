"""Working time as one integer axis. The only file of the engine that knows dates.

A calendar is a week, other weeks for a while, single days that differ, and absences. `axis` lays several calendars out
between two days as sorted intervals with prefix sums and two indexes (per midnight, per 60 working minutes), so that
"how much work lies before this instant" and "which instant is this working minute" take constant time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from milepost.engine.layout import Axis

Ints = NDArray[np.int64]
Shift = tuple[int, int]
Week = tuple[tuple[Shift, ...], ...]
Spans = tuple[Ints, Ints]
"""Starts and ends of sorted intervals that do not touch, in wall-clock minutes since 1970."""

DAY = 1440
_FIRST_DAY = date(1970, 1, 1)
_MIDNIGHT = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When work happens.

    `week` is seven days, Monday first, each a tuple of shifts in minutes from its midnight; a night shift ends after 1440.
    `other_weeks` are `(first, last, week)`, `exceptions` `(first, last, shifts)`, both days inclusive; a later one wins over
    an earlier one, exceptions over other weeks over the week. `absences` are `(from, to)` wall-clock spans without work.
    `zone` is the IANA zone its times are meant in, where that is not the plan's. Raises ValueError for a shift that ends
    before it begins or is longer than a day, and for a span that runs backwards.
    """

    week: Week
    other_weeks: tuple[tuple[date, date, Week], ...] = ()
    exceptions: tuple[tuple[date, date, tuple[Shift, ...]], ...] = ()
    absences: tuple[tuple[datetime, datetime], ...] = ()
    zone: str = ""

    def __post_init__(self) -> None:
        if len(self.week) != 7 or any(len(week) != 7 for _, _, week in self.other_weeks):
            raise ValueError("a week has seven days")
        days = [*self.week, *(d for _, _, week in self.other_weeks for d in week), *(shifts for _, _, shifts in self.exceptions)]
        if any(not 0 <= a < DAY or not a < b <= a + DAY for day in days for a, b in day):
            raise ValueError("a shift begins within its day, ends after it began and lasts at most a day")
        if any(last < first for first, last, _ in (*self.other_weeks, *self.exceptions)):
            raise ValueError("an exception ends before it begins")
        if any(to < since for since, to in self.absences):
            raise ValueError("an absence ends before it begins")

    @property
    def ever_works(self) -> bool:
        """Whether any day of any week or exception has a shift."""
        weeks = [self.week, *(week for _, _, week in self.other_weeks)]
        return any(day for week in weeks for day in week) or any(shifts for _, _, shifts in self.exceptions)


ALWAYS = Calendar((((0, DAY),),) * 7)
"""Every minute counts: elapsed durations and lags, and gates of summaries."""


@dataclass(frozen=True, slots=True)
class Every:
    """Work happens when all of `parts` work: a task's calendar together with a person's. Indexes of calendars."""

    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Work happens when any of `parts` works: a team. Indexes of calendars or of earlier combinations."""

    parts: tuple[int, ...]


Recipe = Calendar | Every | Some


def minute(at: datetime) -> int:
    """Wall-clock minutes since 1970 of a naive datetime."""
    return (at - _MIDNIGHT) // timedelta(minutes=1)


def moment(minutes: int) -> datetime:
    """The naive datetime of wall-clock `minutes` since 1970."""
    return _MIDNIGHT + timedelta(minutes=int(minutes))


def day_number(on: date) -> int:
    """Days since 1970."""
    return (on - _FIRST_DAY).days


def minutes_by_day(calendar: Calendar, first: date, last: date) -> Ints:
    """Working minutes of each day from `first` to `last` inclusive; a night shift counts on the days it really runs."""
    begin, end = day_number(first), day_number(last) + 1
    starts, ends = _spans(calendar, begin - 2, end + 2, "")
    edges = np.arange(begin, end + 1, dtype=np.int64) * DAY
    before = np.concatenate(([0], np.cumsum(ends - starts)))
    slot = np.searchsorted(ends, edges, side="right")
    inside = np.maximum(0, edges - np.append(starts, np.iinfo(np.int64).max)[slot])
    worked: Ints = np.diff(before[slot] + inside)
    return worked


@lru_cache(maxsize=12)
def axis(recipes: tuple[Recipe, ...], first_day: int, last_day: int, zone: str = "") -> Axis:
    """The working time of `recipes` from day `first_day` until the end of `last_day` (days since 1970), packed for the kernels.

    `zone` is the plan's own zone, needed only where a calendar names another one.
    """
    days = last_day - first_day + 1
    spans: list[Spans] = []
    for recipe in recipes:
        spans.append(_spans(recipe, first_day, last_day + 1, zone) if isinstance(recipe, Calendar) else _combined(recipe, spans))
    first = np.cumsum([0, *(len(starts) for starts, _ in spans)], dtype=np.int64)
    lengths = [ends - starts for starts, ends in spans]
    before = [np.cumsum(length) - length for length in lengths]
    total = np.array([length.sum() for length in lengths], dtype=np.int64)
    midnights = (np.arange(days, dtype=np.int64) + first_day) * DAY
    by_day = [np.searchsorted(ends, midnights, side="right") + first[c] for c, (_, ends) in enumerate(spans)]
    by_hour = [
        np.searchsorted(before[c] + lengths[c], np.arange(0, total[c] + 60, 60, dtype=np.int64), side="right") + first[c]
        for c in range(len(spans))
    ]
    return Axis(
        origin=first_day * DAY,
        days=days,
        first=first,
        start=_joined([starts for starts, _ in spans]),
        end=_joined([ends for _, ends in spans]),
        before=_joined(before),
        total=total,
        by_day=_joined(by_day),
        by_hour=_joined(by_hour),
        hour_first=np.cumsum([0, *(len(hours) for hours in by_hour)], dtype=np.int64),
    )


def _joined(parts: list[Ints]) -> Ints:
    return np.ascontiguousarray(np.concatenate(parts), dtype=np.int64)


def _spans(calendar: Calendar, first_day: int, end_day: int, zone: str) -> Spans:
    """Intervals of work from `first_day` up to `end_day`, a day on both sides included while they are moved between zones."""
    if calendar == ALWAYS:
        return np.array([first_day * DAY], np.int64), np.array([end_day * DAY], np.int64)
    begin, end = first_day - 1, end_day + 1
    patterns, of_day = _patterns(calendar, begin, end)
    starts, ends = [], []
    for number, shifts in enumerate(patterns):
        midnights = (np.flatnonzero(of_day == number) + begin) * DAY
        for a, b in shifts:
            starts.append(midnights + a)
            ends.append(midnights + b)
    if not starts:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    start, finish = _joined(starts), _joined(ends)
    if calendar.zone and zone and calendar.zone != zone:
        start, finish = _moved(start, calendar.zone, zone), _moved(finish, calendar.zone, zone)
    spans = _without(_merged(start, finish), calendar.absences)
    return _clipped(spans, first_day * DAY, end_day * DAY)


def _patterns(calendar: Calendar, begin: int, end: int) -> tuple[list[tuple[Shift, ...]], Ints]:
    """The distinct days of a calendar, and which of them each day from `begin` to `end` is."""
    numbers: dict[tuple[Shift, ...], int] = {}

    def number(day: tuple[Shift, ...]) -> int:
        return numbers.setdefault(day, len(numbers))

    weekday = (np.arange(begin, end) + 3) % 7
    of_day = np.array([number(day) for day in calendar.week], np.int64)[weekday]
    for first, last, week in calendar.other_weeks:
        a, b = max(day_number(first) - begin, 0), max(day_number(last) + 1 - begin, 0)
        of_day[a:b] = np.array([number(day) for day in week], np.int64)[weekday[a:b]]
    for first, last, shifts in calendar.exceptions:
        of_day[max(day_number(first) - begin, 0) : max(day_number(last) + 1 - begin, 0)] = number(shifts)
    return list(numbers), of_day


def _merged(starts: Ints, ends: Ints) -> Spans:
    """Sorted intervals, those that overlap or touch made one."""
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order])
    opens = np.concatenate(([True], starts[1:] > ends[:-1]))
    return starts[opens], np.append(ends[:-1][opens[1:]], ends[-1])


def _clipped(spans: Spans, low: int, high: int) -> Spans:
    starts, ends = np.maximum(spans[0], low), np.minimum(spans[1], high)
    kept = starts < ends
    return starts[kept], ends[kept]


def _without(spans: Spans, absences: tuple[tuple[datetime, datetime], ...]) -> Spans:
    if not absences or not len(spans[0]):
        return spans
    away = sorted((minute(since), minute(to)) for since, to in absences if since < to)
    low, high = int(spans[0][0]), int(spans[1][-1])
    opens = [low, *(to for _, to in away)]
    closes = [*(since for since, _ in away), high]
    present = [(a, b) for a, b in zip(np.maximum.accumulate(opens), closes, strict=True) if a < b]
    if not present:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return _overlap([spans, (np.array([a for a, _ in present], np.int64), np.array([b for _, b in present], np.int64))], 2)


def _combined(recipe: Every | Some, spans: list[Spans]) -> Spans:
    parts = [spans[c] for c in recipe.parts]
    return _overlap(parts, len(parts) if isinstance(recipe, Every) else 1)


def _overlap(parts: list[Spans], wanted: int) -> Spans:
    """Intervals during which at least `wanted` of `parts` are open."""
    times = np.concatenate([edge for starts, ends in parts for edge in (starts, ends)])
    steps = np.concatenate([np.full(len(starts), sign, np.int64) for starts, _ in parts for sign in (1, -1)])
    if not len(times):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    order = np.lexsort((steps, times))
    times, steps = times[order], steps[order]
    open_now = np.cumsum(steps) >= wanted
    segments = np.flatnonzero(open_now[:-1] & (times[:-1] < times[1:]))
    if not len(segments):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return _merged(times[segments], times[segments + 1])


def _moved(minutes: Ints, source: str, target: str) -> Ints:
    """Wall-clock minutes of one zone as those of another; a time the clock skips is read as an hour later, as the clock does."""
    there, here = ZoneInfo(source), ZoneInfo(target)
    moved = np.empty_like(minutes)
    for i, wall in enumerate(minutes.tolist()):
        instant = moment(wall).replace(tzinfo=there).astimezone(UTC)
        moved[i] = minute(instant.astimezone(here).replace(tzinfo=None))
    return moved
