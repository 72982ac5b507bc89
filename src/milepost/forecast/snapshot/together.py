"""Simulations that can be sent to another processor: all they need in one value, and what came of it in another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from milepost.forecast.rules.kept import refused
from milepost.forecast.rules.simulation import Finished, Simulation
from milepost.forecast.snapshot.simulation import Progress, Risk, simulate
from milepost.kernel.refusal import Refusal
from milepost.plans.draft import Draft

BATCH = 25
"""So many projects go to a processor at a time: enough that the way there costs little, few enough that a lost one costs little."""


@dataclass(frozen=True, slots=True)
class Case:
    """All that one simulation needs, so that it can be sent to another processor; `key` says whose it is."""

    key: int
    draft: Draft
    as_of: date
    promises: Mapping[int | None, date]
    history: Sequence[Finished]
    risks: Sequence[Risk]
    trials: int

    def simulated(self, *, threads: int | None = None, progress: Progress | None = None) -> Simulation:
        """What `simulate` finds."""
        return simulate(
            self.draft,
            as_of=self.as_of,
            promises=self.promises,
            history=self.history,
            risks=self.risks,
            trials=self.trials,
            threads=threads,
            progress=progress,
        )


Batch = tuple[Case, ...]
Drawn = tuple[tuple[int, Simulation | dict[str, Any]], ...]
"""What became of each case, by its key: what was found, or the refusal as a table keeps it, because an exception does not travel."""


def simulated(cases: Batch) -> Drawn:
    """One case after the other on one processor; the same numbers wherever it runs."""
    return tuple((case.key, _found(case)) for case in cases)


def one_by_one(work: Callable[[Batch], Drawn], batches: Iterable[Batch]) -> Iterator[Drawn]:
    """Each batch here, when it is asked for."""
    return map(work, batches)


def _found(case: Case) -> Simulation | dict[str, Any]:
    try:
        return case.simulated(threads=1)
    except Refusal as no:
        return refused(no)
