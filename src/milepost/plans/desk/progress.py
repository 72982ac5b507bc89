"""A report of progress, applied to a task on the desk."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from milepost.kernel.worktime import WorkingTime
from milepost.plans import models, rules
from milepost.plans.desk.desk import Desk
from milepost.plans.desk.times import calendar_time
from milepost.plans.edits import Report


def report(desk: Desk, edit: Report) -> None:
    """The newest facts of a task after a report; splits and work left, as a file had them, no longer hold."""
    task = desk.task(edit.task_id)
    rules.check_reportable(summary=task.summary, external=task.external, active=task.active)
    said = rules.Report(edit.percent, edit.remaining_minutes, edit.started_at, edit.finished_at)
    rules.check_report(said, milestone=task.duration_minutes == 0, now=desk.wall)
    day_start = desk.wall if task.actual_start else _day_start(desk, task)
    if edit.begun and said.started_at is None:
        said = rules.Report(said.percent, said.remaining_minutes, task.actual_start or min(day_start, desk.wall))
    after = rules.reported(done(task), said, day_start=day_start, now=desk.wall)
    before = task.duration_minutes
    for name, value in asdict(after).items():
        setattr(task, name, value)
    task.stop_at = task.resume_at = None
    for line in desk.people_on(task.pk):
        line.work_minutes = rules.stretched(line.work_minutes, before, task.duration_minutes)
    for line in desk.lines.of(task.pk):
        line.remaining_work_minutes = None
    desk.spoken_of.add(task.pk)
    desk.notes[task.pk] = rules.text(edit.note, field="note", longest=rules.LONGEST_NOTE)


def done(task: models.Task) -> rules.Done:
    """How far a task is, as its row keeps it."""
    return rules.Done(**{name: getattr(task, name) for name in rules.DONE})


def _day_start(desk: Desk, task: models.Task) -> datetime:
    """When today's work on the task began."""
    wanted = desk.project.calendar if task.calendar is None else task.calendar
    if wanted not in desk.times:
        desk.times[wanted] = _working_time(desk, wanted)
    return rules.day_start(desk.times[wanted], desk.wall)


def _working_time(desk: Desk, calendar: int | None) -> WorkingTime:
    on = desk.wall.date()
    return calendar_time(desk.project, calendar, on - timedelta(days=1), on)
