"""A draft re-planned so that little moves against a plan before, and the ways to an earlier finish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from milepost import engine
from milepost.forecast.rules import Warn, moment
from milepost.forecast.rules.levelling import Booking
from milepost.forecast.rules.replanning import Bargain, Replanned, Shift, WayBack
from milepost.forecast.snapshot.levelling import people_of, team_of
from milepost.forecast.snapshot.planning import planned
from milepost.forecast.snapshot.speaking import refusal, spoken, warn
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.draft import Draft

Known = Mapping[int, tuple[datetime, datetime]]
"""Start and finish of tasks in the plan before, by uid."""
POINTS = 4
"""Finishes looked at for the trade-off."""


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """The draft for the engine, and the plan before."""

    draft: Draft
    plan: engine.Plan
    team: engine.Team
    before: engine.Before
    promised: date | None
    notes: tuple[Warn, ...]

    def days(self, minutes: int) -> float:
        """Working days, to a tenth."""
        return round(minutes / max(1, self.draft.minutes_per_day), 1)

    @property
    def promised_at(self) -> int | None:
        """The instant at which the promised day is over."""
        if self.promised is None:
            return None
        return engine.minute(datetime.combine(self.promised + timedelta(days=1), time(0)))

    def keeps(self, end: int) -> bool | None:
        """Whether an end keeps the promise."""
        return None if self.promised_at is None else end <= self.promised_at


def replan(
    draft: Draft,
    before: Known,
    *,
    as_of: date,
    promised: date | None = None,
    bookings: Iterable[Booking] = (),
    seed: int = 1,
    budget: int | None = None,
    seconds: float | None = None,
    progress: Callable[[float], bool] | None = None,
) -> Replanned:
    """Re-plan `draft` on the day `as_of` with as little movement against `before` as can be found, and compute the ways back.

    What has begun stays. Nothing ends later than simple right-shift would, and where that misses the `promised` day although another order
    keeps it, that day is the limit. `budget` are plans tried in one search; `seconds` ends each search by the wall's clock. `progress`
    is told the share done and stops by answering False. Raises Refusal like `conclude` and `level`, and `plan_before_of_another` where
    `before` holds no task of the draft.
    """
    asked = _asked(draft, before, as_of, promised, bookings)
    limits = {"seed": seed, "budget": budget, "seconds": seconds}
    try:
        easy = engine.replan_plan(asked.plan, asked.team, asked.before, **limits)  # type: ignore[arg-type]
        calm = _kept(asked, easy, limits)
        trades = engine.trade_off_plan(asked.plan, asked.team, asked.before, calm=easy, points=POINTS, **limits)
        ways = engine.recovery_options(asked.plan, asked.team, asked.before, accepted=calm.levelled.schedule, seed=seed, progress=progress)
    except engine.Impossible as impossible:
        raise refusal(impossible, draft) from impossible
    return _value(asked, as_of, calm, trades, ways)


def ways_back(
    draft: Draft,
    before: Known,
    *,
    as_of: date,
    promised: date | None = None,
    bookings: Iterable[Booking] = (),
    seed: int = 1,
    progress: Callable[[float], bool] | None = None,
) -> tuple[WayBack, ...]:
    """The ways to an earlier finish of `draft` as it stands on the day `as_of`, accepting the levelled plan first.

    `before` are the dates people know: those that differ count as moved. The rest as in `replan`.
    """
    asked = _asked(draft, before, as_of, promised, bookings)
    try:
        ways = engine.recovery_options(asked.plan, asked.team, asked.before, seed=seed, progress=progress)
    except engine.Impossible as impossible:
        raise refusal(impossible, draft) from impossible
    return tuple(_way(asked, way, ways[0].finish) for way in ways)


def saved_dates(draft: Draft) -> Known:
    """The dates the file held; where it held none, those of its first baseline. Raises Refusal `plan_before_missing` without either."""
    saved = {t.uid: (t.saved_start, t.saved_finish) for t in draft.tasks if t.saved_start and t.saved_finish}
    frozen = {b.task: (b.start, b.finish) for b in draft.baselines if b.number == 0 and b.start and b.finish}
    if not saved and not frozen:
        text = say("The file holds no dates of an earlier plan to compare with. Name one with --before, or save a baseline.")
        raise Refusal("plan_before_missing", text, field="before")
    return saved or frozen


def _asked(draft: Draft, before: Known, as_of: date, promised: date | None, bookings: Iterable[Booking]) -> _Asked:
    try:
        plan, warnings = planned(draft, as_of)
        team, excess = team_of(draft, plan, promised=promised, bookings=bookings)
    except engine.Impossible as impossible:
        raise refusal(impossible, draft) from impossible
    known = [before.get(task.uid) for task in draft.tasks]
    if draft.tasks and not any(known):
        text = say("None of the tasks is in the plan before. Compare two states of the same plan.")
        raise Refusal("plan_before_of_another", text, field="before")
    start, finish = (np.array([engine.NONE if each is None else engine.minute(each[end]) for each in known], np.int64) for end in (0, 1))
    return _Asked(draft, plan, team, engine.Before(start, finish), promised, (*warnings, *excess))


def _kept(asked: _Asked, easy: engine.Calm, limits: Mapping[str, object]) -> engine.Calm:
    """The plan under the repair's finish; where that misses the promised day and another order does not, the plan that keeps it."""
    if asked.keeps(easy.levelled.schedule.end) is not False:
        return easy
    try:
        return engine.replan_plan(asked.plan, asked.team, asked.before, cap=asked.promised_at, **limits)  # type: ignore[arg-type]
    except engine.Impossible:
        return easy


def _value(asked: _Asked, as_of: date, calm: engine.Calm, trades: tuple[engine.Trade, ...], ways: tuple[engine.Option, ...]) -> Replanned:
    before = asked.before.finish
    end = calm.levelled.schedule.end
    return Replanned(
        as_of=as_of,
        finish_before=moment(int(before[before != engine.NONE].max())),
        finish=moment(end),
        right_finish=moment(calm.repaired.schedule.end),
        moved_days=asked.days(calm.movement),
        right_moved_days=asked.days(calm.repair_movement),
        right_moved=len(calm.repair_changes),
        shifts=tuple(_shift(asked, calm.levelled.schedule, change) for change in calm.changes),
        bargains=tuple(Bargain(moment(trade.cap), asked.days(trade.movement)) for trade in trades),
        ways=tuple(_way(asked, way, ways[0].finish) for way in ways),
        promised=asked.promised,
        keeps_promise=asked.keeps(end),
        notes=asked.notes + tuple(warn(notice, asked.draft) for notice in calm.levelled.notices),
    )


def _shift(asked: _Asked, schedule: engine.Schedule, change: engine.Change) -> Shift:
    row = change.row
    start, finish = int(asked.before.start[row]), int(asked.before.finish[row])
    moved = change.finish if abs(change.finish) >= abs(change.start) else change.start
    return Shift(
        uid=asked.draft.tasks[row].uid,
        start_before=None if start == engine.NONE else moment(start),
        finish_before=None if finish == engine.NONE else moment(finish),
        start=moment(int(schedule.start[row])),
        finish=moment(int(schedule.finish[row])),
        days=asked.days(moved),
        because=spoken(change.saying, asked.draft),
    )


def _way(asked: _Asked, way: engine.Option, accepted: int) -> WayBack:
    people = people_of(asked.draft)
    first = moment(max(asked.plan.data_date, asked.plan.start)).date()
    return WayBack(
        kind=way.kind.name.lower(),
        finish=moment(way.finish),
        gain_days=asked.days(way.gain),
        cost_minutes=way.cost,
        risk_minutes=way.risk,
        tasks=tuple(asked.draft.tasks[row].uid for row in way.rows),
        people=tuple(people[person].uid for person in way.people),
        moved=way.moved,
        sentence=spoken(way.saying, asked.draft),
        keeps_promise=asked.keeps(way.finish),
        days=(first, max(first, moment(accepted).date())),
    )
