"""Work of people on tasks whose progress was reported for the task as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from milepost.plans import rules
from milepost.plans.draft import Assignment, Draft, ResourceKind, Task


def with_work_left(draft: Draft) -> Iterator[Assignment]:
    """The assignments, where nobody said what is left of a person's work with the share of it that is left of the task."""
    tasks = {task.uid: task for task in draft.tasks}
    people = {resource.uid for resource in draft.resources if resource.kind is ResourceKind.WORK}
    for line in draft.assignments:
        unsaid = line.remaining_work_minutes is None and line.work_minutes and line.resource in people
        yield _shared(line, tasks[line.task]) if unsaid and line.task in tasks else line


def _shared(line: Assignment, task: Task) -> Assignment:
    if not (task.percent or task.actual_start or line.actual_work_minutes):
        return line
    left = rules.remaining(task.duration_minutes, task.percent, task.remaining_minutes)
    work_left = min(line.work_minutes, rules.stretched(line.work_minutes, task.duration_minutes, left)) if task.percent < 100 else 0
    return replace(line, actual_work_minutes=line.work_minutes - work_left, remaining_work_minutes=work_left)
