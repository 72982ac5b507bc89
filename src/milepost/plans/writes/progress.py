"""What people say of their tasks."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed
from milepost.kernel.say import say
from milepost.kernel.worktime import WorkingTime
from milepost.people import reads as people
from milepost.plans import models, rules
from milepost.plans.reads.drafts import calendar_time
from milepost.plans.reads.tasks import may_report
from milepost.plans.reads.visible import held_task
from milepost.plans.writes import effort


def record_progress(
    actor: Actor,
    task_id: int,
    *,
    percent: int | None,
    remaining_minutes: int | None,
    started_at: datetime | None = None,
    finished_at: datetime | None = None,
    note: str = "",
    version: int | None = None,
    now: datetime,
) -> int:
    """Keeps what a person says of a task: per cent complete, working minutes left, or both; gives back the plan's revision.

    `started_at` and `finished_at` are wall-clock times of the project's zone; where nothing is said, work began with the
    day's work and ended now. Members report on the tasks they are assigned to. Refused: summaries, tasks of other projects,
    inactive tasks, a report that contradicts itself, and the future. `version` of the task is optional: given and old, it is stale.
    """
    accounts.require(actor, "plans.record_progress")
    said = rules.Report(percent, remaining_minutes, started_at, finished_at)
    with transaction.atomic():
        project, task = held_task(actor, task_id)
        rules.check_reportable(summary=task.summary, external=task.external, active=task.active)
        if not may_report(actor, task):
            raise NotAllowed(say("You are not assigned to this task. Ask somebody who is, or a manager."))
        wall = clock.wall(project.zone, now)
        rules.check_report(said, milestone=task.duration_minutes == 0, now=wall)
        before = _done(task)
        _check_version(version, task, before)
        after = rules.reported(before, said, day_start=_day_start(project, task, before, wall), now=wall)
        _keep(actor, task, after, rules.text(note, field="note", longest=rules.LONGEST_NOTE), now)
        return audit.record(
            actor,
            "recorded_progress",
            "task",
            task_id,
            before=asdict(before),
            after=asdict(after),
            because=note,
            plan_id=project.pk,
            raises_revision=True,
            now=now,
        )


def _done(task: models.Task) -> rules.Done:
    return rules.Done(**{name: getattr(task, name) for name in rules.DONE})


def _check_version(version: int | None, task: models.Task, before: rules.Done) -> None:
    if version is not None:
        current = {"version": task.version, **asdict(before)}
        accounts_rules.check_version(version, current=task.version, yours={"version": version}, now_there=current)


def _day_start(project: models.Project, task: models.Task, before: rules.Done, wall: datetime) -> datetime:
    """When today's work began; of no use where the task has begun already."""
    return wall if before.actual_start else rules.day_start(_working_time(project, task, wall.date()), wall)


def _working_time(project: models.Project, task: models.Task, on: date) -> WorkingTime:
    kept = calendar_time(project.pk, project.calendar if task.calendar is None else task.calendar)
    if kept is None and project.native:
        return people.workspace_time(project.workspace_id, on - timedelta(days=1), on)
    return kept or WorkingTime()


def _keep(actor: Actor, task: models.Task, after: rules.Done, note: str, now: datetime) -> None:
    """The newest facts on the task, and the report for ever. Splits and work left, as the file had them, no longer hold."""
    facts = asdict(after)
    models.Task.objects.filter(pk=task.pk).update(**facts, stop_at=None, resume_at=None, version=task.version + 1)
    if models.Assignment.objects.filter(task=task).exists():
        effort.stretch(task, after.duration_minutes)
        models.Assignment.objects.filter(task=task).exclude(remaining_work_minutes=None).update(remaining_work_minutes=None)
    models.Progress.objects.create(
        workspace_id=task.workspace_id,
        project_id=task.project_id,
        task=task,
        percent=after.percent,
        remaining_minutes=rules.remaining(after.duration_minutes, after.percent, after.remaining_minutes),
        started_at=after.actual_start,
        finished_at=after.actual_finish,
        note=note,
        by_id=actor.user_id,
        at=now,
    )
