"""Who has which part in a deliverable."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.people import reads as people
from milepost.plans import models, rules
from milepost.plans.reads.visible import held_project
from milepost.plans.rules import Part
from milepost.plans.writes.changes import Rows, changing


def give_part(actor: Actor, deliverable_id: int, *, person_id: int, part: Part | None, version: int | None, now: datetime) -> int:
    """Somebody's part in a deliverable, or none. Who does the work and who answers for it is one person each: whoever was it before
    is it no more. Gives back the deliverable's new version."""
    accounts.require(actor, "plans.change_deliverable")
    with transaction.atomic():
        project, row = _held(actor, deliverable_id)
        person = people.person(actor, person_id)
        before = {"person": person.name, "part": _part(row, person_id)}
        after = {"person": person.name, "part": part}
        accounts_rules.check_version(version, current=row.version, yours=after, now_there={**before, "version": row.version})
        with changing(actor, project, now=now) as rows:
            _keep(rows, row, person_id, part)
            rows.keep("gave_part", "deliverable", row.pk, before=before, after=after, needs="plans.change_deliverable")
    return row.version


def _held(actor: Actor, deliverable_id: int) -> tuple[models.Project, models.Deliverable]:
    project_id = models.Deliverable.objects.filter(pk=deliverable_id).values_list("project_id", flat=True).first()
    project = held_project(actor, project_id or 0)
    row = models.Deliverable.objects.filter(pk=deliverable_id, project=project).first()
    if row is None:
        raise NotFound()
    return project, row


def _part(row: models.Deliverable, person_id: int) -> Part | None:
    other = models.Part.objects.filter(deliverable=row, person_id=person_id).values_list("part", flat=True).first()
    return rules.raci.part(responsible=row.owner_id == person_id, accountable=row.accountable_id == person_id, other=other)


def _keep(rows: Rows, row: models.Deliverable, person_id: int, part: Part | None) -> None:
    values: dict[str, Any] = {"version": row.version + 1}
    for column, has in (("owner_id", part is not None and part.responsible), ("accountable_id", part is not None and part.accountable)):
        if has or getattr(row, column) == person_id:
            values[column] = person_id if has else None
    rows.change(row, values)
    rows.delete(models.Part.objects.filter(deliverable=row, person_id=person_id))
    if part in (Part.CONSULTED, Part.INFORMED):
        rows.insert(models.Part(workspace_id=row.workspace_id, deliverable=row, person_id=person_id, part=part))
