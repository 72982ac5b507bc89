"""What comes back at a rhythm, how people look at a plan, and how many tasks a column of its board takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db.models import Count, Q

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import models, rules
from milepost.plans.desk import calendar_time
from milepost.plans.reads.visible import project_row
from milepost.plans.rules import Filter, Look, Repeat, Rhythm, Shown, Sort, State, Zoom

LONGEST_BREAK = 366
"""How many days ahead the next working day is looked for."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule, the summary below which its tasks stand, how many there are and how many have begun."""

    id: int
    project_id: int
    summary_id: int
    name: str
    duration_minutes: int
    repeat: Repeat
    tasks: int
    begun: int
    version: int


@dataclass(frozen=True, slots=True)
class SavedView:
    """A way to look at a plan. `mine`: whether the actor made it and may change it."""

    id: int
    project_id: int
    name: str
    shared: bool
    shown: Shown
    by: str
    mine: bool
    version: int


@dataclass(frozen=True, slots=True)
class Board:
    """How many tasks each state takes at most; states without a limit are not named. `version` is the project's."""

    limits: Mapping[State, int]
    version: int


def recurrences(actor: Actor, project_id: int) -> tuple[Recurrence, ...]:
    """The rules by which tasks of a project come back, the oldest first. Two queries."""
    accounts.require(actor, "plans.see")
    return _recurrences(project_row(actor, project_id).pk)


def recurrence(actor: Actor, project_id: int, recurrence_id: int) -> Recurrence:
    """One of them; `NotFound` if there is none of this project."""
    found = next((one for one in recurrences(actor, project_id) if one.id == recurrence_id), None)
    if found is None:
        raise NotFound()
    return found


def _recurrences(project_id: int) -> tuple[Recurrence, ...]:
    rows = models.Recurrence.objects.filter(project_id=project_id, removed_at=None, summary__removed_at=None).order_by("pk")
    begun = Q(task__percent__gt=0) | Q(task__actual_start__isnull=False)
    there = models.Occurrence.objects.filter(recurrence__project_id=project_id, task__removed_at=None).order_by()
    counted = there.values_list("recurrence_id").annotate(tasks=Count("pk"), begun=Count("pk", filter=begun))
    counts = {pk: (tasks, begun) for pk, tasks, begun in counted}
    return tuple(_recurrence(row, *counts.get(row.pk, (0, 0))) for row in rows)


def _recurrence(row: models.Recurrence, tasks: int, begun: int) -> Recurrence:
    return Recurrence(row.pk, row.project_id, row.summary_id, row.name, row.duration_minutes, repeat_of(row), tasks, begun, row.version)


def repeat_of(row: models.Recurrence) -> Repeat:
    """The rule that a row keeps."""
    return Repeat(row.every, Rhythm(row.rhythm), row.first_on, tuple(row.weekdays), row.month_day, row.until_on, row.times)


def next_open(project: models.Project) -> Callable[[date], date]:
    """The look-up of the next day on which a project works: the day itself where it does. Two queries a year at most."""

    @cache
    def closed(year: int) -> frozenset[date]:
        first, last = date(year, 1, 1), date(year, 12, 31)
        return frozenset(rules.days_without_work(calendar_time(project, project.calendar, first, last), first, last))

    def found(day: date) -> date:
        near = (day + timedelta(days=number) for number in range(LONGEST_BREAK))
        return next((each for each in near if each not in closed(each.year)), day)

    return found


def comes_back(task_id: int) -> tuple[int, date] | None:
    """By which rule a task was made and for which day, whoever asks; None for a task that nobody repeats."""
    rows = models.Occurrence.objects.filter(task_id=task_id, recurrence__removed_at=None)
    return rows.values_list("recurrence_id", "on").first()


def views(actor: Actor, project_id: int) -> tuple[SavedView, ...]:
    """The actor's own ways to look at a project and those that are shared, by name."""
    accounts.require(actor, "plans.see")
    rows = models.SavedView.objects.filter(Q(shared=True) | Q(by_id=actor.user_id), project=project_row(actor, project_id))
    return tuple(_view(row, actor) for row in rows.select_related("by").order_by("name", "pk"))


def _view(row: models.SavedView, actor: Actor) -> SavedView:
    mine = row.by_id == actor.user_id
    return SavedView(row.pk, row.project_id, row.name, row.shared, unpacked(row.shown), row.by.name, mine, row.version)


def unpacked(kept: Mapping[str, Any]) -> Shown:
    """The view that a table keeps as JSON."""
    sought = kept["filter"]
    lists = {name: tuple(sought[name]) for name in ("people", "labels", "deliverables")}
    chosen = Filter(sought["text"], tuple(map(State, sought["states"])), **lists, critical=sought["critical"], late=sought["late"])
    sort = tuple(Sort(each["by"], each["down"]) for each in kept["sort"])
    return Shown(Look(kept["look"]), tuple(kept["columns"]), sort, kept["group"], chosen, Zoom(kept["zoom"]) if kept["zoom"] else None)


def board(actor: Actor, project_id: int) -> Board:
    """How many tasks each column of a project's board takes."""
    accounts.require(actor, "plans.see")
    row = project_row(actor, project_id)
    return Board({State(state): most for state, most in row.board.items()}, row.version)
