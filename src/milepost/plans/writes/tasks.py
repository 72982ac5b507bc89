"""Tasks, links and assignments that are made or changed here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import models, rules
from milepost.plans.draft import Constraint, LagUnit, LinkKind
from milepost.plans.reads.visible import held_project, held_task
from milepost.plans.writes import effort

FIRST_UID_HERE = 1_000_000_000
"""Tasks added here to a plan from a file are numbered from here on, so that no task of a later file has their number."""
DEEPEST = 50


def add_task(
    actor: Actor,
    project_id: int,
    *,
    name: str,
    duration_minutes: int = 0,
    after_id: int | None = None,
    level: int | None = None,
    now: datetime,
) -> int:
    """A task after the task `after_id`, or at the end; gives back its id. Without a duration it is a milestone.

    `level` is at most one deeper than the task before it, which then becomes a summary; by default the same.
    """
    accounts.require(actor, "plans.add_task")
    rules.check_minutes(duration_minutes, field="duration_minutes")
    with transaction.atomic():
        project = held_project(actor, project_id)
        before = _before(project, after_id)
        values = {"name": rules.name(name), "duration_minutes": duration_minutes, "milestone": duration_minutes == 0}
        row = _insert(project, before, _level(before, level), values)
        after = {**values, "uid": row.uid, "after": after_id, "level": row.level}
        audit.record(actor, "added", "task", row.pk, before=None, after=after, plan_id=project_id, raises_revision=True, now=now)
    return row.pk


def _before(project: models.Project, after_id: int | None) -> models.Task | None:
    tasks = models.Task.objects.filter(project=project, removed_at=None)
    if after_id is None:
        return tasks.order_by("-position").first()
    row = tasks.filter(pk=after_id).first()
    if row is None:
        raise NotFound()
    return row


def _level(before: models.Task | None, wanted: int | None) -> int:
    usual = 1 if before is None else before.level
    level = usual if wanted is None else wanted
    if not 1 <= level <= min(DEEPEST, 1 if before is None else before.level + 1):
        raise Refusal("level_too_deep", say("A task is at most one level below the task before it."), field="level")
    return level


def _insert(project: models.Project, before: models.Task | None, level: int, values: dict[str, Any]) -> models.Task:
    position = 0 if before is None else before.position + 1
    tasks = models.Task.objects.filter(project=project)
    tasks.filter(position__gte=position).update(position=F("position") + 1)
    if before is not None and level > before.level and not before.summary:
        models.Task.objects.filter(pk=before.pk).update(summary=True, milestone=False, version=before.version + 1)
    last = tasks.aggregate(last=Max("uid"))["last"] or 0
    uid = max(last + 1, 1 if project.native else FIRST_UID_HERE)
    return models.Task.objects.create(workspace_id=project.workspace_id, project=project, position=position, uid=uid, level=level, **values)


def change_task(
    actor: Actor,
    task_id: int,
    *,
    name: str,
    duration_minutes: int,
    constraint: Constraint,
    constraint_at: datetime | None,
    deadline_at: datetime | None,
    version: int | None,
    now: datetime,
) -> int:
    """Another name, duration, date constraint or deadline, the times on the project's wall clock. Gives back the new version.

    Another duration leaves the per cent complete as it is; the work of its people changes with it. Refused: a duration for a
    summary, a constraint that needs a date without one.
    """
    accounts.require(actor, "plans.change_task")
    with transaction.atomic():
        project, row = held_task(actor, task_id)
        after: dict[str, Any] = {
            "name": rules.name(name),
            "duration_minutes": duration_minutes,
            "constraint": constraint,
            "constraint_at": constraint_at,
            "deadline_at": deadline_at,
        }
        before = {key: getattr(row, key) for key in after}
        accounts_rules.check_version(version, current=row.version, yours=after, now_there={**before, "version": row.version})
        _check_change(row, after)
        models.Task.objects.filter(pk=task_id).update(**after, **rules.lengthened(row, duration_minutes), version=row.version + 1)
        effort.stretch(row, duration_minutes)
        audit.record(actor, "changed", "task", task_id, before=before, after=after, plan_id=project.pk, raises_revision=True, now=now)
    return row.version + 1


def _check_change(row: models.Task, after: dict[str, Any]) -> None:
    rules.check_minutes(after["duration_minutes"], field="duration_minutes")
    if row.summary and after["duration_minutes"] != row.duration_minutes:
        raise Refusal("summary_duration", say("A summary is as long as the tasks below it."), field="duration_minutes")
    for field in ("constraint_at", "deadline_at"):
        if after[field] is not None:
            rules.check_day(after[field].date(), field=field)
    if after["constraint"] not in (Constraint.ASAP, Constraint.ALAP) and after["constraint_at"] is None:
        raise Refusal("constraint_without_date", say("This constraint needs a date."), field="constraint_at")


def add_link(
    actor: Actor,
    predecessor_id: int,
    *,
    successor_id: int,
    kind: LinkKind = LinkKind.FS,
    lag: int = 0,
    unit: LagUnit = LagUnit.WORKING,
    now: datetime,
) -> int:
    """The successor follows the predecessor; `lag` is negative for a lead, in minutes or per cent as `unit` says. Gives back its id.

    Both tasks are of one project. Refused: a circle, a link to itself, between a summary and a task below it, or one that is there.
    """
    accounts.require(actor, "plans.add_link")
    rules.check_minutes(abs(lag), field="lag")
    with transaction.atomic():
        project, before = held_task(actor, predecessor_id)
        after = models.Task.objects.filter(pk=successor_id, project=project, removed_at=None).first()
        if after is None:
            raise NotFound()
        _check_link(project, predecessor_id, successor_id)
        row = models.Link.objects.create(
            workspace_id=project.workspace_id, project=project, predecessor=before, successor=after, kind=kind, lag=lag, unit=unit
        )
        told = {"predecessor": before.name, "successor": after.name, "kind": kind, "lag": lag, "unit": unit}
        audit.record(actor, "added", "link", row.pk, before=None, after=told, plan_id=project.pk, raises_revision=True, now=now)
    return row.pk


def _check_link(project: models.Project, predecessor_id: int, successor_id: int) -> None:
    links = list(models.Link.objects.filter(project=project).values_list("predecessor_id", "successor_id"))
    if (predecessor_id, successor_id) in links:
        raise Refusal("link_there", say("The two tasks are linked already. Remove that link first."), field="successor")
    outline = models.Task.objects.filter(project=project, removed_at=None).order_by("position").values_list("pk", "level")
    rules.check_link(list(outline), links, predecessor=predecessor_id, successor=successor_id)


def remove_link(actor: Actor, link_id: int, *, now: datetime) -> None:
    """Takes a link away."""
    accounts.require(actor, "plans.remove_link")
    with transaction.atomic():
        project_id = models.Link.objects.filter(pk=link_id).values_list("project_id", flat=True).first()
        project = held_project(actor, project_id or 0)
        row = models.Link.objects.filter(pk=link_id).select_related("predecessor", "successor").first()
        if row is None:
            raise NotFound()
        told = {"predecessor": row.predecessor.name, "successor": row.successor.name, "kind": row.kind, "lag": row.lag, "unit": row.unit}
        row.delete()
        audit.record(actor, "removed", "link", link_id, before=told, after=None, plan_id=project.pk, raises_revision=True, now=now)


def assign(actor: Actor, task_id: int, *, resource_id: int, units: int = 100, now: datetime) -> int:
    """Somebody of the project's team works on a task with `units` per cent of their time; said again, the units change. Its id."""
    accounts.require(actor, "plans.change_task")
    if not 1 <= units <= 10_000:
        raise Refusal("units_out_of_range", say("Units lie between 1 and 10 000 per cent."), field="units")
    with transaction.atomic():
        project, task = held_task(actor, task_id)
        member = models.Resource.objects.filter(pk=resource_id, project=project).first()
        if member is None:
            raise NotFound()
        if task.summary:
            raise Refusal("assigned_to_summary", say("This task sums up the tasks below it. Assign people to those."))
        row = models.Assignment.objects.filter(task=task, resource=member).first()
        before = None if row is None else {"name": member.name, "units": row.units}
        kept = row or _new_assignment(project, task, member)
        models.Assignment.objects.filter(pk=kept.pk).update(units=units)
        after = {"name": member.name, "units": units}
        audit.record(actor, "assigned", "task", task_id, before=before, after=after, plan_id=project.pk, raises_revision=True, now=now)
    return kept.pk


def _new_assignment(project: models.Project, task: models.Task, member: models.Resource) -> models.Assignment:
    last = models.Assignment.objects.filter(project=project).aggregate(last=Max("uid"))["last"] or 0
    uid = max(last + 1, 1 if project.native else FIRST_UID_HERE)
    return models.Assignment.objects.create(workspace_id=project.workspace_id, project=project, task=task, resource=member, uid=uid)


def unassign(actor: Actor, task_id: int, *, resource_id: int, now: datetime) -> None:
    """Somebody no longer works on a task."""
    accounts.require(actor, "plans.change_task")
    with transaction.atomic():
        project, task = held_task(actor, task_id)
        row = models.Assignment.objects.filter(task=task, resource_id=resource_id).select_related("resource").first()
        if row is None:
            raise NotFound()
        before = {"name": row.resource.name, "units": row.units}
        row.delete()
        audit.record(actor, "unassigned", "task", task_id, before=before, after=None, plan_id=project.pk, raises_revision=True, now=now)
