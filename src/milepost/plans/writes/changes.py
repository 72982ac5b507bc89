"""What changes rows of a plan and keeps how they were, so that it can be undone.

A write says `with changing(actor, project_id, now=now) as rows`, changes tables through `rows` and ends with `rows.keep(…)`,
which adds the line to the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from milepost.audit import reads as ledger
from milepost.audit import writes as audit
from milepost.audit.rules import plain
from milepost.kernel.actor import Actor
from milepost.plans import models
from milepost.plans.reads.visible import held_project
from milepost.tables import insert

AT_ONCE = 500
"""Rows that one statement touches."""

Columns = Mapping[str, Any]


@contextmanager
def changing(actor: Actor, project: models.Project | int, *, now: datetime) -> Iterator[Rows]:
    """One transaction on a project, which is held; `NotFound` where the actor may not know it."""
    with transaction.atomic():
        held = project if isinstance(project, models.Project) else held_project(actor, project)
        yield Rows(actor, held, now)


@dataclass(slots=True)
class Rows:
    """Changes rows and remembers what they were before. Nothing here asks who may."""

    actor: Actor
    project: models.Project
    now: datetime
    changed: list[models.ChangedRow] = field(default_factory=list)
    change_id: int = 0

    @property
    def matter(self) -> bool:
        """Whether anything but versions changed."""
        return any(row.before is None or row.after is None or row.before.keys() != {"version"} for row in self.changed)

    def insert(self, *made: Model) -> None:
        """Adds rows of one table and gives them their ids."""
        if not made:
            return
        type(made[0])._default_manager.bulk_create(made, batch_size=AT_ONCE)
        for row in made:
            self.note(row, None, values_of(row))

    def update(self, rows: QuerySet[Any], **values: Any) -> None:
        """The same values for each row of a query, in one statement. A row that has them already stays out of it."""
        self._change(list(rows), values)

    def change(self, row: Model, values: Columns) -> None:
        """Other values for one row, which was read in this transaction."""
        self._change([row], values)

    def _change(self, rows: Sequence[Model], values: Columns) -> None:
        differing = [(row, {name: getattr(row, name) for name in values if getattr(row, name) != values[name]}) for row in rows]
        changed = [(row, before) for row, before in differing if before]
        if changed:
            type(changed[0][0])._default_manager.filter(pk__in=[row.pk for row, _ in changed]).update(**values)
        for row, before in changed:
            for name in before:
                setattr(row, name, values[name])
            self.note(row, before, {name: values[name] for name in before})

    def delete(self, rows: QuerySet[Any]) -> None:
        """Takes rows away. What refers to them must be taken away or changed before."""
        gone = list(rows)
        for row in gone:
            self.note(row, values_of(row), None)
        rows.model._default_manager.filter(pk__in=[row.pk for row in gone]).delete()

    def note(self, row: Model, before: Columns | None, after: Columns | None) -> None:
        """Remembers that a row was changed, by whatever statement."""
        told = [None if values is None else {name: plain(value) for name, value in values.items()} for values in (before, after)]
        self.changed.append(
            models.ChangedRow(
                workspace_id=self.project.workspace_id, table=str(row._meta.model_name), row=row.pk, before=told[0], after=told[1]
            )
        )

    def keep(
        self,
        verb: str,
        kind: str,
        subject_id: int,
        *,
        before: Mapping[str, object] | None,
        after: Mapping[str, object] | None,
        needs: str,
        because: str = "",
        raises_revision: bool = True,
        undoes: models.Change | None = None,
    ) -> int:
        """The last line of a write: the ledger's line, and the change that can be undone by who has the permission `needs`.

        With `needs` empty nobody can undo it. Gives back the plan's revision, or the line's number where none was raised.
        """
        given = audit.record(
            self.actor,
            verb,
            kind,
            subject_id,
            before=before,
            after=after,
            because=because,
            plan_id=self.project.pk,
            raises_revision=raises_revision,
            now=self.now,
        )
        self._keep_change(verb, needs, given if raises_revision else ledger.revision(self.project.pk), undoes)
        return given

    def _keep_change(self, verb: str, needs: str, revision: int, undoes: models.Change | None) -> None:
        line = ledger.newest_line(self.project.pk)
        change = models.Change(
            workspace_id=self.project.workspace_id,
            project=self.project,
            by_id=self.actor.user_id,
            at=self.now,
            verb=verb,
            number=line[1] if line else 0,
            revision=revision,
            needs=needs,
            undoes=undoes,
        )
        insert(change)
        self.change_id = change.pk
        kept = squashed(self.changed)
        for row in kept:
            row.change = change
        if len(kept) == 1:
            insert(kept[0])
        else:
            models.ChangedRow.objects.bulk_create(kept, batch_size=AT_ONCE)


def squashed(changed: Sequence[models.ChangedRow]) -> list[models.ChangedRow]:
    """Each row once: as it was before the first of its changes, and after the last. What came and went again is left out."""
    found: dict[tuple[str, int], models.ChangedRow] = {}
    for row in changed:
        first = found.setdefault((row.table, row.row), row)
        if first is row:
            continue
        first.before = None if first.before is None else {**(row.before or {}), **first.before}
        first.after = None if row.after is None else {**(first.after or {}), **row.after}
    return [row for row in found.values() if row.before is not None or row.after is not None]


def values_of(row: Model) -> dict[str, Any]:
    """Every column of a row."""
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}


def rows_by_id(query: QuerySet[Any], ids: Sequence[int]) -> dict[int, Any]:
    """Rows of a query by id, in as few statements as a database bears."""
    wanted = sorted(set(ids))
    found: dict[int, Any] = {}
    for first in range(0, len(wanted), AT_ONCE):
        found |= {row.pk: row for row in query.filter(pk__in=wanted[first : first + AT_ONCE])}
    return found
