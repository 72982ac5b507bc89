"""What the firm wants to reach, and which projects serve it."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import whole
from milepost.plans.models.projects import Project


class StrategicObjective(models.Model):
    """An outcome that the firm as a whole is after: `metric` moves from `baseline_value` to `target` by `by_on`."""

    workspace = whole("accounts.Workspace")
    name = models.CharField(max_length=300)
    metric = models.CharField(max_length=300, blank=True)
    baseline_value = models.CharField(max_length=100, blank=True)
    target = models.CharField(max_length=100, blank=True)
    by_on = models.DateField(null=True)
    version = models.IntegerField(default=1)


class Serving(models.Model):
    """A project that serves a strategic objective."""

    workspace = whole("accounts.Workspace", db_index=False)
    objective = whole(StrategicObjective, db_index=False)
    project = whole(Project)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["objective", "project"], name="one_serving_per_project")]
