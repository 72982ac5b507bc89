"""`milepost bench cpm --tasks N`: the critical path of a generated plan, with one calendar and with four.

*Hot* is both passes and drivers over a compiled network. *Raw arrays* adds putting the links in order. *Engine* is columns of a plan
to a schedule with dates, floats, drivers and notices. *Draft* is everything from a plan's values to a conclusion. *Preview* is
a changed duration on a compiled plan. *Plain twin* is hot without the compiler.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from milepost import engine
from milepost.cli.bench.plans import make_plan, on_one_calendar
from milepost.cli.bench.timing import Took, quickest
from milepost.engine import cpm, twins
from milepost.engine.bounds import limits
from milepost.engine.calendars import axis
from milepost.forecast import snapshot
from milepost.plans.draft import Draft

AS_OF = date(2026, 3, 2)
PLAIN_UP_TO = 20_000
"""Tasks up to which the plain twin is timed too; beyond, it only says the same more slowly."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the bench takes."""
    parser.add_argument("--tasks", type=_size, nargs="+", default=[10_000], metavar="N", help="tasks of the plan, 10000 unless said")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON, for programs")


def run(options: argparse.Namespace) -> int:
    """Prints the figures of each size, with one calendar and with four."""
    results = [measured(size, calendars) for size in options.tasks for calendars in (1, 4)]
    machine = {"python": platform.python_version(), "machine": platform.machine(), "processors": os.cpu_count()}
    if options.json:
        print(json.dumps({**machine, "unit": "milliseconds", "results": results}, indent=2))
    else:
        print("\n".join(_table(results)))
    return 0


def _size(text: str) -> int:
    size = int(text)
    if not 1 <= size <= 2_000_000:
        raise argparse.ArgumentTypeError("between 1 and 2000000")
    return size


class Subject:
    """One plan, compiled, and what each measure runs on it."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.prepared = snapshot.prepare(draft, as_of=AS_OF)
        self.network = self.prepared.network
        schedule = engine.scheduled(self.network)
        first, last = int(schedule.start.min()) // 1440 - 200, int(schedule.late_finish.max()) // 1440 + 200
        self.axis = axis(self.network.recipes, first, last)
        self.end = schedule.end

    def hot(self, kernels: Any) -> Callable[[], object]:
        """Both passes and drivers, nothing else."""
        nodes, bounds = limits(self.network, self.axis, kernels)
        solver = (cpm._One if self.network.uniform else cpm._Many)(self.network, self.axis, nodes, bounds, kernels)
        return self._over_one(solver) if isinstance(solver, cpm._One) else self._over_many(solver)

    def _over_one(self, solver: cpm._One) -> Callable[[], object]:
        arcs, work = self.network.arcs, solver.work
        early, driver, late = solver.columns(3)
        ceiling = np.minimum(work.late_ceiling, solver.position(self.end) - solver.nodes.minutes)
        shared = (arcs.first, arcs.source, solver.weight, solver.nodes.least)

        def passes() -> None:
            solver.fast.forward_one(*shared, work.floor, work.ceiling, early, driver)
            solver.fast.backward_one(*shared, early, work.late_floor, ceiling, late)

        return passes

    def _over_many(self, solver: cpm._Many) -> Callable[[], object]:
        columns = solver.columns(5)
        many = (self.axis, solver.nodes, self.network.arcs, solver.bounds, solver.work)

        def passes() -> None:
            solver.fast.forward_many(*many, *columns)
            solver.fast.backward_many(*many, columns[0], *solver.late_bounds(self.end))

        return passes

    def from_links(self, kernels: Any) -> Callable[[], object]:
        """Order, group and run, from links in no order."""
        arcs, count, hot = self.network.arcs, len(self.network.row), self.hot(kernels)
        target = np.repeat(np.arange(count), np.diff(arcs.first))
        shuffle = np.random.default_rng(1).permutation(count)
        before, after = shuffle[arcs.source], shuffle[target]

        def whole() -> None:
            kernels.ordered(count, before, after)
            hot()

        return whole


def measured(tasks: int, calendars: int) -> dict[str, Any]:
    """The figures of one size, in milliseconds on the clock; `… cpu` in milliseconds of the processor."""
    made = make_plan(tasks, calendars=calendars)
    draft = on_one_calendar(made) if calendars == 1 else made
    subject, fast = Subject(draft), twins.compiled()
    times = 30 if tasks <= PLAIN_UP_TO else 7
    changed = {draft.tasks[-1].uid: 960}
    took = {
        "hot": quickest(subject.hot(fast), times),
        "raw arrays": quickest(subject.from_links(fast), times),
        "engine": quickest(lambda: engine.schedule(subject.network.plan), 5),
        "draft": quickest(lambda: snapshot.conclude(draft, as_of=AS_OF), 3),
        "preview": quickest(lambda: subject.prepared.conclude(changed), 5),
    }
    if tasks <= PLAIN_UP_TO:
        took["plain twin"] = quickest(subject.hot(twins.plain()), 3)
    return {"tasks": tasks, "links": len(draft.links), "calendars": calendars, **_figures(took)}


def _figures(took: dict[str, Took]) -> dict[str, float]:
    figures = {name: round(each.wall, 3) for name, each in took.items()}
    figures |= {f"{name} cpu": round(each.cpu, 3) for name, each in took.items()}
    if "plain twin" in took:
        figures["times the plain twin"] = round(took["plain twin"].cpu / max(took["hot"].cpu, 1e-3), 1)
    return figures


_COLUMNS = ("hot", "raw arrays", "engine", "draft", "preview", "plain twin")


def _table(results: list[dict[str, Any]]) -> list[str]:
    heads = ("tasks", "links", "calendars", *_COLUMNS, "× twin")
    lines = ["  ".join(f"{head:>10}" for head in heads) + "   (milliseconds)"]
    for each in results:
        cells = [f"{each[head]:>10}" for head in heads[:3]]
        cells += [f"{each[name]:10.2f}" if name in each else f"{'–':>10}" for name in _COLUMNS]
        cells.append(f"{each['times the plain twin']:10.0f}" if "times the plain twin" in each else f"{'–':>10}")
        lines.append("  ".join(cells))
    return lines
