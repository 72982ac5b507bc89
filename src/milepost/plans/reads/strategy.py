"""What the firm wants to reach, and which projects serve it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import models
from milepost.plans.reads.visible import visible_to


@dataclass(frozen=True, slots=True)
class StrategicObjective:
    """An outcome that the firm is after: `metric` moves from `baseline_value` to `target` by `by_on`; `project_ids` serve it."""

    id: int
    name: str
    metric: str
    baseline_value: str
    target: str
    by_on: date | None
    version: int
    project_ids: tuple[int, ...]


NAMES = ("id", "name", "metric", "baseline_value", "target", "by_on", "version")


def strategic_objectives(actor: Actor) -> tuple[StrategicObjective, ...]:
    """All of the firm, the earliest first, those without a day last; with the projects that the actor may know. Two queries."""
    accounts.require(actor, "plans.see_strategy")
    serving = defaultdict(list)
    seen = visible_to(actor).order_by().values("pk")
    links = models.Serving.objects.filter(workspace_id=actor.workspace_id, project_id__in=seen).order_by("project_id")
    for objective_id, project_id in links.values_list("objective_id", "project_id"):
        serving[objective_id].append(project_id)
    rows = models.StrategicObjective.objects.filter(workspace_id=actor.workspace_id).values_list(*NAMES)
    found = (StrategicObjective(**dict(zip(NAMES, row, strict=True)), project_ids=tuple(serving[row[0]])) for row in rows)
    return tuple(sorted(found, key=lambda each: (each.by_on or date.max, each.id)))


def strategic_objective(actor: Actor, objective_id: int) -> StrategicObjective:
    """One of them; `NotFound` for that of another firm."""
    for each in strategic_objectives(actor):
        if each.id == objective_id:
            return each
    raise NotFound()
