"""The loops that sort: a topological order of nodes, and dates rolled up an outline. `twins` hands them out compiled too."""

from __future__ import annotations

import numpy as np

from milepost.engine.layout import Ints


def order_of(n: int, source: Ints, target: Ints) -> Ints:
    """A topological order of `n` nodes, lowest number first among the free; shorter than `n` where there is a circle (Kahn 1962)."""
    first = np.zeros(n + 1, np.int64)
    waits = np.zeros(n, np.int64)
    for k in range(len(source)):
        first[source[k] + 1] += 1
        waits[target[k]] += 1
    for i in range(n):
        first[i + 1] += first[i]
    place = first.copy()
    outgoing = np.empty(len(source), np.int64)
    for k in range(len(source)):
        outgoing[place[source[k]]] = target[k]
        place[source[k]] += 1
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
        for k in range(first[i], first[i + 1]):
            j = outgoing[k]
            waits[j] -= 1
            if waits[j] == 0:
                order[found] = j
                found += 1
    return order[:found]


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
