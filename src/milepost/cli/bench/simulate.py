"""`milepost bench simulate --tasks N --trials N`: a simulation with percentiles of every task, criticality and drivers.

Durations are PERT between 0.8 and 1.6 times the estimate and share a fifth of their variance. *Wall* and *processor* are the quickest
of three runs, *memory* how far the process grows while it runs. *Exact* says that with no spread every finish is that of the critical
path. *Numpy* does the same sums with arrays over the trials and is measured on fewer of them; the ratio is per trial.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from milepost import engine
from milepost.cli.bench.plans import make_plan, on_one_calendar
from milepost.cli.bench.timing import quickest
from milepost.engine.cpm import weights
from milepost.forecast import snapshot

AS_OF = date(2026, 3, 2)
SHARED = 0.2
NUMPY_TRIALS = 400
BATCH = 200
STATUS, REFERENCES = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the bench takes."""
    parser.add_argument(
        "--tasks", type=int, nargs="+", default=[1000, 10_000], metavar="N", help="tasks of the plan; unless said 1000 and 10000"
    )
    parser.add_argument("--trials", type=int, default=10_000, metavar="N", help="how often the plan is tried, 10000 unless said")
    parser.add_argument("--threads", type=int, metavar="N", help="how many processors to use, all unless said")
    parser.add_argument("--calendars", type=int, choices=(1, 4), default=1, help="one calendar for all tasks, or four")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON, for programs")


def run(options: argparse.Namespace) -> int:
    """Prints the figures of each size. 1 where a simulation without spread is not the critical path."""
    results = [measured(tasks, options.trials, options.threads, options.calendars) for tasks in options.tasks]
    if options.json:
        machine = {"python": platform.python_version(), "machine": platform.machine(), "processors": os.cpu_count()}
        print(json.dumps({**machine, "results": results}, indent=2))
    else:
        print("\n".join(_table(results)))
    return 0 if all(each["exact"] for each in results) else 1


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A plan, compiled, and how its durations vary."""

    network: engine.Network
    spread: engine.Spread

    @classmethod
    def of(cls, tasks: int, calendars: int) -> Subject:
        """A plan of `tasks` tasks made for it."""
        made = make_plan(tasks, calendars=4)
        network = snapshot.prepare(made if calendars > 1 else on_one_calendar(made), as_of=AS_OF).network
        minutes, rows = network.plan.tasks.minutes, len(network.plan.tasks)
        shape = np.where((network.summary == 0) & (minutes > 0), engine.Shape.PERT, engine.Shape.FIXED).astype(np.int64)
        shared = engine.Factor("project", tuple(range(rows)), (SHARED**0.5,) * rows)
        return cls(network, engine.Spread(shape, minutes * 8 // 10, minutes, minutes * 16 // 10, factors=(shared,)))

    def simulated(self, trials: int, threads: int | None = None) -> engine.Simulated:
        return engine.simulate(self.network, self.spread, trials=trials, threads=threads)

    def exact(self) -> bool:
        """Whether a simulation without spread is the critical path, row by row."""
        found = engine.simulate(self.network, engine.certain(len(self.spread)), trials=100)
        schedule = engine.scheduled(self.network)
        return bool(np.all(found.finish == schedule.finish) and np.all(found.ends == schedule.end))


def measured(tasks: int, trials: int, threads: int | None, calendars: int) -> dict[str, Any]:
    """The figures of one size: milliseconds on the clock and of the processors, megabytes."""
    subject = Subject.of(tasks, calendars)
    exact = subject.exact()
    subject.simulated(256, threads)
    before = _forgotten_peak()
    took = quickest(lambda: subject.simulated(trials, threads), 3)
    figures = {
        "tasks": tasks,
        "trials": trials,
        "calendars": calendars,
        "wall_ms": round(took.wall, 1),
        "cpu_ms": round(took.cpu, 1),
        "memory_mb": None if before is None else round((_status("VmHWM") - before) / 1024, 1),
        "exact": exact,
    }
    if subject.network.uniform:
        per_trial = _in_numpy(subject, NUMPY_TRIALS) / NUMPY_TRIALS
        figures |= {"numpy_ms": round(per_trial * trials, 1), "times_numpy": round(per_trial * trials / took.cpu, 1)}
    return figures


def _forgotten_peak() -> int | None:
    """Kilobytes the process holds now, its peak forgotten; None where the system does not tell."""
    try:
        REFERENCES.write_text("5")
        return _status("VmRSS")
    except OSError:
        return None


def _status(name: str) -> int:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1])


def _in_numpy(subject: Subject, trials: int) -> float:
    """Milliseconds of the processor for the same answers with arrays over the trials."""
    began = process_time()
    network, chance = subject.network, np.random.default_rng(1)
    parts = [_batch(network, subject.spread, chance) for _ in range(trials // BATCH)]
    finish = np.concatenate([part[0] for part in parts], axis=1)
    np.percentile(finish, (10, 50, 80, 90), axis=1)
    end = finish.max(axis=0)
    minutes = np.concatenate([part[1] for part in parts], axis=1)
    (minutes - minutes.mean(axis=1, keepdims=True)) @ (end - end.mean())
    np.mean(np.concatenate([part[2] for part in parts], axis=1), axis=1)
    return (process_time() - began) * 1000


Floats = NDArray[np.float64]


def _batch(network: engine.Network, spread: engine.Spread, chance: np.random.Generator) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Finish, minutes and whether each node is critical, by node and trial."""
    minutes = _drawn(network, spread, chance)
    arcs, zero = network.arcs, np.zeros(len(network.row), np.int64)
    lag, kind = weights(network, zero), arcs.kind
    start = np.zeros_like(minutes)

    def offset(k: int, j: int) -> Floats:
        i = arcs.source[k]
        brought = minutes[i] if kind[k] in (0, 2) else 0.0
        there: Floats = start[i] + lag[k] + brought - (minutes[j] if kind[k] >= 2 else 0.0)
        return there

    for j in range(len(minutes)):
        for k in range(arcs.first[j], arcs.first[j + 1]):
            np.maximum(start[j], offset(k, j), out=start[j])
    finish = start + minutes
    critical = finish == finish.max(axis=0)
    for j in range(len(minutes) - 1, -1, -1):
        for k in range(arcs.first[j], arcs.first[j + 1]):
            critical[arcs.source[k]] |= critical[j] & (offset(k, j) == start[j])
    return finish, minutes, critical


def _drawn(network: engine.Network, spread: engine.Spread, chance: np.random.Generator) -> Floats:
    low, likely, high = (column[network.row].astype(float)[:, None] for column in (spread.low, spread.likely, spread.high))
    mode = (likely - low) / np.maximum(high - low, 1)
    share = chance.beta(1 + 4 * mode, 5 - 4 * mode, (len(network.row), BATCH))
    drawn: Floats = np.rint(np.where(network.nodes.minutes[:, None] > 0, low + (high - low) * share, 0.0))
    return drawn


_COLUMNS = {
    "tasks": "tasks",
    "trials": "trials",
    "calendars": "calendars",
    "wall_ms": "wall ms",
    "cpu_ms": "processor ms",
    "memory_mb": "memory MB",
    "exact": "exact",
    "numpy_ms": "numpy ms",
    "times_numpy": "× numpy",
}


def _table(results: list[dict[str, Any]]) -> list[str]:
    rows = ["  ".join(f"{head:>12}" for head in _COLUMNS.values())]
    return rows + ["  ".join(f"{each.get(name, '–')!s:>12}" for name in _COLUMNS) for each in results]
