"""What may happen to a project and would make its tasks longer."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import choices, whole
from milepost.plans.models.outline import Task
from milepost.plans.models.projects import Project
from milepost.plans.rules import Response, RiskState


class Risk(models.Model):
    """In `percent` of 100 cases it makes each of its tasks `minutes` of working time longer.

    While it is open it is part of every simulation; once it happened it is an issue, and the plan has to say what it takes.
    `since_on` is the day from which the state holds.
    """

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    name = models.CharField(max_length=300)
    effect = models.CharField(max_length=1000, blank=True)
    percent = models.IntegerField()
    minutes = models.IntegerField()
    response = models.CharField(max_length=8, choices=choices(Response))
    measures = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    review_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=choices(RiskState))
    since_on = models.DateField()
    version = models.IntegerField(default=1)


class RiskTask(models.Model):
    """A task that a risk would make longer."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    risk = whole(Risk, db_index=False)
    task = whole(Task)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["risk", "task"], name="one_task_once_in_a_risk")]
