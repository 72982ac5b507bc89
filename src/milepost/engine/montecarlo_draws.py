"""From a spread by row to what is drawn for each node of a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from milepost.engine import montecarlo_tables as tables
from milepost.engine.layout import Bounds, Nodes
from milepost.engine.montecarlo_kernels import CELLS, PER_UNIT, REACH, Draws
from milepost.engine.network import Network
from milepost.engine.plan import NONE, Ints
from milepost.engine.sampling import Risk, Shape, Spread

Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]
OF_TASK, OF_FACTOR, OF_RISK = 1, 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What the loops draw, and what is known of it beforehand, by node.

    `longest` is no less than any minutes a node can take; `with_score` is the covariance of its minutes and its normal score.
    """

    draws: Draws
    longest: Ints
    with_score: Reals


@dataclass(frozen=True, slots=True, eq=False)
class _Left:
    """What is still open of each node: how many of its minutes are drawn, which part of the whole task that is, what is fixed."""

    open: Flags
    part: Reals
    fixed: Ints


def _own_luck(risks: Sequence[Risk]) -> Iterator[int]:
    """What each risk is drawn by: its name, and how many of the same name stand before it. Others come and go without changing it."""
    before: Counter[str] = Counter()
    for risk in risks:
        yield crc32(f"{risk.name} {before[risk.name]}".encode())
        before[risk.name] += 1


def drawn(network: Network, nodes: Nodes, bounds: Bounds, spread: Spread, risks: Sequence[Risk], seed: int) -> Drawn:
    """What is drawn on each node. Work that is done, dates set by hand and milestones are never drawn."""
    left = _left(network, nodes, bounds)
    shape, certain_minutes = _shapes(network, nodes, spread, left)
    table, rows = _tables(network, spread, shape)
    base, scale = _scales(network, spread, shape, left)
    minutes = np.where(shape == Shape.FIXED, certain_minutes, left.fixed)
    key, second = tables.keys(seed, OF_TASK, network.plan.tasks.id[network.row].tolist())
    factors = _Memberships.of([(f.rows, f.weights) for f in spread.factors], network, table >= 0)
    hits = _Memberships.of([(r.rows, range(len(r.rows))) for r in risks], network, left.open)
    factor_key, factor_second = tables.keys(seed, OF_FACTOR, [crc32(f.name.encode()) for f in spread.factors])
    risk_key, risk_second = tables.keys(seed, OF_RISK, list(_own_luck(risks)))
    shared = np.zeros(len(table))
    np.add.at(shared, np.repeat(np.arange(len(table)), np.diff(factors.first)), np.square(factors.weight))
    draws = Draws(
        minutes=minutes.astype(np.int32),
        table=table,
        base=base.astype(np.float32),
        scale=scale.astype(np.float32),
        own=np.sqrt(np.maximum(0, 1 - shared)).astype(np.float32),
        key=key,
        second=second,
        factor_first=factors.first,
        factor=factors.member,
        weight=factors.weight.astype(np.float32),
        risk_first=hits.first,
        risk=hits.member,
        risk_minutes=np.array([r.minutes for r in risks], np.float32)[hits.member],
        risk_times=np.array([r.factor for r in risks], np.float32)[hits.member],
        factor_key=factor_key,
        factor_second=factor_second,
        risk_key=risk_key,
        risk_second=risk_second,
        risk_below=np.array([round(r.probability * 2**32) for r in risks], np.int64),
        normal=tables.normal(),
        tables=rows,
    )
    return Drawn(draws, _longest(draws), _with_score(draws))


def _left(network: Network, nodes: Nodes, bounds: Bounds) -> _Left:
    tasks, row = network.plan.tasks, network.row
    whole, done = tasks.minutes[row], tasks.done[row]
    free = (network.gate == 0) & (bounds.pin_start == NONE) & (tasks.over[row] == 0) & (tasks.active[row] == 1)
    begun = (done > 0) & (network.started[row] == 0)
    left = np.where(begun, np.maximum(0, nodes.minutes - done), nodes.minutes)
    part = np.where((network.started[row] == 1) | begun, left / np.maximum(whole, 1), 1.0)
    return _Left(free, np.where(free & (nodes.minutes > 0), part, 0.0), nodes.minutes - np.where(free, left, 0))


def _shapes(network: Network, nodes: Nodes, spread: Spread, left: _Left) -> tuple[Ints, Ints]:
    """The shape that is drawn, and the minutes of each node where that is none."""
    row = network.row
    shape = np.where(left.part > 0, spread.shape[row], Shape.FIXED)
    same = (shape != Shape.FIXED) & (shape != Shape.DISCRETE) & (spread.low[row] == spread.high[row])
    said = left.fixed + np.rint(spread.low[row] * left.part).astype(np.int64)
    return np.where(same, Shape.FIXED, shape), np.where(same, said, nodes.minutes)


def _tables(network: Network, spread: Spread, shape: Ints) -> tuple[Ints, NDArray[np.float32]]:
    """Which table each node uses (-1: none), and the tables, each distinct one once."""
    row = network.row
    place = tables.places(shape, spread.low[row].astype(float), spread.likely[row].astype(float), spread.high[row].astype(float))
    place = np.where(shape == Shape.DISCRETE, row, place)
    kinds = np.stack((shape, place), axis=1)[shape != Shape.FIXED]
    table = np.full(len(shape), -1, np.int64)
    if not len(kinds):
        return table, np.zeros((1, CELLS), np.float32)
    distinct, which = np.unique(kinds, axis=0, return_inverse=True)
    table[shape != Shape.FIXED] = which.ravel()
    made = [
        tables.discrete_table(spread.discrete[at]) if kind == Shape.DISCRETE else tables.table_of(kind, at)
        for kind, at in distinct.tolist()
    ]
    return table, np.array(made, np.float32)


def _scales(network: Network, spread: Spread, shape: Ints, left: _Left) -> tuple[Reals, Reals]:
    low, high = spread.low[network.row].astype(float), spread.high[network.row].astype(float)
    scaled = np.where(shape == Shape.LOGNORMAL, np.sqrt(low * high), high - low)
    base = np.where((shape == Shape.LOGNORMAL) | (shape == Shape.DISCRETE), 0.0, low)
    scaled = np.where(shape == Shape.DISCRETE, 1.0, scaled)
    return base * left.part, scaled * left.part


@dataclass(frozen=True, slots=True, eq=False)
class _Memberships:
    """Which factors or risks each node belongs to, and how much."""

    first: Ints
    member: Ints
    weight: Reals

    @classmethod
    def of(cls, lists: Sequence[tuple[Sequence[int], Sequence[float]]], network: Network, wanted: Flags) -> _Memberships:
        rows = [row for given, _ in lists for row in given]
        member = np.repeat(np.arange(len(lists)), [len(given) for given, _ in lists])
        weight = np.array([one for _, weights in lists for one in weights], np.float64)
        node = network.node[np.array(rows, np.int64)] if rows else np.zeros(0, np.int64)
        kept = (node >= 0) & wanted[node] if len(node) else np.zeros(0, bool)
        node, member, weight = node[kept], member[kept], weight[kept]
        order = np.argsort(node, kind="stable")
        return cls(np.searchsorted(node[order], np.arange(len(wanted) + 1)).astype(np.int64), member[order], weight[order])


def _longest(draws: Draws) -> Ints:
    most = draws.base + draws.scale * draws.tables.max(axis=1)[draws.table]
    longest = draws.minutes + np.where(draws.table >= 0, np.ceil(most) + 1, 0).astype(np.float64)
    for j in np.flatnonzero(np.diff(draws.risk_first)).tolist():
        for m in range(draws.risk_first[j], draws.risk_first[j + 1]):
            longest[j] = longest[j] * max(1.0, float(draws.risk_times[m])) + max(0.0, float(draws.risk_minutes[m])) + 1
    return np.ceil(longest).astype(np.int64)


def _with_score(draws: Draws) -> Reals:
    score = draws.normal
    cell = np.clip(((score + REACH) * PER_UNIT).astype(np.int64), 0, CELLS - 1)
    by_table = (draws.tables[:, cell] * score).mean(axis=1)
    covariance: Reals = np.where(draws.table >= 0, draws.scale * by_table[draws.table], 0.0).astype(np.float64)
    return covariance
