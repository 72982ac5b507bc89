"""Levelling delays: how long each task must wait, beyond what its links ask, to stand where levelling puts it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from milepost.forecast.rules import Conclusion, minute
from milepost.forecast.snapshot.concluding import conclude
from milepost.plans.draft import Constraint, Draft, Task

ROUNDS = 3
"""How often a delay is put right where a constraint or a calendar made it come out otherwise."""


def delays(draft: Draft, starts: Mapping[int, datetime], *, as_of: date) -> dict[int, int]:
    """Elapsed minutes of levelling delay by uid, with which each of the tasks starts at the instant in `starts`.

    What the draft delays them by now counts no more. Each task is drawn twice in one schedule: pinned to its instant, so that what
    follows it is driven by that, and as a shadow that shows when its own links would let it start.
    """
    free = replace(draft, tasks=tuple(_without_delay(task, task.uid in starts) for task in draft.tasks))
    shadows = {uid: number for number, uid in enumerate(starts, start=max((task.uid for task in draft.tasks), default=0) + 1)}
    drawn = conclude(_with_shadows(free, starts, shadows), as_of=as_of)
    found = {uid: max(0, minute(starts[uid]) - minute(drawn.task(shadows[uid]).start)) for uid in starts}
    for _ in range(ROUNDS):
        reached = conclude(delayed(free, found), as_of=as_of)
        wrong = _misses(reached, starts)
        if not wrong:
            break
        found = {uid: max(0, delay + wrong.get(uid, 0)) for uid, delay in found.items()}
    return found


def delayed(draft: Draft, delay: Mapping[int, int]) -> Draft:
    """The draft in which these tasks wait so many minutes."""
    waiting = (replace(task, levelling_delay_minutes=delay[task.uid]) if task.uid in delay else task for task in draft.tasks)
    return replace(draft, tasks=tuple(waiting))


def _without_delay(task: Task, wanted: bool) -> Task:
    return replace(task, levelling_delay_minutes=0) if wanted and task.levelling_delay_minutes else task


def _misses(drawn: Conclusion, starts: Mapping[int, datetime]) -> dict[int, int]:
    """By how much each task starts too early, in minutes."""
    off = {uid: minute(at) - minute(drawn.task(uid).start) for uid, at in starts.items()}
    return {uid: minutes for uid, minutes in off.items() if minutes}


def _with_shadows(draft: Draft, starts: Mapping[int, datetime], shadows: Mapping[int, int]) -> Draft:
    links = (replace(link, successor=shadows[link.successor]) for link in draft.links if link.successor in shadows)
    lines = (replace(line, task=shadows[line.task]) for line in draft.assignments if line.task in shadows)
    return replace(
        draft,
        tasks=tuple(_pinned_and_shadowed(draft, starts, shadows)),
        links=(*draft.links, *links),
        assignments=(*draft.assignments, *lines),
    )


def _pinned_and_shadowed(draft: Draft, starts: Mapping[int, datetime], shadows: Mapping[int, int]) -> Iterator[Task]:
    for task in draft.tasks:
        if task.uid not in starts:
            yield task
            continue
        yield replace(task, constraint=Constraint.SNET, constraint_at=starts[task.uid])
        yield replace(task, uid=shadows[task.uid])
