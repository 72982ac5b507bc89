"""What can be done about a late finish, each as a changed plan and team: longer days, Saturdays, other people, overlap, less scope.

Nothing here says what comes of it; `recovery` schedules the changed plan and compares. The team's demands stand beside the
plan's assignments, one for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TypeVar

import numpy as np

from milepost.engine.calendars import DAY, Calendar, Shift, Week, moment
from milepost.engine.layout import Ints
from milepost.engine.plan import NONE, Assignments, Plan
from milepost.engine.team import Demands, Team

Table = TypeVar("Table", Assignments, Demands)
Reweek = Callable[[Week], Week]
SATURDAY = 5


@dataclass(frozen=True, slots=True, eq=False)
class Changed:
    """A plan and its team, changed."""

    plan: Plan
    team: Team


def with_longer_days(plan: Plan, team: Team, people: Iterable[int], extra: int, until: int) -> Changed:
    """`people` work `extra` minutes longer on each of their working days, from the data date to the day of the instant `until`."""

    def longer(week: Week) -> Week:
        return tuple(_longer(day, extra) for day in week)

    return _with_weeks(plan, team, people, longer, until)


def with_saturdays(plan: Plan, team: Team, people: Iterable[int], until: int) -> Changed:
    """`people` who have Saturdays off work on them as on the last working day before, from the data date to the instant `until`."""

    def longer(week: Week) -> Week:
        day = next((week[d] for d in range(SATURDAY - 1, -1, -1) if week[d]), ())
        return week if week[SATURDAY] else (*week[:SATURDAY], day, *week[SATURDAY + 1 :])

    return _with_weeks(plan, team, people, longer, until)


def _longer(day: tuple[Shift, ...], extra: int) -> tuple[Shift, ...]:
    if not day:
        return day
    *others, (begin, end) = sorted(day)
    return (*others, (begin, max(end, min(end + extra, begin + DAY, DAY))))


def _with_weeks(plan: Plan, team: Team, people: Iterable[int], longer: Reweek, until: int) -> Changed:
    first, last = _day(max(plan.data_date, plan.start)), _day(until)
    calendars, own = list(plan.calendars), team.people.calendar.copy()
    column = plan.assignments.calendar.copy()
    for person in people:
        old = int(own[person])
        calendars.append(_for_a_while(plan.calendars[plan.calendar if old < 0 else old], longer, first, max(first, last)))
        own[person] = len(calendars) - 1
        column[team.demands.person == person] = len(calendars) - 1
    changed = replace(plan, calendars=tuple(calendars), assignments=replace(plan.assignments, calendar=column))
    return Changed(changed, replace(team, people=replace(team.people, calendar=own)))


def _for_a_while(calendar: Calendar, longer: Reweek, first: date, last: date) -> Calendar:
    """The calendar with its weeks changed by `longer` between two days; single days that differ stay as they are."""
    weeks: list[tuple[date, date, Week]] = [(first, last, longer(calendar.week))]
    for begin, end, week in calendar.other_weeks:
        weeks.append((begin, end, week))
        if begin <= last and end >= first:
            weeks.append((max(begin, first), min(end, last), longer(week)))
    return replace(calendar, other_weeks=tuple(weeks))


def _day(instant: int) -> date:
    return (moment(instant) if instant != NONE else moment(0)).date()


def with_somebody_else(plan: Plan, team: Team, k: int, person: int) -> Changed:
    """Assignment `k` is given to `person`."""
    calendars, who = plan.assignments.calendar.copy(), team.demands.person.copy()
    calendars[k], who[k] = team.people.calendar[person], person
    return Changed(
        replace(plan, assignments=replace(plan.assignments, calendar=calendars)), replace(team, demands=replace(team.demands, person=who))
    )


def with_one_more(plan: Plan, team: Team, k: int, person: int, overhead: int) -> Changed:
    """`person` shares the work of assignment `k`, the only one of its task; talking to each other costs `overhead` per cent of it."""
    row = int(plan.assignments.task[k])

    def shared(column: Ints, at: int) -> Ints:
        halved = column.copy()
        halved[at] = column[at] if column[at] == NONE else -(-column[at] * (100 + overhead) // 200)
        return halved

    tasks = replace(plan.tasks, minutes=shared(plan.tasks.minutes, row), remaining=shared(plan.tasks.remaining, row))
    assigned = replace(plan.assignments, minutes=shared(plan.assignments.minutes, k), remaining=shared(plan.assignments.remaining, k))
    asked = replace(team.demands, minutes=shared(team.demands.minutes, k))
    assigned = _with_a_copy(assigned, k, calendar=int(team.people.calendar[person]))
    asked = _with_a_copy(asked, k, person=person)
    return Changed(replace(plan, tasks=tasks, assignments=assigned), replace(team, demands=asked))


def _with_a_copy(table: Table, k: int, **other: int) -> Table:
    """The table with row `k` once more at its end, some values of it changed."""
    columns = {f.name: getattr(table, f.name) for f in fields(table)}
    return type(table)(**{name: np.append(column, other.get(name, column[k])) for name, column in columns.items()})


def with_overlap(plan: Plan, team: Team, link: int, lead: int) -> Changed:
    """The successor of a link begins `lead` working minutes earlier than the link says."""
    lag = plan.links.lag.copy()
    lag[link] -= lead
    return Changed(replace(plan, links=replace(plan.links, lag=lag)), team)


def without(plan: Plan, team: Team, rows: Iterable[int]) -> Changed:
    """The work of `rows` is left out; what waits for them still comes in the same order."""
    gone = np.zeros(len(plan.tasks), bool)
    gone[list(rows)] = True

    def emptied(column: Ints, of: Ints) -> Ints:
        return np.where(gone[of], 0, column)

    own, assigned, asked = np.arange(len(plan.tasks)), plan.assignments, team.demands
    tasks = replace(plan.tasks, minutes=emptied(plan.tasks.minutes, own), remaining=emptied(plan.tasks.remaining, own))
    assigned = replace(assigned, minutes=emptied(assigned.minutes, assigned.task), remaining=emptied(assigned.remaining, assigned.task))
    asked = replace(asked, minutes=emptied(asked.minutes, asked.task))
    return Changed(replace(plan, tasks=tasks, assignments=assigned), replace(team, demands=asked))
