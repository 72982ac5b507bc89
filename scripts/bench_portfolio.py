"""The likely dates of many projects at once, on more and more processors: `bench_portfolio.py [--projects 500] [--tasks 200]`.

Prints projects per minute against workers: one by one here, on a pool of processes, on a Dask cluster (a scheduler and workers as
processes of this machine; in the last line one of them is killed in the middle). The digest of all that was found must be the same in
every line. Nothing is stored: reading the facts and keeping what was found happens in the worker that asked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))

from milepost.cli.bench.plans import START, make_plan
from milepost.forecast.snapshot.together import BATCH, Case, Drawn, one_by_one, simulated
from milepost.jobs.spreading import spread
from tests.running.cluster import cluster

TRIALS = 10_000


def cases(projects: int, tasks: int) -> Iterator[tuple[Case, ...]]:
    """Plans that differ, each promised for a day in autumn, in batches."""
    for first in range(0, projects, BATCH):
        numbers = range(first, min(projects, first + BATCH))
        yield tuple(
            Case(n, make_plan(tasks, seed=n), START.date(), {None: START.date().replace(month=10)}, (), (), TRIALS) for n in numbers
        )


def digest(found: dict[int, object]) -> str:
    """Of all numbers of all projects."""
    sums = hashlib.sha256()
    for key in sorted(found):
        drawn = found[key]
        sums.update(json.dumps(drawn if isinstance(drawn, dict) else drawn.as_json(), sort_keys=True).encode())  # type: ignore[attr-defined]
        sums.update(b"" if isinstance(drawn, dict) else drawn.spreads.packed())  # type: ignore[attr-defined]
    return sums.hexdigest()[:12]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--projects", type=int, default=500)
    asked.add_argument("--tasks", type=int, default=200)
    asked.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    words = asked.parse_args()
    batches = list(cases(words.projects, words.tasks))
    simulated(batches[0][:1])  # loads the compiled loops
    print(f"{words.projects} projects of {words.tasks} tasks, {TRIALS:,} trials each, in batches of {BATCH}\n")
    print("| where | workers | seconds | projects per minute | digest |\n| --- | ---: | ---: | ---: | --- |")

    def line(where: str, workers: int, drawn: Callable[[], Iterator[Drawn]], *, after_first: Callable[[], None] | None = None) -> None:
        began, found = perf_counter(), {}
        for batch in drawn():
            found.update(batch)
            if after_first:
                after_first()
                after_first = None
        took = perf_counter() - began
        print(f"| {where} | {workers} | {took:.1f} | {len(found) / took * 60:.0f} | {digest(found)} |", flush=True)

    line("one by one", 1, lambda: one_by_one(simulated, batches))
    for workers in words.workers:
        line("processes", workers, lambda workers=workers: spread(simulated, batches, on=str(workers)))  # type: ignore[misc]
    for workers in words.workers:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="milepost-bench-")))
            there = stack.enter_context(cluster(workers, folder=folder))
            line("Dask", workers, lambda there=there: spread(simulated, batches, on=there.address))  # type: ignore[misc]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="milepost-bench-")))
        there = stack.enter_context(cluster(2, folder=folder))
        line("Dask, one killed", 2, lambda: spread(simulated, batches, on=there.address), after_first=there.lose_one)


if __name__ == "__main__":
    main()
