"""Who has how much to do: the hours that all plans ask of each person, beside the hours that the person has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from milepost.accounts import reads as accounts
from milepost.forecast import models
from milepost.forecast.rules import Columns, Ints, minute
from milepost.forecast.snapshot import loading
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.worktime import WorkingTime
from milepost.people import reads as people
from milepost.plans import reads as plans
from milepost.plans.draft import Draft

WEEK = 7
LONGEST = 366
TOLERATED = 5
"""Minutes a day by which work may exceed the time without anybody being over-allocated: dates are kept to the minute."""


@dataclass(frozen=True, slots=True)
class LoadTask:
    """A task and what it takes of somebody's time. Without ids: work in projects that the reader does not know, together."""

    task_id: int | None
    project_id: int | None
    project: str
    name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class LoadCell:
    """Days `first` to `last` of one person. `over_minutes`: how much more there is to do, on single days, than time.

    Days before today count neither as time nor as work.
    """

    first: date
    last: date
    capacity_minutes: int
    booked_minutes: int
    over_minutes: int
    tasks: tuple[LoadTask, ...]
    """Those that take the most first."""


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A person of the firm, or a place in a team that nobody of the firm was named for."""

    person_id: int | None
    resource_id: int | None
    name: str
    cells: tuple[LoadCell, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """The load of people in steps of `step_days` from `first` on, as of the day `as_of`."""

    first: date
    step_days: int
    as_of: date
    rows: tuple[LoadRow, ...]


_Line = tuple[plans.Booked, int, int]
"""Work of somebody, and the minutes at which it begins and ends."""


@dataclass(frozen=True, slots=True)
class _Who:
    person_id: int | None
    resource_id: int | None
    name: str
    units: int
    time: WorkingTime


@dataclass(frozen=True, slots=True)
class _Span:
    """The days that are asked for."""

    first: date
    days: int
    step: int
    today: date


def load(actor: Actor, *, first: date | None = None, steps: int, step_days: int = WEEK, now: datetime) -> Load:
    """Everybody the actor may know, with what all projects ask of them. The number of queries is constant."""
    accounts.require(actor, "forecast.see")
    place = accounts.workspace_of(actor.workspace_id)
    span = _span(first, steps, step_days, clock.today(place.zone, now))
    names = dict(people.names(actor))
    times = people.working_time(names, span.first, _horizon(span), zone=place.zone)
    everybody = [_Who(pk, None, name, 100, times[pk]) for pk, name in names.items()]
    return _loaded(actor, everybody, plans.booked(actor.workspace_id, names.keys()), span)


def project_load(actor: Actor, project_id: int, *, first: date | None = None, steps: int, step_days: int = WEEK, now: datetime) -> Load:
    """The team of a project, with what this and all other projects ask of them; `NotFound` if the actor may not know it.

    Work in projects that the actor does not know is there without names.
    """
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    span = _span(first, steps, step_days, clock.today(project.zone, now))
    team = plans.places(project_id)
    persons = {place.person_id for place in team if place.person_id is not None}
    times = people.working_time(persons, span.first, _horizon(span), zone=project.zone)
    usual = people.workspace_time(actor.workspace_id, span.first, _horizon(span))
    booked = plans.booked(actor.workspace_id, persons, project_id=project_id)
    return _loaded(actor, list(_team(team, times, usual)), booked, span)


def overload(actor: Actor, project_id: int, states: Sequence[tuple[Draft, Columns]], *, as_of: date) -> list[int]:
    """By how many minutes each state of a plan asks more of its team than they have, on single days from `as_of` on, for a year at most.

    What other projects ask of the same people counts too, by their newest forecasts. A constant number of queries.
    """
    project = plans.heading(actor, project_id)
    team = plans.places(project_id)
    persons = {place.person_id for place in team if place.person_id is not None}
    last = max((int(columns.finish.max(initial=0)) for _, columns in states), default=0)
    days = max(1, min(LONGEST, last // (24 * 60) - _midnight(as_of) // (24 * 60) + 1))
    span = _Span(as_of, days, 1, as_of)
    times = people.working_time(persons, as_of, _horizon(span), zone=project.zone)
    everybody = list(_team(team, times, people.workspace_time(actor.workspace_id, as_of, _horizon(span))))
    elsewhere = [each for each in plans.booked(actor.workspace_id, persons) if each.project_id != project_id]
    dates = dates_by_uid({each.project_id for each in elsewhere})
    return [
        round(sum(_over(who, lines[_whose(who.person_id, who.resource_id)], span)[1].sum() for who in everybody))
        for draft, columns in states
        for lines in [_lines([*elsewhere, *plans.booked_in(draft, project_id)], {**dates, project_id: _spans(columns)}, span)]
    ]


def _spans(columns: Columns) -> dict[int, tuple[int, int]]:
    dates = zip(columns.start.tolist(), columns.finish.tolist(), strict=True)
    return dict(zip(columns.uid.tolist(), dates, strict=True))


def _team(team: Iterable[plans.Place], times: Mapping[int, WorkingTime], usual: WorkingTime) -> Iterator[_Who]:
    """Each person once, under the first name that the plan gives them."""
    seen: set[int] = set()
    for place in team:
        if place.person_id is None:
            yield _Who(None, place.resource_id, place.name, place.units, place.time or usual)
        elif place.person_id not in seen:
            seen.add(place.person_id)
            yield _Who(place.person_id, place.resource_id, place.name, 100, times[place.person_id])


def _span(first: date | None, steps: int, step_days: int, today: date) -> _Span:
    """Whole steps from the day `first`, or today; weeks begin on Mondays."""
    begin = first or today
    begin -= timedelta(days=begin.weekday() if step_days == WEEK else 0)
    return _Span(begin, max(1, min(steps * step_days, LONGEST) // step_days) * step_days, step_days, today)


def _horizon(span: _Span) -> date:
    return span.first + timedelta(days=span.days + LONGEST)


def _loaded(actor: Actor, everybody: Sequence[_Who], booked: Sequence[plans.Booked], span: _Span) -> Load:
    known = dict(plans.visible_names(actor))
    lines = _lines(booked, dates_by_uid({each.project_id for each in booked}), span)
    rows = tuple(_row(who, lines[_whose(who.person_id, who.resource_id)], span, known) for who in everybody)
    return Load(span.first, span.step, span.today, rows)


def _lines(
    booked: Iterable[plans.Booked], dates: Mapping[int, Mapping[int, tuple[int, int]]], span: _Span
) -> Mapping[tuple[int | None, int | None], list[_Line]]:
    """Whose work falls into the span, with its dates."""
    lines: dict[tuple[int | None, int | None], list[_Line]] = defaultdict(list)
    earliest = minute(datetime.combine(max(span.first, span.today), time()))
    latest = minute(datetime.combine(span.first + timedelta(days=span.days), time()))
    for each in booked:
        start, finish = dates.get(each.project_id, {}).get(each.uid, (0, 0))
        if earliest < finish and start < latest:
            lines[_whose(each.person_id, each.resource_id)].append((each, max(start, _midnight(span.today)), finish))
    return lines


def _whose(person_id: int | None, resource_id: int | None) -> tuple[int | None, int | None]:
    return (person_id, None) if person_id is not None else (None, resource_id)


def _midnight(on: date) -> int:
    return minute(datetime.combine(on, time()))


def dates_by_uid(project_ids: Iterable[int]) -> dict[int, Mapping[int, tuple[int, int]]]:
    """Start and finish of every task by uid, in minutes, of each project's newest forecast. One query."""
    found: dict[int, Mapping[int, tuple[int, int]]] = defaultdict(dict)
    kept = models.Forecast.objects.filter(pk__in=list(project_ids)).values_list("pk", "columns")
    for pk, packed in kept:
        if packed is None:
            continue
        found[pk] = _spans(Columns.unpacked(bytes(packed)))
    return found


def _row(who: _Who, lines: Sequence[_Line], span: _Span, known: Mapping[int, str]) -> LoadRow:
    has, over, asked = _over(who, lines, span)
    shares = asked.reshape(len(lines), span.days // span.step, span.step).sum(axis=2).round().astype(np.int64)
    booked = [each for each, _, _ in lines]
    cells = (
        LoadCell(
            first=span.first + timedelta(days=place * span.step),
            last=span.first + timedelta(days=place * span.step + span.step - 1),
            capacity_minutes=int(room),
            booked_minutes=int(shares[:, place].sum()),
            over_minutes=round(too_much),
            tasks=_tasks(booked, shares[:, place], known),
        )
        for place, (room, too_much) in enumerate(zip(_by_step(has, span), _by_step(over, span), strict=True))
    )
    return LoadRow(who.person_id, who.resource_id, who.name, tuple(cells))


def _over(who: _Who, lines: Sequence[_Line], span: _Span) -> tuple[Ints, loading.Minutes, loading.Minutes]:
    """Per day the minutes that somebody has, those by which more is asked, and what each line asks."""
    has = loading.capacity(who.time, span.first, span.days) * who.units // 100
    has[: max(0, (span.today - span.first).days)] = 0
    asked = _asked(who, lines, span)
    over = np.maximum(0, asked.sum(axis=0) - has)
    over[over <= TOLERATED] = 0
    return has, over, asked


def _asked(who: _Who, lines: Sequence[_Line], span: _Span) -> loading.Minutes:
    """Minutes of each line on each day."""
    if not lines:
        return np.zeros((0, span.days))
    rows = [(start, finish, loading.UNSAID if each.minutes is None else each.minutes, each.units) for each, start, finish in lines]
    return loading.by_day(who.time, loading.Spans(*np.array(rows, np.int64).T), span.first, span.days)


def _by_step(daily: Ints | loading.Minutes, span: _Span) -> list[float]:
    summed: list[float] = daily.reshape(-1, span.step).sum(axis=1).tolist()
    return summed


def _tasks(lines: Sequence[plans.Booked], minutes: Ints, known: Mapping[int, str]) -> tuple[LoadTask, ...]:
    """What takes time, the longest first; what the reader may not know is one line without a name, the last."""
    told: list[LoadTask] = []
    elsewhere = 0
    for place in np.flatnonzero(minutes).tolist():
        each, taken = lines[place], int(minutes[place])
        if each.project_id in known:
            told.append(LoadTask(each.task_id, each.project_id, known[each.project_id], each.task, taken))
        else:
            elsewhere += taken
    told.sort(key=lambda task: (-task.minutes, task.task_id or 0))
    return (*told, LoadTask(None, None, "", "", elsewhere)) if elsewhere else tuple(told)
