"""Projects that others may begin as."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import models, rules
from milepost.plans.reads.templates import as_kept, sketch_of

MOST_TEMPLATES = 200
NOTHING: Mapping[str, str] = MappingProxyType({})


def save_as_template(actor: Actor, project_id: int, *, name: str, hidden: Mapping[str, str] = NOTHING, now: datetime) -> int:
    """Keeps a project so that others may begin as it did: without people, dates, notes and progress. Gives back the template's id.

    `hidden` says what stands in the place of more names that must not be kept, such as those of clients. Refused: a name that
    another template has, a project without tasks.
    """
    accounts.require(actor, "plans.save_template")
    kept = rules.name(name)
    sketch = sketch_of(actor, project_id, hidden=hidden)
    if not sketch.tasks:
        raise Refusal("template_empty", say("A template needs at least one task."))
    with transaction.atomic():
        _check_room(actor, kept)
        row = models.Template.objects.create(
            workspace_id=actor.workspace_id,
            name=kept,
            sketch=as_kept(sketch),
            task_count=len(sketch.tasks),
            made_by_id=actor.user_id,
            made_at=now,
        )
        after = {"name": kept, "tasks": len(sketch.tasks), "project_id": project_id}
        audit.record(actor, "saved_template", "template", row.pk, before=None, after=after, plan_id=project_id, now=now)
    return row.pk


def _check_room(actor: Actor, name: str) -> None:
    own = models.Template.objects.filter(workspace_id=actor.workspace_id)
    if own.filter(name__iexact=name).exists():
        raise Refusal("template_there", say("There is a template of this name already."), field="name")
    if own.count() >= MOST_TEMPLATES:
        raise Refusal("templates_too_many", say("At most {most} templates, please. Remove one first.", most=MOST_TEMPLATES))


def remove_template(actor: Actor, template_id: int, *, now: datetime) -> None:
    """Takes a template away. Projects that began with it stay as they are."""
    accounts.require(actor, "plans.remove_template")
    with transaction.atomic():
        row = models.Template.objects.filter(workspace_id=actor.workspace_id, pk=template_id).first()
        if row is None:
            raise NotFound()
        before = {"name": row.name, "tasks": row.task_count}
        row.delete()
        audit.record(actor, "removed", "template", template_id, before=before, after=None, now=now)
