"""Honest confidence: thousands of trials of a plan, each with durations drawn anew, and what they have in common.

A trial is a forward pass, with everything it honours: constraints, dates set by hand, progress, the data date, gates of summaries.
With no spread every trial is the critical path to the minute. Random numbers are a function of seed, trial and task, sums are of
integers, so that the answer is the same for any number of threads.

Source: Van Slyke, "Monte Carlo methods and the PERT problem", Operations Research 11 (1963), for the method and the criticality index.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

import numpy as np

from milepost.engine import cpm
from milepost.engine import montecarlo_told as told
from milepost.engine.kernels import FAR
from milepost.engine.layout import Nodes
from milepost.engine.montecarlo_draws import Drawn, drawn
from milepost.engine.montecarlo_ground import Ground, grounded, limited
from milepost.engine.montecarlo_kernels import BINS, LANES, LATEST, Draws, Ints32, Tally
from milepost.engine.montecarlo_one import OneCalendar
from milepost.engine.montecarlo_several import SeveralCalendars
from milepost.engine.montecarlo_told import Simulated
from milepost.engine.network import Network
from milepost.engine.plan import Impossible, Ints, say
from milepost.engine.sampling import Promise, Risk, Spread, certain, check_promises, check_risks

MOST_TRIALS = 10_000_000
FIRST = 2 * LANES
"""Trials that find out how far finishes lie apart, before those that count."""
PIECE = 4 * LANES
"""Trials a thread makes before it looks up."""
Progress = Callable[[float], bool]


class Stopped(Exception):
    """The simulation was asked to stop before it had an answer."""


def simulate(
    network: Network,
    spread: Spread,
    *,
    trials: int = 10_000,
    seed: int = 1,
    risks: Sequence[Risk] = (),
    promises: Sequence[Promise] = (),
    progress: Progress | None = None,
    threads: int | None = None,
) -> Simulated:
    """Try the plan of `network` `trials` times with durations drawn from `spread`, and with `risks` that happen or do not.

    `progress` is told the share done and answers whether to go on; where it does not, Stopped is raised. `threads` is how many
    processors to use, all there are unless said; it changes no answer. Raises Impossible for a bad estimate, probability, weight or
    row, for no trials, and for dates beyond the horizon.
    """
    rows = len(network.plan.tasks)
    if not 1 <= trials <= MOST_TRIALS:
        raise Impossible("trials_out_of_range", say("Between 1 and {most} trials can be made.", most=MOST_TRIALS))
    if len(spread) != rows:
        raise Impossible("row_unknown", say("The estimates are for another number of tasks than the plan holds."))
    check_risks(risks, rows)
    check_promises(promises, rows)
    run = _prepared(network, spread, risks, promises, trials, seed)
    return _told(run, _tried(run, progress, threads or os.cpu_count() or 1), risks, promises, seed)


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """Everything a thread needs to make trials."""

    ground: Ground
    drawn: Drawn
    course: OneCalendar | SeveralCalendars
    trials: int
    planned: Ints32
    """Where every node finishes with the durations of the plan."""
    blank: Tally
    bench: Any
    """Where the first thread works."""

    def benches(self, threads: int) -> list[Any]:
        """One for each thread."""
        draws = self.drawn.draws
        return [self.bench, *(self.course.bench(len(draws.factor_key), len(draws.risk_key)) for _ in range(threads - 1))]

    def tally(self) -> Tally:
        """An empty one for a thread; what is kept trial by trial is shared."""
        names = ("critical", "length", "square", "product", "bins")
        return self.blank._replace(**{name: np.zeros_like(getattr(self.blank, name)) for name in names})


def _prepared(network: Network, spread: Spread, risks: Sequence[Risk], promises: Sequence[Promise], trials: int, seed: int) -> _Run:
    nodes, bounds = limited(network, cpm.solved(network)[1])
    what = drawn(network, nodes, bounds, spread, risks, seed)
    if int(what.longest.sum()) >= LATEST:
        raise Impossible("beyond_horizon", say("The tasks together may last more than two thousand years. Check their estimates."))
    ground = grounded(network, what.longest)
    course = OneCalendar(ground) if network.uniform else SeveralCalendars(ground)
    nothing = drawn(network, nodes, bounds, certain(len(spread)), (), seed)
    bench: Any = course.bench(len(what.draws.factor_key), len(what.draws.risk_key))
    planned, _, _ = _first(course, nothing.draws, 1, ground.size, bench)
    low, high, reference = _first(course, what.draws, min(trials, FIRST), ground.size, bench)
    return _Run(ground, what, course, trials, planned, _blank(ground, nodes, low, high, reference, promises, trials), bench)


def _first(course: OneCalendar | SeveralCalendars, draws: Draws, trials: int, size: int, bench: Any) -> tuple[Ints32, Ints32, int]:
    """The earliest and the latest finish of each node in a few trials, and the working minute of the plan's end on average."""
    low, high = np.full(size, LATEST, np.int32), np.full(size, -LATEST, np.int32)
    average = course.first(draws, trials, bench, low, high)
    return low, high, int(course.work(np.array([average], np.int64))[0])


def _blank(ground: Ground, nodes: Nodes, low: Ints32, high: Ints32, reference: int, promises: Sequence[Promise], trials: int) -> Tally:
    """No trials yet; bins reach half as far again as the first trials did, on either side."""
    bins: Any = np.zeros((ground.size, BINS), np.uint16 if trials < 2**16 else np.uint32)
    reach = high.astype(np.int64) - low
    width = np.maximum(0, np.ceil(np.log2((2 * reach + 1) / BINS))).astype(np.int32)
    rows = [promise.row for promise in promises if promise.row >= 0]
    keeps = np.array(sorted({int(place) for place in ground.place[rows] if place >= 0}), np.int64)
    return Tally(
        critical=np.zeros(ground.size, np.int64),
        length=np.zeros(len(nodes.minutes), np.int64),
        square=np.zeros(len(nodes.minutes), np.int64),
        product=np.zeros(len(nodes.minutes), np.int64),
        likely=nodes.minutes.astype(np.int32),
        reference=np.array([reference], np.int64),
        bins=bins,
        lowest=(low - reach // 2).astype(np.int32),
        width=width,
        end=np.zeros(trials, np.int32),
        kept=np.zeros((len(keeps), trials), np.int32),
        keeps=keeps,
    )


def _tried(run: _Run, progress: Progress | None, threads: int) -> Tally:
    """All trials, in pieces that threads take as they get free."""
    pieces = [(since, min(since + PIECE, run.trials)) for since in range(0, run.trials, PIECE)]
    threads = min(threads, len(pieces))
    places = [(bench, run.tally()) for bench in run.benches(threads)]
    free: SimpleQueue[tuple[Any, Tally]] = SimpleQueue()
    for place in places:
        free.put(place)

    def piece(since: int, until: int) -> None:
        place = free.get()
        run.course.run(run.drawn.draws, since, until, *place)
        free.put(place)

    with ThreadPoolExecutor(threads) as pool:
        pending = {pool.submit(piece, *each) for each in pieces}
        _awaited(pending, len(pieces), progress)
    return _sum([tally for _, tally in places])


def _awaited(pending: set[Future[None]], count: int, progress: Progress | None) -> None:
    try:
        while pending:
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            for each in done:
                each.result()
            if progress is not None and not progress((count - len(pending)) / count):
                raise Stopped
    finally:
        for each in pending:
            each.cancel()


def _sum(tallies: Sequence[Tally]) -> Tally:
    total = tallies[0]
    for other in tallies[1:]:
        for name in ("critical", "length", "square", "product", "bins"):
            getattr(total, name).__iadd__(getattr(other, name))
    return total


def _told(run: _Run, tally: Tally, risks: Sequence[Risk], promises: Sequence[Promise], seed: int) -> Simulated:
    network, trials = run.ground.network, run.trials
    ranks = told.ranks(trials)
    places, which = np.unique(ranks, return_inverse=True)
    positions = np.empty((len(places), run.ground.size), np.int64)
    run.course.loops.read_bins(tally, places, positions)
    finish = _finishes(run, positions)[which.reshape(ranks.shape)]
    by_trial, work = _ends(run, tally.end), run.course.work(tally.end.astype(np.int64))
    ends = np.sort(by_trial)
    met = told.met(_kept(run, tally, promises), promises)
    kept, together = told.promised(met)
    criticality = _by_row(run, tally.critical) / trials
    error = told.SURE * np.sqrt(criticality * (1 - criticality) / trials)
    return Simulated(
        network=network,
        trials=trials,
        seed=seed,
        planned=run.ground.schedule.end,
        finish=finish[0],
        finish_low=finish[1],
        finish_high=finish[2],
        end=ends[ranks - 1],
        ends=ends,
        criticality=criticality,
        criticality_error=error,
        kept=kept,
        together=together,
        drivers=told.drivers(network, run.drawn, tally, work, risks),
        risks=told.effects(run.drawn, work, by_trial, met, risks),
    )


def _by_row(run: _Run, values: Ints) -> Ints:
    """Counts of nodes by row; 0 where the finish is the same in every trial."""
    place = run.ground.place
    return np.where(place >= 0, values[place], 0)


def _finishes(run: _Run, positions: Ints) -> Ints:
    """Positions of all nodes, in rows of an array, as the instants of every row of the plan."""
    return np.stack([_instants(run, each[run.ground.place], np.arange(len(run.ground.place))) for each in positions])


def _instants(run: _Run, positions: Ints, rows: Ints) -> Ints:
    """The instants of finishes of `rows`: what the plan itself says where it finishes just there or never moves.

    A working minute that ends a day is named as the plan names it for that row: by the evening, or by the next morning.
    """
    place, planned = run.ground.place[rows], run.ground.schedule.finish[rows]
    expected = run.planned[place].astype(np.int64)
    closing = run.course.instants(expected, False)
    instants = run.course.instants(positions, planned > closing)
    return np.where((place < 0) | (positions == expected), planned, instants)


def _ends(run: _Run, positions: Ints32) -> Ints:
    """The instants at which the plan ends, never before what is done or fixed."""
    schedule, counts = run.ground.schedule, run.ground.counts == 1
    if not counts.any():
        return np.full(len(positions), schedule.end)
    expected = run.planned[counts].max(initial=0)
    still = (run.ground.place < 0) & (run.ground.network.summary == 0) & (run.ground.network.plan.tasks.active == 1)
    floor = schedule.finish[still].max(initial=-FAR)
    values = positions.astype(np.int64)
    closing = run.course.instants(np.array([expected], np.int64), False)[0]
    instants = np.maximum(run.course.instants(values, schedule.end > closing), floor)
    return np.where(values == expected, schedule.end, instants)


def _kept(run: _Run, tally: Tally, promises: Sequence[Promise]) -> Ints:
    """The finishes that promises are about, by promise and trial."""
    found = np.empty((len(promises), run.trials), np.int64)
    for number, promise in enumerate(promises):
        if promise.row < 0:
            found[number] = _ends(run, tally.end)
            continue
        at = int(np.searchsorted(tally.keeps, run.ground.place[promise.row]))
        rows = np.full(run.trials, promise.row, np.int64)
        fixed = run.ground.place[promise.row] < 0
        values = np.zeros(run.trials, np.int64) if fixed else tally.kept[at].astype(np.int64)
        found[number] = _instants(run, values, rows)
    return found
