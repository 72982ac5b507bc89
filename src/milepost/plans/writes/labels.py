"""The labels of a workspace: words for tasks of any project."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import models, rules


def add_label(actor: Actor, *, name: str, colour: str = "soft", now: datetime) -> int:
    """A label for tasks of every project. One that was taken away under this name is there again, on its tasks. Gives back its id."""
    accounts.require(actor, "plans.change_labels")
    values = _label(name, colour)
    with transaction.atomic():
        same = models.Label.objects.filter(workspace_id=actor.workspace_id, name=values["name"]).first()
        if same is not None and same.removed_at is None:
            raise Refusal("label_there", say("There is a label of this name already."), field="name")
        row = same or models.Label.objects.create(workspace_id=actor.workspace_id, **values)
        models.Label.objects.filter(pk=row.pk).update(**values, removed_at=None)
        audit.record(actor, "added", "label", row.pk, before=None, after=values, now=now)
    return row.pk


def _label(name: str, colour: str) -> dict[str, str]:
    rules.labels.check_colour(colour)
    return {"name": rules.labels.label_name(name), "colour": colour}


def change_label(actor: Actor, label_id: int, *, name: str, colour: str, version: int | None, now: datetime) -> int:
    """Another name or colour, on every task that has it. Gives back the new version."""
    accounts.require(actor, "plans.change_labels")
    after = _label(name, colour)
    with transaction.atomic():
        row = _held(actor, label_id)
        before = {"name": row.name, "colour": row.colour}
        accounts_rules.check_version(version, current=row.version, yours=after, now_there={**before, "version": row.version})
        if models.Label.objects.filter(workspace_id=actor.workspace_id, name=after["name"]).exclude(pk=label_id).exists():
            raise Refusal("label_there", say("There is a label of this name already."), field="name")
        models.Label.objects.filter(pk=label_id).update(**after, version=row.version + 1)
        audit.record(actor, "changed", "label", label_id, before=before, after=after, now=now)
    return row.version + 1


def remove_label(actor: Actor, label_id: int, *, version: int | None, now: datetime) -> None:
    """Takes a label away from every task. Made again under its name, it is on them as before."""
    accounts.require(actor, "plans.change_labels")
    with transaction.atomic():
        row = _held(actor, label_id)
        before = {"name": row.name, "version": row.version}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there=before)
        models.Label.objects.filter(pk=label_id).update(removed_at=now, version=row.version + 1)
        audit.record(actor, "removed", "label", label_id, before=before, after=None, now=now)


def _held(actor: Actor, label_id: int) -> models.Label:
    own = models.Label.objects.select_for_update().filter(workspace_id=actor.workspace_id, removed_at=None)
    row = own.filter(pk=label_id).first()
    if row is None:
        raise NotFound()
    return row
