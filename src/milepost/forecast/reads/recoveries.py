"""Ways to recover: what can be done about a finish that is too late, what each would win and what it would disturb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models
from milepost.forecast.reads.runs import RECOVERY, Run, run
from milepost.forecast.rules import last_day
from milepost.forecast.rules.replanning import WayBack
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.say import Sentence, unpacked
from milepost.plans import reads as plans

ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class WayToRecover:
    """One way to an earlier finish, computed. `kind`: accept, reorder, swap, add, overtime, saturdays, overlap, cut.

    `gain_days` are working days won against doing nothing, `standing_days` working days from its finish to the promise:
    positive in hand, negative late, None without a promise. `cost_minutes` of work are paid on top (negative: saved), `again_minutes` may
    have to be done twice, `moved` tasks get other dates. `followable`: `follow_way` of its `number` makes it one change of the plan.
    """

    number: int
    kind: str
    sentence: Sentence
    finish_on: date
    gain_days: float
    standing_days: int | None
    keeps_promise: bool | None
    cost_minutes: int
    again_minutes: int
    people: int
    moved: int
    task_ids: tuple[int, ...]
    followable: bool


@dataclass(frozen=True, slots=True)
class Recovery:
    """The ways to an earlier finish as somebody asked for them last, from the facts of `revision` on the day `as_of`.

    `accepted` is what comes if nothing is done and nobody does two things at once. `ways` are the others: those that keep the promise
    first, of these the one that costs and disturbs least. `older` tells that facts or day have moved on since. Without an answer `refused`
    says why.
    """

    project_id: int
    revision: int
    as_of: date
    made_at: datetime
    older: bool
    promised_on: date | None
    run: Run | None
    refused: Sentence | None = None
    accepted: WayToRecover | None = None
    ways: tuple[WayToRecover, ...] = ()


def recovery(actor: Actor, project_id: int, *, now: datetime) -> Recovery | None:
    """The newest answer; None before the first. `NotFound` if the actor may not know the project. Ten queries."""
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    row = models.Recovery.objects.filter(pk=project_id).first()
    if row is None:
        return None
    ways = _ways(row)
    return Recovery(
        project_id=project_id,
        revision=row.revision,
        as_of=row.as_of,
        made_at=row.made_at,
        older=(row.revision, row.as_of) != (audit.revision(project_id), clock.today(project.zone, now)),
        promised_on=row.promised_on,
        run=run(actor, project_id, RECOVERY),
        refused=None if row.refusal is None else unpacked(row.refusal["sentence"]),
        accepted=next((way for way in ways if way.kind == ACCEPT), None),
        ways=tuple(sorted((way for way in ways if way.kind != ACCEPT), key=_order)),
    )


def _ways(row: models.Recovery) -> list[WayToRecover]:
    kept = [WayBack.from_json(each) for each in row.content.get("ways", ())]
    if not kept:
        return []
    ids = {uid: pk for pk, uid, _ in plans.names(row.pk)}
    beside = zip(row.content["standing_days"], row.content["followable"], strict=True)
    return [_way(number, way, days, ids, can) for number, (way, (days, can)) in enumerate(zip(kept, beside, strict=True))]


def _way(number: int, way: WayBack, standing_days: int | None, ids: Mapping[int, int], followable: bool) -> WayToRecover:
    return WayToRecover(
        number=number,
        kind=way.kind,
        sentence=way.sentence,
        finish_on=last_day(way.finish),
        gain_days=way.gain_days,
        standing_days=standing_days,
        keeps_promise=way.keeps_promise,
        cost_minutes=way.cost_minutes,
        again_minutes=way.risk_minutes,
        people=len(way.people),
        moved=way.moved,
        task_ids=tuple(ids[uid] for uid in way.tasks if uid in ids),
        followable=followable,
    )


def _order(way: WayToRecover) -> tuple[object, ...]:
    """What keeps the promise first; of that what leaves the scope whole, costs and disturbs least; of the rest what wins most."""
    if way.keeps_promise:
        return 0, way.kind == "cut", way.cost_minutes + way.again_minutes, way.moved, way.people, way.finish_on
    return 1, way.kind == "cut", -way.gain_days, way.cost_minutes + way.again_minutes, way.moved
