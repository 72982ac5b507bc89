"""The calendars of a project: made, changed, chosen, removed. Each is one change, which can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit.rules import plain
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.kernel.worktime import DayException, OtherWeek, WorkingTime
from milepost.people import reads as people
from milepost.people import rules as people_rules
from milepost.plans import models, rules
from milepost.plans.desk import FIRST_UID_HERE
from milepost.plans.writes.changes import Rows, changing

NEEDS = "plans.change_calendars"
NAMED = 3
"""Tasks that a refusal names."""
Days = Sequence[Iterable[Sequence[int]]]


def add_calendar(
    actor: Actor,
    project_id: int,
    *,
    name: str,
    week: Days,
    exceptions: Iterable[DayException] = (),
    holidays: str = people.FIRM,
    now: datetime,
) -> int:
    """A calendar that the project or some of its tasks can use: a week (Monday first), and the days that differ from it.

    `holidays`: whose public holidays are free besides, `firm`, a country (`DE`), a region (`DE-BY`) or nobody's where empty.
    Gives back its id. Refused: a week without work, hours that overlap, a day named twice, a name that is there.
    """
    accounts.require(actor, NEEDS)
    values = _values(name, WorkingTime(people_rules.week(week), (), rules.calendars.days_that_differ(exceptions)), holidays)
    with changing(actor, project_id, now=now) as rows:
        _check_name(rows.project, values["name"], 0)
        there = models.Calendar.objects.filter(project=rows.project).aggregate(uid=Max("uid"), position=Max("position"))
        uid = max(there["uid"] or 0, 0 if rows.project.native else FIRST_UID_HERE - 1) + 1
        position = 0 if there["position"] is None else there["position"] + 1
        row = models.Calendar(workspace_id=rows.project.workspace_id, project=rows.project, uid=uid, position=position, **values)
        rows.insert(row)
        rows.keep("added", "calendar", row.pk, before=None, after=_told(values), needs=NEEDS)
    return row.pk


def change_calendar(
    actor: Actor,
    project_id: int,
    *,
    calendar_id: int,
    name: str,
    week: Days,
    exceptions: Iterable[DayException],
    holidays: str,
    version: int | None,
    now: datetime,
) -> int:
    """Says anew when a calendar works; weeks that a file lets hold for a while stay. Gives back its version. Refused as a new one is."""
    accounts.require(actor, NEEDS)
    with changing(actor, project_id, now=now) as rows:
        row = _held(rows.project, calendar_id)
        others = rules.unpacked_time(row.time).other_weeks
        time = WorkingTime(_week(week, others), others, rules.calendars.days_that_differ(exceptions))
        values = _values(name, time, holidays)
        before = {column: getattr(row, column) for column in values}
        there = {**_told(before), "version": row.version}
        accounts_rules.check_version(version, current=row.version, yours=_told(values), now_there=there)
        _check_name(rows.project, values["name"], row.pk)
        rows.change(row, {**values, "version": row.version + 1})
        rows.keep("changed", "calendar", row.pk, before=_told(before), after=_told(values), needs=NEEDS)
    return row.version


def use_calendar(actor: Actor, project_id: int, *, calendar_id: int | None, version: int | None, now: datetime) -> int:
    """By which of its calendars a project works; None: by the firm's working time. `version` is the project's; gives back the new one."""
    accounts.require(actor, NEEDS)
    with changing(actor, project_id, now=now) as rows:
        project = rows.project
        row = None if calendar_id is None else _held(project, calendar_id)
        before, after = {"calendar": project.calendar}, {"calendar": None if row is None else row.uid}
        accounts_rules.check_version(version, current=project.version, yours=after, now_there={**before, "version": project.version})
        rows.change(project, {**after, "version": project.version + 1})
        rows.keep("chose_calendar", "project", project_id, before=before, after={**after, "name": row.name if row else ""}, needs=NEEDS)
    return project.version


def remove_calendar(actor: Actor, project_id: int, *, calendar_id: int, version: int | None, now: datetime) -> None:
    """Takes a calendar away by which nothing works any more; refused where the project, a task or somebody of the team does."""
    accounts.require(actor, NEEDS)
    with changing(actor, project_id, now=now) as rows:
        row = _held(rows.project, calendar_id)
        before = {"name": row.name, "version": row.version}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there=before)
        _check_unused(rows, row)
        rows.delete(models.Calendar.objects.filter(pk=row.pk))
        rows.keep("removed", "calendar", calendar_id, before=before, after=None, needs=NEEDS)


def _held(project: models.Project, calendar_id: int) -> models.Calendar:
    row = models.Calendar.objects.filter(project=project, pk=calendar_id).first()
    if row is None:
        raise NotFound()
    return row


def _week(week: Days, others: tuple[OtherWeek, ...]) -> Any:
    """A week may be wholly free where others that hold for a while are not."""
    return people_rules.other_week(week) if any(any(other.week) for other in others) else people_rules.week(week)


def _values(name: str, time: WorkingTime, holidays: str) -> dict[str, Any]:
    if holidays and holidays != people.FIRM:
        country, _, region = holidays.partition("-")
        accounts_rules.check_place(country, region)
    return {"name": rules.name(name), "time": plain(rules.packed_time(time)), "holidays": holidays}


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {"name": values["name"], "holidays": values["holidays"], **values["time"]}


def _check_name(project: models.Project, name: str, own: int) -> None:
    if models.Calendar.objects.filter(project=project, name=name).exclude(pk=own).exists():
        raise Refusal("calendar_there", say("The project has a calendar of this name already."), field="name")


def _check_unused(rows: Rows, row: models.Calendar) -> None:
    if rows.project.calendar == row.uid:
        raise Refusal("calendar_used", say("The project works by this calendar. Let it use another one first."))
    tasks = models.Task.objects.filter(project=rows.project, calendar=row.uid, removed_at=None).order_by("position")
    team = models.Resource.objects.filter(project=rows.project, calendar=row.uid).order_by("position")
    named = [*tasks.values_list("name", flat=True)[:NAMED], *team.values_list("name", flat=True)[:NAMED]]
    if named:
        text = say("{names} work by this calendar. Give them another one first.", names=", ".join(named))
        raise Refusal("calendar_used", text, details={"names": named})
