"""What people know of tasks beside what every plan knows: labels of the workspace, custom fields of the project."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import choices, whole
from milepost.plans.models.outline import Task
from milepost.plans.models.projects import Project
from milepost.plans.rules import COLOURS, FieldKind


class Label(models.Model):
    """A word for tasks of any project of the workspace. `colour` is a token of the look.

    One that was taken away keeps its tasks: made again under its name, it is there as before.
    """

    workspace = whole("accounts.Workspace", db_index=False)
    name = models.CharField(max_length=40)
    colour = models.CharField(max_length=10, choices=[(colour, colour) for colour in COLOURS])
    removed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="one_label_per_name")]


class TaskLabel(models.Model):
    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    task = whole(Task, db_index=False)
    label = whole(Label)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "label"], name="one_label_once_on_a_task")]


class CustomField(models.Model):
    """A field that the tasks of one project have. `choices` are what one may choose from, in their order."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project, db_index=False)
    position = models.IntegerField()
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=choices(FieldKind))
    choices = models.JSONField(default=list)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="one_field_per_name")]


class FieldValue(models.Model):
    """What a task says in a custom field, as `rules.fields.value` writes it."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    task = whole(Task, db_index=False)
    field = whole(CustomField)
    value = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "field"], name="one_value_per_field")]
