"""A draft as the engine's plan: rows, links, assignments and calendars as columns. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import numpy as np

from milepost import engine
from milepost.forecast.rules import Warn
from milepost.forecast.snapshot.calendars import calendar_of, working_time
from milepost.kernel.say import say
from milepost.kernel.worktime import WorkingTime
from milepost.plans.draft import Assignment, Constraint, Draft, LagUnit, Link, LinkKind, ResourceKind, Task, TaskType

_KINDS = {kind: int(engine.Kind[kind.name]) for kind in LinkKind}
_UNITS = {unit: int(engine.Unit[unit.name]) for unit in LagUnit}
_CONSTRAINTS = {constraint: int(engine.Constraint[constraint.name]) for constraint in Constraint}
_MIDNIGHT = time(0)


def planned(draft: Draft, as_of: date) -> tuple[engine.Plan, list[Warn]]:
    """The engine's plan, row for row in the draft's order, and what was left out of it. Refusal where a calendar cannot be read."""
    index = {calendar.uid: i for i, calendar in enumerate(draft.calendars)}
    calendars = [calendar_of(each) for each in draft.calendars]
    own = index.get(draft.calendar, -1) if draft.calendar is not None else -1
    if own < 0:
        own = len(calendars)
        calendars.append(working_time(WorkingTime()))
    row = {task.uid: i for i, task in enumerate(draft.tasks)}
    warnings = [_finish_unused(task) for task in draft.tasks if task.actual_finish and not task.actual_start and not task.summary]
    plan = engine.Plan(
        tasks=_tasks(draft, index),
        links=_links(draft, row, warnings),
        assignments=_assignments(draft, row, index),
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


def _minute(at: datetime | None) -> int:
    return engine.NONE if at is None else engine.minute(at)


def _tasks(draft: Draft, calendars: Mapping[int, int]) -> engine.Tasks:
    parents = _parents(draft.tasks)
    table = np.array([_task(task, parent, calendars) for task, parent in zip(draft.tasks, parents, strict=True)], np.int64)
    return engine.Tasks(*np.ascontiguousarray(table.reshape(-1, len(engine.Tasks.__dataclass_fields__)).T))


def _task(task: Task, parent: int, calendars: Mapping[int, int]) -> tuple[int, ...]:
    """One row of the engine's columns, in the order of its fields."""
    done, remaining = progress(task)
    calendar = calendars.get(task.calendar, -1) if task.calendar is not None else -1
    follows = not (task.type is TaskType.FIXED_DURATION or (task.ignores_resource_calendars and calendar >= 0))
    over = task.percent == 100 and (task.actual_start is None or task.actual_finish is None)
    pin_start = task.manual_start or (task.saved_start if task.external else None)
    pin_finish = task.manual_finish or (task.saved_finish if task.external else None)
    return (
        task.uid,
        parent,
        task.duration_minutes,
        task.elapsed and task.duration_minutes > 0,
        calendar,
        follows,
        _CONSTRAINTS[task.constraint],
        _minute(task.constraint_at),
        _minute(task.deadline_at),
        task.manual or task.external,
        _minute(pin_start),
        _minute(pin_finish),
        task.active,
        _minute(task.actual_start),
        _minute(task.actual_finish) if task.actual_start else engine.NONE,
        done,
        remaining,
        over,
        _resumption(task),
        task.levelling_delay_minutes,
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


def _parents(tasks: tuple[Task, ...]) -> list[int]:
    """Row of the nearest task before each with a lower level, -1 at the top."""
    above: list[int] = []
    parents = []
    for row, task in enumerate(tasks):
        while above and tasks[above[-1]].level >= task.level:
            above.pop()
        parents.append(above[-1] if above else -1)
        above.append(row)
    return parents


def _links(draft: Draft, row: Mapping[int, int], warnings: list[Warn]) -> engine.Links:
    known: list[Link] = []
    for link in draft.links:
        if link.predecessor in row and link.successor in row:
            known.append(link)
        else:
            missing = link.successor if link.predecessor in row else link.predecessor
            warnings.append(
                Warn("link_to_nothing", say("A link refers to task {uid}, which the plan does not hold. It was left out.", uid=missing))
            )
    table = [(row[k.predecessor], row[k.successor], _KINDS[k.kind], k.lag, _UNITS[k.unit], 0) for k in known]
    return engine.Links(*np.array(table, np.int64).reshape(-1, 6).T.copy())


def _assignments(draft: Draft, row: Mapping[int, int], calendars: Mapping[int, int]) -> engine.Assignments:
    """People only: material and cost have no working time. Minutes are what a person needs at the units given."""
    people = {
        r.uid: calendars.get(r.calendar, -1) if r.calendar is not None else -1 for r in draft.resources if r.kind is ResourceKind.WORK
    }
    counting = working(draft)
    longest: dict[int, int] = {}
    for a in counting:
        longest[a.task] = max(longest.get(a.task, 0), at_units(a, a.work_minutes))
    table = [
        (
            row[a.task],
            people[a.resource],
            at_units(a, a.work_minutes),
            _left(a, draft.tasks[row[a.task]], longest[a.task]),
            a.delay_minutes,
        )
        for a in counting
    ]
    return engine.Assignments(*np.array(table, np.int64).reshape(-1, 5).T.copy())


def working(draft: Draft) -> list[Assignment]:
    """The assignments that count: of people, to tasks that are there."""
    people = {resource.uid for resource in draft.resources if resource.kind is ResourceKind.WORK}
    tasks = {task.uid for task in draft.tasks}
    return [a for a in draft.assignments if a.resource in people and a.task in tasks and a.units > 0]


def at_units(assignment: Assignment, work_minutes: int) -> int:
    """Working minutes a person needs for so much work at the units given."""
    return work_minutes * 100 // assignment.units


def _left(assignment: Assignment, task: Task, longest: int) -> int:
    """Minutes a person still needs: as was said, else what is left of the task, in the share of who needs `longest` for it."""
    if assignment.remaining_work_minutes is not None:
        return at_units(assignment, max(0, assignment.remaining_work_minutes))
    _, left = progress(task)
    return left * at_units(assignment, assignment.work_minutes) // longest if longest else 0
