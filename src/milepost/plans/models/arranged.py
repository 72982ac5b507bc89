"""What comes back at a rhythm, and how a plan is looked at."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import choices, person, whole
from milepost.plans.models.outline import Task
from milepost.plans.models.projects import Project
from milepost.plans.rules import Rhythm


class Recurrence(models.Model):
    """A rule by which the tasks below `summary` come back: the fields of `rules.Repeat`, and how long each of them takes."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    summary = whole(Task)
    name = models.CharField(max_length=300)
    duration_minutes = models.BigIntegerField()
    every = models.IntegerField()
    rhythm = models.CharField(max_length=10, choices=choices(Rhythm))
    first_on = models.DateField()
    weekdays = models.JSONField(default=list)
    month_day = models.IntegerField(null=True)
    until_on = models.DateField(null=True)
    times = models.IntegerField(null=True)
    removed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)


class Occurrence(models.Model):
    """A task that a rule made, and for which day."""

    workspace = whole("accounts.Workspace", db_index=False)
    recurrence = whole(Recurrence)
    task = whole(Task)
    on = models.DateField()


class SavedView(models.Model):
    """A way to look at a plan, its owner's alone or `shared` with everybody of the project. `shown` is a `rules.Shown` as JSON."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    name = models.CharField(max_length=300)
    shared = models.BooleanField(default=False)
    shown = models.JSONField()
    by = person()
    version = models.IntegerField(default=1)
