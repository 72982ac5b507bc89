"""Placing activities one by one: always feasible, in microseconds each, in an order that a rule or a person gives.

`best` tries the rules and keeps the best, `serial` and `parallel` place a given order, `waits` says what each activity waits for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from milepost.engine import placement_kernels
from milepost.engine.instance import Instance
from milepost.engine.kernels import FAR
from milepost.engine.layout import Ints
from milepost.engine.plan import N_, Impossible, TaskRow, say
from milepost.engine.twins import Twins

LOOPS = Twins(
    (
        *("later", "earlier", "finish_of", "start_by", "earliest", "room_from", "room_until", "take", "fill", "freeze", "serial"),
        *("has_room", "parallel", "latest", "place_late", "serial_late", "before_of", "pushed", "popped", "listed", "listed_back"),
        *("lateness_of", "justified"),
    ),
    vars(placement_kernels),
)
SMALL = 60
"""Activities up to which the plain twins are quicker than loading the compiler."""


class Rule(IntEnum):
    """What goes first where not everything can."""

    LATE_FINISH = 0
    LATE_START = 1
    SLACK = 2
    EARLY_START = 3
    FOLLOWERS = 4
    """Most work behind it."""
    RANKED_WORK = 5
    """Greatest own work and that of its direct successors."""
    PRIORITY = 6
    """Higher priority, then late finish."""
    ROWS = 7
    """As the rows stand: the user's own order."""


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A schedule and what is known about it.

    `starts` and `finish` are slots, by activity. `cost` is the weighted lateness, which comes before `makespan`, the last finish.
    No schedule of that cost ends before `lower_bound`; `proved` says that this one is best: no lateness, and an end at that bound.
    `schedules` counts how many were made to find it.
    """

    starts: Ints
    finish: Ints
    makespan: int
    cost: int
    lower_bound: int
    proved: bool
    schedules: int


@dataclass(frozen=True, slots=True, eq=False)
class Waits:
    """Why each activity begins no earlier: columns by activity, -1 where that is nothing.

    `arc_from`: the predecessor whose arc sets the start. `resource`: what it had too little of just before its start, and
    `activity`: who had it then; a resource without an activity is absent or booked elsewhere.
    """

    arc_from: Ints
    resource: Ints
    activity: Ints


def loops(size: int) -> Any:
    """The compiled loops, or for a few activities their plain twins as long as the compiler is not loaded."""
    return LOOPS.compiled() if LOOPS.compiled.cache_info().currsize or size > SMALL else LOOPS.plain()


def serial(made: Instance, order: Ints) -> Ints:
    """Starts of the activities placed in `order`, each as early as possible.

    Whatever `order` is, an activity follows what it waits for. Raises Impossible `beyond_horizon` where one finds no room.
    """
    return _placed(made, order, "serial")[0]


def parallel(made: Instance, order: Ints) -> Ints:
    """Starts where at every slot whatever can begin does, first in `order` first. Raises as `serial`."""
    return _placed(made, order, "parallel")[0]


def order_of(made: Instance, rank: Ints) -> Ints:
    """The activities by rising `rank`, each after what it waits for."""
    return loops(len(made)).listed(made.form, np.asarray(rank, np.int64))  # type: ignore[no-any-return]


def finishes(made: Instance, starts: Ints) -> Ints:
    """Where each activity ends that begins at `starts`."""
    form, kernels = made.form, loops(len(made))
    return np.array([kernels.finish_of(form, j, int(starts[j])) for j in range(len(made))], np.int64)


def justify(made: Instance, starts: Ints) -> Ints:
    """The same schedule moved right, then left: never worse, often shorter (Valls, Ballestín & Quintanilla, 2005)."""
    new, finish = starts.copy(), finishes(made, starts)
    loops(len(made)).justified(made.form, new, finish)
    return new


def best(made: Instance, rules: tuple[Rule, ...] = tuple(Rule)) -> Solution:
    """The best of the rules under both schemes, justified. Raises Impossible `beyond_horizon` where something finds no room."""
    found: Solution | None = None
    tried = 0
    ranks = _ranks(made)
    for rule in rules:
        order = order_of(made, ranks[rule])
        for scheme in ("serial", "parallel"):
            start, finish = _placed(made, order, scheme)
            loops(len(made)).justified(made.form, start, finish)
            tried += 3
            candidate = judged(made, start, finish, tried)
            if found is None or (candidate.cost, candidate.makespan) < (found.cost, found.makespan):
                found = candidate
    assert found is not None
    return found


def judged(made: Instance, starts: Ints, finish: Ints, schedules: int, lower_bound: int = 0) -> Solution:
    """A schedule with its cost and makespan."""
    late = np.maximum(finish - made.due, 0)
    cost = int((late[made.weight > 0] * made.weight[made.weight > 0]).sum())
    makespan = int(finish.max(initial=0))
    return Solution(starts, finish, makespan, cost, lower_bound, cost == 0 and lower_bound == makespan, schedules)


def rank(made: Instance, rule: Rule) -> Ints:
    """What `rule` gives each activity; lower goes first."""
    return _ranks(made)[rule]


def _ranks(made: Instance) -> dict[Rule, Ints]:
    form, kernels, n = made.form, loops(len(made)), len(made)
    early, finish = np.zeros(n, np.int64), np.zeros(n, np.int64)
    order = kernels.listed(form, np.zeros(n, np.int64))
    for j in order:
        early[j] = made.frozen[j] if made.frozen[j] >= 0 else kernels.earliest(form, j, early, finish)
        finish[j] = kernels.finish_of(form, j, min(int(early[j]), made.horizon))
    late, begun = np.zeros(n, np.int64), np.zeros(n, np.int64)
    behind = made.slots.copy()
    for j in order[::-1]:
        limit = int(made.due[j]) if made.weight[j] > 0 else int(finish.max(initial=0))
        last_start, last_finish = kernels.latest(form, j, begun, late, limit)
        begun[j] = min(last_start, last_finish - made.slots[j])
        late[j] = min(last_finish, begun[j] + made.slots[j])
        behind[j] += sum(int(behind[b]) for b in form.target[form.out_first[j] : form.out_first[j + 1]])
    own = made.slots.astype(np.float64)
    np.add.at(own, made.predecessor, made.slots[made.successor])
    return {
        Rule.LATE_FINISH: late,
        Rule.LATE_START: begun,
        Rule.SLACK: late - finish,
        Rule.EARLY_START: early,
        Rule.FOLLOWERS: -np.minimum(behind, FAR),
        Rule.RANKED_WORK: -own.astype(np.int64),
        Rule.PRIORITY: np.lexsort((late, -made.priority)).argsort().astype(np.int64),
        Rule.ROWS: np.arange(n, dtype=np.int64),
    }


def waits(made: Instance, starts: Ints) -> Waits:
    """What keeps each activity from beginning earlier in this schedule: an arc, or a resource and who has it."""
    raise NotImplementedError


def _placed(made: Instance, order: Ints, scheme: str) -> tuple[Ints, Ints]:
    kernels, n = loops(len(made)), len(made)
    place = np.empty(n, np.int64)
    place[order] = np.arange(n)
    start, finish = np.zeros(n, np.int64), np.zeros(n, np.int64)
    following = kernels.listed(made.form, place)
    if getattr(kernels, scheme)(made.form, following, start, finish) == placement_kernels.NOWHERE:
        row = int(following[finish[following] < 0][0])
        text = N_("“{task}” finds no room before the end of the horizon. Check its calendar and who is to do it.")
        raise Impossible("beyond_horizon", say(text, task=TaskRow(row)), (row,))
    return start, finish
