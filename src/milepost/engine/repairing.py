"""Calm re-planning of a real plan: calendars, people, promises, to the minute; what moves, by how much, and why.

Right-shift repair takes every task in the order of the plan before and lets it begin when it was planned or, where links or people do not
allow that, as soon after as they do. Where people stand in each other's way a search then changes who goes first, and lets a task begin
earlier than planned where that makes room, as long as less moves and nothing ends later than the cap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from time import monotonic
from typing import Any

import numpy as np

from milepost.engine import levelling, twins
from milepost.engine.bounds import in_work
from milepost.engine.crew import Wanted, wanted
from milepost.engine.kernels import FAR
from milepost.engine.layout import Ints
from milepost.engine.levelling import Levelled
from milepost.engine.levelling_kernels import Order
from milepost.engine.moves import Move
from milepost.engine.network import Network
from milepost.engine.plan import N_, NONE, Impossible, Instant, Plan, Saying, TaskRow, say
from milepost.engine.replan import Trade
from milepost.engine.roster import LOOPS, Attempt, Roster
from milepost.engine.team import ANYBODY, NOBODY, PersonIndex, Team

Flags = np.ndarray[Any, np.dtype[np.bool_]]

WORK = 600_000
MOST = 600
"""Nodes placed in one search where no other budget is given, in no more plans than this."""
SMALL = 20
"""Nodes up to which a search ends before the compiled loops are loaded."""
STEP = 16
"""Keys are instants times this, so that something fits between two of them."""
HEAT = 0.02
"""What a worse plan may cost and be kept at first, as a share of what the repair moves."""

_WORKS = N_("{person} works on “{other}” until {at}.")
_BUSY = N_("{person} is away or booked elsewhere until {at}.")
_SOONER = N_("It makes room for others by beginning earlier.")


@dataclass(frozen=True, slots=True, eq=False)
class Before:
    """The plan before: instants by row, NONE where it did not hold the task; `who` worked on each demand of the team, if that is known."""

    start: Ints
    finish: Ints
    who: Ints | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The task in `row` moves: `start` and `finish` by so many working minutes of its calendar; `saying` tells why."""

    row: int
    start: int
    finish: int
    saying: Saying


@dataclass(frozen=True, slots=True, eq=False)
class Calm:
    """The plan that moves least, beside the right-shift repair.

    `movement` and `repair_movement` are minutes between the starts before and now, in the working time of each task, added up by
    weight over what has not begun. `cap` is the instant nothing may end after. `changes` are in the plan's order. `swapped` counts
    demands that somebody else answers than before.
    """

    levelled: Levelled
    repaired: Levelled
    movement: int
    repair_movement: int
    cap: int
    swapped: int
    changes: tuple[Change, ...]
    repair_changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Calming:
    """How far the search has come: tries, and what the best plan and the repair move."""

    done: int
    budget: int
    movement: int
    repair: int


def replan_plan(
    plan: Plan | Network,
    team: Team,
    before: Before,
    *,
    cap: int | None = None,
    weight: Ints | None = None,
    change_of_person: int | None = None,
    seed: int = 1,
    budget: int | None = None,
    seconds: float | None = None,
    split: bool = False,
    progress: Callable[[Calming], bool] | None = None,
) -> Calm:
    """Re-plan `plan` with `team` so that as little as possible differs from `before`.

    What has begun stays; nothing else begins before the plan's data date. `cap` is an instant, by default the end of the repair; promised
    instants of the team are missed by no more than the repair misses them. `weight`: what a minute of each row counts (default 1).
    `change_of_person` is the price of another person than before, in minutes (default: a working day). `budget` are plans tried; `seconds`
    ends the search by the wall's clock. The same input, seed and budget give the same answer.
    Raises Impossible as `level`; `plan_before_of_other_length`; `cap_below_possible`, with the earliest end found.
    """
    network = levelling.undelayed(plan.plan if isinstance(plan, Network) else plan)
    rows = len(network.plan.tasks)
    if len(before.start) != rows or len(before.finish) != rows:
        text = N_("The plan before has {count} tasks, the plan now {now}. Compare two states of the same plan.")
        raise Impossible("plan_before_of_other_length", say(text, count=len(before.start), now=rows))
    team = replace(team, priority=np.empty(0, np.int64))
    counts = np.ones(rows, np.int64) if weight is None else np.asarray(weight, np.int64)
    if len(counts) != rows:
        raise ValueError("every row has one weight")
    price = network.plan.minutes_per_day if change_of_person is None else change_of_person
    question = _Question(network, team, before, counts, price, split)
    return _Search(question, seed, budget, seconds, progress).calm(cap)


def trade_off_plan(
    plan: Plan | Network, team: Team, before: Before, *, calm: Calm | None = None, points: int = 4, **asked: Any
) -> tuple[Trade, ...]:
    """The least movement found under caps between the earliest end that levelling finds and the calm plan's, from the earliest on.

    Each point stands at the end of its plan, and an earlier one always moves more: what moves no less for a later end is left out. One
    point where nothing ends earlier. `calm` is the plan under the repair's finish, if it is known; `asked` is handed on to `replan_plan`.
    """
    calm = calm or replan_plan(plan, team, before, **asked)
    first = levelling.level(plan, team, seed=asked.get("seed", 1), split=asked.get("split", False)).schedule.end
    last = calm.levelled.schedule.end
    trades = [Trade(last, calm.movement)]
    for k in range(1, points):
        cap = last - (last - first) * k // (points - 1)
        if cap >= trades[-1].cap:
            continue
        found = replan_plan(plan, team, before, **(asked | {"cap": cap}))
        if found.movement <= trades[-1].movement:
            trades.pop()
        trades.append(Trade(found.levelled.schedule.end, found.movement))
    return tuple(reversed(trades))


class _Kept(Roster):
    """A roster in which tasks begin no earlier than given instants: those of the plan before."""

    def __init__(self, network: Network, team: Team, found: Wanted, split: bool, floors: Ints) -> None:
        self.floors = np.full(len(network.plan.tasks), NONE)
        super().__init__(network, team, found, split)
        self.keep(floors)

    def keep(self, floors: Ints) -> None:
        """Let no row begin before its instant in `floors`; imposed dates come first."""
        free = np.zeros(len(floors), bool)
        free[self.network.row[self._loose]] = True
        self.floors = np.where(free, floors, NONE)
        self.raised = self._raised()
        self.floored = self.bounds._replace(floor=np.maximum(self.bounds.floor, self.raised))
        self.work = in_work(self.axis, self.nodes, self.floored, twins.chosen(self.network.size))

    @property
    def _loose(self) -> Flags:
        """Nodes of tasks that a floor may hold."""
        imposed = (self.bounds.ceiling < FAR) | (self.bounds.finish_ceiling < FAR) | (self.bounds.pin_start != NONE)
        loose: Flags = (self.network.gate == 0) & (self.network.started[self.network.row] == 0) & ~imposed
        return loose

    def _raised(self) -> Ints:
        own = np.where(self.network.gate == 0, self.floors[self.network.row], NONE)
        return np.maximum(super()._raised(), own)

    def _order(self, passes: Any) -> Order:
        """What a floor may hold is settled by nothing."""
        order = super()._order(passes)
        settled = np.empty_like(order.settled)
        hard = (self.work.ceiling < FAR) & (self.work.floor >= self.work.ceiling) & (self.nodes.simple == 1)
        known = ((self.bounds.pin_start != NONE) | hard).astype(np.int64)
        self.fast.settle(self.network.arcs, known, order.settled * ~self._loose, settled)
        return order._replace(settled=settled)

    def since(self, made: Attempt) -> Ints:
        """Every task stands where it was placed: there its people are free, also those who join later."""
        return np.maximum(super().since(made), np.where(self._loose, made.placed.start, NONE))

    def holds(self, made: Attempt) -> bool:
        """Tasks stand where the plan before had them, whether or not somebody holds them."""
        return True


@dataclass(frozen=True, slots=True, eq=False)
class _Try:
    """A plan, and what led to it."""

    keys: Ints
    floors: Ints
    forced: Ints
    made: Attempt
    movement: int
    swapped: int
    cost: int


class _Question:
    """A plan, its team, and the plan before."""

    def __init__(self, network: Network, team: Team, before: Before, weight: Ints, price: int, split: bool) -> None:
        self.network, self.team, self.before, self.split, self.price = network, team, before, split, price
        self.found = wanted(network, team)
        fresh = (network.summary == 0) & (network.started == 0) & (network.complete == 0) & (network.plan.tasks.active == 1)
        self.counts = fresh & (before.start != NONE)
        self.weight = np.where(self.counts, weight, 0)
        self.wishes: Ints = np.where(self.counts, before.start, NONE)
        self.roster = _Kept(network, team, self.found, split, self.wishes)

    def quicken(self) -> None:
        """Go on with compiled loops: a search places so often that loading them pays."""
        if len(self.network.row) > SMALL:
            twins.compiled()
            self.roster.fast = LOOPS.compiled()

    @cached_property
    def least(self) -> int:
        """What no plan moves less than: where links alone push a task past the start it had."""
        start = np.where(self.network.node >= 0, self.roster.dates.start[self.network.node], 0)
        return int((np.maximum(0, self.shifts(self.roster, self.wishes, start)) * self.weight).sum())

    def shifts(self, roster: Roster, old: Ints, new: Ints) -> Ints:
        """Working minutes between instants, in the calendar of each row; 0 where `old` is NONE."""
        known = old != NONE
        a, b = np.empty_like(old), np.empty_like(old)
        loops, calendar = twins.chosen(len(old)), roster.network.float_calendar
        loops.works_at(roster.axis, calendar, np.where(known, old, new), a)
        loops.works_at(roster.axis, calendar, new, b)
        shifts: Ints = b - a
        return shifts

    def tried(self, keys: Ints, floors: Ints, forced: Ints) -> _Try:
        """The plan that an order, floors and choices of people give."""
        self.roster.keep(floors)
        made = self.roster.attempt(keys, forced)
        leaf = self.network.node >= 0
        start = np.where(leaf, made.placed.start[self.network.node], 0)
        movement = int((abs(self.shifts(self.roster, self.wishes, start)) * self.weight).sum())
        swapped = self._swapped(made)
        return _Try(keys, floors, forced, made, movement, swapped, movement + swapped * self.price)

    def _swapped(self, made: Attempt) -> int:
        if self.before.who is None:
            return 0
        old = self.before.who[self.found.demand]
        return int(((old != NOBODY) & (old != made.placed.who)).sum())

    def first_keys(self) -> Ints:
        """The order of the plan before; what it did not hold comes where its links put it."""
        row, dates = self.network.row, self.roster.dates.start
        known = (self.network.gate == 0) & (self.before.start[row] != NONE)
        keys: Ints = np.where(known, self.before.start[row], dates) * STEP
        return keys

    def first_choices(self) -> Ints:
        """For each use of a pool the option that answered before, -1 where that is not known."""
        forced = np.full(len(self.found), -1, np.int64)
        if self.before.who is not None:
            crew = self.roster.crew
            for k in np.flatnonzero(self.found.person == ANYBODY).tolist():
                able = crew.option_person[crew.option_first[k] : crew.option_first[k + 1]]
                same = np.flatnonzero(able == self.before.who[self.found.demand[k]])
                forced[k] = same[0] if len(same) else -1
        return forced

    def concluded(self, best: _Try, schedules: int) -> Levelled:
        """The plan as `level` gives it."""
        network, team, found, roster = self.network, self.team, self.found, self.roster
        roster.keep(best.floors)
        made = best.made
        who = np.full(len(team.demands), NOBODY, np.int64)
        who[found.demand] = made.placed.who
        if np.any(found.person == ANYBODY):
            network, team, found = levelling.named(network, team, found, made.placed.who)
            roster = _Kept(network, team, found, self.split, best.floors)
            made = roster.attempt(made.placed.start)
        return levelling.concluded(roster, made, who, schedules)

    def changes(self, levelled: Levelled) -> tuple[Change, ...]:
        """What differs from the plan before, in the plan's order."""
        schedule, before = levelled.schedule, self.before
        tasks = self.network.plan.tasks
        start = self.shifts(self.roster, before.start, schedule.start)
        finish = self.shifts(self.roster, before.finish, schedule.finish)
        rows = np.flatnonzero(
            ((start != 0) | (finish != 0)) & (self.network.summary == 0) & (tasks.active == 1) & (self.network.complete == 0)
        )
        held = {move.row: move for move in levelled.moved if move.held}
        return tuple(
            Change(row, int(start[row]), int(finish[row]), _reason(levelled, held.get(row), row, int(start[row]))) for row in rows.tolist()
        )


def _reason(levelled: Levelled, move: Move | None, row: int, shift: int) -> Saying:
    """Why a row moves: the person it waits for, what its links say, or that it makes room."""
    if shift < 0:
        return say(_SOONER)
    if move is None:
        return levelled.why(row)
    person = PersonIndex(move.person)
    if move.waits_for == NOBODY:
        return say(_BUSY, person=person, at=Instant(int(levelled.schedule.start[row])))
    return say(_WORKS, person=person, other=TaskRow(move.waits_for), at=Instant(int(levelled.schedule.finish[move.waits_for])))


class _Search:
    """The repair, then changes of order, of floors and of people while the budget lasts."""

    def __init__(
        self, question: _Question, seed: int, budget: int | None, seconds: float | None, progress: Callable[[Calming], bool] | None
    ) -> None:
        self.question, self.progress = question, progress
        self.seed = seed
        self.budget = budget if budget is not None else max(MOST // 10, min(MOST, WORK // max(1, len(question.network.row))))
        self.until = None if seconds is None else monotonic() + seconds
        self.chance = np.random.Generator(np.random.PCG64(seed))
        self.done = 1

    @cached_property
    def repaired(self) -> _Try:
        """Right-shift repair: the order, the starts and the people of the plan before."""
        question = self.question
        return question.tried(question.first_keys(), question.wishes, question.first_choices())

    def calm(self, cap: int | None) -> Calm:
        """The answer."""
        question, repaired = self.question, self.repaired
        limit = repaired.made.end if cap is None else cap
        best = self._searched(repaired if repaired.made.end <= limit else self._in_time(limit), limit)
        levelled, right = question.concluded(best, self.done), question.concluded(repaired, 1)
        return Calm(
            levelled=levelled,
            repaired=right,
            movement=best.movement,
            repair_movement=repaired.movement,
            cap=limit,
            swapped=best.swapped,
            changes=question.changes(levelled),
            repair_changes=question.changes(right),
        )

    def _in_time(self, cap: int) -> _Try:
        """A plan that ends by the cap, each task as near to its old start as its order allows. Raises Impossible where none was found."""
        question = self.question
        levelled = levelling.level(question.network, question.team, seed=self.seed, split=question.split)
        starts = levelled.schedule.start
        keys = np.where(question.network.gate == 0, starts[question.network.row], question.roster.dates.start) * STEP
        loose = np.full(len(starts), NONE)
        early = np.where(question.wishes == NONE, NONE, np.minimum(question.wishes, starts))
        for floors in (early, loose, starts):
            found = question.tried(keys, floors, np.full(len(question.found), -1, np.int64))
            if found.made.end <= cap:
                return found
        text = N_("The plan cannot end by {cap}. The earliest end found is {earliest}.")
        earliest = min(found.made.end, levelled.schedule.end)
        raise Impossible("cap_below_possible", say(text, cap=Instant(cap), earliest=Instant(earliest)))

    def _searched(self, first: _Try, cap: int) -> _Try:
        """Simulated annealing from `first` under the cap."""
        here = best = first
        late = self.repaired.made.lateness
        heat = HEAT * max(first.cost, 1)
        if not self._contested(first) or first.cost <= self.question.least:
            return first
        self.question.quicken()
        while not self._over(best):
            trial = self._disturbed(here)
            self.done += 1
            left = 1 - self.done / self.budget if self.until is None else 0.3
            if trial.made.end > cap or trial.made.lateness > max(late, first.made.lateness):
                continue
            if trial.cost <= here.cost + heat * max(left, 0.0) ** 2 * self.chance.random():
                here = trial
            if (trial.cost, trial.made.end) < (best.cost, best.made.end):
                best = trial
        return best

    def _contested(self, found: _Try) -> bool:
        """Whether anything waits for people, or begins earlier than it need: otherwise the repair moves least."""
        held = bool(np.any(found.made.placed.held != -FAR))
        return found.cost > 0 and (held or found is not self.repaired)

    def _over(self, best: _Try) -> bool:
        if self.progress and not self.progress(Calming(self.done, self.budget, best.movement, self.repaired.movement)):
            return True
        if best.cost <= self.question.least:
            return True
        return monotonic() > self.until if self.until is not None else self.done >= self.budget

    def _disturbed(self, here: _Try) -> _Try:
        """Somebody who waits goes before whom they wait for, or anybody before anybody; now and then a floor or a person is let go."""
        question = self.question
        network, placed = question.network, here.made.placed
        keys, floors, forced = here.keys.copy(), here.floors, here.forced
        waiting = np.flatnonzero((placed.held != -FAR) & (placed.blocker >= 0))
        kind = self.chance.random()
        if kind < 0.5 and len(waiting):
            j = int(self.chance.choice(waiting))
            keys[j] = keys[placed.blocker[j]] - STEP // 2
        else:
            fresh = np.flatnonzero((network.gate == 0) & question.counts[network.row])
            i, j = (int(node) for node in self.chance.choice(fresh, 2)) if len(fresh) else (0, 0)
            keys[j] = keys[i] + self.chance.choice((-STEP // 2, STEP // 2))
        if self.chance.random() < 0.25:
            floors = self._loosened(floors)
        pools = np.flatnonzero(question.found.person == ANYBODY)
        if len(pools) and self.chance.random() < 0.25:
            forced = forced.copy()
            k = int(self.chance.choice(pools))
            forced[k] = -1 if forced[k] >= 0 else question.first_choices()[k]
        return question.tried(keys, floors, forced)

    def _loosened(self, floors: Ints) -> Ints:
        """The floors with one let go, or put back."""
        rows = np.flatnonzero(self.question.wishes != NONE)
        if not len(rows):
            return floors
        changed, row = floors.copy(), int(self.chance.choice(rows))
        changed[row] = NONE if changed[row] != NONE else self.question.wishes[row]
        return changed
