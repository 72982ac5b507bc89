"""How fast the critical path is, beside its plain twin and networkx on the same plan in the same run: `make bench`.

Times are the best of several runs, in milliseconds. *Hot* is both passes over a compiled network; *raw arrays* adds ordering
and grouping the links; *engine* is a plan's columns to a schedule with dates, floats, drivers and notices; *draft* is
everything from the rooms' values to a conclusion.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import Any

import networkx as nx
import numpy as np
from make_plan import make_plan

from milepost import engine
from milepost.engine import cpm, network, twins
from milepost.engine.bounds import limits
from milepost.engine.calendars import axis
from milepost.forecast import snapshot
from milepost.plans.draft import Draft, LagUnit

AS_OF = date(2026, 3, 2)


def best(run: Callable[[], Any], times: int = 9) -> float:
    """The quickest of some runs, in milliseconds."""
    run()
    found = []
    for _ in range(times):
        since = perf_counter()
        run()
        found.append(perf_counter() - since)
    return min(found) * 1000


class Bench:
    """One plan, compiled, with the arrays each measure needs."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.prepared = snapshot.prepare(draft, as_of=AS_OF)
        self.network = self.prepared.network
        schedule = engine.scheduled(self.network)
        first, last = int(schedule.start.min()) // 1440 - 200, int(schedule.late_finish.max()) // 1440 + 200
        self.axis = axis(self.network.recipes, first, last)
        self.end = schedule.end

    def solver(self, kernels: Any) -> Any:
        nodes, bounds = limits(self.network, self.axis, kernels)
        return (cpm._One if self.network.uniform else cpm._Many)(self.network, self.axis, nodes, bounds, kernels)

    def hot(self, kernels: Any) -> Callable[[], object]:
        """Both passes and drivers, nothing else."""
        solver, arcs, count = self.solver(kernels), self.network.arcs, len(self.network.row)
        early, finish, opens, closes, driver, late = (np.empty(count, np.int64) for _ in range(6))
        work = solver.work
        if not self.network.uniform:
            many = (self.axis, solver.nodes, arcs, solver.bounds, work)

            def over_many() -> None:
                kernels.forward_many(*many, early, finish, opens, closes, driver)
                kernels.backward_many(*many, early, *solver.late_bounds(self.end))

            return over_many
        ceiling = np.minimum(work.late_ceiling, solver.position(self.end) - solver.nodes.minutes)
        shared = (arcs.first, arcs.source, solver.weight, solver.nodes.least)

        def over_one() -> None:
            kernels.forward_one(*shared, work.floor, work.ceiling, early, driver)
            kernels.backward_one(*shared, early, work.late_floor, ceiling, late)

        return over_one

    def raw(self, kernels: Any) -> Callable[[], object]:
        """Order, group and run, from links as they come."""
        arcs, count, hot = self.network.arcs, len(self.network.row), self.hot(kernels)
        target = np.repeat(np.arange(count), np.diff(arcs.first))
        shuffle = np.random.default_rng(1).permutation(count)
        before, after = shuffle[arcs.source], shuffle[target]

        def run() -> None:
            order = kernels.order_of(count, before, after)
            place = np.empty(count, np.int64)
            place[order] = np.arange(count)
            np.argsort(place[after], kind="stable")
            hot()

        return run

    def networkx(self) -> Callable[[], object]:
        """Longest paths from a source in topological order, and back: the same two passes in networkx."""
        solver, arcs, count = self.solver(twins.plain()), self.network.arcs, len(self.network.row)
        weight = cpm.weights(self.network, solver.nodes.minutes)
        target = np.repeat(np.arange(count), np.diff(arcs.first))
        graph = nx.DiGraph()
        graph.add_nodes_from(range(count))
        graph.add_weighted_edges_from(zip(arcs.source.tolist(), target.tolist(), weight.tolist(), strict=True))

        def run() -> None:
            order = list(nx.topological_sort(graph))
            early = dict.fromkeys(order, 0)
            for j in order:
                early[j] = max((early[i] + edge["weight"] for i, edge in graph.pred[j].items()), default=0)
            late = dict.fromkeys(order, max(early.values()))
            for i in reversed(order):
                late[i] = min((late[j] - edge["weight"] for j, edge in graph.succ[i].items()), default=late[i])

        return run


def measured(tasks: int, calendars: int) -> dict[str, float]:
    """The figures of one size."""
    draft = make_plan(tasks, calendars=calendars, people=24)
    if calendars == 1:
        links = tuple(replace(link, unit=LagUnit.WORKING) for link in draft.links)
        draft = replace(draft, assignments=(), links=links)
    bench, fast = Bench(draft), twins.compiled()
    figures = {
        "tasks": tasks,
        "links": len(draft.links),
        "calendars": calendars,
        "hot": best(bench.hot(fast), 30),
        "raw arrays": best(bench.raw(fast), 20),
        "engine": best(lambda: engine.scheduled(network.compiled(bench.network.plan))),
        "draft": best(lambda: snapshot.conclude(draft, as_of=AS_OF), 5),
        "preview": best(lambda: bench.prepared.conclude({draft.tasks[-1].uid: 960}), 9),
    }
    if tasks <= 10_000:
        figures["plain twin"] = best(bench.hot(twins.plain()), 3)
        figures["networkx"] = best(bench.networkx(), 3)
    return figures


def main() -> int:
    """Print the figures, as a table or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--sizes", nargs="*", type=int, default=[1000, 10_000, 100_000])
    wants = parser.parse_args()
    results = [measured(size, calendars) for size in wants.sizes for calendars in (1, 4)]
    if wants.json:
        print(json.dumps({"python": platform.python_version(), "machine": platform.machine(), "results": results}, indent=2))
        return 0
    columns = ["tasks", "links", "calendars", "hot", "raw arrays", "engine", "draft", "preview", "plain twin", "networkx"]
    print("  ".join(f"{name:>10}" for name in columns), "  × twin  × networkx   (milliseconds)")
    for figures in results:
        cells = [f"{figures[c]:10.2f}" if isinstance(figures.get(c), float) else f"{figures.get(c, '–'):>10}" for c in columns]
        ratios = [f"{figures[c] / figures['hot']:8.0f}" if c in figures else "       –" for c in ("plain twin", "networkx")]
        print("  ".join(cells), *ratios)
    return 0


if __name__ == "__main__":
    sys.exit(main())
