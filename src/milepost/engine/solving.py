"""Search and proof together: a good schedule at once, then a better one or the certainty that there is none.

Only for workers and the terminal: the proof loads OR-Tools.
"""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

from milepost.engine import placement, proof, search
from milepost.engine.instance import Instance
from milepost.engine.placement import Solution

FIRST = 0.04
"""Seconds the search has before the proof takes over; it is given the makespan found by then to beat."""
WORTHWHILE = 0.1
"""Seconds that must be left for a proof to begin."""
SPARE = 0.02
"""Seconds a proof may take to stop."""


def ready() -> None:
    """Loads and compiles what `solve` needs, so that its limit counts only its own work."""
    from milepost.engine.instance import instance

    search.improve(instance([2, 2, 0], [1], arcs=[(0, 2), (1, 2)], demand=[(0, 0, 1), (1, 0, 1)]), budget=50)
    proof.ready()


def solve(made: Instance, *, seconds: float, seed: int = 1, threads: int = 2) -> Solution:
    """The best schedule found within `seconds`, and whether it is proved to be that. Up to `proof.MOST` activities are worth a proof."""
    until = monotonic() + seconds
    provable = int((made.slots > 0).sum()) <= proof.MOST and seconds > WORTHWHILE + FIRST
    found = search.improve(made, seed=seed, seconds=FIRST if provable else seconds, threads=threads)
    if found.proved or not provable:
        return found
    return _proved(made, found, until - monotonic() - SPARE, seed, threads)


def _proved(made: Instance, found: Solution, seconds: float, seed: int, threads: int) -> Solution:
    """What a proof makes of a schedule in the time that is left."""
    shown = proof.prove(made, upper=found.makespan, seconds=seconds, hint=found.starts, workers=threads, seed=seed)
    if shown.starts is not None:
        found = placement.judged(made, shown.starts, placement.finishes(made, shown.starts), found.schedules, found.lower_bound)
    bound = found.makespan if shown.proved else max(found.lower_bound, min(shown.lower_bound, found.makespan))
    return replace(found, lower_bound=bound, proved=found.cost == 0 and bound == found.makespan)
