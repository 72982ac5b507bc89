"""The custom fields of a project: what its tasks are asked beside what every plan asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import models, rules
from milepost.plans.reads.visible import held_project
from milepost.plans.rules import FieldKind
from milepost.plans.writes.changes import changing

NEEDS = "plans.change_project"


def add_field(actor: Actor, project_id: int, *, name: str, kind: FieldKind, choices: Sequence[str] = (), now: datetime) -> int:
    """A field that every task of the project has from now on; for a choice, what one may choose from. Gives back its id."""
    accounts.require(actor, NEEDS)
    values: dict[str, Any] = {"name": rules.name(name), "kind": kind, "choices": rules.fields.choices(kind, choices)}
    with changing(actor, project_id, now=now) as rows:
        there = models.CustomField.objects.filter(project_id=project_id)
        if there.count() >= rules.fields.MOST_FIELDS:
            raise Refusal("fields_too_many", say("At most {most} custom fields, please.", most=rules.fields.MOST_FIELDS))
        _check_free(rows.project, values["name"])
        last = there.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        row = models.CustomField(workspace_id=rows.project.workspace_id, project_id=project_id, position=position, **values)
        rows.insert(row)
        rows.keep("added", "field", row.pk, before=None, after=values, needs=NEEDS)
    return row.pk


def _check_free(project: models.Project, name: str, but: int = 0) -> None:
    if models.CustomField.objects.filter(project=project, name=name).exclude(pk=but).exists():
        raise Refusal("field_there", say("This project has a field of this name already."), field="name")


def change_field(actor: Actor, field_id: int, *, name: str, choices: Sequence[str], version: int | None, now: datetime) -> int:
    """Another name or other choices. What tasks say already stays, also where it is no choice any more. Gives back the new version."""
    accounts.require(actor, NEEDS)
    with transaction.atomic():
        project, row = _held(actor, field_id)
        after = {"name": rules.name(name), "choices": rules.fields.choices(FieldKind(row.kind), choices)}
        before = {"name": row.name, "choices": row.choices}
        accounts_rules.check_version(version, current=row.version, yours=after, now_there={**before, "version": row.version})
        _check_free(project, str(after["name"]), but=field_id)
        with changing(actor, project, now=now) as rows:
            rows.change(row, {**after, "version": row.version + 1})
            rows.keep("changed", "field", field_id, before=before, after=after, needs=NEEDS)
    return row.version


def remove_field(actor: Actor, field_id: int, *, version: int | None, now: datetime) -> None:
    """Takes a field away, with what the tasks say in it."""
    accounts.require(actor, NEEDS)
    with transaction.atomic():
        project, row = _held(actor, field_id)
        before = {"name": row.name, "kind": row.kind, "version": row.version}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there=before)
        with changing(actor, project, now=now) as rows:
            rows.delete(models.FieldValue.objects.filter(field=row))
            rows.delete(models.CustomField.objects.filter(pk=field_id))
            rows.keep("removed", "field", field_id, before=before, after=None, needs=NEEDS)


def _held(actor: Actor, field_id: int) -> tuple[models.Project, models.CustomField]:
    """A custom field of a project that the actor may know, which is held until the transaction ends."""
    project_id = models.CustomField.objects.filter(pk=field_id).values_list("project_id", flat=True).first()
    project = held_project(actor, project_id or 0)
    row = models.CustomField.objects.filter(pk=field_id, project=project).first()
    if row is None:
        raise NotFound()
    return project, row
