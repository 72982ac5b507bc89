"""A draft's tasks, links and assignments as numbers, a row each, in terms of uids. What two drafts share is read once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import numpy as np

from milepost import engine
from milepost.forecast.rules import Ints
from milepost.plans.draft import Assignment, Constraint, Draft, LagUnit, Link, LinkKind, Task, TaskType

Value = TypeVar("Value")
TASK = (
    *("id", "level", "minutes", "elapsed", "calendar", "fixed", "ignores_people", "constraint", "constraint_at", "deadline_at", "pinned"),
    *("pin_start", "pin_finish", "active", "actual_start", "actual_finish", "done", "remaining", "over", "resume_at", "delay"),
    "finish_unused",
)
LINK = ("predecessor", "successor", "kind", "lag", "unit")
ASSIGNMENT = ("task", "resource", "units", "work", "work_left", "delay")

FEW = 100
"""With more values that differ in their places, all of them are looked for elsewhere."""

_KINDS = {kind: int(engine.Kind[kind.name]) for kind in LinkKind}
_UNITS = {unit: int(engine.Unit[unit.name]) for unit in LagUnit}
_CONSTRAINTS = {constraint: int(engine.Constraint[constraint.name]) for constraint in Constraint}


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The numbers of a draft; the columns of each table are named above, what is not given is `engine.NONE`."""

    draft: Draft
    tasks: Ints
    links: Ints
    assignments: Ints

    def task(self, name: str) -> Ints:
        """A column of the tasks."""
        return np.ascontiguousarray(self.tasks[:, TASK.index(name)])


def tables(draft: Draft, like: Tables | None = None) -> Tables:
    """The numbers of `draft`. Values that are the very same objects in the draft of `like` are not read again."""
    return Tables(
        draft,
        _table(draft.tasks, _task, len(TASK), (like.draft.tasks, like.tasks) if like else None),
        _table(draft.links, _link, len(LINK), (like.draft.links, like.links) if like else None),
        _table(draft.assignments, _assignment, len(ASSIGNMENT), (like.draft.assignments, like.assignments) if like else None),
    )


Known = tuple[Sequence[Value], Ints]
"""Values and their table."""


def _table(values: Sequence[Value], row: Callable[[Value], tuple[int, ...]], width: int, known: Known[Value] | None) -> Ints:
    if known is None:
        return np.array([row(value) for value in values], np.int64).reshape(-1, width)
    if values is known[0]:
        return known[1]
    table, fresh = _taken_over(values, *known)
    for place in fresh:
        table[place] = row(values[place])
    return table


def _taken_over(values: Sequence[Value], old: Sequence[Value], known: Ints) -> tuple[Ints, list[int]]:
    """A table with the known rows at their places, and the places that are still to be filled."""
    if len(values) == len(old):
        differing = [place for place, (value, was) in enumerate(zip(values, old, strict=True)) if value is not was]
        if len(differing) <= FEW:
            return known.copy(), differing
    there = {id(value): place for place, value in enumerate(old)}
    places = np.array([there.get(id(value), -1) for value in values], np.int64)
    table = known[places] if len(known) else np.zeros((len(values), known.shape[1]), np.int64)
    return table, np.flatnonzero(places < 0).tolist()


def _minute(at: datetime | None) -> int:
    return engine.NONE if at is None else engine.minute(at)


def _number(given: int | None) -> int:
    return engine.NONE if given is None else given


def _task(task: Task) -> tuple[int, ...]:
    done, remaining = progress(task)
    return (
        task.uid,
        task.level,
        task.duration_minutes,
        task.elapsed and task.duration_minutes > 0,
        _number(task.calendar),
        task.type is TaskType.FIXED_DURATION,
        task.ignores_resource_calendars,
        _CONSTRAINTS[task.constraint],
        _minute(task.constraint_at),
        _minute(task.deadline_at),
        task.manual or task.external,
        _minute(task.manual_start or (task.saved_start if task.external else None)),
        _minute(task.manual_finish or (task.saved_finish if task.external else None)),
        task.active,
        _minute(task.actual_start),
        _minute(task.actual_finish) if task.actual_start else engine.NONE,
        done,
        remaining,
        task.percent == 100 and (task.actual_start is None or task.actual_finish is None),
        _resumption(task),
        task.levelling_delay_minutes,
        bool(task.actual_finish and not task.actual_start and not task.summary),
    )


def progress(task: Task) -> tuple[int, int]:
    """Minutes of the duration that are done, and that remain."""
    if task.percent == 100 or task.actual_finish is not None:
        return task.duration_minutes, 0
    done = task.actual_minutes or task.duration_minutes * task.percent // 100
    remaining = task.duration_minutes - done if task.remaining_minutes is None else task.remaining_minutes
    return done, max(0, remaining)


def _resumption(task: Task) -> int:
    """When a task that was broken off goes on; less than four days is taken for a night, a weekend or a holiday, and is NONE."""
    if task.stop_at is None or task.resume_at is None or task.resume_at - task.stop_at < timedelta(days=4):
        return engine.NONE
    return engine.minute(task.resume_at)


def _link(link: Link) -> tuple[int, ...]:
    return link.predecessor, link.successor, _KINDS[link.kind], link.lag, _UNITS[link.unit]


def _assignment(line: Assignment) -> tuple[int, ...]:
    return line.task, line.resource, line.units, line.work_minutes, _number(line.remaining_work_minutes), line.delay_minutes
