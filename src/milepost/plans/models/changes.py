"""What was changed in a plan, row by row, so that it can be undone. The ledger says who did what; these rows say how to go back."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import person, whole
from milepost.plans.models.projects import Project


class Change(models.Model):
    """One thing that somebody did to a plan: one write, one line of the ledger (`number`), one undo.

    A change that takes an earlier one back names it in `undoes`; that one then names it in `undone_by`. Done again, the taking
    back is itself taken back, and the first change counts as before.
    """

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project, db_index=False)
    by = person()
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    number = models.BigIntegerField()
    revision = models.BigIntegerField()
    needs = models.CharField(max_length=60, blank=True)
    """The permission that this change needed, and that taking it back needs; empty where it cannot be taken back."""
    undoes = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    undone_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["project", "id"], name="changes_in_order"),
            models.Index(fields=["project", "by", "id"], name="changes_of_a_person"),
        ]


class ChangedRow(models.Model):
    """A row of `table` before and after a change: the columns that differ, all columns of a row that came or went."""

    workspace = whole("accounts.Workspace", db_index=False)
    change = whole(Change)
    table = models.CharField(max_length=40)
    row = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["table", "row"], name="changes_of_a_row")]
