"""Edits of tasks that somebody else changed meanwhile: they go together where they are about different fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from milepost.kernel.refusal import Stale, VersionMissing
from milepost.plans import edits as said
from milepost.plans import models
from milepost.plans.desk import Desk, about, done

Versioned = said.Set | said.Remove | said.Report


def check(desk: Desk, *, first: int = 0) -> None:
    """Refuses edits that do not say which version they change, and those that would overwrite what somebody else said meanwhile.

    Those before the index `first` were checked before.
    """
    stale: list[tuple[int, Versioned, models.Task]] = []
    for index, edit in enumerate(desk.edits[first:], start=first):
        if isinstance(edit, Versioned) and isinstance(edit.task_id, int):
            with about(desk, index):
                row = desk.task(edit.task_id)
                if edit.version is None and not isinstance(edit, said.Report):
                    raise VersionMissing()
                if edit.version not in (None, row.version):
                    stale.append((index, edit, row))
    since = _changed([row.pk for _, _, row in stale])
    for index, edit, row in stale:
        with about(desk, index):
            _check_stale(edit, row, since[row.pk])


def _changed(task_ids: Iterable[int]) -> Mapping[int, list[models.ChangedRow]]:
    found: defaultdict[int, list[models.ChangedRow]] = defaultdict(list)
    ids = list(task_ids)
    if ids:
        for row in models.ChangedRow.objects.filter(table="task", row__in=ids, before__has_key="version"):
            found[row.row].append(row)
    return found


def _check_stale(edit: Versioned, row: models.Task, changed: Iterable[models.ChangedRow]) -> None:
    if not isinstance(edit, said.Set):
        raise Stale(yours={"version": edit.version}, current=_there(edit, row))
    names = _names_since(edit.version or 0, row.version, changed)
    if names is None or any(name in names and getattr(row, name) != value for name, value in edit.fields.items()):
        raise Stale(yours=dict(edit.fields), current={**{name: getattr(row, name) for name in edit.fields}, "version": row.version})


def _there(edit: Versioned, row: models.Task) -> dict[str, Any]:
    return {"version": row.version, **(asdict(done(row)) if isinstance(edit, said.Report) else {"name": row.name})}


def _names_since(version: int, current: int, changed: Iterable[models.ChangedRow]) -> set[str] | None:
    """The fields that changed from one version to another; None where that is not known, as after a newer file."""
    steps = {row.before["version"]: row.before for row in changed if row.before and row.before["version"] >= version}
    if not version < current or steps.keys() != set(range(version, current)):
        return None
    return {name for before in steps.values() for name in before}
