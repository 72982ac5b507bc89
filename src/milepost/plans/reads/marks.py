"""Labels of the workspace and custom fields of a project, and which tasks have them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import models
from milepost.plans.reads.visible import project_row
from milepost.plans.rules import FieldKind

TEXT = CharField(max_length=300)


@dataclass(frozen=True, slots=True)
class Label:
    """A word for tasks of any project. `colour` is a token of the look."""

    id: int
    name: str
    colour: str
    version: int


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field that every task of the project has. `choices` are what one may choose from."""

    id: int
    project_id: int
    name: str
    kind: FieldKind
    choices: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a task says in a custom field; numbers and days as text, such as 12.5 and 2026-03-12."""

    field_id: int
    name: str
    kind: FieldKind
    value: str


def labels(actor: Actor) -> tuple[Label, ...]:
    """The labels of the workspace, by name."""
    accounts.require(actor, "plans.see")
    rows = models.Label.objects.filter(workspace_id=actor.workspace_id, removed_at=None).order_by("name")
    return tuple(Label(*row) for row in rows.values_list("pk", "name", "colour", "version"))


def label(actor: Actor, label_id: int) -> Label:
    """One label; `NotFound` if it is not of the actor's workspace."""
    found = next((each for each in labels(actor) if each.id == label_id), None)
    if found is None:
        raise NotFound()
    return found


def labels_on(task_id: int) -> tuple[Label, ...]:
    """The labels of one task, by name, whoever asks."""
    rows = models.TaskLabel.objects.filter(task_id=task_id, label__removed_at=None).order_by("label__name")
    return tuple(Label(*row) for row in rows.values_list("label_id", "label__name", "label__colour", "label__version"))


def marks_on(task_id: int) -> tuple[tuple[Label, ...], tuple[FieldValue, ...]]:
    """What `labels_on` and `values_on` say, in one query."""
    labelled = models.TaskLabel.objects.filter(task_id=task_id, label__removed_at=None).order_by()
    said = models.FieldValue.objects.filter(task_id=task_id).order_by()
    label = labelled.values_list(Value(0), "label_id", "label__name", "label__colour", Cast("label__version", TEXT), Value(-1))
    value = said.values_list(Value(1), "field_id", "field__name", "field__kind", "value", "field__position")
    rows = sorted(label.union(value, all=True), key=lambda row: (row[0], row[5], row[2]))
    labels = (Label(pk, name, colour, int(version)) for kind, pk, name, colour, version, _ in rows if not kind)
    values = (FieldValue(pk, name, FieldKind(of), text) for kind, pk, name, of, text, _ in rows if kind)
    return tuple(labels), tuple(values)


def labels_of(project_id: int) -> dict[int, list[int]]:
    """The ids of the labels of each task that has one, by the task's id, whoever asks. One query."""
    rows = models.TaskLabel.objects.filter(project_id=project_id, label__removed_at=None).order_by("label_id")
    found: dict[int, list[int]] = defaultdict(list)
    for task_id, label_id in rows.values_list("task_id", "label_id"):
        found[task_id].append(label_id)
    return found


def fields(actor: Actor, project_id: int) -> tuple[CustomField, ...]:
    """The custom fields of a project, in their order."""
    accounts.require(actor, "plans.see")
    return fields_of(project_row(actor, project_id).pk)


def fields_of(project_id: int) -> tuple[CustomField, ...]:
    """The custom fields of a project, in their order, whoever asks. One query."""
    return tuple(map(_field, models.CustomField.objects.filter(project_id=project_id).order_by("position", "pk")))


def _field(row: models.CustomField) -> CustomField:
    return CustomField(row.pk, row.project_id, row.name, FieldKind(row.kind), tuple(row.choices), row.version)


def values_on(task_id: int) -> tuple[FieldValue, ...]:
    """What one task says in the custom fields in which it says anything, in their order, whoever asks."""
    rows = models.FieldValue.objects.filter(task_id=task_id).order_by("field__position", "field_id")
    columns = ("field_id", "field__name", "field__kind", "value")
    return tuple(FieldValue(field_id, name, FieldKind(kind), value) for field_id, name, kind, value in rows.values_list(*columns))


def values_of(project_id: int) -> dict[int, dict[int, str]]:
    """What each task says in custom fields, by the ids of task and field, whoever asks. One query."""
    rows = models.FieldValue.objects.filter(project_id=project_id)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for task_id, field_id, value in rows.values_list("task_id", "field_id", "value"):
        found[task_id][field_id] = value
    return found
