"""The critical path method over a network: early dates, late dates, floats, and what drives each date.

Where one calendar rules the whole plan, both passes run in its working minutes and instants are made at the end. Where
several do, the passes run in instants. The two agree to the minute (a law of the tests).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from milepost.engine import kernels, twins
from milepost.engine.bounds import in_work, limits
from milepost.engine.calendars import DAY, Recipe, axis
from milepost.engine.kernels import BY_PIN, FAR, FF, FS, SF
from milepost.engine.layout import Axis, Bounds, Nodes
from milepost.engine.network import Network, compiled
from milepost.engine.notices import all_of
from milepost.engine.plan import CENTURY, N_, NONE, Constraint, Impossible, Ints, Plan, TaskRow, say
from milepost.engine.ruling import ELAPSED
from milepost.engine.schedule import NOBODY, Schedule

LAST_DAY = 2_932_530
"""The end of the year 9998, as far as a calendar of dates goes."""
MOST_DAYS = 3_000_000
"""Days laid out at most, over all calendars: some hundred people with weeks of their own for a generation."""


@dataclass(slots=True)
class Dates:
    """Instants of every node. `early` and `late` are from the passes, the plain ones are scheduled."""

    start: Ints
    finish: Ints
    early_start: Ints
    early_finish: Ints
    late_start: Ints
    late_finish: Ints
    driver: Ints
    end: int


class _Solver(Protocol):
    """One way to run the passes. A position is a working minute or an instant, whichever the solver counts in."""

    def forward(self, raised: Ints | None = None) -> tuple[Ints, Ints, Ints, Ints]:
        """Positions, instants of start and finish, drivers; no node before `raised` where that is given."""

    def backward(self, end: int, early: Ints) -> tuple[Ints, Ints, Ints]:
        """Late positions and their instants, nothing after the instant `end`."""

    def position(self, instant: int) -> Ints:
        """The position of one instant, for every node."""

    def positions(self, instants: Ints) -> Ints:
        """The position of one instant for each node; NONE stays before everything."""


def schedule(plan: Plan) -> Schedule:
    """The schedule of `plan`. Raises Impossible where it has none."""
    return scheduled(compiled(plan))


def scheduled(network: Network) -> Schedule:
    """The schedule of a compiled plan; the horizon grows until every date lies within it."""
    fast = twins.chosen(network.size)
    nodes, ax, dates = solved(network)
    schedule = _concluded(replace(network, nodes=nodes), ax, fast, dates)
    return replace(schedule, notices=all_of(network, schedule))


def solved(network: Network) -> tuple[Nodes, Axis, Dates]:
    """What `scheduled` concludes from: nodes with the minutes they span, an axis that holds every date, the dates by node."""
    fast = twins.chosen(network.size)
    return _solved(network, fast, _backwards_first if network.plan.from_finish else _forwards_first)


def held(network: Network, since: Ints) -> Schedule:
    """The schedule in which node j does not begin before the instant `since[j]`, however early its links let it; NONE holds nothing.

    Late dates and floats are those of the links, back from the end that comes out.
    """

    def passes(network: Network, solver: _Solver) -> Dates:
        places, start, finish, driver = solver.forward(solver.positions(since))
        end = _last(network, finish)
        _, late_start, late_finish = solver.backward(end, places)
        return Dates(start, finish, start, finish, late_start, late_finish, driver, end)

    fast = twins.chosen(network.size)
    nodes, ax, dates = _solved(network, fast, passes)
    schedule = _concluded(replace(network, nodes=nodes), ax, fast, dates)
    return replace(schedule, notices=all_of(network, schedule))


def node_dates(network: Network, ax: Axis, nodes: Nodes, bounds: Bounds, fast: Any) -> Dates:
    """The dates of every node on one horizon, whether or not they lie within it."""
    return (_backwards_first if network.plan.from_finish else _forwards_first)(network, _Many(network, ax, nodes, bounds, fast))


def finishes(network: Network) -> tuple[Ints, int]:
    """The scheduled finish of every row and the end of the plan, just as `scheduled` has them, at a fraction of its cost.

    For answers that need many runs and only finishes: no late dates where they move nothing, no floats, causes or notices.
    """
    fast = twins.chosen(network.size)
    forwards = _forwards_first if _as_late_as_possible(network).any() else _forwards_only
    _, _, dates = _solved(network, fast, _backwards_first if network.plan.from_finish else forwards)
    leaf, tasks = network.node >= 0, network.plan.tasks
    finish = np.where(leaf, dates.finish[network.node], 0) if len(dates.finish) else np.zeros(len(leaf), np.int64)
    finish = np.where(network.complete == 1, tasks.actual_finish, finish)
    columns = {"start": finish.copy(), "finish": finish}
    _roll_up_pair(network, fast, columns, "start", "finish")
    _keep_manual_summaries(network, columns)
    counts = leaf & (tasks.active == 1)
    return columns["finish"], int(columns["finish"][counts].max()) if counts.any() else network.plan.anchor


def _solved(network: Network, fast: Any, passes: Callable[[Network, _Solver], Dates]) -> tuple[Nodes, Axis, Dates]:
    """The dates that `passes` find, on a horizon that holds them all."""
    first, last = reach(network.plan)
    while True:
        ax = laid_out(network.recipes, first, last, network.plan.zone)
        nodes, bounds = limits(network, ax, fast)
        dates = passes(network, (_One if network.uniform else _Many)(network, ax, nodes, bounds, fast))
        wider = _wider(network, ax, dates, first, last)
        if wider == (first, last):
            return nodes, ax, dates
        first, last = wider


def with_minutes(network: Network, minutes: Ints) -> Network:
    """The same network with other durations by row, for a preview: nothing is compiled again.

    Only tasks that have not begun follow; percentage lags keep the length they had.
    """
    row = network.row
    follows = (network.gate == 0) & (network.started[row] == 0) & (network.nodes.team_first[1:] == network.nodes.team_first[:-1])
    changed = np.where(follows, minutes[row], network.nodes.minutes)
    remaining = np.where(network.started == 0, minutes, network.plan.tasks.remaining)
    tasks = replace(network.plan.tasks, minutes=minutes, remaining=remaining)
    return replace(network, plan=replace(network.plan, tasks=tasks), nodes=network.nodes._replace(minutes=changed))


def _forwards_only(network: Network, solver: _Solver) -> Dates:
    """Early dates alone; the late ones are no later than these."""
    _, start, finish, driver = solver.forward()
    return Dates(start, finish, start, finish, start, finish, driver, _last(network, finish))


def _forwards_first(network: Network, solver: _Solver) -> Dates:
    places, start, finish, driver = solver.forward()
    end = _last(network, finish)
    late, late_start, late_finish = solver.backward(end, places)
    early_start, early_finish = start, finish
    waiting = _as_late_as_possible(network)
    if waiting.any():
        _, start, finish, driver = solver.forward(np.where(waiting, late, NONE))
        early_start = np.where(waiting, early_start, start)
        early_finish = np.where(waiting, early_finish, finish)
    return Dates(start, finish, early_start, early_finish, late_start, late_finish, driver, end)


def _backwards_first(network: Network, solver: _Solver) -> Dates:
    """From the finish: late dates, the start they need, early dates from there; only what is wanted early is early."""
    rough, *_ = solver.forward(solver.position(network.plan.finish))
    late, late_start, late_finish = solver.backward(network.plan.finish, rough)
    counts = _counts(network)
    begin = int(late_start[counts].min()) if counts.any() else network.plan.finish
    opening = solver.position(begin)
    _, early_start, early_finish, _ = solver.forward(opening)
    soon = network.plan.tasks.constraint[network.row] == Constraint.ASAP
    _, start, finish, driver = solver.forward(np.where(soon & (network.gate == 0), opening, np.where(network.gate == 1, opening, late)))
    return Dates(start, finish, early_start, early_finish, late_start, late_finish, driver, network.plan.finish)


def _counts(network: Network) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Nodes that count for the plan's start and end: active tasks, no gates."""
    counts: np.ndarray[Any, np.dtype[np.bool_]] = (network.gate == 0) & (network.plan.tasks.active[network.row] == 1)
    return counts


def _last(network: Network, finish: Ints) -> int:
    counts = _counts(network)
    return int(finish[counts].max()) if counts.any() else network.plan.start


def _as_late_as_possible(network: Network) -> np.ndarray[Any, np.dtype[np.bool_]]:
    tasks, row = network.plan.tasks, network.row
    fresh = (network.started[row] == 0) & (tasks.pinned[row] == 0) & (network.gate == 0)
    wanted: np.ndarray[Any, np.dtype[np.bool_]] = fresh & (tasks.constraint[row] == Constraint.ALAP)
    return wanted


class _Passes:
    """What both ways share: the network on one horizon, its bounds in instants and in working minutes."""

    def __init__(self, network: Network, ax: Axis, nodes: Nodes, bounds: Bounds, fast: Any) -> None:
        self.network, self.axis, self.nodes, self.bounds, self.fast = network, ax, nodes, bounds, fast
        self.work = in_work(ax, nodes, bounds, fast)
        self.count = len(network.row)

    def columns(self, number: int) -> tuple[Ints, ...]:
        return tuple(np.empty(self.count, np.int64) for _ in range(number))


class _Many(_Passes):
    """The passes over any number of calendars; a position is an instant."""

    def forward(self, raised: Ints | None = None) -> tuple[Ints, Ints, Ints, Ints]:
        start, finish, opens, closes, driver = self.columns(5)
        bounds, work = self.bounds, self.work
        if raised is not None:
            bounds = bounds._replace(floor=np.maximum(bounds.floor, raised))
            work = in_work(self.axis, self.nodes, bounds, self.fast)
        self.fast.forward_many(self.axis, self.nodes, self.network.arcs, bounds, work, start, finish, opens, closes, driver)
        return start, start, finish, driver

    def backward(self, end: int, early: Ints) -> tuple[Ints, Ints, Ints]:
        start, finish, opens, closes = self.late_bounds(end)
        self.fast.backward_many(self.axis, self.nodes, self.network.arcs, self.bounds, self.work, early, start, finish, opens, closes)
        return start, start, finish

    def late_bounds(self, end: int) -> tuple[Ints, Ints, Ints, Ints]:
        """Upper bounds of late dates before any arc: instants of start and finish, working minutes of both."""
        last, ends = self.columns(2)
        self.fast.works_at(self.axis, self.nodes.calendar, self.position(end), last)
        ends[:] = np.minimum(end, self.bounds.late_finish_ceiling)
        return self.bounds.late_ceiling.copy(), ends, self.work.late_ceiling.copy(), last

    def position(self, instant: int) -> Ints:
        return np.full(self.count, instant, np.int64)

    def positions(self, instants: Ints) -> Ints:
        return instants


class _One(_Passes):
    """The passes over the one calendar that rules the plan; a position is one of its working minutes."""

    def __init__(self, network: Network, ax: Axis, nodes: Nodes, bounds: Bounds, fast: Any) -> None:
        super().__init__(network, ax, nodes, bounds, fast)
        self.weight = weights(network, nodes.minutes)
        self.pinned = bounds.pin_start != NONE

    def forward(self, raised: Ints | None = None) -> tuple[Ints, Ints, Ints, Ints]:
        work, driver, start, finish = self.columns(4)
        floor = self.work.floor if raised is None else np.maximum(self.work.floor, np.where(self.pinned, NONE, raised))
        arcs, nodes = self.network.arcs, self.nodes
        self.fast.forward_one(arcs.first, arcs.source, self.weight, nodes.least, floor, self.work.ceiling, work, driver)
        driver[self.pinned] = BY_PIN
        self.fast.render_one(self.axis, nodes, arcs, self.bounds, self.weight, work, self.work.floor, driver, start, finish)
        return work, start, finish, driver

    def backward(self, end: int, early: Ints) -> tuple[Ints, Ints, Ints]:
        late, start, finish = self.columns(3)
        ceiling = np.minimum(self.work.late_ceiling, self.position(end) - self.nodes.minutes)
        arcs, nodes = self.network.arcs, self.nodes
        self.fast.backward_one(arcs.first, arcs.source, self.weight, nodes.least, early, self.work.late_floor, ceiling, late)
        self.fast.render_late(self.axis, nodes, arcs, self.bounds, end, self.weight, late, early, start, finish)
        return late, start, finish

    def position(self, instant: int) -> Ints:
        c = int(self.nodes.calendar[0]) if self.count else 0
        return np.full(self.count, kernels.work_at(self.axis, c, instant), np.int64)

    def positions(self, instants: Ints) -> Ints:
        work = np.empty(self.count, np.int64)
        self.fast.works_at(self.axis, self.nodes.calendar, instants, work)
        return np.where(instants == NONE, NONE, work)


def weights(network: Network, minutes: Ints) -> Ints:
    """Arc weights between starts in working minutes: lag, and the durations that finishes bring in."""
    arcs = network.arcs
    target = np.repeat(np.arange(len(network.row)), np.diff(arcs.first))
    weight = arcs.lag + np.where((arcs.kind == FS) | (arcs.kind == FF), minutes[arcs.source], 0)
    return weight - np.where((arcs.kind == FF) | (arcs.kind == SF), minutes[target], 0)


def reach(plan: Plan) -> tuple[int, int]:
    """First and last day of the first horizon tried: every instant the plan names, and some room."""
    t = plan.tasks
    named = [t.constraint_at, t.deadline_at, t.pin_start, t.pin_finish, t.actual_start, t.actual_finish, t.resume_at]
    instants = np.concatenate([*named, [plan.start, plan.finish, plan.data_date]])
    instants = instants[abs(instants) != FAR]
    low, high = int(instants.min()) // DAY, int(instants.max()) // DAY
    if high - low > CENTURY // DAY * 3:
        raise Impossible("beyond_horizon", say("The dates of the plan lie more than three hundred years apart. Check them."))
    return low - 100, high + 800


def laid_out(recipes: tuple[Recipe, ...], first: int, last: int, zone: str) -> Axis:
    """The working time of `recipes` between two days. Raises Impossible where that is more than memory should hold."""
    days, calendars = last - first, len(recipes)
    if days * calendars > MOST_DAYS:
        text = N_("The plan needs {calendars} calendars over {years} years, more than can be laid out. Check its dates and calendars.")
        raise Impossible("beyond_horizon", say(text, calendars=calendars, years=days // 365))
    return axis(recipes, first, last, zone)


def _wider(network: Network, ax: Axis, dates: Dates, first: int, last: int) -> tuple[int, int]:
    """The horizon to try next; the same where everything lies inside."""
    leaf = network.gate == 0
    low = min((int(c[leaf].min(initial=FAR)) for c in (dates.start, dates.early_start, dates.late_start)), default=FAR)
    high = max(int(c[leaf].max(initial=-FAR)) for c in (dates.finish, dates.early_finish, dates.late_finish))
    room = last - first
    begin = first - room if low <= ax.origin else first
    end = last + room if high >= ax.origin + ax.days * DAY else last
    if end > LAST_DAY or begin < -719_000 or end - begin > 5 * CENTURY // DAY:
        latest = int(network.row[leaf][np.argmax(dates.finish[leaf])])
        text = N_("“{task}” would end more than a hundred years from now. Check durations, lags and the calendar on the way to it.")
        raise Impossible("beyond_horizon", say(text, task=TaskRow(latest)), (latest,))
    return begin, end


def _concluded(network: Network, ax: Axis, fast: Any, dates: Dates) -> Schedule:
    plan, n = network.plan, len(network.plan.tasks)
    tasks, node, leaf = plan.tasks, network.node, network.node >= 0
    complete, started = network.complete == 1, network.started == 1
    over = complete | (tasks.over == 1)

    def by_row(values: Ints) -> Ints:
        return np.where(leaf, values[node], 0) if len(values) else np.zeros(n, np.int64)

    columns = {name: by_row(getattr(dates, name)) for name in _DATED}
    for name in ("start", "early_start", "late_start"):
        columns[name] = np.where(started, tasks.actual_start, columns[name])
    for name in ("late_finish", "early_finish", "finish"):
        columns[name] = np.where(complete, tasks.actual_finish, columns[name])
    begun = (tasks.done > 0) & ~started & leaf
    total = _total_float(network, ax, fast, columns)
    for name in ("start", "finish"):  # without float, early and late are one instant, under whichever of its names is later
        late = columns[f"late_{name}"]
        columns[f"late_{name}"] = np.where(total == 0, np.maximum(late, columns[name]), late)
    free = _free_float(network, ax, fast, dates, total)
    _roll_up(network, fast, columns)
    _keep_manual_summaries(network, columns)
    summary = network.summary == 1
    total = np.where(summary, _total_float(network, ax, fast, columns), total)
    critical = ((total <= 0) & ~over & (tasks.active == 1) & leaf).astype(np.int64)
    _mark_parents(tasks.parent, critical)
    driver, cause = _drivers(network, dates)
    counts = leaf & (tasks.active == 1)
    begin = int(columns["start"][counts].min()) if counts.any() else plan.anchor
    end = int(columns["finish"][counts].max()) if counts.any() else plan.anchor
    return Schedule(
        network=network,
        **columns,
        total_float=np.where(over, 0, total),
        free_float=np.where(over, 0, np.where(summary, np.maximum(0, total), free)),
        remaining=np.where(summary | over, 0, np.where(started | begun, tasks.remaining, tasks.minutes)),
        critical=critical,
        driver=driver,
        cause=cause,
        node_driver=dates.driver,
        begin=begin,
        end=end,
        critical_path=_critical_path(columns["finish"], total, driver, counts, end),
        notices=(),
    )


_DATED = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")


def _work(network: Network, ax: Axis, fast: Any, at: Ints) -> Ints:
    out = np.empty(len(at), np.int64)
    fast.works_at(ax, network.float_calendar, at, out)
    return out


def _total_float(network: Network, ax: Axis, fast: Any, columns: dict[str, Ints]) -> Ints:
    """The lesser of what start and finish may move; what has begun can only move its finish."""
    names = ("early_start", "early_finish") if network.plan.from_finish else ("start", "finish")
    at_start, at_finish = (
        _work(network, ax, fast, columns[late]) - _work(network, ax, fast, columns[early])
        for late, early in zip(("late_start", "late_finish"), names, strict=True)
    )
    return np.where(network.started == 1, at_finish, np.minimum(at_start, at_finish))


def _free_float(network: Network, ax: Axis, fast: Any, dates: Dates, total: Ints) -> Ints:
    gate = network.gate == 1
    calendar = np.where(gate, ELAPSED, network.float_calendar[network.row])
    free = np.where(gate, FAR // 4, np.maximum(0, total[network.row]))
    fast.free_float(ax, network.nodes, network.arcs, network.gate, calendar, dates.start, dates.finish, free)
    return np.where(network.node >= 0, free[network.node], 0) if len(free) else np.zeros(len(total), np.int64)


def _roll_up(network: Network, fast: Any, columns: dict[str, Ints]) -> None:
    for low, high in (("start", "finish"), ("early_start", "early_finish"), ("late_start", "late_finish")):
        _roll_up_pair(network, fast, columns, low, high)


def _roll_up_pair(network: Network, fast: Any, columns: dict[str, Ints], low: str, high: str) -> None:
    counts = ((network.summary == 0) & (network.plan.tasks.active == 1)).astype(np.int64)
    fast.rolled_up(network.plan.tasks.parent, counts, columns[low], columns[high])
    for row in np.flatnonzero((network.summary == 1) & (counts == 0)).tolist():
        columns[low][row] = columns[high][row] = network.plan.anchor


def _keep_manual_summaries(network: Network, columns: dict[str, Ints]) -> None:
    tasks = network.plan.tasks
    manual = (network.summary == 1) & (tasks.pinned == 1)
    columns["start"] = np.where(manual & (tasks.pin_start != NONE), tasks.pin_start, columns["start"])
    columns["finish"] = np.where(manual & (tasks.pin_finish != NONE), tasks.pin_finish, columns["finish"])


def _mark_parents(parent: Ints, critical: Ints) -> None:
    """A summary is critical if anything below it is."""
    for row in np.flatnonzero(critical).tolist():
        at = int(parent[row])
        while at >= 0 and not critical[at]:
            critical[at] = 1
            at = int(parent[at])


def _drivers(network: Network, dates: Dates) -> tuple[Ints, Ints]:
    """Row whose link set each date, seen through gates, and the arc or code of it."""
    n = len(network.summary)
    source = np.append(network.arcs.source, -1)
    before = source[np.maximum(dates.driver, NOBODY)]
    reached = before
    inner = (network.gate == 1) & (network.fact == 0)
    while len(reached) and (through := (reached >= 0) & inner[reached]).any():
        reached = np.where(through, before[reached], reached)
    rows = np.where(reached >= 0, network.row[reached], NOBODY) if len(reached) else reached
    leaf = network.node >= 0
    if not len(rows):
        return np.full(n, NOBODY, np.int64), np.full(n, BY_PIN, np.int64)
    return np.where(leaf, rows[network.node], NOBODY), np.where(leaf, dates.driver[network.node], BY_PIN)


def _critical_path(finish: Ints, total: Ints, driver: Ints, counts: Any, end: int) -> tuple[int, ...]:
    last = np.flatnonzero(counts & (finish == end))
    if not len(last):
        return ()
    path = [int(last[np.argmin(total[last])])]
    while (before := int(driver[path[-1]])) != NOBODY and before != path[-1]:
        path.append(before)
    return tuple(reversed(path))
