"""What a project may cost and what it costs beside work. Only those with `plans.see_costs` ever read these tables."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import whole
from milepost.plans.models.outline import Task
from milepost.plans.models.projects import Project
from milepost.plans.models.risks import Risk


class Budget(models.Model):
    """What a project may cost, and in which currency its money is counted; without an amount only the latter was said."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)
    version = models.IntegerField(default=1)


class FixedCost(models.Model):
    """Something that costs money beside work: licences, travel, hardware. `paid` is what it cost in the end, None before it is paid.

    It falls due with the end of its task, or with that of the project. With a `risk` it costs something only if that happens; the risk
    may be removed and come back by Undo, so nothing holds the two together.
    """

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    task = models.ForeignKey(Task, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    risk = models.ForeignKey(Risk, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False)
    name = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    paid = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    version = models.IntegerField(default=1)
