"""Files beside tasks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, Refusal
from milepost.kernel.say import say
from milepost.plans import models, rules
from milepost.plans.reads.talk import may_remove
from milepost.plans.reads.visible import held_task
from milepost.plans.writes.changes import changing
from milepost.plans.writes.files import KeptBytes

MOST_ATTACHMENTS = 100
NEEDS = "plans.attach"


def attach(actor: Actor, task_id: int, *, kept: KeptBytes, file_name: str, now: datetime) -> int:
    """A file lies beside a task from now on; its bytes were put into the store by `keep_content`. Gives back its id."""
    accounts.require(actor, NEEDS)
    name = rules.attachments.file_name(file_name)
    with transaction.atomic():
        project, task = held_task(actor, task_id)
        if models.Attachment.objects.filter(task=task, removed_at=None).count() >= MOST_ATTACHMENTS:
            raise Refusal("attachments_too_many", say("At most {most} files beside one task.", most=MOST_ATTACHMENTS), field="file")
        values: dict[str, Any] = {"name": name, "size": kept.size, "sha256": kept.sha256}
        row = models.Attachment(workspace_id=project.workspace_id, project=project, task=task, by_id=actor.user_id, at=now, **values)
        with changing(actor, project, now=now) as rows:
            rows.insert(row)
            rows.keep("attached", "task", task_id, before=None, after=values, needs=NEEDS, raises_revision=False)
    return row.pk


def remove_attachment(actor: Actor, attachment_id: int, *, now: datetime) -> None:
    """Takes a file away from its task; its bytes are kept, so that this can be undone. One's own, or any for a manager."""
    accounts.require(actor, NEEDS)
    with transaction.atomic():
        task_id = models.Attachment.objects.filter(pk=attachment_id, removed_at=None).values_list("task_id", flat=True).first()
        project, _task = held_task(actor, task_id or 0)
        row = models.Attachment.objects.get(pk=attachment_id)
        if not may_remove(actor, row.by_id):
            raise NotAllowed(say("Only who put a file here, or a manager, can take it away."))
        before = {"name": row.name, "size": row.size, "sha256": row.sha256}
        with changing(actor, project, now=now) as rows:
            rows.change(row, {"removed_at": now})
            rows.keep("removed_attachment", "task", row.task_id, before=before, after=None, needs=NEEDS, raises_revision=False)
