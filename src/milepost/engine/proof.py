"""Proofs and bounds by constraint programming: CP-SAT on an instance small enough for it.

Only workers and the command line come here: OR-Tools is loaded inside the functions, never with the module. With a
`deterministic` limit the same instance gets the same answer on every machine.

Source of the model: interval variables and cumulative constraints with lazy clause generation (Schutt, Feydy, Stuckey &
Wallace, "Solving RCPSP/max by lazy clause generation", Journal of Scheduling 16, 2013), as OR-Tools 9.15 implements it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from milepost.engine.instance import Instance
from milepost.engine.kernels import FAR, FF, FS, SF
from milepost.engine.layout import Ints

MOST = 70
"""Activities with a demand up to which a proof is worth trying."""
LATE_FIRST = 1_000_000
"""What a weighted slot of lateness counts against a slot of makespan, so that it always comes first."""


class Proof(NamedTuple):
    """`lower_bound` on the makespan in slots. `starts`: a schedule better than the one known, None where none was found.

    `proved`: nothing is better than `starts`, or, where that is None, than what was known.
    """

    lower_bound: int
    starts: Ints | None
    proved: bool


class Stop:
    """Ends a proof that runs in another thread. A proof that has not come to the solver yet does not hear it: ask again."""

    def __init__(self) -> None:
        self.solver: Any = None

    def __call__(self) -> None:
        if self.solver is not None:
            self.solver.stop_search()


def ready() -> None:
    """Load OR-Tools ahead of the first proof, for whoever must not wait for it: a second or two, once."""
    from ortools.sat.python import cp_model  # noqa: F401 - loading it is what is asked for


def prove(
    instance: Instance,
    *,
    upper: int,
    seconds: float | None = None,
    deterministic: float | None = None,
    hint: Ints | None = None,
    workers: int = 1,
    seed: int = 1,
    stop: Stop | None = None,
) -> Proof:
    """Try to beat the makespan `upper` (in slots), or to show that nothing does.

    `hint` are starts of a known schedule. At least one limit should be given: `seconds` of the wall's clock, or `deterministic`
    time of the solver, about a second each and the same on every machine. Where a promise has a weight, weighted lateness comes
    first and `lower_bound` is that of the critical path. A resource whose users keep different calendars is left out of the
    model: the bound stays a bound, and `starts` is then None. `stop` ends it from another thread.
    """
    model = _Model(instance, upper)
    if model.hopeless:
        return Proof(upper, None, True)
    model.aim(None if instance.weight.any() else upper - 1)
    solved = _solved(model, hint, seconds, deterministic, workers, seed, stop or Stop())
    return _answer(model, solved, upper)


def _solved(
    model: _Model, hint: Ints | None, seconds: float | None, deterministic: float | None, workers: int, seed: int, stop: Stop
) -> Any:
    from ortools.sat.python import cp_model

    if hint is not None:
        for variable, value in zip(model.starts, hint.tolist(), strict=True):
            model.cp.add_hint(variable, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.interleave_search = workers > 1 and deterministic is not None
    solver.parameters.random_seed = seed
    solver.parameters.log_search_progress = False
    solver.parameters.linearization_level = 0  # linear relaxations cost more than they tell about capacity
    if seconds is not None:
        solver.parameters.max_time_in_seconds = seconds
    if deterministic is not None:
        solver.parameters.max_deterministic_time = deterministic
    stop.solver = solver
    solver.solve(model.cp)
    return solver


def _answer(model: _Model, solver: Any, upper: int) -> Proof:
    from ortools.sat.python import cp_model

    status = solver.response_proto.status
    exact = not model.relaxed
    if status == cp_model.INFEASIBLE:
        return Proof(upper, None, True)
    bound = max(model.least, min(upper, int(np.ceil(solver.best_objective_bound - 1e-6)))) if not model.weighted else model.least
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Proof(bound, None, bound >= upper)
    starts = np.array([solver.value(variable) for variable in model.starts], np.int64)
    return Proof(bound, starts if exact else None, exact and status == cp_model.OPTIMAL)


def heads_and_tails(instance: Instance) -> tuple[Ints, Ints]:
    """Slots that surely lie before each start and after each finish: longest paths, calendars and capacity ignored."""
    n = len(instance)
    head, tail = np.maximum(instance.release, np.maximum(instance.frozen, 0)), np.zeros(n, np.int64)
    slots = instance.slots
    lag = np.where((instance.lag_calendar >= 0) & (instance.lag < 0), -FAR, instance.lag)
    weight = lag + np.where((instance.kind == FS) | (instance.kind == FF), slots[instance.predecessor], 0)
    weight -= np.where((instance.kind == FF) | (instance.kind == SF), slots[instance.successor], 0)
    arcs = list(zip(instance.predecessor.tolist(), instance.successor.tolist(), weight.tolist(), strict=True))
    reach = slots.copy()
    for _ in range(n):
        before = head.sum() + reach.sum()
        for i, j, w in arcs:
            head[j] = max(head[j], head[i] + w)
        for i, j, w in reversed(arcs):
            reach[i] = max(reach[i], reach[j] + w)
        if head.sum() + reach.sum() == before:
            break
    tail = reach - slots
    return head, tail


class _Model:
    """The variables of an instance and what binds them. `relaxed` says that a resource had to be left out."""

    def __init__(self, made: Instance, upper: int) -> None:
        from ortools.sat.python import cp_model

        self.made, self.cp = made, cp_model.CpModel()
        self.weighted = bool(made.weight.any())
        limit = made.horizon if self.weighted else min(made.horizon, upper - 1)
        self.relaxed = False
        head, tail = heads_and_tails(made)
        self.least = int((head + made.slots + tail).max(initial=0))
        last = np.where(made.frozen >= 0, made.frozen, limit - tail - made.slots)
        self.hopeless = bool(np.any(last < head)) and not self.weighted
        if self.hopeless:
            return
        last = np.where(made.frozen >= 0, last, np.maximum(last, head))
        head = np.where(made.frozen >= 0, made.frozen, head)
        self.works = [self._worked(i, int(head[i]), int(last[i])) for i in range(len(made))]
        self.starts = [start for start, _, _ in self.works]
        self.finishes = [finish for _, finish, _ in self.works]
        self._link()
        for resource in range(len(made.capacity)):
            self._share(resource)

    def _worked(self, i: int, first: int, last: int) -> tuple[Any, Any, Any]:
        """Start and finish of activity `i` in slots, and its start in open slots of its own calendar."""
        slots, c = int(self.made.slots[i]), int(self.made.calendar[i])
        if c < 0 or slots == 0:
            start = self.cp.new_int_var(first, last, "")
            return start, start + slots, start
        opens = np.flatnonzero(self.made.open[c])
        work = self.cp.new_int_var(0, max(0, len(opens) - slots), "")
        start = self.cp.new_int_var(first, last, "")
        self.cp.add_element(work, opens.tolist(), start)
        finish = self.cp.new_int_var(0, self.made.horizon, "")
        self.cp.add_element(work, (opens[slots - 1 :] + 1).tolist(), finish)
        return start, finish, work

    def _link(self) -> None:
        made = self.made
        columns = (made.predecessor, made.successor, made.kind, made.lag, made.lag_calendar)
        for i, j, kind, lag, calendar in zip(*(column.tolist() for column in columns), strict=True):
            source = self.finishes[i] if kind in (FS, FF) else self.starts[i]
            target = self.finishes[j] if kind in (FF, SF) else self.starts[j]
            if calendar >= 0 and lag:
                source, target = self._counted(calendar, source), self._counted(calendar, target)
            self.cp.add(target >= source + lag)

    def _counted(self, calendar: int, at: Any) -> Any:
        """Open slots of a calendar before a slot."""
        before = np.concatenate(([0], np.cumsum(self.made.open[calendar])))
        out = self.cp.new_int_var(0, int(before[-1]), "")
        place = self.cp.new_int_var(0, len(before) - 1, "")
        self.cp.add(place == at)
        self.cp.add_element(place, before.tolist(), out)
        return out

    def _share(self, resource: int) -> None:
        """No more of a resource at any time than there is, less what frozen activities take."""
        made = self.made
        rows = np.repeat(np.arange(len(made)), np.diff(made.demand_first))
        own = (made.demand_resource == resource) & (made.demand_units > 0) & (made.slots[rows] > 0)
        users, units = rows[own], made.demand_units[own]
        if units.sum() <= made.capacity[resource].min(initial=0):
            return
        calendars = np.unique(made.calendar[users])
        if len(calendars) > 1:
            self.relaxed = True
            return
        free = made.frozen[users] < 0
        has = _left(made, resource, int(calendars[0]), users[~free], units[~free])
        self._cumulative(users[free], units[free], has)

    def _cumulative(self, users: Ints, units: Ints, has: Ints) -> None:
        most = int(has.max(initial=0))
        spans = [self.cp.new_fixed_size_interval_var(self.works[i][2], int(self.made.slots[i]), "") for i in users.tolist()]
        needs = units.tolist()
        for first, last, missing in _shortages(has, most):
            spans.append(self.cp.new_fixed_size_interval_var(first, last - first, ""))
            needs.append(missing)
        if most == 1 and all(need == 1 for need in needs):
            self.cp.add_no_overlap(spans)
        else:
            self.cp.add_cumulative(spans, needs, most)

    def aim(self, most: int | None) -> None:
        """Least weighted lateness first, then the least makespan, which is at most `most`."""
        made = self.made
        makespan = self.cp.new_int_var(self.least, made.horizon if most is None else max(most, self.least), "")
        leaves = set(range(len(made))) - set(made.predecessor[made.kind == FS].tolist())
        for i in leaves or range(len(made)):
            self.cp.add(self.finishes[i] <= makespan)
        if not self.weighted:
            self.cp.minimize(makespan)
            return
        late: list[Any] = []
        for i in np.flatnonzero(made.weight > 0).tolist():
            over = self.cp.new_int_var(0, made.horizon, "")
            self.cp.add(over >= self.finishes[i] - int(made.due[i]))
            late.append(int(made.weight[i]) * over)
        self.cp.minimize(LATE_FIRST * sum(late) + makespan)


def _shortages(has: Ints, most: int) -> list[tuple[int, int, int]]:
    """Runs of slots with less than the most there ever is: first, end, how much is missing."""
    if len(has) < 2:
        return []
    edges = np.concatenate(([0], np.flatnonzero(np.diff(has)) + 1, [len(has)]))
    return [(a, b, most - int(has[a])) for a, b in pairwise(edges.tolist()) if has[a] < most]


def _left(made: Instance, resource: int, calendar: int, users: Ints, units: Ints) -> Ints:
    """What there is of a resource in each open slot of a calendar after frozen `users`; one number where that never changes."""
    has: Ints = made.capacity[resource]
    if len(has) == 1 and not len(users):
        return has
    has = np.broadcast_to(has, (made.horizon,)).copy()
    opens = np.arange(made.horizon) if calendar < 0 else np.flatnonzero(made.open[calendar])
    has = has[opens]
    for i, need in zip(users.tolist(), units.tolist(), strict=True):
        at = int(np.searchsorted(opens, made.frozen[i]))
        has[at : at + int(made.slots[i])] -= need
    left: Ints = np.maximum(has, 0)
    return left


def proof_fits(instance: Instance) -> bool:
    """Whether the instance is small enough for a proof to be worth the wait."""
    contested: Sequence[int] = np.flatnonzero(np.diff(instance.demand_first) > 0).tolist()
    return len(contested) <= MOST
