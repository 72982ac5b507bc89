"""The whole plan as columns, for a chart: everything but the dates that the engine concludes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db.models import Subquery

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.kernel.worktime import DayException, WorkingTime
from milepost.people import reads as people
from milepost.plans import desk as desks
from milepost.plans import models, rules, tried
from milepost.plans.desk import Desk, calendar_time
from milepost.plans.draft import Constraint
from milepost.plans.edits import Edit
from milepost.plans.reads.outcomes import newest_baseline
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


class _Link(NamedTuple):
    """The columns `_LINK` of a link."""

    before: int
    after: int
    kind: str
    pk: int
    lag: int
    unit: str


class _Line(NamedTuple):
    """The columns `_LINE` of an assignment."""

    task: int
    resource: int
    units: int
    pk: int


_LINK = ("predecessor_id", "successor_id", "kind", "pk", "lag", "unit")
_LINE = ("task_id", "resource_id", "units", "pk")
_ENDS = {"predecessor_id", "successor_id", "task_id"}
_Linked = TypeVar("_Linked", _Link, _Line)


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


def outline(actor: Actor, project_id: int, *, baseline: int | None = None) -> Outline:
    """The plan's columns with the dates of the baseline of that number, else of the newest. The same queries for any number of tasks.

    `NotFound` if the actor may not know the project, or it has no such baseline.
    The revision is read before them: what is changed meanwhile is in them or has a newer revision, and is asked for again.
    """
    accounts.require(actor, "plans.see")
    project = project_row(actor, project_id)
    revision = audit.revision(project_id)
    frozen = _frozen(project_id, baseline)
    return _outline(actor, project, revision, _tasks(project_id), _links(project_id), _lines(project_id), frozen)


def outline_tried(actor: Actor, project_id: int, *, edits: Sequence[Edit], now: datetime) -> Outline:
    """The same columns after edits of a scenario. A task that they add has its number there, below zero, for an id.

    Refuses what the plan would refuse.
    """
    accounts.require(actor, "plans.see")
    project = project_row(actor, project_id)
    revision = audit.revision(project_id)
    desk = desks.laid(project, edits, now=now)
    desks.apply(desk)
    ids = {row: -tried.number_of(key) for key, row in desk.made.items()}
    tasks = [task._replace(pk=ids.get(task.pk, task.pk)) for task in _tasks_on(desk, _tasks(project_id))]
    links = _rows_on(desk.links, _links(project_id), ids)
    lines = _rows_on(desk.lines, _lines(project_id), ids)
    return _outline(actor, project, revision, tasks, links, lines, _frozen(project_id, None))


def _outline(
    actor: Actor,
    project: models.Project,
    revision: int,
    tasks: Sequence[_Row],
    links: Iterable[_Link],
    lines: Iterable[_Line],
    frozen: Mapping[int, tuple[int | None, int | None]],
) -> Outline:
    project_id = project.pk
    places = {task.pk: place for place, task in enumerate(tasks)}
    team = _team(project_id)
    who, units = _assigned(lines, places, {pk: place for place, pk in enumerate(team.id)})
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
        links=[(places[each.before], places[each.after], *each[2:]) for each in links if each.before in places and each.after in places],
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


def _frozen(project_id: int, number: int | None) -> dict[int, tuple[int | None, int | None]]:
    """The dates of the baseline of that number, or with None of the newest."""
    wanted = newest_baseline(project_id)
    if number is not None:
        wanted = models.Baseline.objects.filter(project_id=project_id, number=number).values_list("pk", flat=True)
        if not wanted.exists():
            raise NotFound()
    rows = models.BaselineTask.objects.filter(baseline_id=Subquery(wanted)).values_list("task_id", "start", "finish")
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


def _lines(project_id: int) -> list[_Line]:
    return list(itertools.starmap(_Line, models.Assignment.objects.filter(project_id=project_id).order_by("pk").values_list(*_LINE)))


def _assigned(lines: Iterable[_Line], places: Mapping[int, int], team: Mapping[int, int]) -> tuple[list[list[int]], list[list[int]]]:
    """Per task the places in the team of who works on it, and with how many per cent of their time."""
    who: list[list[int]] = [[] for _ in places]
    units: list[list[int]] = [[] for _ in places]
    for task, resource, share, _pk in lines:
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


def _links(project_id: int) -> list[_Link]:
    return list(itertools.starmap(_Link, models.Link.objects.filter(project_id=project_id).order_by("pk").values_list(*_LINK)))


def _tasks_on(desk: Desk, tasks: Sequence[_Row]) -> list[_Row]:
    """The rows of the plan in the order and with the values that they have on the desk."""
    changed = {each.row.pk: _Row(*(getattr(each.row, name) for name in _Row._fields)) for each in desk.tasks.differences()}
    if not desk.rearranged:
        return [changed.get(task.pk, task) for task in tasks]
    known = {task.pk: task for task in tasks} | changed
    gone = {row.pk for row in desk.gone}
    return [known[node.id] for node in desk.outline if node.id not in gone]


def _rows_on(sheet: Any, rows: Iterable[_Linked], ids: Mapping[int, int]) -> list[_Linked]:
    """Links or assignments as they are on the desk, with the ids that tasks have in a scenario."""
    kept = {row.pk: row for row in rows}
    for each in sheet.differences():
        kept.pop(each.row.pk, None)
        if each.after is not None:
            kind: Any = _Link if isinstance(each.row, models.Link) else _Line
            columns = _LINK if isinstance(each.row, models.Link) else _LINE
            values = {name: getattr(each.row, name) for name in columns}
            kept[each.row.pk] = kind(*(ids.get(value, value) if name in _ENDS else value for name, value in values.items()))
    return list(kept.values())


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
