"""Calm re-planning: when something has changed, the plan in which the fewest and smallest dates move.

What has begun stays. Right-shift repair comes first: everybody keeps the order of the plan before and what cannot be kept moves later. It
takes milliseconds and is always there. Then a search moves less, without finishing later than a cap: unless told otherwise, than the repair
finishes. Here an `Instance` is re-planned, in slots; `repairing` does the same for plans with calendars and people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

import numpy as np

from milepost.engine import calming_kernels, placement_kernels, replan_kernels, search
from milepost.engine.instance import Instance, instance
from milepost.engine.kernels import FAR
from milepost.engine.layout import Ints
from milepost.engine.placement import order_of
from milepost.engine.plan import N_, Impossible, TaskRow, say
from milepost.engine.replan_kernels import HOT, Aim, Placed, Window
from milepost.engine.twins import Twins

LOOPS = Twins(
    (
        *("later", "earlier", "finish_of", "start_by", "take"),
        *("chance", "pushed", "pulled", "first_work", "last_work", "room_after", "room_before", "put", "moved", "moved_in_all", "nearest"),
        *("shifted_right", "opened", "keep_best", "pushed_back", "pulled_forward", "reordered", "annealed"),
        *("chosen_along", "chosen_near", "sort_by", "keyed", "mended"),
    ),
    vars(placement_kernels) | vars(replan_kernels) | vars(calming_kernels),
    makers=("keep_best", "reordered", "annealed", "mended"),
)
SMALL = 12
"""Activities up to which the plain twins are quicker than loading the compiler."""
TRIES = 40_000
"""Changes each chain tries where no other budget is given: two or three seconds for a hundred activities."""
CHAINS = 2
"""Searches that run side by side, whatever the number of processors, so that the answer does not depend on it."""
CYCLE = 20
"""Rounds in which a chain cools down once."""
HEAT = 20
"""What a worse plan may cost in a fresh chain, in thousandths of what the repair moves."""
SHORTEST = 20_000
"""Schedules looked at to find out how early everything can be done, where the cap is before the repair's finish."""


@dataclass(frozen=True, slots=True)
class Calmed:
    """How far the search has come: what the best plan moves, what the repair moves (weighted slots), tries made and tries to make."""

    movement: int
    repair: int
    tries: int
    budget: int


Progress = Callable[[Calmed], bool]
"""Is told every so often; answers False to end the search with what it has."""


@dataclass(frozen=True, slots=True, eq=False)
class Replanned:
    """The plan that moves least, beside the repair. Columns have one value an activity, in slots.

    `starts` and `finish` are the new plan, `right` the starts of the right-shift repair. `movement` and `repair` are what the two move:
    open slots between an activity's start and the one before, times its weight, added up. `cap` is what the end may not pass.
    """

    starts: Ints
    finish: Ints
    right: Ints
    movement: int
    repair: int
    cap: int
    end: int
    repair_end: int
    tries: int


def ready() -> None:
    """Compile the loops ahead of the first question, for whoever must not wait for them: some seconds once, then kept on disk."""
    LOOPS.compiled()
    made = instance([2, 2, 2], [1], arcs=[(0, 1)], demand=[(0, 0, 1), (1, 0, 1), (2, 0, 1)])
    replan(made, np.array([0, 2, 0]), budget=CYCLE + 1)


@dataclass(frozen=True, slots=True)
class Trade:
    """One point of the trade-off: with a finish no later than `cap`, this is the least movement found."""

    cap: int
    movement: int


def replan(
    made: Instance,
    before: Ints,
    *,
    now: int = 0,
    begun: Ints | None = None,
    weight: Ints | None = None,
    cap: int | None = None,
    latest: Ints | None = None,
    seed: int = 1,
    budget: int = TRIES,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> Replanned:
    """Re-plan `made`, the work and the capacity as they are now, with as little movement as can be found.

    `before`: starts of the plan before, -1 for an activity it did not hold, which then moves for free. `begun`: 1 for what has begun
    and stays at `before`; by default what was to begin before the slot `now`. Nothing else begins before `now`. `weight`: what a slot
    of movement counts (default 1). `cap`: the end of everything, by default that of the repair; `latest`: the last finish of
    each activity (promised dates), default none. `budget` are tries of each of two chains; `seconds` replaces it by the wall's clock.
    The same input, seed and budget give the same answer.
    Raises Impossible: `plan_before_of_other_length`; `beyond_horizon` where the repair needs more slots than there are;
    `cap_below_possible`, which names the earliest end found; ValueError for columns of other lengths.
    """
    task = _Task(made, before, now, begun, weight)
    repaired = task.repair()
    repair_end = int(repaired.finish.max(initial=0))
    limits = np.full(len(made), FAR) if latest is None else np.asarray(latest, np.int64)
    limit = repair_end if cap is None else int(cap)
    task.aim = task.aim._replace(latest=np.minimum(limits, limit))
    found = _Found(repaired.start, repaired.finish, task.moved(repaired.start))
    if np.any((repaired.finish > task.aim.latest) & (task.aim.moves == 1)):
        found = task.earliest(limit, limits, seed)
    tries = 0
    if found.movement:
        found, tries = _Chains(task, found, seed, progress).run(budget, seconds, task.moved(repaired.start))
    end = int(found.finish.max(initial=0))
    movement = task.moved(found.start)
    return Replanned(found.start, found.finish, repaired.start, movement, task.moved(repaired.start), limit, end, repair_end, tries)


def right_shift(made: Instance, before: Ints, *, now: int = 0, begun: Ints | None = None) -> Ints:
    """Starts of the repair alone: in the order of `before` each begins when it was planned or, where it cannot, as soon as it can.

    Arguments and refusals as in `replan`.
    """
    return _Task(made, before, now, begun, None).repair().start


def trade_off(made: Instance, before: Ints, caps: Sequence[int], **asked: Any) -> tuple[Trade, ...]:
    """The least movement found under each cap, from the earliest cap to the latest; a later cap never moves more.

    `asked` is handed on to `replan`. Raises Impossible as that does, for the earliest cap first.
    """
    trades: list[Trade] = []
    for cap in sorted(set(caps)):
        movement = replan(made, before, cap=cap, **asked).movement
        trades.append(Trade(cap, min(movement, trades[-1].movement) if trades else movement))
    return tuple(trades)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A feasible plan and what it moves."""

    start: Ints
    finish: Ints
    movement: int


class _Task:
    """One question: the instance with its past frozen, the wishes, and an order to place by."""

    def __init__(self, made: Instance, before: Ints, now: int, begun: Ints | None, weight: Ints | None) -> None:
        before = np.asarray(before, np.int64)
        if len(before) != len(made):
            text = N_("The plan before has {count} tasks, the plan now {now}. Compare two states of the same plan.")
            raise Impossible("plan_before_of_other_length", say(text, count=len(before), now=len(made)))
        stays = (before >= 0) & (before < now) if begun is None else np.asarray(begun) == 1
        frozen = np.where(made.frozen >= 0, made.frozen, np.where(stays, before, -1))
        self.made = _without_arcs_into(frozen >= 0, replace(made, frozen=frozen, release=np.maximum(made.release, now)))
        self.form = self.made.form
        self.fast = LOOPS.compiled() if LOOPS.compiled.cache_info().currsize or len(made) > SMALL else LOOPS.plain()
        wish = np.where(before < 0, self.made.release, before)
        order = order_of(self.made, wish)
        rank = np.empty(len(made), np.int64)
        rank[order] = np.arange(len(made))
        counts = np.ones(len(made), np.int64) if weight is None else np.asarray(weight, np.int64)
        if len(counts) != len(made):
            raise ValueError("every column has one value an activity")
        moves = (frozen < 0).astype(np.int64)
        far = np.full(len(made), FAR)
        self.aim = Aim(wish, np.where(before < 0, 0, counts), self.made.release, far, rank, moves)
        self.queue: Ints = order[moves[order] == 1]

    def moved(self, start: Ints) -> int:
        """What a plan moves."""
        return int(self.fast.moved_in_all(self.form, self.aim, start))

    def empty(self) -> tuple[Placed, Window]:
        """Only what stays, placed."""
        n, horizon = len(self.made), self.made.horizon
        placed = Placed(np.zeros(n, np.int64), np.zeros(n, np.int64), self.form.capacity.copy())
        window = Window(*(np.full(n, bound, np.int64) for bound in (0, 0, horizon, horizon)))
        for a in np.flatnonzero(self.aim.moves == 0).tolist():
            self.fast.put(self.form, placed, window, a, int(self.made.frozen[a]))
        return placed, window

    def standing(self, start: Ints) -> tuple[Placed, Window]:
        """Everything where `start` says."""
        placed, window = self.empty()
        for a in self.queue.tolist():
            self.fast.put(self.form, placed, window, a, int(start[a]))
        return placed, window

    def repair(self) -> Placed:
        """The plan of the right-shift repair."""
        placed, window = self.empty()
        row = self.fast.shifted_right(self.form, self.aim, self.queue, placed, window)
        if row >= 0:
            text = N_("“{task}” finds no place before the end of the horizon.")
            raise Impossible("beyond_horizon", say(text, task=TaskRow(int(row))), (int(row),))
        return placed

    def tails(self) -> Window:
        """The windows while nothing that moves is placed."""
        _, window = self.empty()
        inside = self.aim.moves.copy()
        self.fast.opened(self.form, self.aim, window, self.queue, len(self.queue), inside)
        return window

    def earliest(self, cap: int, latest: Ints, seed: int) -> _Found:
        """A plan that keeps the caps, however much it moves. Raises Impossible where none was found."""
        due = np.minimum(np.minimum(self.made.due, latest), cap)
        strict = replace(self.made, due=due, weight=np.ones(len(self.made), np.int64))
        best = search.improve(strict, seed=seed, budget=SHORTEST)
        late = (best.finish > np.minimum(latest, cap)) & (self.aim.moves == 1)
        if late.any():
            text = N_("Not everything can be done by then. The earliest finish found is {excess} later than asked.")
            excess = int((best.finish - np.minimum(latest, cap))[late].max())
            rows = tuple(int(row) for row in np.flatnonzero(late))
            raise Impossible("cap_below_possible", say(text, excess=excess, earliest=best.makespan), rows)
        return _Found(best.starts, best.finish, self.moved(best.starts))


def _without_arcs_into(stays: np.ndarray[Any, np.dtype[np.bool_]], made: Instance) -> Instance:
    """What has begun waits for nothing any more."""
    kept = ~stays[made.successor]
    names = ("predecessor", "successor", "kind", "lag", "lag_calendar")
    return replace(made, **{name: np.ascontiguousarray(getattr(made, name)[kept]) for name in names})


class _Chain:
    """One search that cools down, again and again, with random numbers of its own."""

    def __init__(self, task: _Task, found: _Found, tail: Window, seed: int, size: int) -> None:
        self.task, self.tail, self.size = task, tail, size
        self.placed, self.window = task.standing(found.start)
        self.queue = task.queue[np.lexsort((task.aim.rank[task.queue], found.start[task.queue]))]
        if not np.array_equal(found.start, task.aim.wish):
            self.queue = _in_turn(task, self.queue)
        self.best = Placed(found.start.copy(), found.finish.copy(), self.placed.free)
        self.state = np.array([seed], np.int64)
        self.heat = max(HOT, found.movement * HEAT)
        self.round = 0

    def go_on(self) -> int:
        """One round; what the best plan of the chain moves."""
        task, at = self.task, self.round % (CYCLE + 1)
        self.round += 1
        if at == CYCLE:
            placed, window = task.standing(self.best.start)
            return int(task.fast.mended(task.form, task.aim, placed, window, self.best, self.queue, self.state, self.size, 2 * HOT))
        hot, cool = (int(self.heat * (1 - k / CYCLE) ** 2) for k in (at, at + 1))
        rest = (self.tail, self.best, self.queue, self.state, self.size, hot, cool)
        return int(task.fast.annealed(task.form, task.aim, self.placed, self.window, *rest))


def _in_turn(task: _Task, wanted: Ints) -> Ints:
    """`wanted` as far as everything can come after what it waits for."""
    rank = np.zeros(len(task.made), np.int64)
    rank[wanted] = np.arange(len(wanted)) + 1
    order = order_of(task.made, rank)
    return np.ascontiguousarray(order[task.aim.moves[order] == 1])


class _Chains:
    """All chains, round by round."""

    def __init__(self, task: _Task, found: _Found, seed: int, progress: Progress | None) -> None:
        self.task, self.found, self.seed, self.progress = task, found, seed, progress

    def run(self, budget: int, seconds: float | None, repair: int) -> tuple[_Found, int]:
        """The best plan of all chains, and the tries each made."""
        until = None if seconds is None else monotonic() + seconds
        size = 500 if seconds is not None else max(1, min(500, budget // (CYCLE + 1)))
        tail = self.task.tails()
        chains = [_Chain(self.task, self.found, tail, self.seed * 7919 + number * 104_729 + 17, size) for number in range(CHAINS)]
        tries = 0
        with ThreadPoolExecutor(CHAINS) as threads:
            while monotonic() < until if until is not None else tries < budget:
                least = min(threads.map(_Chain.go_on, chains))
                tries += size
                if least == 0 or (self.progress and not self.progress(Calmed(least, repair, tries, budget))):
                    break
        best = min((chain.best for chain in chains), key=lambda plan: self.task.moved(plan.start))
        return _Found(best.start, best.finish, self.task.moved(best.start)), tries
