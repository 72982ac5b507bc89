"""What the morning concluded of each project. A conclusion: replaced whole, never edited, never an input."""

from __future__ import annotations

from django.db import models


class Brief(models.Model):
    """What can be finished, what slips and what waits, drawn from the same facts and day as the forecast with this stamp."""

    project = models.OneToOneField("plans.Project", on_delete=models.CASCADE, primary_key=True, related_name="+")
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+")
    revision = models.IntegerField()
    as_of = models.DateField()
    content = models.JSONField()
