"""The loops of a simulation over several calendars: each trial is the forward pass of the critical path itself, with other minutes.

Durations are drawn for many trials side by side and then passed through one by one. A position is an instant, in minutes after the
axis begins; slots of `at` are as in the loops for one calendar.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from numpy import int32, int64

from milepost.engine import montecarlo_kernels
from milepost.engine.kernels import BY_CEILING, BY_PIN, FF, FS, SF, forward_many, shifted, work_at
from milepost.engine.layout import Arcs, Axis, Bounds, Ints, Nodes, Work
from milepost.engine.montecarlo_kernels import (
    LANES,
    LATEST,
    Bench,
    Draws,
    Ints32,
    Lanes,
    Tally,
    add_finish,
    add_product,
    count_marks,
    draw_minutes,
    hand_up,
    keep,
    score_shared,
    sum_of_ends,
    widen,
)
from milepost.engine.twins import PASSES, Twins


class Pass(NamedTuple):
    """What one thread passes a trial through; minutes of nodes and teams, and the bounds that follow from them, are its own."""

    axis: Axis
    nodes: Nodes
    arcs: Arcs
    bounds: Bounds
    work: Work
    floor: Ints
    finish_floor: Ints
    ceiling: Ints
    finish_ceiling: Ints
    lowest_ceiling: Ints
    """Bounds as in `Lanes`, from which those in `work` are made."""
    planned: Ints
    team_minutes: Ints
    start: Ints
    finish: Ints
    opens: Ints
    closes: Ints
    driver: Ints
    project: int
    """The project's own calendar, in which drivers of the end are measured."""
    lengths: Ints32
    """Drawn minutes by node and trial."""


def draw_all(own: Pass, draws: Draws, trial: int, bench: Bench) -> None:
    """Minutes of every node in the trials from `trial` on."""
    score_shared(draws, trial, bench)
    for j in range(len(own.planned)):
        draw_minutes(draws, j, trial, bench)
        for lane in range(LANES):
            own.lengths[j, lane] = bench.length[lane]


def set_minutes(own: Pass, lane: int) -> None:
    """The minutes of one trial, those of its teams in proportion, and the bounds that follow from them."""
    nodes, work = own.nodes, own.work
    for j in range(len(own.planned)):
        minutes = own.lengths[j, lane]
        nodes.minutes[j] = max(minutes, nodes.simple[j])
        for k in range(nodes.team_first[j], nodes.team_first[j + 1]):
            nodes.team_minutes[k] = (2 * own.team_minutes[k] * minutes + own.planned[j]) // (2 * max(own.planned[j], 1))
        if own.finish_floor[j] > -LATEST:
            work.floor[j] = max(own.floor[j], own.finish_floor[j] - minutes)
        if own.finish_ceiling[j] < LATEST:
            work.ceiling[j] = min(own.ceiling[j], max(own.finish_ceiling[j] - minutes, own.lowest_ceiling[j]))


def holds(own: Pass, j: int, k: int) -> bool:
    """Whether arc `k` holds node `j` where it stands."""
    nodes, arcs, axis = own.nodes, own.arcs, own.axis
    if own.driver[j] == k:
        return True
    if own.driver[j] == BY_PIN or own.driver[j] == BY_CEILING:
        return False
    plain = nodes.minutes[j] == 0 and nodes.team_first[j] == nodes.team_first[j + 1] and nodes.least[j] == 0 and nodes.delay[j] == 0
    if not (nodes.simple[j] or plain):
        return False
    i = arcs.source[k]
    kind = arcs.kind[k]
    t = shifted(axis, arcs.calendar[k], own.finish[i] if kind in (FS, FF) else own.start[i], arcs.lag[k])
    w = work_at(axis, nodes.calendar[j], t)
    if kind in (FF, SF):
        w -= nodes.minutes[j]
    return bool(w == own.opens[j])


def mark_back(own: Pass, lanes: Lanes, bench: Bench, lane: int) -> None:
    """Marks every node on a longest chain to the end of the trial in `lane`, walking back over the links that hold."""
    marks, at = bench.critical, bench.at
    for each in range(len(lanes.lasts)):
        j = lanes.lasts[each]
        marks[j, lane] = at[2 * j + 1, lane] == bench.end[lane]
    for j in range(lanes.size - 1, -1, -1):
        if marks[j, lane]:
            for k in range(own.arcs.first[j], own.arcs.first[j + 1]):
                if holds(own, j, k):
                    marks[own.arcs.source[k], lane] = True


def take_over(own: Pass, lanes: Lanes, bench: Bench, lane: int) -> None:
    """Takes the dates of one trial over, and those of the summaries and the plan's end."""
    at, origin = bench.at, own.axis.origin
    for j in range(lanes.size):
        at[2 * j, lane] = int32(own.start[j] - origin)
        at[2 * j + 1, lane] = int32(own.finish[j] - origin)
    for j in range(lanes.size, len(lanes.floor)):
        last = -LATEST
        for k in range(lanes.first[j], lanes.first[j + 1]):
            last = max(last, at[lanes.slot[k], lane])
        at[2 * j + 1, lane] = int32(last)
    end = -LATEST
    for each in range(len(lanes.lasts)):
        end = max(end, at[2 * lanes.lasts[each] + 1, lane])
    bench.end[lane] = int32(end)


def pass_trials(own: Pass, lanes: Lanes, draws: Draws, trial: int, some: int, bench: Bench, marked: int) -> None:
    """The trials from `trial` on, one after the other; `marked`: with what is critical in each."""
    draw_all(own, draws, trial, bench)
    for lane in range(some):
        set_minutes(own, lane)
        forward_many(own.axis, own.nodes, own.arcs, own.bounds, own.work, own.start, own.finish, own.opens, own.closes, own.driver)
        take_over(own, lanes, bench, lane)
        if marked:
            mark_back(own, lanes, bench, lane)


def pass_first(own: Pass, lanes: Lanes, draws: Draws, until: int, bench: Bench, low: Ints32, high: Ints32) -> int64:
    """The first trials: how far finishes lie apart, and the plan's end on average."""
    total = int64(0)
    for trial in range(0, until, LANES):
        some = min(LANES, until - trial)
        pass_trials(own, lanes, draws, trial, some, bench, 0)
        for j in range(len(low)):
            widen(bench, j, some, low, high)
        total += int64(sum_of_ends(bench, some))
    return total // until


def pass_all(own: Pass, lanes: Lanes, draws: Draws, since: int, until: int, bench: Bench, tally: Tally) -> None:
    """Trials from `since` up to `until`, added to `tally`."""
    for trial in range(since, until, LANES):
        some = min(LANES, until - trial)
        pass_trials(own, lanes, draws, trial, some, bench, 1)
        for lane in range(LANES):
            bench.best[lane] = int32(work_at(own.axis, own.project, own.axis.origin + bench.end[lane]) - tally.reference[0])
        for j in range(len(own.planned)):
            if draws.table[j] >= 0:
                for lane in range(LANES):
                    bench.length[lane] = own.lengths[j, lane]
                add_product(bench, tally, j, some)
        for j in range(len(tally.lowest)):
            add_finish(bench, tally, j, some)
        for j in range(len(bench.critical)):
            if count_marks(bench, tally, j):
                hand_up(lanes, bench, j)
        keep(bench, tally, trial, some)


_OWN = ("draw_all", "set_minutes", "holds", "mark_back", "take_over", "pass_trials", "pass_first", "pass_all")
_HERE = vars()


def plain() -> Any:
    """The loops of trials over several calendars as they stand."""
    return SimpleNamespace(**vars(montecarlo_kernels.TWINS.plain()), **{name: _HERE[name] for name in _OWN})


@cache
def compiled() -> Any:
    """The same loops compiled, on top of those of the critical path and of the lanes, which are compiled once for all."""
    below = {**vars(PASSES.compiled()), **vars(montecarlo_kernels.TWINS.compiled())}
    return SimpleNamespace(**{**below, **vars(Twins(_OWN, {**_HERE, **below}).compiled())})
