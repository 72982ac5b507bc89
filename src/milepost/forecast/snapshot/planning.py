"""A draft as the engine's plan: rows, links, assignments and calendars as columns. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

import numpy as np

from milepost import engine
from milepost.forecast.rules import Ints, Warn
from milepost.forecast.snapshot.calendars import calendar_of, working_time
from milepost.forecast.snapshot.numbers import ASSIGNMENT, LINK, Tables, tables
from milepost.kernel.say import say
from milepost.kernel.worktime import WorkingTime
from milepost.plans.draft import Assignment, Draft, ResourceKind, Task

_MIDNIGHT = time(0)
_AS_THEY_ARE = {
    *("id", "minutes", "elapsed", "constraint", "constraint_at", "deadline_at", "pinned", "pin_start", "pin_finish", "active"),
    *("actual_start", "actual_finish", "done", "remaining", "over", "resume_at", "delay"),
}
"""Columns of tasks that the engine takes as they stand in the table."""


def planned(draft: Draft, as_of: date, known: Tables | None = None) -> tuple[engine.Plan, list[Warn]]:
    """The engine's plan, row for row in the draft's order, and what was left out of it. Refusal where a calendar cannot be read.

    `known` are the tables of just this draft, where they are at hand.
    """
    numbers = known or tables(draft)
    index = {calendar.uid: i for i, calendar in enumerate(draft.calendars)}
    calendars = [calendar_of(each) for each in draft.calendars]
    own = index.get(draft.calendar, -1) if draft.calendar is not None else -1
    if own < 0:
        own = len(calendars)
        calendars.append(working_time(WorkingTime()))
    tasks = _tasks(numbers, index)
    warnings = [_finish_unused(draft.tasks[row]) for row in np.flatnonzero(numbers.task("finish_unused")).tolist()]
    plan = engine.Plan(
        tasks=tasks,
        links=_links(numbers, warnings),
        assignments=_assignments(numbers, tasks, index),
        calendars=tuple(calendars),
        calendar=own,
        start=engine.NONE if draft.from_finish else engine.minute(draft.start),
        data_date=engine.minute(datetime.combine(as_of, _MIDNIGHT)),
        finish=engine.minute(draft.finish) if draft.finish else engine.NONE,
        from_finish=draft.from_finish,
        honours_constraints=draft.honours_constraints,
        minutes_per_day=max(1, draft.minutes_per_day),
    )
    return plan, warnings


def _finish_unused(task: Task) -> Warn:
    text = say("“{task}” has an actual finish but no actual start, so its finish was not used. Report when it began.", task=task.name)
    return Warn("finish_without_start", text, task.uid)


def _tasks(numbers: Tables, calendars: Mapping[int, int]) -> engine.Tasks:
    calendar = _by_uid(numbers.task("calendar"), calendars)
    alone = (numbers.task("fixed") == 1) | ((numbers.task("ignores_people") == 1) & (calendar >= 0))
    return engine.Tasks(
        parent=np.array(_parents(numbers.task("level").tolist()), np.int64),
        calendar=calendar,
        follows_people=(~alone).astype(np.int64),
        **{name: numbers.task(name) for name in _AS_THEY_ARE},
    )


def _by_uid(uids: Ints, calendars: Mapping[int, int]) -> Ints:
    """Indexes of calendars, -1 for those that are not there."""
    found, places = np.unique(uids, return_inverse=True)
    return np.array([calendars.get(uid, -1) for uid in found.tolist()], np.int64)[places.reshape(-1)]


def _parents(levels: list[int]) -> list[int]:
    """Row of the nearest task before each with a lower level, -1 at the top."""
    above: list[int] = []
    parents = []
    for row, level in enumerate(levels):
        while above and levels[above[-1]] >= level:
            above.pop()
        parents.append(above[-1] if above else -1)
        above.append(row)
    return parents


def _rows(numbers: Tables, uids: Ints) -> Ints:
    """The rows of tasks by uid, -1 for those that are not there."""
    known = numbers.task("id")
    if not len(known):
        return np.full(len(uids), -1)
    in_order = np.argsort(known, kind="stable")
    places = in_order[np.minimum(np.searchsorted(known, uids, sorter=in_order), len(known) - 1)]
    return np.where(known[places] == uids, places, -1)


def _links(numbers: Tables, warnings: list[Warn]) -> engine.Links:
    predecessor, successor, *rest = numbers.links.T
    ends = _rows(numbers, predecessor), _rows(numbers, successor)
    whole = (ends[0] >= 0) & (ends[1] >= 0)
    for place in np.flatnonzero(~whole).tolist():
        missing = successor[place] if ends[0][place] >= 0 else predecessor[place]
        text = say("A link refers to task {uid}, which the plan does not hold. It was left out.", uid=int(missing))
        warnings.append(Warn("link_to_nothing", text))
    columns = dict(zip(LINK, (*ends, *rest), strict=True), calendar=np.zeros(len(whole), np.int64))
    return engine.Links(**{name: np.ascontiguousarray(column[whole]) for name, column in columns.items()})


def _assignments(numbers: Tables, tasks: engine.Tasks, calendars: Mapping[int, int]) -> engine.Assignments:
    """People only: material and cost have no working time. Minutes are what a person needs at the units given."""
    draft, columns = numbers.draft, dict(zip(ASSIGNMENT, numbers.assignments.T, strict=True))
    people = {r.uid: -1 if r.calendar is None else calendars.get(r.calendar, -1) for r in draft.resources if r.kind is ResourceKind.WORK}
    rows = _rows(numbers, columns["task"])
    counting = (rows >= 0) & (columns["units"] > 0) & np.isin(columns["resource"], list(people))
    row, units, work, left = (column[counting] for column in (rows, columns["units"], columns["work"], columns["work_left"]))
    minutes = work * 100 // units
    return engine.Assignments(
        task=row,
        calendar=_by_uid(columns["resource"][counting], people),
        minutes=minutes,
        remaining=np.where(left == engine.NONE, _share(tasks, row, minutes), np.maximum(0, left) * 100 // units),
        delay=columns["delay"][counting],
    )


def _share(tasks: engine.Tasks, row: Ints, minutes: Ints) -> Ints:
    """What is left of each task, in the share that a person has of what the one who needs longest for it needs."""
    longest = np.zeros(len(tasks), np.int64)
    np.maximum.at(longest, row, minutes)
    return np.where(longest[row] > 0, tasks.remaining[row] * minutes // np.maximum(1, longest[row]), 0)


def working(draft: Draft) -> list[Assignment]:
    """The assignments that count: of people, to tasks that are there."""
    people = {resource.uid for resource in draft.resources if resource.kind is ResourceKind.WORK}
    tasks = {task.uid for task in draft.tasks}
    return [a for a in draft.assignments if a.resource in people and a.task in tasks and a.units > 0]
