"""The whole plan as columns, for a chart: everything but the dates that the engine concludes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Subquery

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.kernel.actor import Actor
from milepost.kernel.worktime import DayException, WorkingTime
from milepost.people import reads as people
from milepost.plans import models, rules
from milepost.plans.desk import calendar_time
from milepost.plans.draft import Constraint
from milepost.plans.reads.visible import project_row
from milepost.plans.reads.worn import Worn, worn

EPOCH = datetime(1970, 1, 1)
MINUTE = timedelta(minutes=1)
TASK, SUMMARY, MILESTONE = 0, 1, 2
TO_DO, IN_PROGRESS, WAITING, DONE = 0, 1, 2, 3
CONSTRAINTS = {kind.value: number for number, kind in enumerate(Constraint)}


@dataclass(frozen=True, slots=True)
class FreeDays:
    """The days without work from a first to a last one, inclusive, and the stretches of them that have a name."""

    days: tuple[date, ...]
    named: tuple[DayException, ...]


Days = Callable[[date, date], FreeDays]


class _Row(NamedTuple):
    """The columns of a task that the outline reads, in this order."""

    pk: int
    uid: int
    name: str
    level: int
    summary: bool
    duration_minutes: int
    percent: int
    active: bool
    deadline_at: datetime | None
    version: int
    deliverable_id: int | None
    priority: int
    constraint: str
    constraint_at: datetime | None
    manual: bool
    effort_minutes: int
    best_minutes: int | None
    worst_minutes: int | None
    actual_start: datetime | None
    actual_finish: datetime | None


@dataclass(frozen=True, slots=True)
class Team:
    """Who works in the plan, by place: what the numbers in `Outline.who` stand for."""

    id: list[int]
    name: list[str]
    units: list[int]
    persons: list[int | None]
    """Who they are in the firm."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The plan as columns in its order of tasks; `chart` of the forecast room says what each holds. `links` name rows."""

    revision: int
    minutes_per_day: int
    id: list[int]
    uid: list[int]
    name: list[str]
    level: list[int]
    kind: list[int]
    active: list[int]
    duration: list[int]
    percent: list[int]
    state: list[int]
    version: list[int]
    deadline: list[int | None]
    constraint: list[int]
    constraint_at: list[int | None]
    manual: list[int]
    priority: list[int]
    effort: list[int]
    best: list[int | None]
    worst: list[int | None]
    deliverable: list[int | None]
    deliverables: list[tuple[int, str]]
    baseline_start: list[int | None]
    baseline_finish: list[int | None]
    who: list[list[int]]
    units: list[list[int]]
    team: Team
    links: list[tuple[int, int, str, int, int, str]]
    promises: list[tuple[int | None, date]]
    labels: list[list[int]]
    known_labels: list[tuple[int, str, str]]
    fields: list[tuple[int, str, str, list[str]]]
    field_values: list[tuple[int, int, str]]
    free_days: Days


def outline(actor: Actor, project_id: int) -> Outline:
    """The plan's columns; `NotFound` if the actor may not know the project. The same queries for any number of tasks.

    The revision is read before them: what is changed meanwhile is in them or has a newer revision, and is asked for again.
    """
    accounts.require(actor, "plans.see")
    project = project_row(actor, project_id)
    revision = audit.revision(project_id)
    tasks = _tasks(project_id)
    places = {task.pk: place for place, task in enumerate(tasks)}
    frozen = _frozen(project_id)
    team = _team(project_id)
    who, units = _assigned(project_id, places, {pk: place for place, pk in enumerate(team.id)})
    more = worn(actor.workspace_id, project_id)
    return Outline(
        revision=revision,
        minutes_per_day=project.minutes_per_day,
        id=list(places),
        uid=[task.uid for task in tasks],
        name=[task.name for task in tasks],
        level=[task.level for task in tasks],
        kind=[SUMMARY if task.summary else TASK if task.duration_minutes else MILESTONE for task in tasks],
        active=[int(task.active) for task in tasks],
        duration=[task.duration_minutes for task in tasks],
        percent=rules.rolled_up([(task.level, task.summary, task.duration_minutes, task.percent) for task in tasks]),
        state=[_state(task) for task in tasks],
        version=[task.version for task in tasks],
        deadline=[_minute(task.deadline_at) for task in tasks],
        constraint=[CONSTRAINTS[task.constraint] for task in tasks],
        constraint_at=[_minute(task.constraint_at) for task in tasks],
        manual=[int(task.manual) for task in tasks],
        priority=[task.priority for task in tasks],
        effort=[task.effort_minutes for task in tasks],
        best=[task.best_minutes for task in tasks],
        worst=[task.worst_minutes for task in tasks],
        deliverable=[task.deliverable_id for task in tasks],
        deliverables=more.deliverables,
        baseline_start=[frozen.get(pk, (None, None))[0] for pk in places],
        baseline_finish=[frozen.get(pk, (None, None))[1] for pk in places],
        who=who,
        units=units,
        team=team,
        links=_links(project_id, places),
        promises=_promises(project_id, places),
        labels=_labels(more, places),
        known_labels=more.labels,
        fields=more.fields,
        field_values=_field_values(more, places),
        free_days=_free_days(project),
    )


def _tasks(project_id: int) -> list[_Row]:
    rows = models.Task.objects.filter(project_id=project_id, removed_at=None).order_by("position").values_list(*_Row._fields)
    return [_Row(*row) for row in rows]


def _state(task: _Row) -> int:
    """Where the card of a task stands: what was reported of it says so."""
    if task.percent == 100 or task.actual_finish:
        return DONE
    return IN_PROGRESS if task.percent or task.actual_start else TO_DO


def _minute(at: datetime | None) -> int | None:
    return None if at is None else (at - EPOCH) // MINUTE


def _frozen(project_id: int) -> dict[int, tuple[int | None, int | None]]:
    """The dates of the baseline that was frozen last, as in `newest_baselines`."""
    newest = models.Baseline.objects.filter(project_id=project_id).order_by("-frozen_at", "number").values("pk")[:1]
    rows = models.BaselineTask.objects.filter(baseline_id=Subquery(newest)).values_list("task_id", "start", "finish")
    return {pk: (_minute(start), _minute(finish)) for pk, start, finish in rows}


def _team(project_id: int) -> Team:
    rows = models.Resource.objects.filter(project_id=project_id, kind="work").order_by("position")
    team = list(rows.values_list("pk", "name", "units", "person_id"))
    return Team([row[0] for row in team], [row[1] for row in team], [row[2] for row in team], [row[3] for row in team])


def days_off(actor: Actor, project_id: int, first: date, last: date) -> list[list[date]]:
    """For each of the team, in the outline's order, the days from `first` to `last` on which the project works and they do not."""
    accounts.require(actor, "plans.see")
    project = project_row(actor, project_id)
    persons = _team(project_id).persons
    known = people.working_time({person for person in persons if person is not None}, first, last, zone=project.zone)
    nobody_works = set(_free_days(project)(first, last).days)
    return [[day for day in _free(known.get(person or 0), first, last) if day not in nobody_works] for person in persons]


def _free(time: WorkingTime | None, first: date, last: date) -> Iterator[date]:
    return iter(()) if time is None else rules.days_without_work(time, first, last)


def _assigned(project_id: int, places: Mapping[int, int], team: Mapping[int, int]) -> tuple[list[list[int]], list[list[int]]]:
    """Per task the places in the team of who works on it, and with how many per cent of their time."""
    who: list[list[int]] = [[] for _ in places]
    units: list[list[int]] = [[] for _ in places]
    rows = models.Assignment.objects.filter(project_id=project_id).order_by("pk").values_list("task_id", "resource_id", "units")
    for task, resource, share in rows:
        if resource in team and task in places:
            who[places[task]].append(team[resource])
            units[places[task]].append(share)
    return who, units


def _labels(more: Worn, places: Mapping[int, int]) -> list[list[int]]:
    """Per task the places of its labels among all that the workspace has."""
    index = {label[0]: place for place, label in enumerate(more.labels)}
    labels: list[list[int]] = [[] for _ in places]
    for task, label in more.labelled:
        if task in places:
            labels[places[task]].append(index[label])
    return labels


def _field_values(more: Worn, places: Mapping[int, int]) -> list[tuple[int, int, str]]:
    """Row, place of the field, text: only where a task says something."""
    index = {field[0]: place for place, field in enumerate(more.fields)}
    return [(places[task], index[field], text) for task, field, text in more.said if task in places]


def _links(project_id: int, places: Mapping[int, int]) -> list[tuple[int, int, str, int, int, str]]:
    columns = ("predecessor_id", "successor_id", "kind", "pk", "lag", "unit")
    rows = models.Link.objects.filter(project_id=project_id).order_by("pk").values_list(*columns)
    return [(places[before], places[after], *rest) for before, after, *rest in rows if before in places and after in places]


def _promises(project_id: int, places: Mapping[int, int]) -> list[tuple[int | None, date]]:
    """The date that holds for the project and for each task that was promised on its own."""
    rows = models.PromisedDate.objects.filter(project_id=project_id).order_by("pk")
    newest = dict(rows.values_list("task_id", "on"))
    return [(None if task is None else places[task], on) for task, on in newest.items() if task is None or task in places]


def _free_days(project: models.Project) -> Days:
    def found(first: date, last: date) -> FreeDays:
        time = calendar_time(project, project.calendar, first, last)
        named = (each for each in time.exceptions if each.name and not each.shifts and each.first <= last and first <= each.last)
        return FreeDays(tuple(rules.days_without_work(time, first, last)), tuple(named))

    return found
