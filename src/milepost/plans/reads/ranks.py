"""Which projects belong together, and which of them goes first where they need the same people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.plans import models
from milepost.plans.reads.visible import project_row, visible_to


@dataclass(frozen=True, slots=True)
class Rank:
    """A project's `priority` from 0 to 1000, the highest goes first, and the programme it belongs to; empty for none."""

    project_id: int
    priority: int
    programme: str
    version: int


def ranks(actor: Actor) -> dict[int, Rank]:
    """The ranks of all projects that the actor may know, by id. One query."""
    accounts.require(actor, "plans.see")
    rows = visible_to(actor).order_by("pk").values_list("pk", "priority", "programme", "version")
    return {row[0]: Rank(*row) for row in rows}


def rank(actor: Actor, project_id: int) -> Rank:
    """That of one project; `NotFound` if the actor may not know it."""
    accounts.require(actor, "plans.see")
    row = project_row(actor, project_id)
    return Rank(row.pk, row.priority, row.programme, row.version)


def priorities(project_ids: Collection[int]) -> dict[int, int]:
    """The priorities of these projects, whoever asks. One query."""
    return dict(models.Project.objects.filter(pk__in=project_ids).values_list("pk", "priority"))
