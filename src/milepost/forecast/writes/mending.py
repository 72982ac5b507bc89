"""Mending what the health of a schedule found, where the edits can be computed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast.rules.mending import mending
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal, Stale
from milepost.kernel.say import say
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.plans.edits import Edited


def mend(actor: Actor, project_id: int, *, check: str, task_id: int, revision: int, now: datetime) -> Edited:
    """Does to one task what the report of `revision` offered for the `check`: one change, and one undo.

    Refused: a plan that has moved on since (stale), and a finding for which nothing was offered.
    """
    accounts.require(actor, "plans.change_task")
    with transaction.atomic():
        task = plans.task(actor, task_id)
        if task.project_id != project_id:
            raise NotFound()
        plans.hold(project_id)
        current = audit.revision(project_id)
        if current != revision:
            raise Stale(yours={"revision": revision}, current={"revision": current})
        edits = mending(
            check,
            task_id,
            name=task.line.name,
            version=task.line.version,
            task=task,
            deadline_at=task.line.deadline_at,
            incoming=task.predecessors,
        )
        if not edits:
            raise Refusal("not_offered", say("Nothing can be mended here by itself. Open the task and decide."), field="check")
        return plans_writes.edit_plan(actor, project_id, edits=edits, now=now)
