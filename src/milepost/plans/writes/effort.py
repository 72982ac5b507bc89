"""The work of the people on a task, where its duration becomes another one."""

from __future__ import annotations

from milepost.plans import models, rules


def stretch(task: models.Task, duration_minutes: int) -> None:
    """Everybody's work keeps its share of the task; what a file said is left of it no longer holds. Materials stay as they are."""
    if duration_minutes == task.duration_minutes:
        return
    lines = list(models.Assignment.objects.filter(task=task, resource__kind="work"))
    for line in lines:
        line.work_minutes = rules.stretched(line.work_minutes, task.duration_minutes, duration_minutes)
        line.remaining_work_minutes = None
    models.Assignment.objects.bulk_update(lines, ["work_minutes", "remaining_work_minutes"])
