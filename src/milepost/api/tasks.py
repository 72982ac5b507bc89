"""Tasks, links, assignments, and what people say of their progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from milepost.api.entry import Call
from milepost.api.pages import Limit, Offset
from milepost.api.shapes import Asked, Changed, Id, Made, Number, Text, Version, VersionAsked, Versioned, WallTime
from milepost.api.subject import Subject, version_of
from milepost.plans import reads, writes
from milepost.plans.draft import Constraint, LagUnit, LinkKind

tasks = Subject("Tasks")

Percent = Annotated[int, Field(ge=0, le=100)]
Minutes = Annotated[int, Field(ge=0, le=2**31 - 1)]


@dataclass(frozen=True, slots=True)
class Recorded:
    """The revision of the plan's facts after the report."""

    revision: int


class TaskAsked(Asked):
    name: Text
    duration_minutes: Minutes = 0
    after_id: Id | None = None
    level: Annotated[int, Field(ge=1, le=50)] | None = None


class TaskChange(Versioned):
    name: Text
    duration_minutes: Minutes
    constraint: Constraint = Constraint.ASAP
    constraint_at: WallTime | None = None
    deadline_at: WallTime | None = None


class EstimateAsked(Versioned):
    """Without `best_minutes` and `worst_minutes` the estimate is taken back."""

    best_minutes: Minutes | None = None
    likely_minutes: Minutes
    worst_minutes: Minutes | None = None


class ProgressAsked(Asked):
    percent: Percent | None = None
    remaining_minutes: Minutes | None = None
    started_at: WallTime | None = None
    finished_at: WallTime | None = None
    note: Text = ""
    version: Version | None = None
    """Not needed: a report is added, nothing is overwritten. Given and old, it is refused."""


class LinkAsked(Asked):
    successor_id: Id
    kind: LinkKind = LinkKind.FS
    lag: Number = 0
    unit: LagUnit = LagUnit.WORKING


class AssignmentAsked(Asked):
    resource_id: Id
    units: Annotated[int, Field(ge=1, le=10_000)] = 100


@tasks.get("/projects/{project_id}/tasks", gives=reads.TaskPage)
def page_of_tasks(call: Call, project_id: Id, offset: Offset, limit: Limit) -> reads.TaskPage:
    """The tasks in the plan's order; their dates are in the schedule."""
    return reads.tasks(call.actor, project_id, offset=offset, limit=limit)


@tasks.post("/projects/{project_id}/tasks", gives=Made)
def add_task(call: Call, project_id: Id, asked: TaskAsked) -> Made:
    """A task after another one, or at the end. Without a duration it is a milestone."""
    return Made(writes.add_task(call.actor, project_id, **asked.values(), now=call.now))


@tasks.get("/tasks/{task_id}", gives=reads.Task)
def task(call: Call, task_id: Id) -> reads.Task:
    """One task with its links and what was said of it."""
    return reads.task(call.actor, task_id)


@tasks.put("/tasks/{task_id}", gives=Changed)
def change_task(call: Call, task_id: Id, change: TaskChange) -> Changed:
    """Another name, duration, date constraint or deadline."""
    version = version_of(call, change.version)
    return Changed(writes.change_task(call.actor, task_id, **change.values(without=("version",)), version=version, now=call.now))


@tasks.put("/tasks/{task_id}/estimate", gives=Changed)
def estimate_task(call: Call, task_id: Id, asked: EstimateAsked) -> Changed:
    """How long the task takes if all goes well, most likely, and if little does, in working minutes."""
    version = version_of(call, asked.version)
    return Changed(writes.estimate_task(call.actor, task_id, **asked.values(without=("version",)), version=version, now=call.now))


@tasks.delete("/tasks/{task_id}")
def remove_task(call: Call, task_id: Id, version: VersionAsked) -> None:
    """Takes a task without tasks below it out of the plan, with its links and assignments. What was reported of it is kept."""
    writes.remove_task(call.actor, task_id, version=version_of(call, version), now=call.now)


@tasks.delete("/tasks/{task_id}/branch")
def remove_branch(call: Call, task_id: Id, version: VersionAsked) -> None:
    """Takes a task and everything below it out of the plan."""
    writes.remove_branch(call.actor, task_id, version=version_of(call, version), now=call.now)


@tasks.post("/tasks/{task_id}/progress", gives=Recorded, status=200)
def record_progress(call: Call, task_id: Id, asked: ProgressAsked) -> Recorded:
    """Keeps what you say of a task: per cent complete, working minutes left, or both."""
    version = version_of(call, asked.version)
    return Recorded(writes.record_progress(call.actor, task_id, **asked.values(without=("version",)), version=version, now=call.now))


@tasks.post("/tasks/{task_id}/links", gives=Made)
def add_link(call: Call, task_id: Id, asked: LinkAsked) -> Made:
    """Another task follows this one."""
    return Made(writes.add_link(call.actor, task_id, **asked.values(), now=call.now))


@tasks.delete("/links/{link_id}")
def remove_link(call: Call, link_id: Id) -> None:
    """Takes a link away."""
    writes.remove_link(call.actor, link_id, now=call.now)


@tasks.post("/tasks/{task_id}/assignments", gives=Made)
def assign(call: Call, task_id: Id, asked: AssignmentAsked) -> Made:
    """Somebody of the project's team works on the task; asked again, the units change."""
    return Made(writes.assign(call.actor, task_id, resource_id=asked.resource_id, units=asked.units, now=call.now))


@tasks.delete("/tasks/{task_id}/assignments/{resource_id}")
def unassign(call: Call, task_id: Id, resource_id: Id) -> None:
    """Somebody no longer works on the task."""
    writes.unassign(call.actor, task_id, resource_id=resource_id, now=call.now)
