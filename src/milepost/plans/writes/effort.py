"""The work of the people on a task, where its duration becomes another one."""

from __future__ import annotations

from typing import Any

from milepost.plans import models, rules


def left(task: models.Task, duration_minutes: int) -> dict[str, Any]:
    """What follows for the progress and the kind of a task from another duration; a three-point estimate it contradicts no longer holds."""
    if duration_minutes == task.duration_minutes:
        return {}
    remaining = rules.remaining(duration_minutes, task.percent, None)
    forgotten = {} if rules.still_estimated(task, duration_minutes) else {"best_minutes": None, "worst_minutes": None}
    return {
        "remaining_minutes": None if task.remaining_minutes is None else remaining,
        "actual_minutes": duration_minutes - remaining,
        "milestone": duration_minutes == 0,
        "estimated": False,
        **forgotten,
    }


def stretch(task: models.Task, duration_minutes: int) -> None:
    """Everybody's work keeps its share of the task; what a file said is left of it no longer holds. Materials stay as they are."""
    if duration_minutes == task.duration_minutes:
        return
    lines = list(models.Assignment.objects.filter(task=task, resource__kind="work"))
    for line in lines:
        line.work_minutes = rules.stretched(line.work_minutes, task.duration_minutes, duration_minutes)
        line.remaining_work_minutes = None
    models.Assignment.objects.bulk_update(lines, ["work_minutes", "remaining_work_minutes"])
