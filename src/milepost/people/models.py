"""The tables of people and when they work."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Person(models.Model):
    """Somebody who works on plans. `user` is set where the person can sign in."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=20, blank=True)
    """Whose public holidays the person keeps; empty: the workspace's."""
    week = models.JSONField(null=True)
    """Seven days of `[start, end]` minutes; null: the office week."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="people_person_user")]


class Absence(models.Model):
    """Days `first` to `last` inclusive on which a person does not work."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    because = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "first"], name="people_absence_person")]
