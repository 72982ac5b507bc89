"""Who is booked for what, across projects, whoever asks: what is left to do, without dates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.worktime import WorkingTime
from milepost.plans import models, rules
from milepost.plans.draft import Assignment, Draft
from milepost.plans.reads.visible import project_row


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
    return tuple(
        Booked(resource, person, project, task, uid, name, units, _left(work, remaining, percent))
        for resource, person, project, task, uid, name, units, work, remaining, percent in rows.order_by("pk").values_list(*COLUMNS)
    )


def _left(work: int, remaining: int | None, percent: int) -> int | None:
    if remaining is not None:
        return remaining
    return work * (100 - percent) // 100 if work else None


def booked_in(draft: Draft, project_id: int) -> tuple[Booked, ...]:
    """The same as `booked` says of a project, of a plan as it would be. Its tasks have no ids there. One query."""
    team = models.Resource.objects.filter(project_id=project_id, kind="work").values_list("uid", "pk", "person_id")
    who = {uid: (pk, person) for uid, pk, person in team}
    left = {task.uid: task for task in draft.tasks if task.active and not (task.summary or task.external) and task.percent < 100}
    return tuple(
        Booked(*who[each.resource], project_id, 0, each.task, task.name, each.units, _left_of(each, task.percent))
        for each in draft.assignments
        if each.resource in who and each.units > 0 and (task := left.get(each.task)) is not None
    )


def _left_of(line: Assignment, percent: int) -> int | None:
    return _left(line.work_minutes, line.remaining_work_minutes, percent)


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


@dataclass(frozen=True, slots=True)
class Delayed:
    """A task that waits `minutes` of the clock for somebody who is busy, as a person accepted."""

    task_id: int
    name: str
    minutes: int


def delayed(actor: Actor, project_id: int) -> tuple[Delayed, ...]:
    """The tasks of a project with a levelling delay, in the plan's order; `NotFound` if the actor may not know it."""
    accounts.require(actor, "plans.see")
    tasks = models.Task.objects.filter(project=project_row(actor, project_id), removed_at=None, levelling_delay_minutes__gt=0)
    return tuple(Delayed(*row) for row in tasks.order_by("position").values_list("pk", "name", "levelling_delay_minutes"))


def versions(project_id: int, task_ids: Collection[int]) -> dict[int, int]:
    """The versions of these tasks of a plan, whoever asks."""
    kept = models.Task.objects.filter(project_id=project_id, removed_at=None).values_list("pk", "version")
    wanted = set(task_ids)
    return {pk: version for pk, version in kept if pk in wanted}


def team_names(project_id: int) -> dict[int, str]:
    """The name of each of a plan's team by uid, whoever asks."""
    return dict(models.Resource.objects.filter(project_id=project_id).values_list("uid", "name"))
