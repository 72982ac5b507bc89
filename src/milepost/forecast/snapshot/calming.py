"""A draft levelled so that it stays near to a plan before, and ends no later than if it were levelled anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np

from milepost import engine
from milepost.forecast.rules import moment
from milepost.forecast.rules.calming import CalmDates, CalmPlan
from milepost.forecast.rules.levelling import Booking
from milepost.forecast.snapshot.levelling import team_of
from milepost.forecast.snapshot.planning import planned
from milepost.forecast.snapshot.speaking import refusal, spoken
from milepost.kernel.say import Sentence
from milepost.plans.draft import Draft


def calm(
    draft: Draft,
    before: CalmDates | None,
    *,
    as_of: date,
    promised: date | None = None,
    bookings: Iterable[Booking] = (),
    seed: int = 1,
    progress: Callable[[float], bool] | None = None,
) -> CalmPlan:
    """The plan that its people can keep, as of a day, in which little begins on another day than in the plan `before`.

    It ends no later than the same facts levelled anew; where there is no plan before, it is that one. `bookings` are what other
    projects have of the draft's resources. `progress` is told the share done and stops by answering False. Raises Refusal as `level` does.
    """
    try:
        plan, _ = planned(draft, as_of)
        team, _ = team_of(draft, plan, promised=promised, bookings=bookings)
        anew = engine.level(plan, team, seed=seed)
        known = None if before is None else _before(draft, before)
        found = anew if known is None else _nearest(plan, team, known, anew, seed, progress)
    except engine.Impossible as impossible:
        raise refusal(impossible, draft) from impossible
    schedule = found.schedule
    dates = CalmDates(schedule.network.plan.tasks.id, schedule.start, schedule.finish, np.maximum(schedule.late_finish, schedule.finish))
    return CalmPlan(as_of, dates, moment(schedule.end), _reasons(draft, found))


def _before(draft: Draft, before: CalmDates) -> engine.Before | None:
    """The plan before by the draft's rows; None where it knows none of them."""
    places = {uid: place for place, uid in enumerate(before.uid.tolist())}
    rows = [(row, places[task.uid]) for row, task in enumerate(draft.tasks) if task.uid in places]
    if not rows:
        return None
    start, finish = (np.full(len(draft.tasks), engine.NONE, np.int64) for _ in range(2))
    here, there = np.array(rows, np.int64).T
    start[here], finish[here] = before.start[there], before.finish[there]
    return engine.Before(start, finish)


def _nearest(
    plan: engine.Plan,
    team: engine.Team,
    known: engine.Before,
    anew: engine.Levelled,
    seed: int,
    progress: Callable[[float], bool] | None,
) -> engine.Levelled:
    told = None if progress is None else lambda at: progress(at.done / max(1, at.budget))
    try:
        return engine.replan_plan(plan, team, known, cap=anew.schedule.end, seed=seed, progress=told).levelled
    except engine.Impossible:
        return anew


def _reasons(draft: Draft, found: engine.Levelled) -> tuple[Sentence | None, ...]:
    """Why each open task stands where it stands; None for summaries and what is done."""
    network = found.schedule.network
    rows = np.flatnonzero((network.summary == 0) & (network.complete == 0)).tolist()
    because: list[Sentence | None] = [None] * len(draft.tasks)
    for row, saying in zip(rows, found.whys(rows), strict=True):
        because[row] = spoken(saying, draft)
    return tuple(because)
