"""Search and proof side by side: a good schedule at once, then a better one or the certainty that there is none.

Only for workers and the terminal: the proof loads OR-Tools.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from functools import cache
from time import monotonic

from milepost.engine import placement, proof, search
from milepost.engine.instance import Instance
from milepost.engine.placement import Solution

FIRST = 0.04
"""Seconds the search has for itself before a proof begins beside it, with the makespan found by then to beat."""
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
    """The best schedule found within `seconds`, and whether it is proved to be that. Up to `proof.MOST` activities are worth a proof.

    With two `threads` the search goes on in one of them while the other proves; a shorter schedule begins the proof anew.
    """
    until = monotonic() + seconds
    provable = int((made.slots > 0).sum()) <= proof.MOST and seconds > WORTHWHILE + FIRST
    found = search.improve(made, seed=seed, seconds=FIRST if provable else seconds, threads=threads)
    while provable and not found.proved and until - monotonic() > WORTHWHILE:
        found, provable = _beside(made, found, until, seed, threads)
    return found


def _beside(made: Instance, found: Solution, until: float, seed: int, threads: int) -> tuple[Solution, bool]:
    """The better of what a proof and a search make of `found`, and whether another proof may tell more."""
    stop, seconds = proof.Stop(), until - monotonic() - SPARE
    proving = _pool().submit(proof.prove, made, upper=found.makespan, seconds=seconds, hint=found.starts, seed=seed, stop=stop)
    better = found if threads < 2 else _searched(made, found, seconds, seed, proving)
    again = better is not found and not proving.done()
    while again and not proving.done():
        stop()
        wait([proving], SPARE)
    known = _joined(made, found, proving.result())
    if _value(known) <= _value(better):
        return known, again and not known.proved
    return placement.judged(made, better.starts, better.finish, better.schedules, max(better.lower_bound, known.lower_bound)), again


def _value(found: Solution) -> tuple[int, int]:
    return found.cost, found.makespan


def _searched(made: Instance, found: Solution, seconds: float, seed: int, proving: Future[proof.Proof]) -> Solution:
    """The first schedule better than `found`, or `found` where the proof or the time ends before there is one."""

    def on(so_far: search.Improved) -> bool:
        return (so_far.cost, so_far.makespan) >= _value(found) and not proving.done()

    better = search.improve(made, seed=seed, seconds=seconds, threads=1, start=found.starts, progress=on)
    return better if _value(better) < _value(found) else found


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "proof")


def _joined(made: Instance, found: Solution, shown: proof.Proof) -> Solution:
    """A schedule with what a proof has shown about it."""
    if shown.starts is not None:
        found = placement.judged(made, shown.starts, placement.finishes(made, shown.starts), found.schedules, found.lower_bound)
    bound = found.makespan if shown.proved else max(found.lower_bound, min(shown.lower_bound, found.makespan))
    return replace(found, lower_bound=bound, proved=found.cost == 0 and bound == found.makespan)
