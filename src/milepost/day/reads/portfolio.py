"""All projects of the firm: by programme, whom several want at once, and what the firm is after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from milepost.accounts import reads as accounts
from milepost.day import rules
from milepost.day.reads.morning import Standing, plain
from milepost.day.rules import Conflict
from milepost.forecast import reads as forecasts
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.plans import reads as plans


@dataclass(frozen=True, slots=True)
class Programme:
    """Projects that are run together, the worst first; without a name those that belong to none."""

    name: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All projects by programme, those of none last; by id their ranks, and the milestones that were promised on their own."""

    day: date
    programmes: tuple[Programme, ...]
    ranks: dict[int, plans.Rank]
    promises: dict[int, tuple[forecasts.PromisedTask, ...]]


AHEAD = 12
"""Weeks in which conflicts are looked for."""


def portfolio(actor: Actor, *, now: datetime) -> Portfolio:
    """Everything the firm runs, for those who manage it. The same queries for any number of projects."""
    accounts.require(actor, "day.see_portfolio")
    ranks = plans.ranks(actor)
    where = plain(forecasts.heads(actor), now)
    named: dict[str, list[Standing]] = {}
    for each in where:
        named.setdefault(ranks[each.project_id].programme, []).append(each)
    names = sorted(named, key=lambda name: (not name, name.casefold()))
    return Portfolio(
        day=clock.today(accounts.workspace_of(actor.workspace_id).zone, now),
        programmes=tuple(Programme(name, tuple(named[name])) for name in names),
        ranks=ranks,
        promises=forecasts.promised_tasks(ranks),
    )


def conflicts(actor: Actor, *, now: datetime) -> tuple[Conflict, ...]:
    """Whom several projects want at the same time in the next twelve weeks, the earliest first. A constant number of queries."""
    accounts.require(actor, "day.see_portfolio")
    load = forecasts.load(actor, steps=AHEAD, now=now)
    priorities = {pk: each.priority for pk, each in plans.ranks(actor).items()}
    return tuple(rules.in_order(_conflicts(load, priorities)))


def _conflicts(load: forecasts.Load, priorities: Mapping[int, int]) -> Iterator[Conflict]:
    """The weeks in which somebody has less time than two or more projects want."""
    for row in load.rows:
        for cell in row.cells:
            asks = ((task.project_id, task.project, task.minutes) for task in cell.tasks if task.project_id is not None)
            projects = rules.wanted(asks, priorities)
            if cell.over_minutes and len(projects) > 1 and row.person_id is not None:
                yield Conflict(row.person_id, row.name, cell.first, cell.last, cell.capacity_minutes, cell.over_minutes, projects)


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective of the firm and where the projects stand that serve it, the worst first.

    `likely_on` is the day by which all of them are done in 8 of 10 cases each, or where that is not known, by their forecasts. `state`:
    unserved (no project serves it), open (it has no day, or they have none), kept or late.
    """

    objective: plans.StrategicObjective
    standings: tuple[Standing, ...]
    likely_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Strategy:
    """What the firm is after, the earliest first, and the projects that serve none of it."""

    day: date
    aims: tuple[Aim, ...]
    unbound: tuple[Standing, ...]


def strategy(actor: Actor, *, now: datetime) -> Strategy:
    """The objectives of the firm against the forecasts of the projects that serve them. The same queries for any number of both."""
    objectives = plans.strategic_objectives(actor)
    where = plain(forecasts.heads(actor), now)
    serving = {project_id for each in objectives for project_id in each.project_ids}
    return Strategy(
        day=clock.today(accounts.workspace_of(actor.workspace_id).zone, now),
        aims=tuple(_aim(each, tuple(one for one in where if one.project_id in each.project_ids)) for each in objectives),
        unbound=tuple(one for one in where if one.project_id not in serving),
    )


def _aim(objective: plans.StrategicObjective, where: tuple[Standing, ...]) -> Aim:
    ends = [one.p80_on or one.finish_on for one in where]
    known = [on for on in ends if on is not None]
    likely_on = max(known) if len(known) == len(ends) and known else None
    if not where:
        return Aim(objective, where, None, "unserved")
    if objective.by_on is None or likely_on is None:
        return Aim(objective, where, likely_on, "open")
    return Aim(objective, where, likely_on, "late" if likely_on > objective.by_on else "kept")
