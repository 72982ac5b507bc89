"""Who is booked for what, across projects, whoever asks: what is left to do, without dates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from milepost.kernel.worktime import WorkingTime
from milepost.plans import models, rules


@dataclass(frozen=True, slots=True)
class Booked:
    """Somebody's part in a task that is not done: `minutes` of work are left, None where only the share `units` (per cent) is known."""

    resource_id: int
    person_id: int | None
    project_id: int
    task_id: int
    uid: int
    task: str
    units: int
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in the team of a project; `time` is when that works, as its plan says, where nobody of the firm is named."""

    resource_id: int
    person_id: int | None
    name: str
    units: int
    time: WorkingTime | None


COLUMNS = (
    *("resource_id", "resource__person_id", "project_id", "task_id", "task__uid", "task__name", "units"),
    *("work_minutes", "remaining_work_minutes", "task__percent"),
)


def booked(workspace_id: int, person_ids: Collection[int], *, project_id: int | None = None) -> tuple[Booked, ...]:
    """What these people still have to do in all projects, and what everybody has to do in `project_id`. One query."""
    theirs = Q(resource__person_id__in=person_ids) | (Q() if project_id is None else Q(project_id=project_id))
    open_tasks = Q(task__removed_at=None, task__active=True, task__summary=False, task__external=False, task__percent__lt=100)
    rows = models.Assignment.objects.filter(theirs, open_tasks, workspace_id=workspace_id, resource__kind="work", units__gt=0)
    kept = rows.order_by("pk").values_list(*COLUMNS)
    return tuple(Booked(*whose, _left(work, remaining, percent)) for *whose, work, remaining, percent in kept)


def _left(work: int, remaining: int | None, percent: int) -> int | None:
    if remaining is not None:
        return remaining
    return work * (100 - percent) // 100 if work else None


def places(project_id: int) -> tuple[Place, ...]:
    """The team of a project in its order: whoever works, no material and no cost. Three queries."""
    project = models.Project.objects.filter(pk=project_id).values_list("calendar", flat=True).first()
    kept = dict(models.Calendar.objects.filter(project_id=project_id).values_list("uid", "time"))
    rows = models.Resource.objects.filter(project_id=project_id, kind="work").order_by("position")

    def time(person: int | None, calendar: int | None) -> WorkingTime | None:
        uid = project if calendar is None else calendar
        wanted = None if uid is None else kept.get(uid)
        return None if person is not None or wanted is None else rules.unpacked_time(wanted)

    columns = rows.values_list("pk", "person_id", "name", "units", "calendar")
    return tuple(Place(pk, person, name, units, time(person, calendar)) for pk, person, name, units, calendar in columns)
