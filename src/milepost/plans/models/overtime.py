"""Hours that somebody of a team works on top of the usual ones."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import whole
from milepost.plans.models.outline import Resource
from milepost.plans.models.projects import Project


class Overtime(models.Model):
    """What `draft.Overtime` holds."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    resource = whole(Resource)
    first = models.DateField()
    last = models.DateField()
    minutes = models.IntegerField(default=0)
    saturdays = models.BooleanField(default=False)
