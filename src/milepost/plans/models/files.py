"""Plan files on their way into projects."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import person, whole
from milepost.plans.models.projects import Project


class Import(models.Model):
    """A plan file on its way into a project. `kept_as` names the bytes in the file store until they are taken over or refused."""

    STATES = ["waiting", "reading", "ready", "taken_over", "refused"]

    workspace = whole("accounts.Workspace")
    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="+")
    update = models.BooleanField(default=False)
    """The file updates `project`: stops at `ready` and shows the difference first."""
    file_name = models.CharField(max_length=300)
    kept_as = models.CharField(max_length=300, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=[(state, state) for state in STATES], default="waiting")
    percent = models.IntegerField(default=0)
    losses = models.JSONField(default=list)
    refusal = models.JSONField(null=True)
    difference = models.JSONField(null=True)
    revision = models.IntegerField(null=True)
    """The project's revision the difference was drawn against."""
    accepted_by = person(null=True)
    """Who decided to take the difference over; the file is then read once more."""
    by = person()
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
