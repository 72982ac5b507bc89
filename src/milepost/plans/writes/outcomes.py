"""Objectives and deliverables: what the project is judged by and what it hands over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.people import reads as people
from milepost.plans import models, rules
from milepost.plans.reads.visible import held_project


@dataclass(frozen=True, slots=True)
class CriterionText:
    """An acceptance criterion as it is given: what must hold, and whether it does."""

    text: str
    met: bool = False


def add_objective(
    actor: Actor,
    project_id: int,
    *,
    name: str,
    metric: str = "",
    baseline_value: str = "",
    target: str = "",
    by_on: date | None = None,
    now: datetime,
) -> int:
    """A measurable outcome: `metric` moves from `baseline_value` to `target` by `by_on`. Gives back its id."""
    accounts.require(actor, "plans.add_objective")
    values = rules.outcomes.objective(name, metric, baseline_value, target, by_on)
    with transaction.atomic():
        project = held_project(actor, project_id)
        row = models.Objective.objects.create(workspace_id=project.workspace_id, project=project, **values)
        audit.record(actor, "added", "objective", row.pk, before=None, after=values, plan_id=project_id, raises_revision=True, now=now)
    return row.pk


def change_objective(
    actor: Actor,
    objective_id: int,
    *,
    name: str,
    metric: str,
    baseline_value: str,
    target: str,
    by_on: date | None,
    version: int | None,
    now: datetime,
) -> int:
    """Says anew what the objective is. Gives back the new version."""
    accounts.require(actor, "plans.change_objective")
    after = rules.outcomes.objective(name, metric, baseline_value, target, by_on)
    with transaction.atomic():
        row = _held_objective(actor, objective_id)
        before = {key: getattr(row, key) for key in after}
        accounts_rules.check_version(version, current=row.version, yours=after, now_there={**before, "version": row.version})
        models.Objective.objects.filter(pk=row.pk).update(**after, version=row.version + 1)
        audit.record(
            actor, "changed", "objective", row.pk, before=before, after=after, plan_id=row.project_id, raises_revision=True, now=now
        )
    return row.version + 1


def remove_objective(actor: Actor, objective_id: int, *, version: int | None, now: datetime) -> None:
    """Takes an objective away; its deliverables stay."""
    accounts.require(actor, "plans.remove_objective")
    with transaction.atomic():
        row = _held_objective(actor, objective_id)
        before = {"name": row.name, "version": row.version}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there=before)
        models.Objective.objects.filter(pk=row.pk).delete()
        audit.record(
            actor, "removed", "objective", objective_id, before=before, after=None, plan_id=row.project_id, raises_revision=True, now=now
        )


def _held_objective(actor: Actor, objective_id: int) -> models.Objective:
    project_id = models.Objective.objects.filter(pk=objective_id).values_list("project_id", flat=True).first()
    project = held_project(actor, project_id or 0)
    row = models.Objective.objects.filter(pk=objective_id, project=project).first()
    if row is None:
        raise NotFound()
    return row


def add_deliverable(
    actor: Actor,
    project_id: int,
    *,
    name: str,
    criteria: Sequence[CriterionText] = (),
    objective_id: int | None = None,
    owner_id: int | None = None,
    review_minutes: int = 0,
    task_ids: Sequence[int] = (),
    now: datetime,
) -> int:
    """A result that is handed over: what must hold for it, who answers for it, and which tasks make it. Gives back its id.

    `owner_id` is a person, `review_minutes` working time for its acceptance. A task belongs to one deliverable at most.
    """
    accounts.require(actor, "plans.add_deliverable")
    with transaction.atomic():
        project = held_project(actor, project_id)
        values = _deliverable(actor, project, name, objective_id, owner_id, review_minutes)
        row = models.Deliverable.objects.create(workspace_id=project.workspace_id, project=project, **values)
        after = {**values, **_keep_parts(row, criteria, task_ids)}
        audit.record(actor, "added", "deliverable", row.pk, before=None, after=after, plan_id=project_id, raises_revision=True, now=now)
    return row.pk


def _deliverable(
    actor: Actor, project: models.Project, name: str, objective_id: int | None, owner_id: int | None, review_minutes: int
) -> dict[str, Any]:
    rules.check_minutes(review_minutes, field="review_minutes")
    if objective_id is not None and not models.Objective.objects.filter(pk=objective_id, project=project).exists():
        raise NotFound()
    if owner_id is not None:
        people.person(actor, owner_id)
    return {"name": rules.name(name), "objective_id": objective_id, "owner_id": owner_id, "review_minutes": review_minutes}


def _keep_parts(row: models.Deliverable, criteria: Sequence[CriterionText], task_ids: Sequence[int]) -> dict[str, Any]:
    """Its criteria and its tasks, in the place of those it had."""
    rules.outcomes.criteria([each.text for each in criteria])
    kept = [CriterionText(each.text.strip(), each.met) for each in criteria if each.text.strip()]
    models.Criterion.objects.filter(deliverable=row).delete()
    models.Criterion.objects.bulk_create(
        models.Criterion(workspace_id=row.workspace_id, deliverable=row, position=position, text=each.text, met=each.met)
        for position, each in enumerate(kept)
    )
    own = models.Task.objects.filter(project_id=row.project_id, removed_at=None)
    wanted = set(task_ids)
    if own.filter(pk__in=wanted).count() != len(wanted):
        raise NotFound()
    own.filter(deliverable=row).exclude(pk__in=wanted).update(deliverable=None)
    own.filter(pk__in=wanted).update(deliverable=row)
    return {"criteria": kept, "task_ids": sorted(wanted)}


def change_deliverable(
    actor: Actor,
    deliverable_id: int,
    *,
    name: str,
    criteria: Sequence[CriterionText],
    objective_id: int | None,
    owner_id: int | None,
    review_minutes: int,
    task_ids: Sequence[int],
    version: int | None,
    now: datetime,
) -> int:
    """Says anew what the deliverable is, which criteria it has and which tasks make it. Gives back the new version."""
    accounts.require(actor, "plans.change_deliverable")
    with transaction.atomic():
        project, row = _held_deliverable(actor, deliverable_id)
        values = _deliverable(actor, project, name, objective_id, owner_id, review_minutes)
        before = {**{key: getattr(row, key) for key in values}, **_parts(row)}
        accounts_rules.check_version(version, current=row.version, yours=values, now_there={**before, "version": row.version})
        models.Deliverable.objects.filter(pk=row.pk).update(**values, version=row.version + 1)
        after = {**values, **_keep_parts(row, criteria, task_ids)}
        audit.record(actor, "changed", "deliverable", row.pk, before=before, after=after, plan_id=project.pk, raises_revision=True, now=now)
    return row.version + 1


def _parts(row: models.Deliverable) -> dict[str, Any]:
    criteria = models.Criterion.objects.filter(deliverable=row).order_by("position").values_list("text", "met")
    tasks = models.Task.objects.filter(deliverable=row, removed_at=None).order_by("pk").values_list("pk", flat=True)
    return {"criteria": [CriterionText(text, met) for text, met in criteria], "task_ids": list(tasks)}


def remove_deliverable(actor: Actor, deliverable_id: int, *, version: int | None, now: datetime) -> None:
    """Takes a deliverable away; its tasks stay in the plan."""
    accounts.require(actor, "plans.remove_deliverable")
    with transaction.atomic():
        project, row = _held_deliverable(actor, deliverable_id)
        before = {"name": row.name, "version": row.version, **_parts(row)}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there=before)
        models.Deliverable.objects.filter(pk=row.pk).delete()
        audit.record(
            actor, "removed", "deliverable", deliverable_id, before=before, after=None, plan_id=project.pk, raises_revision=True, now=now
        )


def _held_deliverable(actor: Actor, deliverable_id: int) -> tuple[models.Project, models.Deliverable]:
    project_id = models.Deliverable.objects.filter(pk=deliverable_id).values_list("project_id", flat=True).first()
    project = held_project(actor, project_id or 0)
    row = models.Deliverable.objects.filter(pk=deliverable_id, project=project).first()
    if row is None:
        raise NotFound()
    return project, row
