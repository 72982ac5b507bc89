"""The dates: the schedule of a project, its chart, why a task stands where it stands, what an edit would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from milepost.api.entry import Call
from milepost.api.shapes import Id
from milepost.api.subject import Subject
from milepost.forecast import reads
from milepost.kernel.say import Sentence
from milepost.plans import reads as plans

schedules = Subject("Schedules")

Minutes = Annotated[int, Field(ge=0, le=2**31 - 1)]
Day = Annotated[int, Field(ge=0, le=100_000)]


@dataclass(frozen=True, slots=True)
class TaskDates:
    """One task's dates on the project's wall clock, to the minute; floats in working minutes."""

    id: int
    uid: int
    name: str
    summary: bool
    start: datetime
    finish: datetime
    early_start: datetime
    early_finish: datetime
    late_start: datetime
    late_finish: datetime
    total_float_minutes: int
    critical: bool
    why: Sentence


@dataclass(frozen=True, slots=True)
class Caution:
    """Something in the plan that was scheduled anyway and that a person should look at; `uid` is the task's where it is about one."""

    code: str
    message: Sentence
    uid: int | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates of every task, drawn from the facts of `revision` as of the day `as_of`."""

    revision: int
    as_of: date
    finish: datetime
    tasks: tuple[TaskDates, ...]
    warnings: tuple[Caution, ...]


@schedules.get("/projects/{project_id}/schedule", gives=Schedule)
def schedule(call: Call, project_id: Id) -> Schedule:
    """Every task with its dates and why; always of the newest facts and today."""
    drawn = reads.schedule(call.actor, project_id, now=call.now)
    warnings = tuple(Caution(each.code, each.sentence, each.task) for each in drawn.warnings)
    return Schedule(drawn.revision, drawn.as_of, drawn.finish, tuple(_lines(drawn)), warnings)


def _lines(drawn: reads.Schedule) -> Iterator[TaskDates]:
    for task in drawn.tasks:
        dates = task.dates
        yield TaskDates(
            id=task.id,
            uid=dates.uid,
            name=task.name,
            summary=dates.summary,
            start=dates.start,
            finish=dates.finish,
            early_start=dates.early_start,
            early_finish=dates.early_finish,
            late_start=dates.late_start,
            late_finish=dates.late_finish,
            total_float_minutes=dates.total_float_minutes,
            critical=dates.critical,
            why=task.why,
        )


@schedules.get("/projects/{project_id}/chart", gives=reads.Chart)
def chart(call: Call, project_id: Id, baseline: int | None = None) -> reads.Chart:
    """The plan as columns for a Gantt chart, with the newest forecast as it is kept, beside a baseline by number, else the newest."""
    return reads.chart(call.actor, project_id, baseline=baseline, now=call.now)


@schedules.get("/projects/{project_id}/days-off", gives=list[list[list[int]]])
def days_off(call: Call, project_id: Id, first: Day, last: Day) -> list[list[tuple[int, int]]]:
    """For each of the chart's people, from which to which day the project works and they do not; days count from 1970."""
    return reads.days_off(call.actor, project_id, first=first, last=last)


@schedules.get("/tasks/{task_id}/why", gives=tuple[Sentence, ...])
def why(call: Call, task_id: Id) -> tuple[Sentence, ...]:
    """Why a task stands where it stands; before it, the reasons of the tasks that drive it."""
    task = plans.task(call.actor, task_id)
    return reads.why(call.actor, task.project_id, task.line.uid)
