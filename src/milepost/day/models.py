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
    dues = models.JSONField(default=dict)
    """The due dates that are proposed, from the calm plan of a revision and a day of its own; nothing before the first."""
    dues_mark = models.CharField(max_length=200, default="")
    """What they rest on."""


class Snapshot(models.Model):
    """A project as it stood when somebody made an address to show it: compressed JSON, kept as it was until it expires or is taken back."""

    project = models.ForeignKey("plans.Project", on_delete=models.CASCADE, related_name="+")
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    content = models.BinaryField()
