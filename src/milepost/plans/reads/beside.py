"""What stands beside a task in its panel: labels, custom fields, what its deliverable must fulfil, files, comments."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.plans import models
from milepost.plans.reads.marks import FieldValue, Label, labels_on, values_on
from milepost.plans.reads.talk import Attachment, Comment, attachments_on, comments_on
from milepost.plans.reads.values import Criterion, Task


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
    comments: tuple[Comment, ...]
    attachments: tuple[Attachment, ...]


def beside(actor: Actor, task: Task) -> Beside:
    """What stands beside a task that the actor was shown. Five to seven queries, for any plan."""
    accounts.require(actor, "plans.see")
    pk = task.line.id
    return Beside(
        labels=labels_on(pk),
        values=values_on(pk),
        part_of=_part_of(task.line.deliverable_id),
        comments=comments_on(actor, pk),
        attachments=attachments_on(actor, pk),
    )


def _part_of(deliverable_id: int | None) -> PartOf | None:
    if deliverable_id is None:
        return None
    rows = list(models.Criterion.objects.filter(deliverable_id=deliverable_id).select_related("deliverable").order_by("position"))
    whole = rows[0].deliverable if rows else models.Deliverable.objects.get(pk=deliverable_id)
    return PartOf(whole.pk, whole.name, tuple(Criterion(row.pk, row.text, row.met) for row in rows))
