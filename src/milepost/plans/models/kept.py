"""What people said, promised and froze: rows that are only ever added."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import WallTimeField, person, whole
from milepost.plans.models.outline import Task
from milepost.plans.models.projects import Project


class Baseline(models.Model):
    """A plan that was frozen: by the file (`by` is then who took it over) or by a person here."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project, db_index=False)
    number = models.IntegerField()
    name = models.CharField(max_length=300, blank=True)
    because = models.CharField(max_length=1000, blank=True)
    frozen_at = models.DateTimeField()
    by = person()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_baseline_per_number")]


class BaselineTask(models.Model):
    workspace = whole("accounts.Workspace", db_index=False)
    baseline = whole(Baseline)
    task = whole(Task)
    start = WallTimeField(null=True)
    finish = WallTimeField(null=True)
    duration_minutes = models.BigIntegerField(default=0)
    effort_minutes = models.BigIntegerField(default=0)


class Progress(models.Model):
    """What a person said of a task, kept for ever. Rows are only ever added."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    percent = models.IntegerField()
    remaining_minutes = models.BigIntegerField()
    started_at = WallTimeField(null=True)
    finished_at = WallTimeField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    by = person()
    at = models.DateTimeField()


class TakenDue(models.Model):
    """A due date that was taken over as it was proposed. Where the task or deliverable has another one by now, a person set that."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    task = models.OneToOneField(Task, null=True, on_delete=models.CASCADE, related_name="+")
    deliverable = models.OneToOneField("plans.Deliverable", null=True, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()


class PromisedDate(models.Model):
    """A date told to somebody: of the whole project, or of one task. The newest one holds; rows are only ever added."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    because = models.CharField(max_length=1000, blank=True)
    by = person()
    at = models.DateTimeField()
