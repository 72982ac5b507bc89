"""The loops that sort: a topological order of nodes, and dates rolled up an outline. `twins` hands them out compiled too."""

from __future__ import annotations

import numpy as np

from milepost.engine.layout import Ints


def ordered(n: int, source: Ints, target: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """A topological order of `n` nodes, lowest number first among the free; shorter than `n` where there is a circle (Kahn 1962).

    With it each node's place in that order, and the arcs grouped by the place of their target: `first[p]:first[p + 1]` of the last
    array are numbers of the arcs into place p, those from earlier places first. Both say nothing where there is a circle.
    """
    leaving = np.zeros(n + 1, np.int64)
    waits = np.zeros(n, np.int64)
    for k in range(len(source)):
        leaving[source[k] + 1] += 1
        waits[target[k]] += 1
    into = waits.copy()
    for i in range(n):
        leaving[i + 1] += leaving[i]
    fill = leaving.copy()
    outgoing = np.empty(len(source), np.int64)
    for k in range(len(source)):
        outgoing[fill[source[k]]] = k
        fill[source[k]] += 1
    order = np.empty(n, np.int64)
    found = 0
    for i in range(n):
        if waits[i] == 0:
            order[found] = i
            found += 1
    at = 0
    while at < found:
        i = order[at]
        at += 1
        for m in range(leaving[i], leaving[i + 1]):
            j = target[outgoing[m]]
            waits[j] -= 1
            if waits[j] == 0:
                order[found] = j
                found += 1
    place = np.zeros(n, np.int64)
    first = np.zeros(n + 1, np.int64)
    for p in range(found):
        place[order[p]] = p
        first[p + 1] = first[p] + into[order[p]]
    fill[:n] = first[:n]
    arcs = np.empty(len(source), np.int64)
    for p in range(found):
        i = order[p]
        for m in range(leaving[i], leaving[i + 1]):
            k = outgoing[m]
            q = place[target[k]]
            if fill[q] < len(arcs):
                arcs[fill[q]] = k
                fill[q] += 1
    return order[:found], place, first, arcs


def rolled_up(parent: Ints, counts: Ints, low: Ints, high: Ints) -> None:
    """Summaries take the least `low` and the greatest `high` of the rows below them that count. Children stand after parents."""
    for i in range(len(parent) - 1, -1, -1):
        p = parent[i]
        if p >= 0 and counts[i]:
            if not counts[p]:
                counts[p] = 1
                low[p] = low[i]
                high[p] = high[i]
            else:
                low[p] = min(low[p], low[i])
                high[p] = max(high[p], high[i])
