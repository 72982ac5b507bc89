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
SMALL, SHARE = 40, 0.45
"""With more activities than this the search has that share of the time: what is provable is proved in half of it."""
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
    working = int((made.slots > 0).sum())
    provable = working <= proof.MOST and seconds > WORTHWHILE + FIRST
    first = FIRST if working <= SMALL else max(FIRST, SHARE * seconds)
    found = search.improve(made, seed=seed, seconds=first if provable else seconds, threads=threads)
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
