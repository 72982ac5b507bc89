"""The loops of a simulation over one calendar: trials side by side in lanes, so that one instruction serves several of them.

A *slot* is a row of `at`: slot `2 j` holds when node j starts, slot `2 j + 1` when it finishes, in working minutes and one trial to a
column. Random numbers are a function of seed, trial and task and nothing else: whoever computes a trial, on whichever thread, finds
the same. (A sum or product of two uint32 becomes 64 bits wide in numba; every one is cast back.)

Source of the integer hash: Wellons, "Prospecting for hash functions" (2018), two rounds of multiplications keyed by seed and task.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy import float32, int32, int64, uint16, uint32
from numpy.typing import NDArray

from milepost.engine.twins import Twins

Ints = NDArray[np.int64]
Ints32 = NDArray[np.int32]
Keys = NDArray[np.uint32]
Reals = NDArray[np.float32]
Flags = NDArray[np.bool_]

LANES = 256
"""Trials side by side."""
LATEST = 2**30
"""Later than any working minute of a trial; `-LATEST` is earlier than any."""
STEPS = 4096
"""Equally likely values a normal score is drawn from."""
CELLS = 2048
REACH = float32(4.0)
PER_UNIT = float32(CELLS / 8)
"""A table of minutes has `CELLS` entries for scores from `-REACH` to `REACH`."""
HALF = float32(0.5)
BINS = 512
_GOLD, _ONE, _TWO, _THREE = uint32(0x9E3779B1), uint32(0x21F0AAAD), uint32(0x735A2D97), uint32(0x2C1B3C6D)
_16, _15, _12, _20 = uint32(16), uint32(15), uint32(12), uint32(20)


class Lanes(NamedTuple):
    """The network for trials in lanes. Bounds are working minutes of a start, those named `finish` of a finish."""

    first: Ints
    slot: Ints
    lag: Ints32
    to_finish: Ints
    """1: the arc holds the finish of its successor."""
    least: Ints
    floor: Ints32
    finish_floor: Ints32
    ceiling: Ints32
    finish_ceiling: Ints32
    lowest_ceiling: Ints32
    size: int
    """Nodes of the network; the summaries stand behind them, the innermost first."""
    lasts: Ints
    """Nodes a plan can end with."""
    parent: Ints
    """The node of the summary above, -1 at the top or where the node does not count."""


class Draws(NamedTuple):
    """What is drawn for each node, factor and risk."""

    minutes: Ints32
    """Where nothing is drawn, or what is done before the rest is drawn."""
    table: Ints
    """Row of `tables`, -1 where nothing is drawn."""
    base: Reals
    scale: Reals
    own: Reals
    key: Keys
    second: Keys
    factor_first: Ints
    factor: Ints
    weight: Reals
    risk_first: Ints
    risk: Ints
    risk_minutes: Reals
    risk_times: Reals
    factor_key: Keys
    factor_second: Keys
    risk_key: Keys
    risk_second: Keys
    risk_below: Ints
    """A risk happens where 32 random bits are below this."""
    normal: Reals
    tables: NDArray[np.float32]


class Tally(NamedTuple):
    """What trials add to. All but `end` and `kept` are sums over the trials of one thread."""

    critical: Ints
    length: Ints
    square: Ints
    product: Ints
    """Sums of a node's minutes, their square, and their product with the plan's end, each less its reference."""
    likely: Ints32
    reference: Ints
    bins: NDArray[np.uint16] | NDArray[np.uint32]
    lowest: Ints32
    width: Ints32
    """Bins of a node's finish: `(finish - lowest) >> width`."""
    end: Ints32
    kept: Ints32
    """Finishes by trial of the nodes in `keeps`."""
    keeps: Ints


class Bench(NamedTuple):
    """Where a thread works: one of these each."""

    at: Ints32
    length: Ints32
    best: Ints32
    score: Reals
    shared: Reals
    occurs: Ints32
    end: Ints32
    bits: Keys
    critical: Flags


def drawn(key: np.uint32, second: np.uint32, trial: int) -> np.uint32:
    """32 random bits."""
    x = uint32(uint32(uint32(trial) * _GOLD) + key)
    x = uint32(x ^ uint32(x >> _16))
    x = uint32(x * _ONE)
    x = uint32(x ^ uint32(x >> _15))
    x = uint32(uint32(x + second) * _TWO)
    x = uint32(x ^ uint32(x >> _12))
    x = uint32(x * _THREE)
    return uint32(x ^ uint32(x >> _15))


def score_shared(draws: Draws, trial: int, bench: Bench) -> None:
    """The scores of every factor and the fate of every risk, from `trial` on."""
    shared, occurs = bench.shared, bench.occurs
    for f in range(len(draws.factor_key)):
        for lane in range(LANES):
            shared[f, lane] = draws.normal[drawn(draws.factor_key[f], draws.factor_second[f], trial + lane) >> _20]
    for r in range(len(draws.risk_key)):
        below = draws.risk_below[r]
        for lane in range(LANES):
            occurs[r, lane] = int32(int64(drawn(draws.risk_key[r], draws.risk_second[r], trial + lane)) < below)


def draw_minutes(draws: Draws, j: int, trial: int, bench: Bench) -> None:
    """How long node `j` takes in each lane, into `bench.length`."""
    length, score, bits, normal = bench.length, bench.score, bench.bits, draws.normal
    minutes = draws.minutes[j]
    if draws.table[j] < 0:
        for lane in range(LANES):
            length[lane] = minutes
    else:
        key, second, own = draws.key[j], draws.second[j], draws.own[j]
        for lane in range(LANES):
            bits[lane] = uint32(drawn(key, second, trial + lane) >> _20)
        for lane in range(LANES):
            score[lane] = normal[bits[lane]]
        for lane in range(LANES):
            score[lane] = own * score[lane]
        for m in range(draws.factor_first[j], draws.factor_first[j + 1]):
            shared, weight = bench.shared[draws.factor[m]], draws.weight[m]
            for lane in range(LANES):
                score[lane] += weight * shared[lane]
        for lane in range(LANES):
            cell = int32((score[lane] + REACH) * PER_UNIT)
            bits[lane] = uint32(min(max(cell, int32(0)), int32(CELLS - 1)))
        table, base, scale = draws.tables[draws.table[j]], draws.base[j], draws.scale[j]
        for lane in range(LANES):
            score[lane] = table[bits[lane]]
        for lane in range(LANES):
            length[lane] = int32(minutes + int32(base + scale * score[lane] + HALF))
    for m in range(draws.risk_first[j], draws.risk_first[j + 1]):
        r = draws.risk[m]
        for lane in range(LANES):
            if bench.occurs[r, lane]:
                length[lane] = int32(max(float32(length[lane]) * draws.risk_times[m] + draws.risk_minutes[m] + HALF, HALF))


def stand(lanes: Lanes, draws: Draws, j: int, trial: int, bench: Bench) -> None:
    """Early dates of node `j` in `LANES` trials from `trial` on, into `bench.at`."""
    length = bench.length
    if j < lanes.size:
        draw_minutes(draws, j, trial, bench)
    else:
        for lane in range(LANES):
            length[lane] = int32(0)
    begin(lanes, j, bench)
    start, finish = bench.at[2 * j], bench.at[2 * j + 1]
    for lane in range(LANES):
        finish[lane] = int32(start[lane] + length[lane])


def begin(lanes: Lanes, j: int, bench: Bench) -> None:
    """When node `j`, whose minutes are in `bench.length`, begins in each lane."""
    length, start = bench.length, bench.at[2 * j]
    low = int32(LATEST) if lanes.least[j] else lanes.floor[j]
    for lane in range(LANES):
        start[lane] = low
    if lanes.finish_floor[j] > -LATEST:
        for lane in range(LANES):
            start[lane] = max(start[lane], int32(lanes.finish_floor[j] - length[lane]))
    for k in range(lanes.first[j], lanes.first[j + 1]):
        before, lag = bench.at[lanes.slot[k]], lanes.lag[k]
        if lanes.least[j]:
            for lane in range(LANES):
                start[lane] = min(start[lane], int32(before[lane] + lag))
        elif lanes.to_finish[k]:
            for lane in range(LANES):
                start[lane] = max(start[lane], int32(int32(before[lane] + lag) - length[lane]))
        else:
            for lane in range(LANES):
                start[lane] = max(start[lane], int32(before[lane] + lag))
    if lanes.ceiling[j] < LATEST:
        for lane in range(LANES):
            start[lane] = min(start[lane], lanes.ceiling[j])
    if lanes.finish_ceiling[j] < LATEST:
        for lane in range(LANES):
            start[lane] = min(start[lane], max(int32(lanes.finish_ceiling[j] - length[lane]), lanes.lowest_ceiling[j]))


def end_with(lanes: Lanes, bench: Bench) -> None:
    """The plan's end in each lane: the last finish of the nodes it can end with."""
    end = bench.end
    for lane in range(LANES):
        end[lane] = -LATEST
    for each in range(len(lanes.lasts)):
        finish = bench.at[2 * lanes.lasts[each] + 1]
        for lane in range(LANES):
            end[lane] = max(end[lane], finish[lane])


def add_up(lanes: Lanes, draws: Draws, bench: Bench, tally: Tally, some: int) -> None:
    """Walks back over all nodes: how minutes move together with the end, and in which trials a node is on a longest chain to it.

    The walk follows the links that hold: a link holds where its successor stands exactly where the link allows; a date that is imposed
    or given is held by none.
    """
    at, end, tries = bench.at, bench.end, len(bench.critical)
    for lane in range(LANES):
        bench.best[lane] = int32(end[lane] - tally.reference[0])
    for each in range(len(lanes.lasts)):
        mark_ends(bench, lanes.lasts[each], some)
    for j in range(lanes.size - 1, -1, -1):
        if draws.table[j] >= 0:
            start, finish = at[2 * j], at[2 * j + 1]
            for lane in range(LANES):
                bench.length[lane] = int32(finish[lane] - start[lane])
            add_product(bench, tally, j, some)
        if count_marks(bench, tally, j):
            for k in range(lanes.first[j], lanes.first[j + 1]):
                mark_before(bench, j, lanes.slot[k], lanes.lag[k], 2 * j + lanes.to_finish[k])
            hand_up(lanes, bench, j)
    for j in range(lanes.size, tries):
        if count_marks(bench, tally, j):
            hand_up(lanes, bench, j)


def mark_ends(bench: Bench, j: int, some: int) -> None:
    """Marks node `j` in the trials that end with it."""
    marks, finish, end = bench.critical[j], bench.at[2 * j + 1], bench.end
    for lane in range(some):
        marks[lane] = finish[lane] == end[lane]


def mark_before(bench: Bench, j: int, slot: int, lag: np.int32, own: int) -> None:
    """Marks the node of `slot` where node `j` is marked and its slot `own` lies just `lag` after that one."""
    ours, theirs, before, after = bench.critical[j], bench.critical[slot >> 1], bench.at[slot], bench.at[own]
    for lane in range(LANES):
        theirs[lane] |= ours[lane] & (int32(before[lane] + lag) == after[lane])


def count_marks(bench: Bench, tally: Tally, j: int) -> int64:
    """Adds the trials in which node `j` is marked, and says how many they are."""
    found, marks = int64(0), bench.critical[j]
    for lane in range(LANES):
        found += marks[lane]
    tally.critical[j] += found
    return found


def hand_up(lanes: Lanes, bench: Bench, j: int) -> None:
    """Marks the summary above node `j` too, and wipes the marks of `j`."""
    marks, p = bench.critical[j], lanes.parent[j]
    if p >= 0:
        above = bench.critical[p]
        for lane in range(LANES):
            above[lane] |= marks[lane]
    for lane in range(LANES):
        marks[lane] = False


def add_product(bench: Bench, tally: Tally, j: int, some: int) -> None:
    """Adds how the minutes of node `j`, in `bench.length`, and the plan's end, in `bench.best`, move together."""
    likely = tally.likely[j]
    length = int64(0)
    square = int64(0)
    product = int64(0)
    for lane in range(some):
        minutes = int64(int32(bench.length[lane] - likely))
        length += minutes
        square += minutes * minutes
        product += minutes * int64(bench.best[lane])
    tally.length[j] += length
    tally.square[j] += square
    tally.product[j] += product


def add_finish(bench: Bench, tally: Tally, j: int, some: int) -> None:
    """Adds the finish of node `j` to its bins."""
    low, width, finish, bins, bits = tally.lowest[j], tally.width[j], bench.at[2 * j + 1], tally.bins[j], bench.bits
    for lane in range(LANES):
        cell = int32(int32(finish[lane] - low) >> width)
        bits[lane] = uint32(min(max(cell, int32(0)), int32(BINS - 1)))
    for lane in range(some):
        bins[bits[lane]] += uint16(1)


def read_bins(tally: Tally, wanted: Ints, found: Ints) -> None:
    """The positions at the places `wanted`, rising, counted from 1 in each node's sorted finishes; spread evenly within a bin."""
    for j in range(len(tally.lowest)):
        bins, before, cell = tally.bins[j], int64(0), 0
        for number in range(len(wanted)):
            while cell < BINS - 1 and before + bins[cell] < wanted[number]:
                before += bins[cell]
                cell += 1
            inside = (2 * (wanted[number] - before) - 1) * (1 << tally.width[j]) // (2 * max(bins[cell], 1))
            found[number, j] = tally.lowest[j] + (cell << tally.width[j]) + inside


def widen(bench: Bench, j: int, some: int, low: Ints32, high: Ints32) -> None:
    """The earliest and latest finish of node `j` so far."""
    finish, least, most = bench.at[2 * j + 1], low[j], high[j]
    for lane in range(some):
        least, most = min(least, finish[lane]), max(most, finish[lane])
    low[j], high[j] = least, most


def keep(bench: Bench, tally: Tally, trial: int, some: int) -> None:
    """Keeps the plan's end, and the finishes that somebody asked for, trial by trial."""
    for lane in range(some):
        tally.end[trial + lane] = bench.end[lane]
    for each in range(len(tally.keeps)):
        for lane in range(some):
            tally.kept[each, trial + lane] = bench.at[2 * tally.keeps[each] + 1, lane]


def sum_of_ends(bench: Bench, some: int) -> int64:
    """The sum of the plan's ends."""
    total = int64(0)
    for lane in range(some):
        total += bench.end[lane]
    return total


def try_first(lanes: Lanes, draws: Draws, until: int, bench: Bench, low: Ints32, high: Ints32) -> int64:
    """The first trials: how far finishes lie apart, and the plan's end on average."""
    total = int64(0)
    for trial in range(0, until, LANES):
        some = min(LANES, until - trial)
        score_shared(draws, trial, bench)
        for j in range(len(low)):
            stand(lanes, draws, j, trial, bench)
            widen(bench, j, some, low, high)
        end_with(lanes, bench)
        total += sum_of_ends(bench, some)
    return total // until


def run_trials(lanes: Lanes, draws: Draws, since: int, until: int, bench: Bench, tally: Tally) -> None:
    """Trials from `since` up to `until`, added to `tally`."""
    for trial in range(since, until, LANES):
        some = min(LANES, until - trial)
        score_shared(draws, trial, bench)
        for j in range(len(tally.lowest)):
            stand(lanes, draws, j, trial, bench)
            add_finish(bench, tally, j, some)
        end_with(lanes, bench)
        add_up(lanes, draws, bench, tally, some)
        keep(bench, tally, trial, some)


TWINS = Twins(
    (
        *("drawn", "score_shared", "draw_minutes", "begin", "stand", "end_with", "mark_ends", "mark_before", "count_marks", "hand_up"),
        *("add_product", "add_up", "add_finish", "read_bins", "widen", "keep", "sum_of_ends", "try_first", "run_trials"),
    ),
    vars(),
    inner=(
        "drawn",
        "draw_minutes",
        "begin",
        "stand",
        "mark_ends",
        "mark_before",
        "count_marks",
        "hand_up",
        "add_product",
        "add_finish",
        "widen",
    ),
)
"""The loops of trials over one calendar."""
