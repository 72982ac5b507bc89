"""What a project is judged by and what it hands over."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import whole
from milepost.plans.models.projects import Project


class Objective(models.Model):
    """A measurable outcome: `metric` moves from `baseline_value` to `target` by `by_on`."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    name = models.CharField(max_length=300)
    metric = models.CharField(max_length=300, blank=True)
    baseline_value = models.CharField(max_length=100, blank=True)
    target = models.CharField(max_length=100, blank=True)
    by_on = models.DateField(null=True)
    version = models.IntegerField(default=1)


class Deliverable(models.Model):
    """A result that is handed over. `review_minutes` is the working time its acceptance needs after the last task.

    `owner` does the work (responsible), `accountable` answers for the result; who is asked or told stands in `Part`.
    """

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    objective = models.ForeignKey(Objective, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=300)
    owner = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    accountable = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    review_minutes = models.IntegerField(default=0)
    due_on = models.DateField(null=True)
    """By when it is to be finished; of a task that is its deadline."""
    version = models.IntegerField(default=1)


class Criterion(models.Model):
    """One condition that must hold before its deliverable is accepted."""

    workspace = whole("accounts.Workspace", db_index=False)
    deliverable = whole(Deliverable, db_index=False)
    position = models.IntegerField()
    text = models.CharField(max_length=500)
    met = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deliverable", "position"], name="one_criterion_per_place")]


class Part(models.Model):
    """Somebody who is consulted on a deliverable (`C`) or informed of it (`I`)."""

    workspace = whole("accounts.Workspace", db_index=False)
    deliverable = whole(Deliverable, db_index=False)
    person = whole("people.Person")
    part = models.CharField(max_length=1, choices=[("C", "C"), ("I", "I")])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deliverable", "person"], name="one_part_per_person")]
