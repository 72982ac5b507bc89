"""What lies beside the tasks of the demo firm: labels, custom fields, comments, files, parts, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from milepost.kernel.actor import Actor
from milepost.kernel.worktime import OFFICE_DAY, DayException
from milepost.plans import edits, writes
from milepost.plans import reads as plans
from milepost.plans.rules import FieldKind, Part, Repeat, Rhythm

Told = Mapping[str, Any]


def label(actor: Actor, told: Told, now: datetime) -> None:
    """The labels of the firm."""
    for one in told.get("labels", ()):
        writes.add_label(actor, name=one["name"], colour=one["colour"], now=now)


def strive(actor: Actor, told: Told, on: Callable[[int], date], now: datetime) -> None:
    """What the firm is after, and which of its projects serve it."""
    ids = {name: project_id for project_id, name in plans.visible_names(actor)}
    for one in told.get("strategy", ()):
        said = {key: one[key] for key in ("name", "metric", "baseline_value", "target")}
        writes.add_strategic_objective(actor, **said, by_on=on(one["by"]), project_ids=[ids[name] for name in one["projects"]], now=now)


def arrange(actor: Actor, project_id: int, told: Told, tasks: Mapping[str, int], people: Mapping[str, int], now: datetime) -> None:
    """Custom fields, labels of tasks, and who has which part, of one project."""
    labels = {one.name: one.id for one in plans.labels(actor)}
    fields = {
        one["name"]: writes.add_field(
            actor, project_id, name=one["name"], kind=FieldKind(one["kind"]), choices=one.get("choices", ()), now=now
        )
        for one in told.get("fields", ())
    }
    said: list[edits.Edit] = []
    for task in told["tasks"]:
        said += [edits.Label(tasks[task["name"]], labels[name]) for name in task.get("labels", ())]
        said += [edits.SetField(tasks[task["name"]], fields[name], value) for name, value in task.get("fields", {}).items()]
    if said:
        writes.edit_plan(actor, project_id, edits=said, now=now)
    for one in told.get("parts", ()):
        rows = {row.name: row for row in plans.raci(actor, project_id).rows}
        row, who = rows[one["deliverable"]], people[one["who"]]
        writes.give_part(actor, row.deliverable_id, person_id=who, part=Part(one["part"]), version=row.version, now=now)


def repeat(actor: Actor, project_id: int, told: Told, on: Callable[[int], date], minutes: Callable[[str], int], now: datetime) -> None:
    """What comes back in one project."""
    for one in told.get("recurring", ()):
        rule = Repeat(one["every"], Rhythm(one["rhythm"]), on(one["from"]), times=one["times"])
        writes.repeat_task(actor, project_id, name=one["name"], duration_minutes=minutes(one["time"]), repeat=rule, now=now)


def calendars(
    actor: Actor, project_id: int, told: Told, on: Callable[[int], date], shifts: Callable[[str], list[list[int]]], now: datetime
) -> None:
    """The calendars of one project: five days of the office or of other shifts, and days of their own."""
    for one in told.get("calendars", ()):
        usual = [(begin, end if end > begin else end + 1440) for begin, end in shifts(one["shifts"])] if "shifts" in one else OFFICE_DAY
        days = [DayException(on(day["from"]), on(day["to"]), name=day["name"]) for day in one.get("days", ())]
        made = writes.add_calendar(actor, project_id, name=one["name"], week=[usual] * 5 + [(), ()], exceptions=days, now=now)
        if one.get("used"):
            version = plans.calendars(actor, project_id).version
            writes.use_calendar(actor, project_id, calendar_id=made, version=version, now=now)


def comment(actor: Actor, task_id: int, told: Told, now: datetime) -> None:
    """A comment, or a file with a few lines."""
    if "file" in told:
        kept = writes.keep_content([told["text"].encode()])
        writes.attach(actor, task_id, kept=kept, file_name=told["file"], now=now)
    else:
        writes.comment(actor, task_id, text=told["text"], now=now)
