"""Anytime search for a short schedule: starts from the rules, improves until its budget ends, and says how good it is at the most.

Two walks from the same beginning run side by side, on two threads where there are two, and take stock of each other after every
round. The same instance, seed and budget give the same answer for any number of threads. A limit in seconds is for whoever
does not keep the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache
from time import monotonic

import numpy as np

from milepost.engine import placement, search_kernels
from milepost.engine.instance import Instance
from milepost.engine.layout import Ints
from milepost.engine.placement import Solution
from milepost.engine.search_kernels import BEST, MADE, STOP, Tight
from milepost.engine.twins import Twins

LOOPS = Twins(
    (
        *("drawn", "desk_of", "packed", "sorted_up", "sorted_back", "delayed", "placed_by", "justified_once", "shaken"),
        *("begin", "walk", "walk_wide", "dates", "energy_bound"),
    ),
    vars(search_kernels),
    below=placement.LOOPS,
    makers=("desk_of", "begin", "walk", "walk_wide", "energy_bound"),
)
ISLANDS = 2
"""Walks side by side; their number decides the answer, the number of threads does not."""
ROUND = 64
"""Schedules for each activity between two looks at each other."""
LANE = (1 << 14) - 1
"""The most units a lane of a `Tight` holds."""


@dataclass(frozen=True, slots=True)
class Improved:
    """How far a search has come: the best cost and makespan so far, the bound, and schedules made."""

    cost: int
    makespan: int
    lower_bound: int
    schedules: int
    budget: int


Progress = Callable[[Improved], bool]
"""Is told every so often; answers False to end the search with what it has."""


def improve(
    made: Instance,
    *,
    seed: int = 1,
    budget: int = 20_000,
    seconds: float | None = None,
    threads: int | None = None,
    start: Ints | None = None,
    progress: Progress | None = None,
) -> Solution:
    """The best schedule found with `budget` schedules, or within `seconds` (then the budget does not count).

    `start`: starts of a schedule to begin from. `threads`: two unless said; they change how long it takes, not what comes out.
    Raises Impossible as `placement.best`.
    """
    until = None if seconds is None else monotonic() + seconds
    if not len(made):
        return placement.judged(made, np.zeros(0, np.int64), np.zeros(0, np.int64), 0)
    form = tight_of(made)
    walks = _Wide(made, start, seed) if form is None else _Narrow(made, form, start, seed)
    pool = _pool(max(1, min(threads or ISLANDS, ISLANDS)))
    if until is None:
        _by_budget(walks, budget, pool, progress)
    else:
        _by_clock(walks, until, pool, progress)
    return walks.solution()


def lower_bound(made: Instance) -> int:
    """No schedule ends before this slot: longest path, and for a `plain` instance the work on each resource over its capacity."""
    tight = tight_of(made)
    if tight is not None:
        return _bound(tight)[0]
    n = len(made)
    kernels, start, finish = placement.loops(n), np.zeros(n, np.int64), np.zeros(n, np.int64)
    kernels.forward(made.form, kernels.listed(made.form, start.copy()), start, finish)
    return int(finish.max(initial=0))


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A plain instance as the quick loops want it; `row` says which activity each number is."""

    tight: Tight
    row: Ints
    units: tuple[Ints, ...]
    """Units each number needs of each resource."""
    capacity: tuple[int, ...]


def tight_of(made: Instance) -> _Numbered | None:
    """The instance for the quick loops; None where it has what they do not know."""
    resources = len(made.capacity)
    if not made.plain or resources > 4 or made.capacity.max(initial=0) > LANE or made.demand_units.max(initial=0) > LANE:
        return None
    row = _in_order(made)
    number = np.empty(len(made), np.int64)
    number[row] = np.arange(len(made))
    units = np.zeros((resources, len(made)), np.int64)
    rows = np.repeat(np.arange(len(made)), np.diff(made.demand_first))
    np.add.at(units, (made.demand_resource, number[rows]), made.demand_units)
    capacity = [int(units) for units in made.capacity[:, 0]]
    slots = np.ascontiguousarray(made.slots[row])
    units[:, slots == 0] = 0
    lanes = np.array([1 << (15 * r) for r in range(resources)], np.int64)
    need = (units * lanes[:, None]).sum(axis=0).astype(np.int64)
    free = sum(1 << (15 * r) << 14 for r in range(4)) + sum(c << (15 * r) for r, c in enumerate(capacity))
    before, after = number[made.predecessor], number[made.successor]
    tight = Tight(slots, need, *_csr(after, before, len(made)), *_csr(before, after, len(made)), free, int(slots.sum()) + 1)
    return _Numbered(tight, row, tuple(units), tuple(capacity))


def _csr(by: Ints, other: Ints, n: int) -> tuple[Ints, Ints]:
    order = np.argsort(by, kind="stable")
    return np.searchsorted(by[order], np.arange(n + 1)).astype(np.int64), np.ascontiguousarray(other[order])


def _in_order(made: Instance) -> Ints:
    """The rows so that each follows what it waits for; as they stand where they do so already."""
    if np.all(made.predecessor < made.successor):
        return np.arange(len(made), dtype=np.int64)
    return placement.order_of(made, np.arange(len(made), dtype=np.int64))


def _bound(numbered: _Numbered) -> tuple[int, Ints]:
    """The bound on the makespan, and the latest finish of each number if the longest path is just kept."""
    kernels, tight = LOOPS.compiled(), numbered.tight
    head, tail = np.empty_like(tight.slots), np.empty_like(tight.slots)
    longest = kernels.dates(tight, head, tail)
    energy = (kernels.energy_bound(tight.slots, u, c, head, tail) for u, c in zip(numbered.units, numbered.capacity, strict=True) if c)
    return int(max(longest, *energy, 0)), longest - tail


class _Walks:
    """The islands of a search: each has a schedule, a state and a row of random numbers."""

    def __init__(self, made: Instance, seed: int) -> None:
        self.made = made
        self.random = [np.array([_scattered(seed, island)], np.int64) for island in range(ISLANDS)]
        self.state = [np.zeros(2, np.int64) for _ in range(ISLANDS)]
        self.bound = 0
        self.begun = 0

    @property
    def schedules(self) -> int:
        """Schedules made so far."""
        return self.begun + sum(int(state[MADE]) for state in self.state)

    def stop(self) -> None:
        """Ends what is running, within microseconds."""
        for state in self.state:
            state[STOP] = 1


class _Narrow(_Walks):
    """Islands on the quick loops."""

    def __init__(self, made: Instance, numbered: _Numbered, start: Ints | None, seed: int) -> None:
        super().__init__(made, seed)
        self.numbered, self.kernels = numbered, LOOPS.compiled()
        self.bound, late = _bound(numbered)
        self.best, self.at, self.marks = (np.zeros((ISLANDS, size), np.int64) for size in (len(made), len(made), 3))
        self.kernels.begin(numbered.tight, late, self.best[0], self.at[0], self.marks[0])
        self.begun = 12
        if start is not None and int((start + made.slots).max()) <= self.marks[0, BEST]:
            self.best[0] = start[numbered.row]
            self.at[0] = self.best[0] + numbered.tight.slots
            self.marks[0] = self.at[0].max(), 0, self.at[0].max()
        self._follow(0)

    def run(self, island: int, quota: int) -> None:
        """A round of one island."""
        mine = self.best[island], self.at[island], self.marks[island], self.random[island], self.state[island]
        self.kernels.walk(self.numbered.tight, *mine, quota, self.bound)

    def meet(self) -> None:
        """Islands that are behind go on from the best."""
        self._follow(int(self.marks[:, BEST].argmin()))

    def _follow(self, first: int) -> None:
        for island in np.flatnonzero(self.marks[:, BEST] != self.marks[first, BEST]):
            for table in (self.best, self.at, self.marks):
                table[island] = table[first]

    @property
    def value(self) -> tuple[int, int]:
        """Cost and makespan of the best."""
        return 0, int(self.marks[:, BEST].min())

    def solution(self) -> Solution:
        """The best, by activity."""
        starts = np.empty(len(self.made), np.int64)
        starts[self.numbered.row] = self.best[self.marks[:, BEST].argmin()]
        return placement.judged(self.made, starts, starts + self.made.slots, self.schedules, self.bound)


class _Wide(_Walks):
    """Islands on the loops that know everything."""

    def __init__(self, made: Instance, start: Ints | None, seed: int) -> None:
        super().__init__(made, seed)
        self.bound, self.kernels = lower_bound(made), LOOPS.compiled()
        first = placement.best(made)
        self.begun = first.schedules
        if start is not None:
            given = placement.judged(made, start.astype(np.int64), placement.finishes(made, start), 0)
            first = min(given, first, key=lambda known: (known.cost, known.makespan))
        self.start = [first.starts.copy() for _ in range(ISLANDS)]
        self.finish = [first.finish.copy() for _ in range(ISLANDS)]

    def run(self, island: int, quota: int) -> None:
        """A round of one island."""
        start, finish = self.start[island], self.finish[island]
        self.kernels.walk_wide(self.made.form, start, finish, self.random[island], self.state[island], quota, self.bound)

    def meet(self) -> None:
        """Islands that are behind go on from the best."""
        values = [self._value(island) for island in range(ISLANDS)]
        best = values.index(min(values))
        for island in range(ISLANDS):
            if values[island] > values[best]:
                self.start[island][:] = self.start[best]
                self.finish[island][:] = self.finish[best]

    def _value(self, island: int) -> tuple[int, int]:
        known = placement.judged(self.made, self.start[island], self.finish[island], 0)
        return known.cost, known.makespan

    @property
    def value(self) -> tuple[int, int]:
        """Cost and makespan of the best."""
        return min(self._value(island) for island in range(ISLANDS))

    def solution(self) -> Solution:
        """The best."""
        best = min(range(ISLANDS), key=self._value)
        return placement.judged(self.made, self.start[best], self.finish[best], self.schedules, self.bound)


def _scattered(seed: int, island: int) -> int:
    """A number that is not zero, far from that of a seed or island beside it."""
    return (seed * 2654435761 + island * 40503 * 65537 + 97) % 0xFFFFFFFF or 1


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, "search")


def _by_budget(walks: _Narrow | _Wide, budget: int, pool: ThreadPoolExecutor, progress: Progress | None) -> None:
    """Rounds until the schedules are made, the bound is met or `progress` has enough. Each island gets its share of what is left."""
    while walks.schedules < budget and walks.value != (0, walks.bound):
        quota = min(ROUND * len(walks.made), -(-(budget - walks.schedules) // ISLANDS))
        wait([pool.submit(walks.run, island, quota) for island in range(ISLANDS)])
        walks.meet()
        if progress is not None and not progress(Improved(*walks.value, walks.bound, walks.schedules, budget)):
            return


def _by_clock(walks: _Narrow | _Wide, until: float, pool: ThreadPoolExecutor, progress: Progress | None) -> None:
    """Rounds until the clock says `until`, the bound is met or `progress` has enough."""
    while monotonic() < until and walks.value != (0, walks.bound):
        running = [pool.submit(walks.run, island, ROUND * len(walks.made)) for island in range(ISLANDS)]
        if wait(running, max(0.0, until - monotonic())).not_done:
            walks.stop()
            wait(running)
        walks.meet()
        if progress is not None and not progress(Improved(*walks.value, walks.bound, walks.schedules, 0)):
            return
