"""How long something takes: the quickest of several runs, because everything that disturbs a run makes it slower."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds of the quickest run: on the clock, and of the processors."""

    wall: float
    cpu: float


def quickest(work: Callable[[], object], times: int) -> Took:
    """Runs `work` once to warm up and then `times` times."""
    work()
    runs = [_timed(work) for _ in range(times)]
    return Took(min(run.wall for run in runs), min(run.cpu for run in runs))


def _timed(work: Callable[[], object]) -> Took:
    wall, cpu = perf_counter(), process_time()
    work()
    return Took((perf_counter() - wall) * 1000, (process_time() - cpu) * 1000)
