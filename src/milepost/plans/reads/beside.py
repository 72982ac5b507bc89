"""What stands beside a task in its panel: labels, custom fields, what its deliverable must fulfil; files, comments, history."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.plans import models
from milepost.plans.reads.changes import ChangeLine, changes
from milepost.plans.reads.marks import FieldValue, Label, marks_on
from milepost.plans.reads.talk import Attachment, Comment, attachments_on, comments_on
from milepost.plans.reads.tasks import place
from milepost.plans.reads.values import Criterion, Task, TaskPlace

SHOWN_CHANGES = 20


@dataclass(frozen=True, slots=True)
class PartOf:
    """The deliverable that a task is a part of, and what must hold for it."""

    id: int
    name: str
    criteria: tuple[Criterion, ...]

    @property
    def met(self) -> int:
        """How many of the criteria hold."""
        return sum(criterion.met for criterion in self.criteria)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside one task."""

    labels: tuple[Label, ...]
    values: tuple[FieldValue, ...]
    part_of: PartOf | None


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said about one task, the files beside it, and what was done to it."""

    task: TaskPlace
    comments: tuple[Comment, ...]
    attachments: tuple[Attachment, ...]
    changes: tuple[ChangeLine, ...]


def beside(actor: Actor, task: Task) -> Beside:
    """What stands beside a task that the actor was shown. One to three queries."""
    accounts.require(actor, "plans.see")
    labels, values = marks_on(task.line.id)
    return Beside(labels, values, _part_of(task.line.deliverable_id))


def talk_of(actor: Actor, task_id: int) -> Talk:
    """Comments, files and history of a task; `NotFound` if the actor may not see it. The same queries for any plan."""
    there = place(actor, task_id)
    lines = changes(actor, there.project_id, task_id=task_id, limit=SHOWN_CHANGES)
    return Talk(there, comments_on(actor, task_id), attachments_on(actor, task_id), lines)


def _part_of(deliverable_id: int | None) -> PartOf | None:
    if deliverable_id is None:
        return None
    rows = list(models.Criterion.objects.filter(deliverable_id=deliverable_id).select_related("deliverable").order_by("position"))
    whole = rows[0].deliverable if rows else models.Deliverable.objects.get(pk=deliverable_id)
    return PartOf(whole.pk, whole.name, tuple(Criterion(row.pk, row.text, row.met) for row in rows))
