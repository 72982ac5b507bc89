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
from milepost.engine.layout import Ints
from milepost.engine.plan import N_, Impossible, TaskRow, say
from milepost.engine.twins import Twins

LOOPS = Twins(
    (
        *("later", "earlier", "finish_of", "start_by", "earliest", "room_from", "room_until", "take", "fill", "freeze", "serial"),
        *(
            "has_room",
            "parallel",
            "latest",
            "place_late",
            "serial_late",
            "before_of",
            "pushed",
            "popped",
            "heaped",
            "listed",
            "listed_back",
        ),
        *("forward", "backward", "blocker", "holder", "waited", "lateness_of", "justified", "finish_all"),
    ),
    vars(placement_kernels),
    makers=("serial", "parallel", "serial_late", "heaped", "listed", "listed_back", "waited", "justified"),
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
    finish = np.empty(len(made), np.int64)
    loops(len(made)).finish_all(made.form, starts, finish)
    return finish


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
    early, finish, late, begun, behind = (np.zeros(n, np.int64) for _ in range(5))
    order = kernels.listed(form, np.zeros(n, np.int64))
    kernels.forward(form, order, early, finish)
    limit = np.where(made.weight > 0, made.due, finish.max(initial=0))
    kernels.backward(form, order, limit, begun, late, behind)
    ranked = made.slots.copy()
    np.add.at(ranked, made.predecessor, made.slots[made.successor])
    return {
        Rule.LATE_FINISH: late,
        Rule.LATE_START: begun,
        Rule.SLACK: late - finish,
        Rule.EARLY_START: early,
        Rule.FOLLOWERS: -behind,
        Rule.RANKED_WORK: -ranked,
        Rule.PRIORITY: np.lexsort((late, -made.priority)).argsort().astype(np.int64),
        Rule.ROWS: np.arange(n, dtype=np.int64),
    }


def waits(made: Instance, starts: Ints) -> Waits:
    """What keeps each activity from beginning earlier in this schedule: an arc, or a resource and who has it.

    Nothing where it could begin earlier, stays where it is, or begins at its release.
    """
    found = Waits(*(np.empty(len(made), np.int64) for _ in range(3)))
    loops(len(made)).waited(made.form, starts, finishes(made, starts), found.arc_from, found.resource, found.activity)
    return found


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
