"""Large, realistic plans made on the spot: what the benches and the tests of size run on. The same numbers give the same plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

import numpy as np

from milepost.kernel.worktime import DayException, WorkingTime
from milepost.plans.draft import Assignment, Calendar, Constraint, Draft, LagUnit, Link, LinkKind, Resource, Task

T = TypeVar("T")
START = datetime(2026, 3, 2, 8, 0)
DAY = ((480, 720), (780, 1020))
HOLIDAYS = tuple(
    DayException(date(year, month, day), date(year, month, day), (), name)
    for year in range(2026, 2041)
    for month, day, name in ((1, 1, "New Year"), (5, 1, "Labour Day"), (12, 25, "Christmas"), (12, 26, "Boxing Day"))
)
WEEKS = {
    1: ("Standard", (DAY,) * 5 + ((), ())),
    2: ("Four days", (DAY,) * 4 + ((),) * 3),
    3: ("Early shift", (((360, 600), (630, 870)),) * 6 + ((),)),
    4: ("Around the clock", (((0, 1440),),) * 7),
}
VERBS = ("Agree", "Draft", "Design", "Build", "Configure", "Migrate", "Test", "Review", "Document", "Hand over")
THINGS = ("interface", "data model", "network", "mail server", "report", "payment page", "user guide", "access rights", "backup", "search")
PACKAGE, PHASE = 8, 6
"""Tasks in a work package, work packages in a phase."""


class Chance:
    """Draws that are the same for one seed on every machine."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed).random

    def number(self, low: int, high: int) -> int:
        """A whole number from `low` to `high` inclusive."""
        return low + int(self.random() * (high - low + 1))

    def choice(self, of: Sequence[T]) -> T:
        return of[self.number(0, len(of) - 1)]


def make_plan(tasks: int, *, seed: int = 1, links_per_task: float = 1.3, calendars: int = 4, people: int = 24) -> Draft:
    """A plan of `tasks` leaf tasks in phases and work packages, with about `links_per_task` links each, all forwards."""
    chance = Chance(seed)
    rows = tuple(_rows(tasks, chance, calendars))
    leaves = [row.uid for row in rows if not row.summary]
    team = tuple(
        Resource(uid, f"Person {uid}", initials=f"P{uid}", email=f"person{uid}@example.com", calendar=1) for uid in range(1, people + 1)
    )
    assigned = tuple(
        Assignment(number, row.uid, chance.number(1, people), 100, row.duration_minutes)
        for number, row in enumerate((row for row in rows if not row.summary and row.duration_minutes), 1)
    )
    times = tuple(Calendar(uid, name, WorkingTime(week, (), HOLIDAYS if uid < 4 else ())) for uid, (name, week) in WEEKS.items())
    return Draft(
        name=f"Plan of {tasks} tasks",
        start=START,
        tasks=rows,
        links=tuple(dict.fromkeys(_links(leaves, links_per_task, chance))),
        calendars=times,
        calendar=1,
        resources=team,
        assignments=assigned,
    )


def on_one_calendar(draft: Draft) -> Draft:
    """The same plan in the project's working time alone: nobody assigned, no calendars of tasks, lags in working time."""
    tasks = tuple(replace(task, calendar=None) for task in draft.tasks)
    links = tuple(replace(link, unit=LagUnit.WORKING) for link in draft.links)
    return replace(draft, tasks=tasks, links=links, assignments=())


def _rows(tasks: int, chance: Chance, calendars: int) -> Iterator[Task]:
    uid = 0
    for number in range(tasks):
        if number % (PACKAGE * PHASE) == 0:
            uid += 1
            yield Task(uid, f"Phase {number // (PACKAGE * PHASE) + 1}", level=1, summary=True)
        if number % PACKAGE == 0:
            uid += 1
            yield Task(uid, f"Work package {number // PACKAGE + 1}", level=2, summary=True)
        uid += 1
        last = number % PACKAGE == PACKAGE - 1
        yield _milestone(uid, number) if last else _task(uid, number, chance, calendars)


def _milestone(uid: int, number: int) -> Task:
    return Task(uid, f"Work package {number // PACKAGE + 1} accepted", level=3, milestone=True)


def _task(uid: int, number: int, chance: Chance, calendars: int) -> Task:
    minutes = chance.choice((120, 240, 480, 480, 960, 1440, 2400))
    task = Task(
        uid,
        f"{VERBS[number % len(VERBS)]} {chance.choice(THINGS)} {number + 1}",
        level=3,
        duration_minutes=minutes,
        effort_minutes=minutes,
        calendar=chance.number(2, calendars) if calendars > 1 and chance.random() < 0.1 else None,
    )
    if chance.random() < 0.01:
        return replace(task, constraint=Constraint.SNET, constraint_at=datetime(2026, 3, 2 + number % 28, 8, 0))
    return task


def _links(leaves: list[int], per_task: float, chance: Chance) -> Iterator[Link]:
    for place in range(1, len(leaves)):
        if place % PACKAGE == PACKAGE - 1:
            yield from (Link(leaves[before], leaves[place]) for before in range(place - 3, place))
        elif place % PACKAGE:
            yield Link(leaves[place - 1], leaves[place], *_lag(chance))
        for _ in range(int(per_task) - 1 + (chance.random() < per_task % 1)):
            yield Link(leaves[chance.number(max(0, place - 100), place - 1)], leaves[place])


def _lag(chance: Chance) -> tuple[LinkKind, int, LagUnit]:
    draw = chance.random()
    if draw < 0.9:
        return LinkKind.FS, 0, LagUnit.WORKING
    if draw < 0.94:
        return LinkKind.SS, 240, LagUnit.WORKING
    if draw < 0.97:
        return LinkKind.FF, 0, LagUnit.WORKING
    return LinkKind.FS, 1440, LagUnit.ELAPSED
