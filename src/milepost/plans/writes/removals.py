"""Tasks that leave the plan. What people said of them is kept: their rows stay, with the hour at which they left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans import models
from milepost.plans.reads.visible import held_task

SAID = 50
"""Names of tasks that the ledger quotes; it counts the rest."""


def remove_task(actor: Actor, task_id: int, *, version: int | None, now: datetime) -> None:
    """Takes one task out of the plan, with its links and assignments; its reports are kept.

    Refused: a summary (`remove_branch` takes what is below it along). A newer file that still holds the task brings it back.
    """
    accounts.require(actor, "plans.remove_task")
    with transaction.atomic():
        project, row = held_task(actor, task_id)
        _check_version(row, version)
        if row.summary:
            raise Refusal("summary_with_tasks", say("There are tasks below this one. Remove those first, or remove it with all of them."))
        _take_out(actor, project, [row], now)


def remove_branch(actor: Actor, task_id: int, *, version: int | None, now: datetime) -> None:
    """As `remove_task`, of a task and everything below it."""
    accounts.require(actor, "plans.remove_task")
    with transaction.atomic():
        project, row = held_task(actor, task_id)
        _check_version(row, version)
        _take_out(actor, project, [row, *_below(row)], now)


def _check_version(row: models.Task, version: int | None) -> None:
    there = {"name": row.name, "version": row.version}
    accounts_rules.check_version(version, current=row.version, yours={"version": version}, now_there=there)


def _below(row: models.Task) -> list[models.Task]:
    after = models.Task.objects.filter(project_id=row.project_id, removed_at=None, position__gt=row.position).order_by("position")
    found: list[models.Task] = []
    for task in after.iterator(chunk_size=500):
        if task.level <= row.level:
            break
        found.append(task)
    return found


def _take_out(actor: Actor, project: models.Project, rows: Sequence[models.Task], now: datetime) -> None:
    own = models.Task.objects.filter(project=project, position__gte=rows[0].position, position__lte=rows[-1].position, removed_at=None)
    models.Link.objects.filter(Q(predecessor__in=own) | Q(successor__in=own), project=project).delete()
    models.Assignment.objects.filter(project=project, task__in=own).delete()
    own.update(removed_at=now)
    _sum_up_no_more(project, rows[0])
    before = {"name": rows[0].name, "uid": rows[0].uid, "tasks": len(rows), "names": [row.name for row in rows[:SAID]]}
    audit.record(actor, "removed", "task", rows[0].pk, before=before, after=None, plan_id=project.pk, raises_revision=True, now=now)


def _sum_up_no_more(project: models.Project, gone: models.Task) -> None:
    """The summary above becomes an ordinary task where nothing is left below it."""
    left = models.Task.objects.filter(project=project, removed_at=None)
    above = left.filter(position__lt=gone.position).order_by("-position").first()
    after = left.filter(position__gt=gone.position).order_by("position").first()
    if above is not None and above.summary and (after is None or after.level <= above.level):
        milestone = above.duration_minutes == 0
        models.Task.objects.filter(pk=above.pk).update(summary=False, milestone=milestone, version=above.version + 1)
