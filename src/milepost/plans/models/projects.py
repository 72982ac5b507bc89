"""Projects, and the calendars they brought with them."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import WallTimeField, person, whole


class Project(models.Model):
    """`native` projects were made here and follow the firm's working time; the others bring their calendars with them."""

    workspace = whole("accounts.Workspace")
    name = models.CharField(max_length=300)
    zone = models.CharField(max_length=64)
    native = models.BooleanField(default=False)
    start = WallTimeField()
    finish = WallTimeField(null=True)
    from_finish = models.BooleanField(default=False)
    calendar = models.IntegerField(null=True)
    minutes_per_day = models.IntegerField(default=480)
    minutes_per_week = models.IntegerField(default=2400)
    days_per_month = models.IntegerField(default=20)
    status_on = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    """The day the client expects it. Not promised: that is a `PromisedDate`."""
    honours_constraints = models.BooleanField(default=True)
    board = models.JSONField(default=dict)
    """How many tasks each state of the board takes, by state; none where it takes any number."""
    priority = models.IntegerField(default=500)
    """0 to 1000: where projects need the same people, the higher one goes first."""
    due_percent = models.IntegerField(default=80)
    """In how many of 100 cases a due date is to be kept as it is proposed; 0: it is the day of the plan."""
    programme = models.CharField(max_length=200, blank=True)
    """Under this name it is run together with others."""
    version = models.IntegerField(default=1)
    made_by = person()
    made_at = models.DateTimeField()


class Calendar(models.Model):
    """A working time of the project's own. `time` holds a `kernel.worktime.WorkingTime` as JSON."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project, db_index=False)
    position = models.IntegerField()
    uid = models.IntegerField()
    name = models.CharField(max_length=300)
    time = models.JSONField()
    base = models.IntegerField(null=True)
    of_resource = models.BooleanField(default=False)
    holidays = models.CharField(max_length=24, blank=True)
    """Whose public holidays are free days besides: `firm`, a country such as `DE`, a region such as `DE-BY`; empty: nobody's."""
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "uid"], name="one_calendar_per_uid")]
