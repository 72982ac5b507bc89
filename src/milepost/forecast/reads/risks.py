"""The register of risks: what may happen to a project, and what each of it costs the finish and the promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models
from milepost.forecast.reads.runs import SIMULATION, Run, run
from milepost.forecast.rules import moment
from milepost.forecast.rules.columns import last_day
from milepost.forecast.rules.simulation import RiskCost
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.plans import reads as plans


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk or an issue, with what it costs.

    `days` are working days by which the 8-in-10 date lies later for it, `points` of 100 by which the promise is less likely kept for
    it, each more or less its `error`. `happened_minutes` is how much later in working time the finish lies on average where it happens.
    All None where it was not part of the newest simulation, the points also without a promise of the whole project.
    """

    risk: plans.Risk
    review_due: bool
    days: int | None = None
    error_days: float | None = None
    points: int | None = None
    error_points: int | None = None
    happened_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class RiskRegister:
    """The risks of a project beside its simulation, the most expensive first, then the one that is looked at next.

    `p80_on` is the 8-in-10 date, `chance` that of keeping the promise in 100; None without a simulation or a promise. `older` tells that
    the simulation was drawn from other facts or on another day than today's; `run` is how far the newest one is.
    """

    project_id: int
    revision: int | None
    lines: tuple[RiskLine, ...]
    promised_on: date | None
    p80_on: date | None
    chance: int | None
    made_at: datetime | None
    older: bool
    run: Run | None


def risk_register(actor: Actor, project_id: int, *, now: datetime) -> RiskRegister:
    """Every risk and issue of a project. `NotFound` if the actor may not know the project. Ten queries."""
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    today = clock.today(project.zone, now)
    columns = ("revision", "as_of", "promised_on", "p80_minute", "chance", "made_at", "content__risks")
    row = models.Simulation.objects.filter(pk=project_id).values_list(*columns).first()
    revision, as_of, promised_on, p80, chance, made_at, kept = row or (None,) * 7
    costs = {cost.id: cost for cost in (RiskCost(*each) for each in kept or ())}
    lines = [_line(one, costs.get(one.id), today) for one in plans.risks(actor, project_id)]
    return RiskRegister(
        project_id=project_id,
        revision=revision,
        lines=tuple(sorted(lines, key=_order)),
        promised_on=promised_on,
        p80_on=None if p80 is None else last_day(moment(p80)),
        chance=chance,
        made_at=made_at,
        older=(revision, as_of) != (audit.revision(project_id), today),
        run=run(actor, project_id, SIMULATION),
    )


def _line(one: plans.Risk, cost: RiskCost | None, today: date) -> RiskLine:
    due = one.review_on is not None and one.review_on <= today and one.state != "closed"
    if cost is None or one.state != "open":
        return RiskLine(one, due)
    return RiskLine(
        risk=one,
        review_due=due,
        days=cost.days,
        error_days=cost.error_days,
        points=None if cost.share is None else round(cost.share * 100),
        error_points=None if cost.error is None else ceil(cost.error * 100),
        happened_minutes=cost.swing_minutes,
    )


def _order(line: RiskLine) -> tuple[object, ...]:
    cost = (-(line.points or 0), -(line.days or 0), -(line.happened_minutes or 0))
    return *cost, line.risk.review_on or date.max, line.risk.id
