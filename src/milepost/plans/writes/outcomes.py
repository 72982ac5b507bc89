"""Objectives and deliverables: what the project is judged by and what it hands over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.people import reads as people
from milepost.plans import models, rules
from milepost.plans.writes.changes import Rows, changing


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
    with changing(actor, project_id, now=now) as rows:
        row = models.Objective(workspace_id=rows.project.workspace_id, project=rows.project, **values)
        rows.insert(row)
        rows.keep("added", "objective", row.pk, before=None, after=values, needs="plans.add_objective")
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
    with changing(actor, _home(models.Objective, objective_id), now=now) as rows:
        row = models.Objective.objects.get(pk=objective_id)
        before = {key: getattr(row, key) for key in after}
        accounts_rules.check_version(version, current=row.version, yours=after, now_there={**before, "version": row.version})
        rows.change(row, {**after, "version": row.version + 1})
        rows.keep("changed", "objective", row.pk, before=before, after=after, needs="plans.change_objective")
    return row.version


def remove_objective(actor: Actor, objective_id: int, *, version: int | None, now: datetime) -> None:
    """Takes an objective away; its deliverables stay."""
    accounts.require(actor, "plans.remove_objective")
    with changing(actor, _home(models.Objective, objective_id), now=now) as rows:
        row = models.Objective.objects.get(pk=objective_id)
        before = {"name": row.name, "version": row.version}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there=before)
        rows.update(models.Deliverable.objects.filter(objective=row), objective_id=None)
        rows.delete(models.Objective.objects.filter(pk=row.pk))
        rows.keep("removed", "objective", objective_id, before=before, after=None, needs="plans.remove_objective")


def _home(table: type[models.Objective] | type[models.Deliverable], row_id: int) -> int:
    """The project of an objective or a deliverable; 0, which nobody may know, where there is none."""
    return table.objects.filter(pk=row_id).values_list("project_id", flat=True).first() or 0


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
    with changing(actor, project_id, now=now) as rows:
        values = _deliverable(actor, rows.project, name, objective_id, owner_id, review_minutes)
        row = models.Deliverable(workspace_id=rows.project.workspace_id, project=rows.project, **values)
        rows.insert(row)
        after = {**values, **_keep_parts(rows, row, criteria, task_ids)}
        rows.keep("added", "deliverable", row.pk, before=None, after=after, needs="plans.add_deliverable")
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


def _keep_parts(rows: Rows, row: models.Deliverable, criteria: Sequence[CriterionText], task_ids: Sequence[int]) -> dict[str, Any]:
    """Its criteria and its tasks, in the place of those it had."""
    rules.outcomes.criteria([each.text for each in criteria])
    kept = [CriterionText(each.text.strip(), each.met) for each in criteria if each.text.strip()]
    if kept != _parts(row)["criteria"]:
        rows.delete(models.Criterion.objects.filter(deliverable=row))
        home = {"workspace_id": row.workspace_id, "deliverable": row}
        rows.insert(*(models.Criterion(**home, position=place, text=each.text, met=each.met) for place, each in enumerate(kept)))
    own = models.Task.objects.filter(project_id=row.project_id, removed_at=None)
    wanted = set(task_ids)
    if own.filter(pk__in=wanted).count() != len(wanted):
        raise NotFound()
    rows.update(own.filter(deliverable=row).exclude(pk__in=wanted), deliverable_id=None)
    rows.update(own.filter(pk__in=wanted), deliverable_id=row.pk)
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
    with changing(actor, _home(models.Deliverable, deliverable_id), now=now) as rows:
        row = models.Deliverable.objects.get(pk=deliverable_id)
        values = _deliverable(actor, rows.project, name, objective_id, owner_id, review_minutes)
        before = {**{key: getattr(row, key) for key in values}, **_parts(row)}
        accounts_rules.check_version(version, current=row.version, yours=values, now_there={**before, "version": row.version})
        rows.change(row, {**values, "version": row.version + 1})
        after = {**values, **_keep_parts(rows, row, criteria, task_ids)}
        rows.keep("changed", "deliverable", row.pk, before=before, after=after, needs="plans.change_deliverable")
    return row.version


def _parts(row: models.Deliverable) -> dict[str, Any]:
    criteria = models.Criterion.objects.filter(deliverable=row).order_by("position").values_list("text", "met")
    tasks = models.Task.objects.filter(deliverable=row, removed_at=None).order_by("pk").values_list("pk", flat=True)
    return {"criteria": [CriterionText(text, met) for text, met in criteria], "task_ids": list(tasks)}


def remove_deliverable(actor: Actor, deliverable_id: int, *, version: int | None, now: datetime) -> None:
    """Takes a deliverable away; its tasks stay in the plan."""
    accounts.require(actor, "plans.remove_deliverable")
    with changing(actor, _home(models.Deliverable, deliverable_id), now=now) as rows:
        row = models.Deliverable.objects.get(pk=deliverable_id)
        before = {"name": row.name, "version": row.version, **_parts(row)}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there=before)
        rows.delete(models.Criterion.objects.filter(deliverable=row))
        rows.delete(models.Part.objects.filter(deliverable=row))
        rows.delete(models.TakenDue.objects.filter(deliverable=row))
        rows.update(models.Task.objects.filter(deliverable=row), deliverable_id=None)
        rows.delete(models.Deliverable.objects.filter(pk=row.pk))
        rows.keep("removed", "deliverable", deliverable_id, before=before, after=None, needs="plans.remove_deliverable")
