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
    second_week = models.JSONField(null=True)
    """Holds every other week, from that of the Monday `second_from` on; null: all weeks are alike."""
    second_from = models.DateField(null=True)
    zone = models.CharField(max_length=64, blank=True)
    """Whose clock their hours are meant on; empty: the workspace's."""
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


class PersonRole(models.Model):
    """What a person is in a team, such as "Network engineer": one name for the whole workspace, however it was typed."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="people_role_once")]
        indexes = [models.Index(fields=["workspace", "name"], name="people_role_names")]


class PersonSkill(models.Model):
    """What a person can do, and how well: `level` 1 to 5."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="people_skill_once")]
        indexes = [models.Index(fields=["workspace", "name"], name="people_skill_names")]


class Rate(models.Model):
    """What an hour of a person costs from a day on. Only those with `people.see_rates` ever read this table."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_on = models.DateField()
    per_hour = models.DecimalField(max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "from_on"], name="people_rate_once")]
