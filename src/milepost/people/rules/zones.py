"""A person's hours, which are meant on their own clock, as another clock shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from milepost.kernel.worktime import DayException, OtherWeek, Shift, Week, WorkingTime

DAY = timedelta(days=1)
NOON = time(12)
MIDNIGHT = 24 * 60
Ruling = tuple[Week, int]
"""A week, and by how many minutes the other clock is ahead."""


@lru_cache(maxsize=512)
def on_wall(working: WorkingTime, own: str, wall: str, first: date, last: date) -> WorkingTime:
    """`working`, whose hours are meant in the zone `own`, on the clocks of the zone `wall` from `first` to `last`.

    A shift moves by the difference of the clocks at noon of its day, so it belongs to another day where it crosses midnight. Days on
    which that comes out otherwise than in the week around them are exceptions: holidays, absences, the days around a clock change.
    """
    days = [first + DAY * n for n in range((last - first).days + 1)]
    ahead = {day: _ahead(own, wall, day) for day in (first - 2 * DAY, first - DAY, *days, last + DAY, last + 2 * DAY)}
    if not any(ahead.values()):
        return working
    ruling = {day: (_week_on(working, day), ahead[day]) for day in ahead}
    off = _exceptions_by_day(working, first - 2 * DAY, last + 2 * DAY)
    runs = [(list(run), rule) for rule, run in groupby(days, key=lambda day: ruling[day])]
    usual = _moved_week(*runs[0][1]) if runs else working.week
    others = [OtherWeek(run[0], run[-1], _moved_week(*rule)) for run, rule in runs[1:]]
    told = {day: week[day.weekday()] for run, rule in runs for week in [_moved_week(*rule)] for day in run}
    asked = _beside_others(days, ruling, off)
    differing = ((day, shifts) for day in days if day in asked and (shifts := _shifts_on(day, ruling, off)) != told[day])
    return WorkingTime(usual, tuple(others), tuple(_exceptions(differing, off)))


def _beside_others(days: Iterable[date], ruling: dict[date, Ruling], off: dict[date, DayException]) -> set[date]:
    """The days that a holiday, an absence or another rule can reach into: those less than three days from one. All others are as told."""
    changes = {day for day in ruling if ruling.get(day - DAY, ruling[day]) != ruling[day]}
    return {day + DAY * number for day in changes | off.keys() for number in range(-3, 4)}.intersection(days)


@lru_cache(maxsize=8192)
def _ahead(own: str, wall: str, day: date) -> int:
    """Minutes by which the clocks at the wall are ahead at a person's noon."""
    noon = datetime.combine(day, NOON, ZoneInfo(own))
    there = noon.astimezone(ZoneInfo(wall))
    return int((there.replace(tzinfo=None) - noon.replace(tzinfo=None)).total_seconds()) // 60


def _week_on(working: WorkingTime, day: date) -> Week:
    return next((other.week for other in reversed(working.other_weeks) if other.first <= day <= other.last), working.week)


def _exceptions_by_day(working: WorkingTime, first: date, last: date) -> dict[date, DayException]:
    found: dict[date, DayException] = {}
    for each in working.exceptions:
        begin, end = max(each.first, first), min(each.last, last)
        found |= {begin + DAY * n: each for n in range((end - begin).days + 1)}
    return found


@lru_cache(maxsize=512)
def _moved_week(week: Week, ahead: int) -> Week:
    """The week as another clock shows it; Sunday's night is Monday's morning."""
    days: list[list[Shift]] = [[] for _ in range(7)]
    for number, shifts in enumerate(week):
        for carried, shift in _moved(shifts, ahead):
            days[(number + carried) % 7].append(shift)
    return tuple(tuple(sorted(shifts)) for shifts in days)


def _moved(shifts: Iterable[Shift], ahead: int) -> Iterator[tuple[int, Shift]]:
    """Each shift with the number of days by which it changes its day."""
    for start, end in shifts:
        carried = (start + ahead) // MIDNIGHT
        yield carried, (start + ahead - carried * MIDNIGHT, end + ahead - carried * MIDNIGHT)


def _shifts_on(day: date, ruling: dict[date, Ruling], off: dict[date, DayException]) -> tuple[Shift, ...]:
    """The shifts that begin on `day` at the wall, whichever day they belong to for the person."""
    found: list[Shift] = []
    for number in range(-2, 3):
        meant = day + DAY * number
        week, ahead = ruling[meant]
        shifts = off[meant].shifts if meant in off else week[meant.weekday()]
        found += [shift for carried, shift in _moved(shifts, ahead) if carried == -number]
    return tuple(sorted(found))


def _exceptions(differing: Iterable[tuple[date, tuple[Shift, ...]]], off: dict[date, DayException]) -> Iterator[DayException]:
    """The days that differ, those of one absence together."""
    known = [(day, shifts, off[day].name if day in off else "") for day, shifts in differing]
    numbered = [((day - DAY * place, shifts, name), day) for place, (day, shifts, name) in enumerate(known)]
    for (_, shifts, name), run in groupby(numbered, key=itemgetter(0)):
        days = [day for _, day in run]
        yield DayException(days[0], days[-1], shifts, name)
