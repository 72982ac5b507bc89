"""Tasks that come back: a rule writes them below a summary of their own, and making it anew remakes those that have not begun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from babel.dates import format_date
from django.db import transaction
from django.db.models import Q
from django.utils.translation import to_locale

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import edits, models, rules
from milepost.plans.draft import Constraint
from milepost.plans.reads.arranged import next_open
from milepost.plans.reads.visible import held_project
from milepost.plans.rules import Repeat
from milepost.plans.writes.changes import Rows, changing
from milepost.plans.writes.editing import carry_out

NEEDS = "plans.repeat_task"
SUMMARY = "summary"


def repeat_task(actor: Actor, project_id: int, *, name: str, duration_minutes: int, repeat: Repeat, now: datetime) -> int:
    """A task that comes back: as many tasks below a summary at the end of the plan, none before its day. Gives back the rule's id.

    A day without work becomes the next working day of the project. One change, one undo. Refused: what `rules.repeating` refuses.
    """
    accounts.require(actor, NEEDS)
    values = _rule(name, duration_minutes, repeat)
    with changing(actor, project_id, now=now) as rows:
        days = rules.repeating.days(repeat, next_open(rows.project))
        summary = edits.Add(SUMMARY, values["name"], level=1)
        made = carry_out(rows, [summary, *_added(values, days, _locale(rows), after=SUMMARY, level=2)]).made
        row = models.Recurrence(workspace_id=rows.project.workspace_id, project_id=project_id, summary_id=made[SUMMARY], **values)
        rows.insert(row)
        _note(rows, row, {day: made[day.isoformat()] for day in days})
        rows.keep("repeated", "recurrence", row.pk, before=None, after={**values, "tasks": len(days)}, needs=NEEDS)
    return row.pk


def _rule(name: str, duration_minutes: int, repeat: Repeat) -> dict[str, Any]:
    """The columns of a rule."""
    rules.check_minutes(duration_minutes, field="duration_minutes")
    rules.repeating.check_repeat(repeat)
    return {"name": rules.name(name), "duration_minutes": duration_minutes, **asdict(repeat), "weekdays": sorted(set(repeat.weekdays))}


def _added(values: Mapping[str, Any], days: Sequence[date], locale: str, *, after: edits.Ref, level: int) -> Iterator[edits.Add]:
    """A task for each day, each behind the one before it. The key of each is its day."""
    for day in days:
        fields = {"constraint": Constraint.SNET, "constraint_at": datetime.combine(day, time())}
        yield edits.Add(day.isoformat(), _name(values, day, locale), after, level, values["duration_minutes"], fields)
        after = day.isoformat()


def _name(values: Mapping[str, Any], day: date, locale: str) -> str:
    return f"{values['name']} {format_date(day, 'd MMM', locale)}"


def _locale(rows: Rows) -> str:
    """Names of tasks are for everybody: months are in the language of the workspace."""
    return to_locale(accounts.workspace_of(rows.project.workspace_id).language)


def _note(rows: Rows, rule: models.Recurrence, made: Mapping[date, int]) -> None:
    home = {"workspace_id": rule.workspace_id, "recurrence": rule}
    rows.insert(*(models.Occurrence(**home, task_id=task_id, on=day) for day, task_id in made.items()))


def change_recurrence(
    actor: Actor, recurrence_id: int, *, name: str, duration_minutes: int, repeat: Repeat, version: int | None, now: datetime
) -> int:
    """Another rule: tasks that have begun stay, as do those whose day it still names; the others are remade. Gives back the new version."""
    accounts.require(actor, NEEDS)
    after = _rule(name, duration_minutes, repeat)
    with transaction.atomic():
        project, row = _held(actor, recurrence_id)
        before = {key: getattr(row, key) for key in after}
        accounts_rules.check_version(version, current=row.version, yours=after, now_there={**before, "version": row.version})
        with changing(actor, project, now=now) as rows:
            tasks = _remade(rows, row, after, rules.repeating.days(repeat, next_open(project)))
            rows.change(row, {**after, "version": row.version + 1})
            rows.keep("changed", "recurrence", row.pk, before=before, after={**after, "tasks": tasks}, needs=NEEDS)
    return row.version


def _remade(rows: Rows, rule: models.Recurrence, values: Mapping[str, Any], days: Sequence[date]) -> int:
    """Takes away what is not wanted any more, changes what stays, adds what is missing. Gives back how many tasks there are."""
    there = {each.on: each for each in _occurrences(rule)}
    stay = {day: each for day, each in there.items() if _begun(each.task) or day in days}
    gone = [each for day, each in there.items() if day not in stay]
    behind = max((each.task for each in there.values()), key=lambda task: task.position, default=rule.summary)
    level = rule.summary.level + 1
    locale = _locale(rows)
    said: list[edits.Edit] = list(_added(values, [day for day in days if day not in stay], locale, after=behind.pk, level=level))
    said += [edits.Set(each.task_id, each.task.version, fields) for each in stay.values() if (fields := _other(each, values, locale))]
    if rule.summary.name != values["name"]:
        said.append(edits.Set(rule.summary_id, rule.summary.version, {"name": values["name"]}))
    said += [edits.Remove(each.task_id, each.task.version) for each in gone]
    made = carry_out(rows, said).made if said else {}
    _note(rows, rule, {date.fromisoformat(key): task_id for key, task_id in made.items()})
    rows.delete(models.Occurrence.objects.filter(pk__in=[each.pk for each in gone]))
    return len(stay) + len(made)


def _other(each: models.Occurrence, values: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """What becomes different of a task that stays and has not begun."""
    if _begun(each.task):
        return {}
    wanted = {"name": _name(values, each.on, locale), "duration_minutes": values["duration_minutes"]}
    return {key: value for key, value in wanted.items() if getattr(each.task, key) != value}


def remove_recurrence(actor: Actor, recurrence_id: int, *, version: int | None, now: datetime) -> None:
    """It comes back no more: tasks that have not begun leave the plan, with the summary where nothing is left below it."""
    accounts.require(actor, NEEDS)
    with transaction.atomic():
        project, row = _held(actor, recurrence_id)
        before = {"name": row.name, "version": row.version}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there=before)
        with changing(actor, project, now=now) as rows:
            carry_out(rows, [edits.Remove(each.task_id, each.task.version) for each in _occurrences(row) if not _begun(each.task)])
            summary = models.Task.objects.get(pk=row.summary_id)
            if not summary.summary:
                carry_out(rows, [edits.Remove(summary.pk, summary.version)])
            rows.change(row, {"removed_at": now, "version": row.version + 1})
            rows.keep("removed", "recurrence", row.pk, before=before, after=None, needs=NEEDS)


def _held(actor: Actor, recurrence_id: int) -> tuple[models.Project, models.Recurrence]:
    there = models.Recurrence.objects.filter(pk=recurrence_id, removed_at=None, summary__removed_at=None)
    project = held_project(actor, there.values_list("project_id", flat=True).first() or 0)
    row = there.select_related("summary").first()
    if row is None:
        raise NotFound()
    return project, row


def _occurrences(rule: models.Recurrence) -> Iterator[models.Occurrence]:
    rows = models.Occurrence.objects.filter(Q(task__removed_at=None), recurrence=rule)
    return iter(rows.select_related("task").order_by("on", "pk"))


def _begun(task: models.Task) -> bool:
    return task.percent > 0 or task.actual_start is not None
