"""A network made ready for trials: on an axis that holds all their dates, with bounds they share, and summaries as nodes of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from milepost.engine import cpm, twins
from milepost.engine.bounds import limits
from milepost.engine.layout import Arcs, Axis, Bounds, Nodes
from milepost.engine.network import Network
from milepost.engine.plan import NONE, Constraint, Ints
from milepost.engine.schedule import Schedule


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A network on an axis that holds every date of every trial, with the bounds that all trials share.

    `place` is the node whose finish is that of a row: the task's own, for a summary one behind those of the network, -1 where the
    finish is the same in every trial. `inner` are the nodes of summaries, each with the places below it.
    """

    network: Network
    schedule: Schedule
    axis: Axis
    nodes: Nodes
    bounds: Bounds
    place: Ints
    inner: tuple[tuple[int, ...], ...]

    @property
    def size(self) -> int:
        """Nodes of the network and of summaries."""
        return len(self.network.row) + len(self.inner)

    @property
    def counts(self) -> Ints:
        """1 for each node that the plan's end waits for."""
        network = self.network
        active = (network.gate == 0) & (network.plan.tasks.active[network.row] == 1)
        return np.concatenate((active.astype(np.int64), np.zeros(len(self.inner), np.int64)))

    def parents(self) -> Ints:
        """The place of the summary above each node, -1 where there is none or the node does not count."""
        parent = np.full(self.size, -1, np.int64)
        for number, below in enumerate(self.inner):
            parent[list(below)] = len(self.network.row) + number
        return parent


def limited(network: Network, ax: Axis) -> tuple[Nodes, Bounds]:
    """Nodes and bounds of every trial: a task that is to be late, or hangs from the plan's finish, begins no earlier than planned."""
    fast = twins.chosen(network.size)
    nodes, bounds = limits(network, ax, fast)
    raised = _raised(network)
    return nodes, bounds if raised is None else bounds._replace(floor=np.maximum(bounds.floor, raised))


def _raised(network: Network) -> Ints | None:
    tasks, row, leaf = network.plan.tasks, network.row, network.gate == 0
    late = leaf & (tasks.constraint[row] == Constraint.ALAP) & (network.started[row] == 0) & (tasks.pinned[row] == 0)
    if not network.plan.from_finish and not late.any():
        return None
    _, _, dates = cpm.solved(network)
    if not network.plan.from_finish:
        return np.where(late, dates.start, NONE)
    opening = int(dates.late_start[leaf & (tasks.active[row] == 1)].min(initial=network.plan.finish))
    return np.where(leaf & (tasks.constraint[row] != Constraint.ASAP), dates.start, opening)


def grounded(network: Network, longest: Ints) -> Ground:
    """The ground of trials in which no node takes more than its `longest` minutes."""
    stretched = replace(network, nodes=_stretched(network.nodes, longest))
    _, ax, _ = cpm.solved(stretched)
    nodes, bounds = limited(network, ax)
    place, inner = _places(network)
    return Ground(network, cpm.scheduled(network), ax, nodes, bounds, place, inner)


def _stretched(nodes: Nodes, longest: Ints) -> Nodes:
    times = np.repeat(np.ceil(longest / np.maximum(nodes.minutes, 1)).astype(np.int64), np.diff(nodes.team_first))
    return nodes._replace(minutes=np.maximum(nodes.minutes, longest), team_minutes=nodes.team_minutes * np.maximum(times, 1))


def _places(network: Network) -> tuple[Ints, tuple[tuple[int, ...], ...]]:
    """The innermost summaries come first, so that each stands after everything below it."""
    tasks, n = network.plan.tasks, len(network.row)
    place = np.where((network.node >= 0) & (network.complete == 0), network.node, -1)
    node, parent, pinned, counts = (c.tolist() for c in (network.node, tasks.parent, tasks.pinned, tasks.active))
    below: dict[int, list[int]] = {}
    inner: list[tuple[int, ...]] = []
    for row in range(len(node) - 1, -1, -1):
        at = node[row]
        if row in below:
            at, counts[row] = n + len(inner), 1
            inner.append(tuple(below.pop(row)))
            place[row] = -1 if pinned[row] else at
        if at >= 0 and counts[row]:
            below.setdefault(parent[row], []).append(at)
    return place, tuple(inner)


def free_arcs(ground: Ground) -> Arcs:
    """The arcs, less those into nodes whose dates are given."""
    arcs = ground.network.arcs
    target = np.repeat(np.arange(len(ground.network.row)), np.diff(arcs.first))
    kept = ground.bounds.pin_start[target] == NONE
    first = np.searchsorted(target[kept], np.arange(len(ground.network.row) + 1)).astype(np.int64)
    return Arcs(first, arcs.source[kept], arcs.kind[kept], arcs.lag[kept], arcs.calendar[kept])
