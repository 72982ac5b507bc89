"""Tasks in their order, how they hang together, and who works on them."""

from __future__ import annotations

from django.db import models

from milepost.plans.draft import Constraint, LagUnit, LinkKind, ResourceKind, TaskType
from milepost.plans.models.columns import WallTimeField, choices, whole
from milepost.plans.models.outcomes import Deliverable
from milepost.plans.models.projects import Project


class Task(models.Model):
    """What `draft.Task` holds, in outline order of `position`. The progress columns are the newest facts; `Progress` keeps them all.

    Between two positions there is room (`rules.GAP`), so that a task comes between two others without moving them.
    """

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project, db_index=False)
    position = models.BigIntegerField()
    uid = models.IntegerField()
    name = models.CharField(max_length=1000)
    level = models.IntegerField(default=1)
    wbs = models.CharField(max_length=200, blank=True)
    summary = models.BooleanField(default=False)
    milestone = models.BooleanField(default=False)
    duration_minutes = models.BigIntegerField(default=0)
    elapsed = models.BooleanField(default=False)
    estimated = models.BooleanField(default=False)
    best_minutes = models.BigIntegerField(null=True)
    worst_minutes = models.BigIntegerField(null=True)
    effort_minutes = models.BigIntegerField(default=0)
    type = models.CharField(max_length=20, choices=choices(TaskType), default=TaskType.FIXED_UNITS.value)
    effort_driven = models.BooleanField(default=False)
    manual = models.BooleanField(default=False)
    manual_start = WallTimeField(null=True)
    manual_finish = WallTimeField(null=True)
    constraint = models.CharField(max_length=4, choices=choices(Constraint), default=Constraint.ASAP.value)
    constraint_at = WallTimeField(null=True)
    deadline_at = WallTimeField(null=True)
    calendar = models.IntegerField(null=True)
    ignores_resource_calendars = models.BooleanField(default=False)
    priority = models.IntegerField(default=500)
    percent = models.IntegerField(default=0)
    percent_work = models.IntegerField(default=0)
    actual_start = WallTimeField(null=True)
    actual_finish = WallTimeField(null=True)
    actual_minutes = models.BigIntegerField(default=0)
    remaining_minutes = models.BigIntegerField(null=True)
    stop_at = WallTimeField(null=True)
    resume_at = WallTimeField(null=True)
    levelling_delay_minutes = models.BigIntegerField(default=0)
    active = models.BooleanField(default=True)
    external = models.BooleanField(default=False)
    notes = models.TextField(blank=True)
    saved_start = WallTimeField(null=True)
    saved_finish = WallTimeField(null=True)
    deliverable = models.ForeignKey(Deliverable, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "uid"], name="one_task_per_uid")]
        indexes = [models.Index(fields=["project", "position"], name="tasks_in_order")]


class Link(models.Model):
    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    predecessor = whole(Task)
    successor = whole(Task)
    kind = models.CharField(max_length=2, choices=choices(LinkKind), default=LinkKind.FS.value)
    lag = models.BigIntegerField(default=0)
    unit = models.CharField(max_length=15, choices=choices(LagUnit), default=LagUnit.WORKING.value)


class Resource(models.Model):
    """Somebody or something of the plan's team; `person` is who that is in the firm, once somebody said so."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project, db_index=False)
    position = models.IntegerField()
    uid = models.IntegerField()
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=choices(ResourceKind), default=ResourceKind.WORK.value)
    initials = models.CharField(max_length=50, blank=True)
    email = models.CharField(max_length=300, blank=True)
    group = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=300, blank=True)
    """What this place in the team is for, where the plan began with roles: whoever fills it may change."""
    units = models.IntegerField(default=100)
    calendar = models.IntegerField(null=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "uid"], name="one_resource_per_uid")]


class Assignment(models.Model):
    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    task = whole(Task)
    resource = whole(Resource)
    uid = models.BigIntegerField()
    units = models.IntegerField(default=100)
    work_minutes = models.BigIntegerField(default=0)
    actual_work_minutes = models.BigIntegerField(default=0)
    remaining_work_minutes = models.BigIntegerField(null=True)
    delay_minutes = models.BigIntegerField(default=0)
    saved_start = WallTimeField(null=True)
    saved_finish = WallTimeField(null=True)
