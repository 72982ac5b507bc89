"""What is placed: activities that need slots, capacity and each other. Frozen, and checked once.

Time is a row of *slots*, numbered from 0; a slot is as long as whoever builds the instance says. An activity needs `slots` of
its calendar in one go: closed slots interrupt it and cost nothing. Its start is its first slot, its finish the slot after its
last; an activity of no slots is an instant with start = finish. Rows are activities, columns int64.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.engine.kernels import FAR, FS
from milepost.engine.layout import Form, Ints
from milepost.engine.plan import N_, Impossible, TaskRow, say

LIMIT = 2**31
"""Slots, lags and units reach no further than this, so that sums of them stay exact."""


@dataclass(frozen=True, eq=False)
class Instance:
    """Activities, arcs, demands and capacity. Build it with `instance`, which fills in what is not said and refuses the impossible.

    `predecessor[k]` → `successor[k]`: `kind` is FS, SS, FF or SF and `lag` slots lie between, counted in the open slots of
    `lag_calendar[k]`, or in all slots where that is -1. Activity `a` needs `demand_units[k]` of `demand_resource[k]` in each slot it works,
    for `k` in `demand_first[a]:demand_first[a + 1]`. `capacity` has a row a resource and either one column, for ever, or one a slot.
    `open` has a row a calendar and a column a slot, 1 where it works. What has columns ends the horizon with them.
    """

    slots: Ints
    predecessor: Ints
    successor: Ints
    kind: Ints
    lag: Ints
    lag_calendar: Ints
    demand_first: Ints
    demand_resource: Ints
    demand_units: Ints
    capacity: Ints
    release: Ints
    """No activity begins before its release."""
    frozen: Ints
    """The start of an activity that stays where it is, -1 for the others. It takes its units even where there are too few."""
    due: Ints
    weight: Ints
    """An activity that finishes after `due` costs `weight` for each slot. That cost comes before the makespan."""
    priority: Ints
    """Higher goes first where a rule of priority is asked for."""
    calendar: Ints
    """Row of `open`, -1 for every slot."""
    open: Ints

    def __len__(self) -> int:
        return len(self.slots)

    @property
    def plain(self) -> bool:
        """Whether this is the textbook's problem: constant capacity, no calendars, finish-to-start without lag, only the makespan."""
        constant = self.capacity.shape[1] == 1 and not len(self.open)
        free = not (self.release.any() or self.weight.any() or self.lag.any() or self.kind.any())
        return bool(constant and free and np.all(self.frozen == -1))

    @cached_property
    def form(self) -> Form:
        """The same as the compiled loops want it."""
        return _form(self)

    @property
    def horizon(self) -> int:
        """Slots there are. Where nothing has columns: as many as placing one after the other takes."""
        for table in (self.capacity, self.open):
            if table.shape[0] and table.shape[1] > 1:
                return int(table.shape[1])
        ends = np.maximum(self.frozen, 0) + self.slots
        first = max(int(self.release.max(initial=0)), int(ends.max(initial=0)))
        return first + int(self.slots.sum()) + int(np.maximum(self.lag, 0).sum()) + 1


def instance(
    slots: ArrayLike,
    capacity: ArrayLike,
    *,
    arcs: ArrayLike = (),
    demand: ArrayLike = (),
    release: ArrayLike | None = None,
    frozen: ArrayLike | None = None,
    due: ArrayLike | None = None,
    weight: ArrayLike | None = None,
    priority: ArrayLike | None = None,
    calendar: ArrayLike | None = None,
    open: ArrayLike | None = None,
) -> Instance:
    """An instance from what is said, the rest filled in.

    `arcs` rows are (predecessor, successor), or these with kind, lag and lag calendar; `demand` rows are (activity, resource, units).
    `capacity` is one number a resource, or a row a resource with a column a slot.
    Raises Impossible: `duration_negative`, `circle`, `demand_above_capacity` (for ever, naming the activity), `demand_negative`,
    `beyond_horizon`; ValueError where shapes do not fit together.
    """
    work = _column(slots)
    n = len(work)
    links = _table(arcs, 5, (0, 0, FS, 0, -1))
    needs = _table(demand, 3, (0, 0, 0))
    needs = needs[np.argsort(needs[:, 0], kind="stable")]
    has = np.asarray(capacity, np.int64)
    predecessor, successor, kind, lag, lag_calendar = (np.ascontiguousarray(column) for column in links.T)
    built = Instance(
        work,
        predecessor,
        successor,
        kind,
        lag,
        lag_calendar,
        np.searchsorted(needs[:, 0], np.arange(n + 1)).astype(np.int64),
        np.ascontiguousarray(needs[:, 1]),
        np.ascontiguousarray(needs[:, 2]),
        has.reshape(len(has), -1) if len(has) else np.zeros((0, 1), np.int64),
        release=_filled(release, n, 0),
        frozen=_filled(frozen, n, -1),
        due=_filled(due, n, FAR),
        weight=_filled(weight, n, 0),
        priority=_filled(priority, n, 0),
        calendar=_filled(calendar, n, -1),
        open=np.zeros((0, 1), np.int64) if open is None else np.asarray(open, np.int64),
    )
    _check_shapes(built, needs)
    _check_values(built)
    _check_demands(built)
    return built


def _column(values: ArrayLike) -> Ints:
    return np.ascontiguousarray(np.asarray(values, np.int64).reshape(-1))


def _filled(values: ArrayLike | None, n: int, otherwise: int) -> Ints:
    return np.full(n, otherwise, np.int64) if values is None else _column(values)


def _table(rows: ArrayLike, width: int, blank: tuple[int, ...]) -> Ints:
    """`rows` as a table of `width` columns; those that are not given are as in `blank`."""
    given = np.asarray(rows, np.int64)
    given = given.reshape(len(given), -1) if given.size else np.zeros((0, width), np.int64)
    table = np.tile(np.array(blank, np.int64), (len(given), 1))
    table[:, : given.shape[1]] = given
    return table


def _check_shapes(made: Instance, needs: Ints) -> None:
    n, resources, calendars = len(made), len(made.capacity), len(made.open)
    columns = (made.release, made.frozen, made.due, made.weight, made.priority, made.calendar)
    if any(len(column) != n for column in columns):
        raise ValueError("every column has one value an activity")
    for what, values, below, least in (
        ("an arc refers to an activity", np.concatenate((made.predecessor, made.successor)), n, 0),
        ("a demand refers to an activity", needs[:, 0], n, 0),
        ("a demand refers to a resource", made.demand_resource, resources, 0),
        ("a calendar", np.concatenate((made.calendar, made.lag_calendar)), calendars, -1),
        ("a kind of arc", made.kind, 4, 0),
    ):
        if len(values) and not (values.min() >= least and values.max() < below):
            raise ValueError(f"{what} that is not there")
    if calendars and made.capacity.shape[1] not in (1, made.open.shape[1]):
        raise ValueError("capacity and calendars have one column a slot")


def _refused(code: str, rows: NDArray[np.integer], text: str) -> None:
    if len(rows):
        raise Impossible(code, say(text, task=TaskRow(int(rows[0]))), tuple(int(row) for row in rows))


def _check_values(made: Instance) -> None:
    _refused("duration_negative", np.flatnonzero(made.slots < 0), N_("“{task}” has a negative duration."))
    far = np.flatnonzero((made.slots > LIMIT) | (made.release > LIMIT))
    _refused("beyond_horizon", far, N_("“{task}” lasts or begins beyond every horizon. Check its duration and its dates."))
    far = np.flatnonzero(abs(made.lag) > LIMIT)
    _refused("beyond_horizon", made.successor[far], N_("A link into “{task}” reaches beyond every horizon. Check its lag."))
    around = circle(made)
    if around:
        text = N_("The links form a circle: {chain}. Remove one of them.")
        raise Impossible("circle", say(text, chain=(*around, around[0])), around)


def _check_demands(made: Instance) -> None:
    rows = np.repeat(np.arange(len(made)), np.diff(made.demand_first))
    _refused("demand_negative", rows[made.demand_units < 0], N_("“{task}” needs a negative number of units."))
    works = (made.slots[rows] > 0) & (made.frozen[rows] < 0)
    best = made.capacity.max(axis=1, initial=0)
    never = rows[works & (made.demand_units > best[made.demand_resource])]
    _refused("demand_above_capacity", never, N_("“{task}” needs more than there ever is. Give it less, or add people."))


def circle(made: Instance) -> tuple[int, ...]:
    """Activities that wait for each other, in the order of their arcs; none where there is no circle."""
    waits = np.bincount(made.successor, minlength=len(made))
    after: dict[int, list[int]] = {}
    for a, b in zip(made.predecessor.tolist(), made.successor.tolist(), strict=True):
        after.setdefault(a, []).append(b)
    ready = np.flatnonzero(waits == 0).tolist()
    while ready:
        for b in after.pop(ready.pop(), ()):
            waits[b] -= 1
            if not waits[b]:
                ready.append(b)
    return _around(made, set(after)) if np.any(waits > 0) else ()


def _around(made: Instance, left: set[int]) -> tuple[int, ...]:
    """One circle among the activities `left` that have arcs out, walked backwards from any that still waits."""
    before = {b: a for a, b in zip(made.predecessor.tolist(), made.successor.tolist(), strict=True) if a in left}
    at, seen = next(iter(b for b in before if b in left)), []
    while at not in seen:
        seen.append(at)
        at = before[at]
    return tuple(reversed(seen[seen.index(at) :]))


def _form(made: Instance) -> Form:
    horizon = made.horizon
    before, slot_of = _tables(made.open, horizon)
    leaving = np.argsort(made.predecessor, kind="stable")
    entering = np.argsort(made.successor, kind="stable")
    numbers = np.arange(len(made) + 1)
    capacity = np.broadcast_to(made.capacity, (len(made.capacity), horizon)) if made.capacity.shape[1] == 1 else made.capacity
    return Form(
        made.slots,
        made.calendar + 1,
        before,
        slot_of,
        np.searchsorted(made.successor[entering], numbers).astype(np.int64),
        *_sorted(entering, made.predecessor, made.kind, made.lag, made.lag_calendar + 1),
        np.searchsorted(made.predecessor[leaving], numbers).astype(np.int64),
        *_sorted(leaving, made.successor, made.kind, made.lag, made.lag_calendar + 1),
        made.demand_first,
        made.demand_resource,
        made.demand_units,
        np.ascontiguousarray(capacity),
        made.release,
        made.frozen,
        made.due,
        made.weight,
    )


def _sorted(order: NDArray[np.intp], *columns: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    first, second, third, fourth = (np.ascontiguousarray(column[order]) for column in columns)
    return first, second, third, fourth


def _tables(open: Ints, horizon: int) -> tuple[Ints, Ints]:
    """Per calendar, after one that is always open: open slots before each slot, and where the w-th open slot is (`horizon`: nowhere)."""
    always = np.ones((1, horizon), np.int64)
    rows = np.concatenate((always, open)) if len(open) else always
    before = np.zeros((len(rows), horizon + 1), np.int64)
    np.cumsum(rows, axis=1, out=before[:, 1:])
    slot_of = np.full((len(rows), horizon + 1), horizon, np.int64)
    for c, row in enumerate(rows):
        works = np.flatnonzero(row)
        slot_of[c, : len(works)] = works
    return before, slot_of
