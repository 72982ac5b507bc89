"""A plan whose people work on top of their usual hours: the calendars that come of it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from milepost.kernel.worktime import OtherWeek, Shift, Week, WorkingTime
from milepost.plans.draft import Calendar, Draft, Overtime

DAY = 1440
SATURDAY = 5


def in_overtime(plan: Draft, overtime: Iterable[Overtime]) -> Draft:
    """The plan whose people work by calendars that know this overtime, and no other."""
    usual, of = _without(plan), defaultdict[int, list[Overtime]](list)
    for each in overtime:
        of[each.resource].append(each)
    calendars = {each.uid: each for each in usual.calendars}
    free = max(calendars, default=0) + 1
    team = list(usual.resources)
    for place, member in enumerate(team):
        if member.uid in of:
            held = calendars.get(usual.calendar if member.calendar is None else member.calendar)  # type: ignore[arg-type]
            held = held or Calendar(free, member.name, WorkingTime())
            time = reduce(longer, of[member.uid], held.time)
            own = Calendar(free, member.name, time, base=member.calendar, of_resource=True, holidays=held.holidays)
            calendars[free], team[place], free = own, replace(member, calendar=free), free + 1
    agreed = tuple(each for some in of.values() for each in some)
    return replace(usual, calendars=tuple(calendars.values()), resources=tuple(team), overtime=agreed)


def _without(plan: Draft) -> Draft:
    """The plan as it was before overtime was put into its calendars."""
    if not plan.overtime:
        return plan
    who = {each.resource for each in plan.overtime}
    grown = {each.calendar for each in plan.resources if each.uid in who}
    base = {each.uid: each.base for each in plan.calendars if each.uid in grown}
    team = tuple(replace(each, calendar=base[each.calendar]) if each.calendar in base else each for each in plan.resources)
    return replace(plan, calendars=tuple(each for each in plan.calendars if each.uid not in base), resources=team, overtime=())


def longer(time: WorkingTime, overtime: Overtime) -> WorkingTime:
    """Working time with overtime in it."""
    first, last = overtime.first, overtime.last
    weeks = [OtherWeek(first, last, _week(time.week, overtime))]
    for other in time.other_weeks:
        weeks.append(other)
        if other.first <= last and other.last >= first:
            weeks.append(OtherWeek(max(other.first, first), min(other.last, last), _week(other.week, overtime)))
    return replace(time, other_weeks=tuple(weeks))


def _week(week: Week, overtime: Overtime) -> Week:
    days = [_day(day, overtime.minutes) for day in week]
    if overtime.saturdays and not week[SATURDAY]:
        days[SATURDAY] = next((days[d] for d in range(SATURDAY - 1, -1, -1) if week[d]), ())
    return tuple(days)


def _day(day: tuple[Shift, ...], minutes: int) -> tuple[Shift, ...]:
    """The last shift ends later, but not after midnight, unless it does so by itself."""
    if not day or not minutes:
        return day
    *others, (begin, end) = sorted(day)
    return (*others, (begin, max(end, min(end + minutes, DAY))))
