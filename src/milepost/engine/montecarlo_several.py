"""Trials of a plan over several calendars: positions are instants, and every trial is the critical path's own forward pass."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from milepost.engine import twins
from milepost.engine.bounds import in_work
from milepost.engine.montecarlo_ground import Ground
from milepost.engine.montecarlo_instants import Pass, compiled
from milepost.engine.montecarlo_kernels import LANES, Bench, Draws, Ints32, Tally
from milepost.engine.montecarlo_one import bench, lanes
from milepost.engine.plan import Ints


class Place(NamedTuple):
    """Where one thread works."""

    bench: Bench
    own: Pass


class SeveralCalendars:
    """Trials in instants, minutes after the axis begins. `loops` is a twin of the kernels."""

    def __init__(self, ground: Ground, loops: Any = None) -> None:
        self.ground, self.lanes = ground, lanes(ground)
        self.loops = loops or compiled()
        plan = ground.network.plan
        self.project = ground.network.recipes.index(plan.calendars[plan.calendar])

    def bench(self, factors: int, risks: int) -> Place:
        """What one thread works with."""
        return Place(bench(self.ground.size, factors, risks), self._own())

    def _own(self) -> Pass:
        ground, bounds = self.ground, self.lanes
        count = len(ground.network.row)
        nodes = ground.nodes._replace(minutes=ground.nodes.minutes.copy(), team_minutes=ground.nodes.team_minutes.copy())
        names = ("floor", "finish_floor", "ceiling", "finish_ceiling", "lowest_ceiling")
        raw = {name: getattr(bounds, name)[:count].astype(np.int64) for name in names}
        room = [np.zeros(count, np.int64) for _ in range(5)]
        work = in_work(ground.axis, nodes, ground.bounds, twins.chosen(ground.network.size))
        return Pass(
            axis=ground.axis,
            nodes=nodes,
            arcs=ground.network.arcs,
            bounds=ground.bounds,
            work=work,
            **raw,
            planned=ground.nodes.minutes,
            team_minutes=ground.nodes.team_minutes,
            start=room[0],
            finish=room[1],
            opens=room[2],
            closes=room[3],
            driver=room[4],
            project=self.project,
            lengths=np.zeros((count, LANES), np.int32),
        )

    def first(self, draws: Draws, until: int, place: Place, low: Ints32, high: Ints32) -> int:
        """The first trials; how far finishes lie apart goes into `low` and `high`. Returns the plan's end on average."""
        with np.errstate(over="ignore"):
            return int(self.loops.pass_first(place.own, self.lanes, draws, until, place.bench, low, high))

    def run(self, draws: Draws, since: int, until: int, place: Place, tally: Tally) -> None:
        """Adds the trials from `since` up to `until` to `tally`."""
        with np.errstate(over="ignore"):
            self.loops.pass_all(place.own, self.lanes, draws, since, until, place.bench, tally)

    def instants(self, positions: Ints, opening: Any) -> Ints:
        """The instants of finishes."""
        return positions + self.ground.axis.origin

    def work(self, positions: Ints) -> Ints:
        """Working minutes of the project's calendar before a position."""
        work = np.empty(len(positions), np.int64)
        calendar = np.full(len(positions), self.project, np.int64)
        twins.chosen(self.ground.network.size).works_at(self.ground.axis, calendar, self.instants(positions, False), work)
        return work
