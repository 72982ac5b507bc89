"""What the engine concluded, one row per project, replaced whole and never edited."""

from __future__ import annotations

from django.db import models


class Forecast(models.Model):
    """The dates of every task as compressed columns, stamped with the facts' `revision` and the day `as_of`.

    `refusal` stands where the engine could not conclude anything: the row then holds no dates and says why.
    """

    project = models.OneToOneField("plans.Project", on_delete=models.CASCADE, primary_key=True, related_name="+")
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+")
    revision = models.IntegerField()
    as_of = models.DateField()
    made_at = models.DateTimeField()
    start_minute = models.BigIntegerField(null=True)
    finish_minute = models.BigIntegerField(null=True)
    """Wall-clock minutes since 1970, as in the columns."""
    promised_on = models.DateField(null=True)
    standing_days = models.IntegerField(null=True)
    columns = models.BinaryField(null=True)
    reasons = models.BinaryField(null=True)
    """Why each task stands where it stands: compressed JSON, in the columns' order; read only where a reason is asked for."""
    critical_path = models.JSONField(default=list)
    open_minutes = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    refusal = models.JSONField(null=True)
