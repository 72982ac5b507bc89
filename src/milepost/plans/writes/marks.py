"""What edits do to the labels of tasks and to what these say in custom fields: a part of `edit_plan`, in as many queries for one edit
as for a thousand."""

from __future__ import annotations

from collections.abc import Sequence

from milepost.kernel.refusal import NotFound, Stale
from milepost.plans import edits as said
from milepost.plans import models, rules
from milepost.plans.desk import Desk, about
from milepost.plans.rules import FieldKind
from milepost.plans.writes.changes import AT_ONCE, Rows

Placed = tuple[int, int]
"""A task and a label of it, or a task and a custom field."""


def keep_marks(rows: Rows, desk: Desk) -> None:
    """Labels and values as the edits on the desk say, once its tasks are in the table. Nothing here asks who may.

    Refused: what a field cannot hold, and, as stale, a value that is no longer the one that was read.
    """
    tasks = {desk.id_of(edit.task_id) for edit in desk.edits if isinstance(edit, said.Label | said.Unlabel | said.SetField)}
    if any(isinstance(edit, said.Label | said.Unlabel) for edit in desk.edits):
        _keep_labels(rows, desk, tasks)
    if any(isinstance(edit, said.SetField) for edit in desk.edits):
        _keep_values(rows, desk, tasks)


def _keep_labels(rows: Rows, desk: Desk, tasks: set[int]) -> None:
    there: dict[Placed, int] = {
        (task_id, label_id): pk
        for pk, task_id, label_id in models.TaskLabel.objects.filter(task_id__in=tasks).values_list("pk", "task_id", "label_id")
    }
    wanted = _labelled(desk, set(there))
    home = {"workspace_id": rows.project.workspace_id, "project_id": rows.project.pk}
    rows.insert(*(models.TaskLabel(**home, task_id=task, label_id=label) for task, label in sorted(wanted - there.keys())))
    gone = [there[placed] for placed in there.keys() - wanted]
    if gone:
        rows.delete(models.TaskLabel.objects.filter(pk__in=gone))


def _labelled(desk: Desk, there: set[Placed]) -> set[Placed]:
    """Which tasks have which labels after the edits."""
    own = models.Label.objects.filter(workspace_id=desk.project.workspace_id, removed_at=None)
    known = set(own.values_list("pk", flat=True))
    for index, edit in enumerate(desk.edits):
        if isinstance(edit, said.Unlabel):
            there.discard((desk.id_of(edit.task_id), edit.label_id))
        elif isinstance(edit, said.Label):
            with about(desk, index):
                if edit.label_id not in known:
                    raise NotFound()
            there.add((desk.id_of(edit.task_id), edit.label_id))
    return there


def _keep_values(rows: Rows, desk: Desk, tasks: set[int]) -> None:
    fields = {row.pk: row for row in models.CustomField.objects.filter(project=rows.project)}
    there = {(row.task_id, row.field_id): row for row in models.FieldValue.objects.filter(task_id__in=tasks)}
    values: dict[Placed, str | None] = {placed: row.value for placed, row in there.items()}
    for index, edit in enumerate(desk.edits):
        if isinstance(edit, said.SetField):
            with about(desk, index):
                _set(values, fields, (desk.id_of(edit.task_id), edit.field_id), edit)
    home = {"workspace_id": rows.project.workspace_id, "project_id": rows.project.pk}
    new = [(task, field, value) for (task, field), value in values.items() if value is not None and (task, field) not in there]
    rows.insert(*(models.FieldValue(**home, task_id=task, field_id=field, value=value) for task, field, value in new))
    _change(rows, [(row, value) for placed, row in there.items() if (value := values[placed]) is not None and value != row.value])
    gone = [row.pk for placed, row in there.items() if values[placed] is None]
    if gone:
        rows.delete(models.FieldValue.objects.filter(pk__in=gone))


def _set(values: dict[Placed, str | None], fields: dict[int, models.CustomField], placed: Placed, edit: said.SetField) -> None:
    field, current = fields.get(edit.field_id), values.get(placed)
    if field is None:
        raise NotFound()
    wanted = current if edit.value == current else rules.fields.value(FieldKind(field.kind), field.choices, edit.value)
    if current not in (edit.was, wanted):
        raise Stale(yours={"field_id": field.pk, "value": wanted}, current={"field_id": field.pk, "value": current})
    values[placed] = wanted


def _change(rows: Rows, changed: Sequence[tuple[models.FieldValue, str]]) -> None:
    for row, value in changed:
        rows.note(row, {"value": row.value}, {"value": value})
        row.value = value
    models.FieldValue.objects.bulk_update([row for row, _ in changed], ["value"], batch_size=AT_ONCE)
