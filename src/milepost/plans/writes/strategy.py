"""What the firm wants to reach, and which projects serve it: said by whoever manages, for the whole firm."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import models, rules
from milepost.plans.reads.visible import visible_ids

MOST = 100


def add_strategic_objective(
    actor: Actor,
    *,
    name: str,
    metric: str = "",
    baseline_value: str = "",
    target: str = "",
    by_on: date | None = None,
    project_ids: Collection[int] = (),
    now: datetime,
) -> int:
    """An outcome that the firm is after, measured by `metric`, and the projects that serve it. Gives back its id.

    Refused: a hundred and first, and what an objective of a project refuses. `NotFound` for a project the actor may not know.
    """
    accounts.require(actor, "plans.change_strategy")
    values = rules.outcomes.objective(name, metric, baseline_value, target, by_on)
    with transaction.atomic():
        if models.StrategicObjective.objects.filter(workspace_id=actor.workspace_id).count() >= MOST:
            raise Refusal("too_many_objectives", say("A firm that is after {most} things at once is after none. Remove one.", most=MOST))
        row = models.StrategicObjective.objects.create(workspace_id=actor.workspace_id, **values)
        after = {**values, "project_ids": _serve(actor, row, project_ids)}
        audit.record(actor, "added", "strategic_objective", row.pk, before=None, after=after, now=now)
    return row.pk


def change_strategic_objective(
    actor: Actor,
    objective_id: int,
    *,
    name: str,
    metric: str,
    baseline_value: str,
    target: str,
    by_on: date | None,
    project_ids: Collection[int],
    version: int | None,
    now: datetime,
) -> int:
    """Says anew what the firm is after and which projects serve it. Gives back the new version."""
    accounts.require(actor, "plans.change_strategy")
    values = rules.outcomes.objective(name, metric, baseline_value, target, by_on)
    with transaction.atomic():
        row = _held(actor, objective_id)
        before = _told(row, [*values])
        yours = {**values, "project_ids": sorted(set(project_ids))}
        accounts_rules.check_version(version, current=row.version, yours=yours, now_there={**before, "version": row.version})
        models.StrategicObjective.objects.filter(pk=objective_id).update(**values, version=row.version + 1)
        after = {**values, "project_ids": _serve(actor, row, project_ids)}
        audit.record(actor, "changed", "strategic_objective", objective_id, before=before, after=after, now=now)
    return row.version + 1


def remove_strategic_objective(actor: Actor, objective_id: int, *, version: int | None, now: datetime) -> None:
    """Takes one away; the projects that served it stay as they are."""
    accounts.require(actor, "plans.change_strategy")
    with transaction.atomic():
        row = _held(actor, objective_id)
        before = {"name": row.name, "version": row.version}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there=before)
        models.StrategicObjective.objects.filter(pk=objective_id).delete()
        audit.record(actor, "removed", "strategic_objective", objective_id, before=before, after=None, now=now)


def _held(actor: Actor, objective_id: int) -> models.StrategicObjective:
    own = models.StrategicObjective.objects.select_for_update().filter(workspace_id=actor.workspace_id)
    row = own.filter(pk=objective_id).first()
    if row is None:
        raise NotFound()
    return row


def _told(row: models.StrategicObjective, names: list[str]) -> dict[str, Any]:
    """The columns and the projects, as they stand."""
    serving = models.Serving.objects.filter(objective=row).order_by("project_id").values_list("project_id", flat=True)
    return {**{name: getattr(row, name) for name in names}, "project_ids": list(serving)}


def _serve(actor: Actor, row: models.StrategicObjective, project_ids: Collection[int]) -> list[int]:
    """Keeps just these projects as those that serve it; gives them back in order."""
    wanted = sorted(set(project_ids))
    if set(wanted) - visible_ids(actor):
        raise NotFound()
    kept = models.Serving.objects.filter(objective=row)
    kept.exclude(project_id__in=wanted).delete()
    there = set(kept.values_list("project_id", flat=True))
    fresh = (models.Serving(workspace_id=row.workspace_id, objective=row, project_id=each) for each in wanted if each not in there)
    models.Serving.objects.bulk_create(fresh)
    return wanted
