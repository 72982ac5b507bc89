"""What levelling proposes, line by line, for a person to accept or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models
from milepost.forecast.reads.runs import LEVELLING, Run, run
from milepost.forecast.reads.stored import forecast
from milepost.forecast.reads.values import Forecast
from milepost.forecast.rules import last_day, moment
from milepost.forecast.rules.levelling import Dates, Levelled
from milepost.forecast.snapshot import working_days
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.say import Sentence, unpacked
from milepost.kernel.worktime import WorkingTime
from milepost.people import reads as people
from milepost.plans import reads as plans


@dataclass(frozen=True, slots=True)
class ProposedMove:
    """Levelling would have a task start `days` working days later, at `start` instead of `start_before`; `who` is whom it waits for."""

    task_id: int
    uid: int
    name: str
    start_before: datetime
    start: datetime
    finish: datetime
    days: int
    who: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class PromiseEffect:
    """How a promised date would stand: working days in hand, negative late. `name` is empty for the project as a whole."""

    name: str
    on: date
    days_before: int
    days: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """The moves of the kept levelled plan of `revision`; `fresh` tells whether the facts and the day are still those it was drawn from."""

    project_id: int
    revision: int
    as_of: date
    fresh: bool
    run: Run | None
    refused: Sentence | None = None
    finish_before_on: date | None = None
    finish_on: date | None = None
    promises: tuple[PromiseEffect, ...] = ()
    moves: tuple[ProposedMove, ...] = ()
    notes: tuple[Sentence, ...] = ()
    """What levelling cannot help: too much at one time in work that has begun, more of somebody than there is."""


def proposal(actor: Actor, project_id: int, *, now: datetime) -> Proposal | None:
    """What levelling proposes for a project, in order of the new starts; None before it was drawn.

    Tasks under way are not in it, and those that wait already as long as they must. `NotFound` if the actor may not know the project.
    """
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    row = models.Levelled.objects.filter(pk=project_id).first()
    if row is None:
        return None
    fresh = (row.revision, row.as_of) == (audit.revision(project_id), clock.today(project.zone, now))
    newest, known = run(actor, project_id, LEVELLING), forecast(actor, project_id)
    if row.columns is None or known is None or known.columns is None or known.finish is None:
        refused = None if row.refusal is None else unpacked(row.refusal["sentence"])
        return Proposal(project_id, row.revision, row.as_of, fresh, newest, refused)
    kept = Levelled.from_json(row.content, Dates.unpacked(bytes(row.columns)))
    usual = people.workspace_time(actor.workspace_id, row.as_of, max(kept.finish, known.finish).date())
    names = {uid: (pk, name) for pk, uid, name in plans.names(project_id)}
    return Proposal(
        project_id,
        row.revision,
        row.as_of,
        fresh,
        newest,
        finish_before_on=last_day(known.finish),
        finish_on=last_day(kept.finish),
        promises=_promises(project_id, names, kept, known, usual),
        moves=_moves(project_id, names, kept, known, usual),
        notes=tuple(each.sentence for each in kept.notes),
    )


def _moves(
    project_id: int, names: Mapping[int, tuple[int, str]], kept: Levelled, known: Forecast, usual: WorkingTime
) -> tuple[ProposedMove, ...]:
    team = plans.team_names(project_id)
    places = {uid: place for place, uid in enumerate(kept.columns.uid.tolist())}
    found = []
    for each in kept.moved:
        before = known.task(each.uid)
        if each.uid not in names or before is None or before.start.date() < kept.as_of:
            continue
        start, finish = (moment(column[places[each.uid]]) for column in (kept.columns.start, kept.columns.finish))
        if start <= before.start:
            continue
        days = working_days(usual, before.start.date(), start.date())
        who = team.get(each.resource, "") if each.resource is not None else ""
        found.append(ProposedMove(*_named(names, each.uid), before.start, start, finish, days, who, each.sentence))
    return tuple(sorted(found, key=lambda move: (move.start, move.uid)))


def _named(names: Mapping[int, tuple[int, str]], uid: int) -> tuple[int, int, str]:
    task_id, name = names[uid]
    return task_id, uid, name


def _promises(
    project_id: int, names: Mapping[int, tuple[int, str]], kept: Levelled, known: Forecast, usual: WorkingTime
) -> tuple[PromiseEffect, ...]:
    places = {uid: place for place, uid in enumerate(kept.columns.uid.tolist())}
    told = []
    for uid, on in plans.promised_by_uid(project_id).items():
        before = known.finish if uid is None else getattr(known.task(uid), "finish", None)
        after = kept.finish if uid is None else moment(kept.columns.finish[places[uid]]) if uid in places else None
        if before is not None and after is not None:
            days = [_in_hand(usual, last_day(at), on) for at in (before, after)]
            told.append(PromiseEffect("" if uid is None else names[uid][1], on, *days))
    return tuple(told)


def _in_hand(usual: WorkingTime, finish_on: date, promised_on: date) -> int:
    days = working_days(usual, finish_on, promised_on)
    return min(days, -1) if finish_on > promised_on else days
