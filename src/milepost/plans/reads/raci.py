"""Who has which part in a project's deliverables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.plans import models, rules
from milepost.plans.reads.visible import project_row
from milepost.plans.rules import Part


@dataclass(frozen=True, slots=True)
class RaciRow:
    """A deliverable and the part of each person of the matrix, in the order of its people."""

    deliverable_id: int
    name: str
    parts: tuple[Part | None, ...]
    version: int


@dataclass(frozen=True, slots=True)
class RaciPerson:
    """Somebody who is in the matrix."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Raci:
    """The matrix: the people of the project's team and whoever else has a part, by name, and a row for each deliverable."""

    people: tuple[RaciPerson, ...]
    rows: tuple[RaciRow, ...]


def raci(actor: Actor, project_id: int) -> Raci:
    """Who does the work of each deliverable, who answers for it, who is asked and who is told. Four queries."""
    accounts.require(actor, "plans.see")
    project = project_row(actor, project_id)
    rows = list(models.Deliverable.objects.filter(project=project).select_related("owner", "accountable").order_by("pk"))
    kept = models.Part.objects.filter(deliverable__project=project).select_related("person")
    parts = {(part.deliverable_id, part.person_id): part for part in kept}
    team = models.Resource.objects.filter(project=project, person__isnull=False).values_list("person_id", "person__name")
    named = [person for row in rows for person in (row.owner, row.accountable) if person] + [part.person for part in parts.values()]
    everybody = {**dict(team), **{person.pk: person.name for person in named}}
    columns = tuple(RaciPerson(pk, name) for pk, name in sorted(everybody.items(), key=lambda one: (one[1], one[0])))
    return Raci(columns, tuple(RaciRow(row.pk, row.name, _cells(row, columns, parts), row.version) for row in rows))


def _cells(
    row: models.Deliverable, columns: tuple[RaciPerson, ...], kept: Mapping[tuple[int, int], models.Part]
) -> tuple[Part | None, ...]:
    return tuple(_cell(row, one.id, kept.get((row.pk, one.id))) for one in columns)


def _cell(row: models.Deliverable, person_id: int, kept: models.Part | None) -> Part | None:
    other = kept.part if kept else None
    return rules.raci.part(responsible=row.owner_id == person_id, accountable=row.accountable_id == person_id, other=other)
