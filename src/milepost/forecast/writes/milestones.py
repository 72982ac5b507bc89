"""Keeping, day by day, for when the milestones were forecast."""

from __future__ import annotations

from datetime import datetime

from milepost.audit import reads as audit
from milepost.forecast import models, reads
from milepost.forecast.rules import last_day
from milepost.kernel import clock
from milepost.kernel.refusal import Refusal
from milepost.plans import reads as plans

WHOLE = ""


def keep_milestones(project_id: int, *, now: datetime) -> None:
    """Keeps for which day each milestone and the whole are forecast today, anew where facts have changed since.

    A plan without dates keeps nothing.
    """
    zone = dict(plans.zones()).get(project_id)
    if zone is None:
        return
    on = clock.today(zone, now)
    days = models.KeptMilestones.objects.filter(project_id=project_id)
    if days.filter(on=on, revision=audit.revision(project_id)).exists() or days.filter(on__gt=on).exists():
        return
    try:
        facts, drawn = reads.concluded(project_id, on)
    except Refusal:
        return
    milestones = [task.uid for task in facts.draft.tasks if task.milestone and task.active and not task.summary]
    finishes = {str(uid): last_day(drawn.task(uid).finish).isoformat() for uid in milestones} | {WHOLE: last_day(drawn.finish).isoformat()}
    values = {"workspace_id": plans.workspace_id(project_id), "revision": facts.revision, "finishes": finishes}
    models.KeptMilestones.objects.update_or_create(project_id=project_id, on=on, defaults=values)
