"""The calendars of a project: when it works, and what works by which of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.kernel.worktime import DayException, OtherWeek, Week, WorkingTime
from milepost.plans import models, rules
from milepost.plans.desk import calendar_time, with_public_holidays
from milepost.plans.reads.visible import project_row
from milepost.plans.rules.calendars import CalendarDay


@dataclass(frozen=True, slots=True)
class UsedBy:
    """A task or somebody of the team that works by a calendar of its own."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar of a project: its week (Monday first, minutes from midnight), the days that differ, and what works by it.

    `holidays` says whose public holidays are free besides: `firm`, a country (`DE`), a region (`DE-BY`); empty: nobody's. `used` by
    the project: tasks without a calendar of their own follow it. `uid` is how tasks name it.
    """

    id: int
    uid: int
    name: str
    week: Week
    other_weeks: tuple[OtherWeek, ...]
    exceptions: tuple[DayException, ...]
    holidays: str
    of_resource: bool
    used: bool
    tasks: tuple[UsedBy, ...]
    team: tuple[UsedBy, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Calendars:
    """All of a project. `version` is the project's: it is asked for where another one is to be used."""

    calendars: tuple[CalendarView, ...]
    native: bool
    version: int


def calendars(actor: Actor, project_id: int) -> Calendars:
    """The calendars of a project, that which it uses first. Four queries; `NotFound` if the actor may not know the project."""
    accounts.require(actor, "plans.see")
    project = project_row(actor, project_id)
    rows = list(models.Calendar.objects.filter(project=project).order_by("of_resource", "position"))
    tasks, team = _users(project)
    views = (_view(row, project, tasks.get(row.uid, ()), team.get(row.uid, ())) for row in rows)
    return Calendars(tuple(sorted(views, key=lambda each: not each.used)), project.native, project.version)


def calendar(actor: Actor, project_id: int, calendar_id: int) -> CalendarView:
    """One of them; `NotFound` if the project has none of this id."""
    found = next((each for each in calendars(actor, project_id).calendars if each.id == calendar_id), None)
    if found is None:
        raise NotFound()
    return found


def calendar_year(actor: Actor, project_id: int, calendar_id: int | None, year: int) -> tuple[CalendarDay, ...]:
    """Each day of a year in a calendar, or, without one, as the project works."""
    accounts.require(actor, "plans.see")
    project = project_row(actor, project_id)
    first, last = date(year, 1, 1), date(year, 12, 31)
    if calendar_id is None:
        return rules.calendars.year_of(calendar_time(project, project.calendar, first, last), year)
    row = models.Calendar.objects.filter(project=project, pk=calendar_id).first()
    if row is None:
        raise NotFound()
    time = with_public_holidays(rules.unpacked_time(row.time), project.workspace_id, row.holidays, first, last)
    return rules.calendars.year_of(time, year)


def time_of(view: CalendarView) -> WorkingTime:
    """The working time that a calendar says itself, without public holidays."""
    return WorkingTime(view.week, view.other_weeks, view.exceptions)


Used = Mapping[int, tuple[UsedBy, ...]]


def _users(project: models.Project) -> tuple[Used, Used]:
    tasks = models.Task.objects.filter(project=project, removed_at=None, calendar__isnull=False).order_by("position")
    team = models.Resource.objects.filter(project=project, calendar__isnull=False).order_by("position")
    return _by_uid(tasks), _by_uid(team)


def _by_uid(rows: Any) -> Used:
    found: dict[int, list[UsedBy]] = defaultdict(list)
    for uid, pk, name in rows.values_list("calendar", "pk", "name"):
        found[uid].append(UsedBy(pk, name))
    return {uid: tuple(users) for uid, users in found.items()}


def _view(row: models.Calendar, project: models.Project, tasks: tuple[UsedBy, ...], team: tuple[UsedBy, ...]) -> CalendarView:
    time = rules.unpacked_time(row.time)
    used = row.uid == project.calendar
    said = (time.week, time.other_weeks, time.exceptions, row.holidays, row.of_resource)
    return CalendarView(row.pk, row.uid, row.name, *said, used, tasks, team, row.version)
