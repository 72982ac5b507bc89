"""The facts of a project: what is to be done, what was promised, what was frozen, what people said.

Wall-clock times of the project's zone carry no zone; instants (`_at` of something a person did) are aware. Calendars are named by
their uid, as in a file. A task that left the
plan stays in its table with `removed_at`, so that what people said of it keeps its subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from milepost.plans.draft import Constraint, LagUnit, LinkKind, ResourceKind, TaskType


class WallTimeField(models.Field[Any, Any]):
    """A time on the project's wall clock: a timestamp without a zone on both databases."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "datetime" if connection.vendor == "sqlite" else "timestamp without time zone"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is not None and value.tzinfo is not None:
            raise ValueError("a wall-clock time carries no zone")
        if value is None or connection.vendor != "sqlite":
            return value
        return value.isoformat(" ", "seconds")


class LatestTime(models.Max):
    """The latest wall-clock time of a group. SQLite hands an expression's time out as text."""

    def get_db_converters(self, connection: BaseDatabaseWrapper) -> list[Any]:
        return [_as_time]


def _as_time(value: Any, expression: Any, connection: BaseDatabaseWrapper) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def insertion(model: type[models.Model], names: Sequence[str], *, over: Sequence[str] = ()) -> str:
    """An INSERT of the columns `names` of a table, for `executemany`: Django's own takes five times as long for a whole plan.

    With `over`, a row that is the same in these columns is overwritten by the new one.
    """
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join(["%s"] * len(names))
    text = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})'  # noqa: S608 - our own names, no values
    if not over:
        return text
    same = ", ".join(f'"{name}"' for name in over)
    fresh = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in over)
    return f"{text} ON CONFLICT ({same}) DO UPDATE SET {fresh}"


def rows(values: Sequence[object], names: Sequence[str], connection: BaseDatabaseWrapper) -> list[list[Any]]:
    """The fields `names` of many values as columns that the database takes."""
    return [_as_kept([getattr(value, name) for value in values], connection) for name in names]


def _as_kept(column: list[Any], connection: BaseDatabaseWrapper) -> list[Any]:
    kinds = set(map(type, column))
    if datetime in kinds and connection.vendor == "sqlite":
        return [None if value is None else value.isoformat(" ", "seconds") for value in column]
    if any(issubclass(kind, Enum) for kind in kinds):
        return [value.value for value in column]
    return column


def _whole(to: Any, **options: Any) -> Any:
    """A reference to the thing this row is a part of. Reads come by the index that starts with it."""
    return models.ForeignKey(to, on_delete=models.CASCADE, related_name="+", **options)


def _person(**options: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, **options)


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class Project(models.Model):
    """`native` projects were made here and follow the firm's working time; the others bring their calendars with them."""

    workspace = _whole("accounts.Workspace")
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
    honours_constraints = models.BooleanField(default=True)
    version = models.IntegerField(default=1)
    made_by = _person()
    made_at = models.DateTimeField()


class Calendar(models.Model):
    """`time` holds a `kernel.worktime.WorkingTime` as JSON."""

    workspace = _whole("accounts.Workspace", db_index=False)
    project = _whole(Project, db_index=False)
    position = models.IntegerField()
    uid = models.IntegerField()
    name = models.CharField(max_length=300)
    time = models.JSONField()
    base = models.IntegerField(null=True)
    of_resource = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "uid"], name="one_calendar_per_uid")]


class Objective(models.Model):
    """A measurable outcome: `metric` moves from `baseline_value` to `target` by `by_on`."""

    workspace = _whole("accounts.Workspace", db_index=False)
    project = _whole(Project)
    name = models.CharField(max_length=300)
    metric = models.CharField(max_length=300, blank=True)
    baseline_value = models.CharField(max_length=100, blank=True)
    target = models.CharField(max_length=100, blank=True)
    by_on = models.DateField(null=True)
    version = models.IntegerField(default=1)


class Deliverable(models.Model):
    """A result that is handed over. `review_minutes` is the working time its acceptance needs after the last task."""

    workspace = _whole("accounts.Workspace", db_index=False)
    project = _whole(Project)
    objective = models.ForeignKey(Objective, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=300)
    owner = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    review_minutes = models.IntegerField(default=0)
    version = models.IntegerField(default=1)


class Criterion(models.Model):
    """One condition that must hold before its deliverable is accepted."""

    workspace = _whole("accounts.Workspace", db_index=False)
    deliverable = _whole(Deliverable, db_index=False)
    position = models.IntegerField()
    text = models.CharField(max_length=500)
    met = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deliverable", "position"], name="one_criterion_per_place")]


class Task(models.Model):
    """What `draft.Task` holds, in outline order of `position`. The progress columns are the newest facts; `Progress` keeps them all."""

    workspace = _whole("accounts.Workspace", db_index=False)
    project = _whole(Project, db_index=False)
    position = models.IntegerField()
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
    type = models.CharField(max_length=20, choices=_choices(TaskType), default=TaskType.FIXED_UNITS.value)
    effort_driven = models.BooleanField(default=False)
    manual = models.BooleanField(default=False)
    manual_start = WallTimeField(null=True)
    manual_finish = WallTimeField(null=True)
    constraint = models.CharField(max_length=4, choices=_choices(Constraint), default=Constraint.ASAP.value)
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
    workspace = _whole("accounts.Workspace", db_index=False)
    project = _whole(Project)
    predecessor = _whole(Task)
    successor = _whole(Task)
    kind = models.CharField(max_length=2, choices=_choices(LinkKind), default=LinkKind.FS.value)
    lag = models.BigIntegerField(default=0)
    unit = models.CharField(max_length=15, choices=_choices(LagUnit), default=LagUnit.WORKING.value)


class Resource(models.Model):
    """Somebody or something of the plan's team; `person` is who that is in the firm, once somebody said so."""

    workspace = _whole("accounts.Workspace", db_index=False)
    project = _whole(Project, db_index=False)
    position = models.IntegerField()
    uid = models.IntegerField()
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=_choices(ResourceKind), default=ResourceKind.WORK.value)
    initials = models.CharField(max_length=50, blank=True)
    email = models.CharField(max_length=300, blank=True)
    group = models.CharField(max_length=300, blank=True)
    units = models.IntegerField(default=100)
    calendar = models.IntegerField(null=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "uid"], name="one_resource_per_uid")]


class Assignment(models.Model):
    workspace = _whole("accounts.Workspace", db_index=False)
    project = _whole(Project)
    task = _whole(Task)
    resource = _whole(Resource)
    uid = models.BigIntegerField()
    units = models.IntegerField(default=100)
    work_minutes = models.BigIntegerField(default=0)
    actual_work_minutes = models.BigIntegerField(default=0)
    remaining_work_minutes = models.BigIntegerField(null=True)
    delay_minutes = models.BigIntegerField(default=0)
    saved_start = WallTimeField(null=True)
    saved_finish = WallTimeField(null=True)


class Baseline(models.Model):
    """A plan that was frozen: by the file (`by` is then who took it over) or by a person here."""

    workspace = _whole("accounts.Workspace", db_index=False)
    project = _whole(Project, db_index=False)
    number = models.IntegerField()
    name = models.CharField(max_length=300, blank=True)
    frozen_at = models.DateTimeField()
    by = _person()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_baseline_per_number")]


class BaselineTask(models.Model):
    workspace = _whole("accounts.Workspace", db_index=False)
    baseline = _whole(Baseline)
    task = _whole(Task)
    start = WallTimeField(null=True)
    finish = WallTimeField(null=True)
    duration_minutes = models.BigIntegerField(default=0)
    effort_minutes = models.BigIntegerField(default=0)


class Progress(models.Model):
    """What a person said of a task, kept for ever. Rows are only ever added."""

    workspace = _whole("accounts.Workspace", db_index=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    percent = models.IntegerField()
    remaining_minutes = models.BigIntegerField()
    started_at = WallTimeField(null=True)
    finished_at = WallTimeField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    by = _person()
    at = models.DateTimeField()


class PromisedDate(models.Model):
    """A date told to somebody: of the whole project, or of one task. The newest one holds; rows are only ever added."""

    workspace = _whole("accounts.Workspace", db_index=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    because = models.CharField(max_length=1000, blank=True)
    by = _person()
    at = models.DateTimeField()


class Import(models.Model):
    """A plan file on its way into a project. `kept_as` names the bytes in the file store until they are taken over or refused."""

    STATES = ["waiting", "reading", "ready", "taken_over", "refused"]

    workspace = _whole("accounts.Workspace")
    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="+")
    update = models.BooleanField(default=False)
    """The file updates `project`: stops at `ready` and shows the difference first."""
    file_name = models.CharField(max_length=300)
    kept_as = models.CharField(max_length=300, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=[(state, state) for state in STATES], default="waiting")
    percent = models.IntegerField(default=0)
    losses = models.JSONField(default=list)
    refusal = models.JSONField(null=True)
    difference = models.JSONField(null=True)
    revision = models.IntegerField(null=True)
    """The project's revision the difference was drawn against."""
    accepted_by = _person(null=True)
    """Who decided to take the difference over; the file is then read once more."""
    by = _person()
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
