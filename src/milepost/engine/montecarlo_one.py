"""Trials of a plan that one calendar rules: positions are its working minutes, many trials side by side."""

from __future__ import annotations

from typing import Any

import numpy as np

from milepost.engine import twins
from milepost.engine.kernels import FAR, FF, FS, SF
from milepost.engine.layout import Arcs
from milepost.engine.montecarlo_ground import Ground, free_arcs
from milepost.engine.montecarlo_kernels import LANES, LATEST, TWINS, Bench, Draws, Ints32, Lanes, Tally
from milepost.engine.plan import NONE, Ints


class OneCalendar:
    """Trials in working minutes. `loops` is a twin of the kernels."""

    def __init__(self, ground: Ground, loops: Any = None) -> None:
        self.ground, self.lanes = ground, lanes(ground)
        self.loops = loops or TWINS.compiled()

    def bench(self, factors: int, risks: int) -> Bench:
        """What one thread works with."""
        return bench(self.ground.size, factors, risks)

    def first(self, draws: Draws, until: int, bench: Bench, low: Ints32, high: Ints32) -> int:
        """The first trials; how far finishes lie apart goes into `low` and `high`. Returns the plan's end on average."""
        with np.errstate(over="ignore"):
            return int(self.loops.try_first(self.lanes, draws, until, bench, low, high))

    def run(self, draws: Draws, since: int, until: int, bench: Bench, tally: Tally) -> None:
        """Adds the trials from `since` up to `until` to `tally`."""
        with np.errstate(over="ignore"):
            self.loops.run_trials(self.lanes, draws, since, until, bench, tally)

    def instants(self, work: Ints, opening: Any) -> Ints:
        """The instants of finishes: where work closes, or where it next opens."""
        ax, calendar = self.ground.axis, np.full(len(work), self.ground.nodes.calendar[0], np.int64)
        fast = twins.chosen(self.ground.network.size)
        closes, opens = np.empty(len(work), np.int64), np.empty(len(work), np.int64)
        fast.finishes_of(ax, calendar, work, closes)
        fast.starts_of(ax, calendar, work, opens)
        return np.where(opening, opens, closes)

    def work(self, positions: Ints) -> Ints:
        """Working minutes of the project's calendar before a position: the position itself."""
        return positions


def bench(size: int, factors: int, risks: int) -> Bench:
    """Room for one thread's trials over `size` nodes."""
    return Bench(
        at=np.zeros((2 * size, LANES), np.int32),
        length=np.zeros(LANES, np.int32),
        best=np.zeros(LANES, np.int32),
        score=np.zeros(LANES, np.float32),
        shared=np.zeros((factors, LANES), np.float32),
        occurs=np.zeros((risks, LANES), np.int32),
        end=np.zeros(LANES, np.int32),
        bits=np.zeros(LANES, np.uint32),
        critical=np.zeros((size, LANES), np.bool_),
    )


def lanes(ground: Ground) -> Lanes:
    """The network of one calendar, for the loops in lanes."""
    arcs, count = free_arcs(ground), len(ground.network.row)
    target = np.repeat(np.arange(count), np.diff(arcs.first))
    sizes = np.array([len(below) for below in ground.inner], np.int64)
    children = np.array([child for below in ground.inner for child in below], np.int64)
    blank = np.zeros(len(children), np.int64)
    into_finish = (arcs.kind == FF) | (arcs.kind == SF)
    from_finish = (arcs.kind == FS) | (arcs.kind == FF)
    return Lanes(
        first=np.concatenate((arcs.first, arcs.first[-1] + np.cumsum(sizes))),
        slot=np.concatenate((2 * arcs.source + from_finish, 2 * children + 1)),
        lag=np.concatenate((arcs.lag, blank)).astype(np.int32),
        to_finish=np.concatenate((into_finish, blank)).astype(np.int64),
        least=np.concatenate((ground.nodes.least, np.zeros(len(sizes), np.int64))),
        **_in_work(ground),
        size=count,
        lasts=_lasts(ground, arcs, target),
        parent=ground.parents(),
    )


def _lasts(ground: Ground, arcs: Arcs, target: Ints) -> Ints:
    """Nodes the plan can end with: those without a successor that surely ends no earlier."""
    bounds, nodes, counts = ground.bounds, ground.nodes, ground.counts
    waits = (bounds.ceiling == FAR) & (bounds.finish_ceiling == FAR) & (bounds.pin_start == NONE) & (nodes.least == 0)
    outlasts = ((arcs.kind == FS) | (arcs.kind == FF)) & (arcs.lag >= 0) & (counts[target] == 1) & waits[target]
    candidates = counts == 1
    candidates[arcs.source[outlasts]] = False
    return np.flatnonzero(candidates)


def _in_work(ground: Ground) -> dict[str, Any]:
    """The bounds in working minutes, those of summaries behind those of the network."""
    network, bounds, nodes = ground.network, ground.bounds, ground.nodes
    fast, plan = twins.chosen(network.size), network.plan
    pinned = bounds.pin_start != NONE

    def work(at: Ints) -> Ints:
        out = np.empty(len(at), np.int64)
        fast.works_at(ground.axis, nodes.calendar, at, out)
        return np.where(abs(at) == FAR, np.sign(at) * LATEST, out)

    given = work(bounds.pin_start)
    as_of = np.full(len(network.row), plan.data_date) if plan.data_dates is None else plan.data_dates[network.row]
    columns = {
        "floor": np.where(pinned, given, work(bounds.floor)),
        "finish_floor": np.where(pinned, -LATEST, work(bounds.finish_floor)),
        "ceiling": np.where(pinned, given, work(bounds.ceiling)),
        "finish_ceiling": np.where(pinned, LATEST, work(bounds.finish_ceiling)),
        "lowest_ceiling": work(as_of),
    }
    blank = {"ceiling": LATEST, "finish_ceiling": LATEST}
    behind = {name: np.full(len(ground.inner), blank.get(name, -LATEST)) for name in columns}
    return {name: np.concatenate((column, behind[name])).astype(np.int32) for name, column in columns.items()}
