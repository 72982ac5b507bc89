"""What a plan's tasks carry beside their dates: labels, custom fields, the deliverables they belong to. One query for all of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from milepost.plans import models

LABEL, LABELLED, FIELD, SAID, DELIVERABLE = range(5)
Row = tuple[int, int, int, str, str, str]
"""What it is, its id or its task's, the id of what it is about or its place, its name or text, its colour or kind, its choices."""


@dataclass(frozen=True, slots=True)
class Worn:
    """By id. `labelled` and `said` name tasks: `(task, label)` and `(task, field, text)`."""

    labels: list[tuple[int, str, str]] = field(default_factory=list)
    labelled: list[tuple[int, int]] = field(default_factory=list)
    fields: list[tuple[int, str, str, list[str]]] = field(default_factory=list)
    said: list[tuple[int, int, str]] = field(default_factory=list)
    deliverables: list[tuple[int, str]] = field(default_factory=list)


def worn(workspace_id: int, project_id: int) -> Worn:
    """Everything of a project's tasks that is no column of theirs, whoever asks."""
    found = Worn()
    for kind, one, two, text, more, choices in sorted(_rows(workspace_id, project_id), key=_order):
        if kind == LABEL:
            found.labels.append((one, text, more))
        elif kind == LABELLED:
            found.labelled.append((one, two))
        elif kind == FIELD:
            found.fields.append((one, text, more, json.loads(choices)))
        elif kind == SAID:
            found.said.append((one, two, text))
        else:
            found.deliverables.append((one, text))
    return found


def _order(row: Row) -> tuple[int, str, int, int]:
    """Labels by name, fields by their place, everything else as it was made."""
    kind, one, two, text, *_ = row
    return (kind, text if kind == LABEL else "", two if kind == FIELD else 0, one)


def _rows(workspace_id: int, project_id: int) -> Sequence[Row]:
    of_project = {"project_id": project_id}
    labels = models.Label.objects.filter(workspace_id=workspace_id, removed_at=None)
    labelled = models.TaskLabel.objects.filter(**of_project, label__removed_at=None)
    parts = (
        _selected(labels, LABEL, "pk", Value(0), "name", "colour"),
        _selected(labelled, LABELLED, "task_id", "label_id", Value(""), Value("")),
        _selected(models.CustomField.objects.filter(**of_project), FIELD, "pk", "position", "name", "kind", "choices"),
        _selected(models.FieldValue.objects.filter(**of_project), SAID, "task_id", "field_id", "value", Value("")),
        _selected(models.Deliverable.objects.filter(**of_project), DELIVERABLE, "pk", Value(0), "name", Value("")),
    )
    return list(parts[0].union(*parts[1:], all=True))


def _selected(rows: QuerySet[Any], kind: int, *columns: str | Value) -> QuerySet[Any, Any]:
    one, two, text, more, choices = (*columns, Value(""))[:5]
    named = {
        "what": Value(kind, IntegerField()),
        "first": Cast(one, BigIntegerField()),
        "second": Cast(two, BigIntegerField()),
        "told": Cast(text, TextField()),
        "more_told": Cast(more, TextField()),
        "listed": Cast(choices, TextField()),
    }
    chosen: QuerySet[Any, Any] = rows.order_by().annotate(**named).values_list(*named)
    return chosen
