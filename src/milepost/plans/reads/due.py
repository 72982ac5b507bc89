"""Due dates: of a task its deadline, of a deliverable its own day, and which of them were taken over as they were proposed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.plans import models
from milepost.plans.reads.values import Due
from milepost.plans.reads.visible import project_row

TASK, DELIVERABLE = "task", "deliverable"


def dues(task_ids: Collection[int], deliverable_ids: Collection[int]) -> dict[tuple[str, int], Due]:
    """By kind and id, whoever asks; what has left its plan is not among them. Two queries."""
    tasks = models.Task.objects.filter(pk__in=task_ids, removed_at=None).values_list("pk", "name", "deadline_at", "version")
    results = models.Deliverable.objects.filter(pk__in=deliverable_ids).values_list("pk", "name", "due_on", "version")
    found = [Due(TASK, pk, name, None if at is None else at.date(), version) for pk, name, at, version in tasks]
    found += [Due(DELIVERABLE, *row) for row in results]
    return {(each.kind, each.id): each for each in found}


def taken_dues(project_id: int) -> dict[tuple[str, int], date]:
    """What was taken over in a project as it was proposed, by kind and id, whoever asks; another day was set by a person. One query."""
    found = models.TakenDue.objects.filter(project_id=project_id).values_list("task_id", "deliverable_id", "on")
    return {(DELIVERABLE, result) if task is None else (TASK, task): on for task, result, on in found}


def due_percent(actor: Actor, project_id: int) -> tuple[int, int]:
    """How sure the proposed due dates of a project are to be (0: as planned), and the project's version; `NotFound` where it is unknown."""
    accounts.require(actor, "plans.see")
    row = project_row(actor, project_id)
    return row.due_percent, row.version


def due_percents(project_ids: Collection[int]) -> dict[int, int]:
    """The same of these projects, whoever asks. One query."""
    return dict(models.Project.objects.filter(pk__in=project_ids).values_list("pk", "due_percent"))
