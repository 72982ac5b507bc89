"""How long a task takes if all goes well, most likely, and if little does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.plans import models, rules
from milepost.plans.reads.visible import held_task
from milepost.plans.writes import effort


def estimate_task(
    actor: Actor,
    task_id: int,
    *,
    best_minutes: int | None,
    likely_minutes: int,
    worst_minutes: int | None,
    version: int | None,
    now: datetime,
) -> int:
    """Keeps a three-point estimate in working minutes; the likely length becomes the duration. Gives back the new version.

    Without best and worst the estimate is taken back and only the likely length stays. Refused: one of the two alone, lengths
    that are not in order (best, likely, worst), milestones, summaries, tasks of other projects and tasks that are done.
    """
    accounts.require(actor, "plans.estimate_task")
    said = rules.Estimate(best_minutes, likely_minutes, worst_minutes)
    rules.check_estimate(said)
    with transaction.atomic():
        project, row = held_task(actor, task_id)
        after: dict[str, Any] = {"best_minutes": best_minutes, "duration_minutes": likely_minutes, "worst_minutes": worst_minutes}
        before = {key: getattr(row, key) for key in after}
        accounts_rules.check_version(version, current=row.version, yours=after, now_there={**before, "version": row.version})
        rules.check_estimable(summary=row.summary, external=row.external, milestone=row.duration_minutes == 0, percent=row.percent)
        left = rules.lengthened(row, likely_minutes)
        models.Task.objects.filter(pk=task_id).update(**{**left, **after}, version=row.version + 1)
        effort.stretch(row, likely_minutes)
        audit.record(actor, "estimated", "task", task_id, before=before, after=after, plan_id=project.pk, raises_revision=True, now=now)
    return row.version + 1
