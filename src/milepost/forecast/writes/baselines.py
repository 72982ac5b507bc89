"""A baseline freezes the dates the engine concludes from the facts of that moment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import reads
from milepost.forecast.rules import moment
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import Stale
from milepost.plans import reads as plan_reads
from milepost.plans import writes as plans


def freeze_baseline(actor: Actor, project_id: int, *, name: str, because: str = "", now: datetime) -> int:
    """Freezes the dates that follow from the facts as they stand, with a person's reason, and gives back the baseline's number.

    Refuses what the engine refuses; stale where somebody changed the plan while its dates were worked out.
    """
    accounts.require(actor, "plans.freeze_baseline")
    project = plan_reads.project(actor, project_id)
    read, drawn = reads.concluded(project_id, clock.today(project.zone, now))
    columns = drawn.columns
    spans = zip(columns.uid.tolist(), columns.start.tolist(), columns.finish.tolist(), strict=True)
    dates = {uid: (moment(start), moment(finish)) for uid, start, finish in spans}
    cut = {task.uid for task in read.draft.tasks if not task.active}
    named = {pk: dates[uid] for pk, uid, _ in plan_reads.names(project_id) if uid in dates and uid not in cut}
    with transaction.atomic():
        plan_reads.hold(project_id)
        current = audit.revision(project_id)
        if current != read.revision:
            raise Stale(yours={"revision": read.revision}, current={"revision": current})
        return plans.freeze_baseline(actor, project_id, name=name, because=because, dates=named, now=now)
