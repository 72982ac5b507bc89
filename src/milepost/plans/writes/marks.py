"""What edits do to the labels of a task and to what it says in custom fields: parts of `edit_plan`, which asks who may."""

from __future__ import annotations

from milepost.kernel.refusal import NotFound, Stale
from milepost.plans import models, rules
from milepost.plans.edits import SetField
from milepost.plans.rules import FieldKind
from milepost.plans.writes.changes import Rows


def put_label(rows: Rows, task: models.Task, label_id: int) -> None:
    """The task has the label from now on; no change where it has it already."""
    known = models.Label.objects.filter(workspace_id=rows.project.workspace_id, removed_at=None, pk=label_id)
    if not known.exists():
        raise NotFound()
    if not models.TaskLabel.objects.filter(task=task, label_id=label_id).exists():
        rows.insert(models.TaskLabel(workspace_id=task.workspace_id, project_id=task.project_id, task=task, label_id=label_id))


def take_label(rows: Rows, task: models.Task, label_id: int) -> None:
    """The task no longer has the label."""
    rows.delete(models.TaskLabel.objects.filter(task=task, label_id=label_id))


def put_value(rows: Rows, task: models.Task, edit: SetField) -> None:
    """The task says this in a custom field. Refused: what the field cannot hold; as stale, where it does not say any more what was read."""
    field = models.CustomField.objects.filter(pk=edit.field_id, project_id=task.project_id).first()
    if field is None:
        raise NotFound()
    there = models.FieldValue.objects.filter(task=task, field=field).first()
    current = there.value if there else None
    wanted = current if edit.value == current else rules.fields.value(FieldKind(field.kind), field.choices, edit.value, field=field.name)
    if current not in (edit.was, wanted):
        raise Stale(yours={"field_id": field.pk, "value": wanted}, current={"field_id": field.pk, "value": current})
    if there is None and wanted is not None:
        rows.insert(models.FieldValue(workspace_id=task.workspace_id, project_id=task.project_id, task=task, field=field, value=wanted))
    elif there is not None and wanted is None:
        rows.delete(models.FieldValue.objects.filter(pk=there.pk))
    elif there is not None:
        rows.change(there, {"value": wanted})
