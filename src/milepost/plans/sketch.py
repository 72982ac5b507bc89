"""What a plan begins as: an outline with lengths, links and who does what; objectives and deliverables. No dates need to be in it.

Templates are kept as sketches, pasted outlines and tables are read as sketches, and `plans.writes.start_project` makes a project of
one. Tasks stand in outline order and are meant by their place, from 0. Lengths are working minutes. Knows no framework.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import accumulate, pairwise

from milepost.plans.draft import Assignment, Constraint, Draft, LagUnit, Link, LinkKind, Resource, Task

A_DAY = 480
UNSAID_MINUTES = A_DAY
"""How long a task takes of which nobody said it."""


@dataclass(frozen=True, slots=True)
class After:
    """A link from the task at place `task`, and the reason for it where one was given."""

    task: int
    kind: LinkKind = LinkKind.FS
    lag: int = 0
    unit: LagUnit = LagUnit.WORKING
    because: str = ""


@dataclass(frozen=True, slots=True)
class SketchTask:
    """A task; the ones after it with a higher `level` are below it. `takes_minutes` is None where nobody said, 0 for a milestone.

    `who` are names of people or roles; `deliverable` the name of what it helps to make; `line` the line of the text it came from.
    """

    name: str
    level: int = 1
    takes_minutes: int | None = None
    best_minutes: int | None = None
    worst_minutes: int | None = None
    who: tuple[str, ...] = ()
    after: tuple[After, ...] = ()
    deliverable: str = ""
    start_on: date | None = None
    due_on: date | None = None
    notes: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class SketchObjective:
    """What shall be better afterwards: `metric` moves from `baseline_value` to `target` by `by_on`."""

    name: str
    metric: str = ""
    baseline_value: str = ""
    target: str = ""
    by_on: date | None = None


@dataclass(frozen=True, slots=True)
class SketchDeliverable:
    """What is handed over, and what must hold before it is accepted. `objective` is the name of the one it serves."""

    name: str
    criteria: tuple[str, ...] = ()
    objective: str = ""
    review_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Sketch:
    """`by_role`: the names on the tasks are those of roles, which somebody fills, and not of people."""

    tasks: tuple[SketchTask, ...] = ()
    objectives: tuple[SketchObjective, ...] = ()
    deliverables: tuple[SketchDeliverable, ...] = ()
    by_role: bool = False

    def is_summary(self, place: int) -> bool:
        """Whether the next task stands below the one at `place`."""
        return place + 1 < len(self.tasks) and self.tasks[place + 1].level > self.tasks[place].level

    def roles(self) -> tuple[str, ...]:
        """Everybody who is named on a task, in the order in which they come up."""
        return tuple(dict.fromkeys(name for task in self.tasks for name in task.who))

    def without_length(self) -> int:
        """Of how many tasks nobody said how long they take."""
        return sum(task.takes_minutes is None and not self.is_summary(place) for place, task in enumerate(self.tasks))


def in_sequence(sketch: Sketch) -> Sketch:
    """Each task of which no link is said after the one before it: an order to begin with, instead of everything at once.

    What stands between a task and a later one that it waits for keeps the order that was written, so that no circle comes of this.
    """
    works = [place for place in range(len(sketch.tasks)) if not sketch.is_summary(place)]
    said, crossed = _said(sketch), _crossed(sketch)
    before = {place: last for last, place in pairwise(works) if place not in said and not crossed[place]}
    linked = (replace(task, after=(After(before[place]),)) if place in before else task for place, task in enumerate(sketch.tasks))
    return replace(sketch, tasks=tuple(linked))


def _said(sketch: Sketch) -> set[int]:
    """The tasks that wait for something themselves, or begin a summary that does."""
    said, waits = set(), False
    for place, task in enumerate(sketch.tasks):
        waits = waits or bool(task.after)
        if sketch.is_summary(place):
            continue
        if waits:
            said.add(place)
        waits = False
    return said


def _crossed(sketch: Sketch) -> list[bool]:
    """Of each place whether some task before it waits for one at it or after it."""
    steps = [0] * (len(sketch.tasks) + 1)
    for place, task in enumerate(sketch.tasks):
        for later in (after.task for after in task.after if after.task > place):
            steps[place + 1] += 1
            steps[_end(sketch, later)] -= 1
    return [depth > 0 for depth in accumulate(steps)]


def _end(sketch: Sketch, place: int) -> int:
    """The first place that is no longer below the task at `place`."""
    level = sketch.tasks[place].level
    return next((after for after in range(place + 1, len(sketch.tasks)) if sketch.tasks[after].level <= level), len(sketch.tasks))


def draft_of(sketch: Sketch, *, name: str, start_on: date) -> Draft:
    """The sketch as a plan that begins on `start_on`. Uids are places counted from 1; a role is a member of the team.

    A length that nobody gave is a day, and marked as estimated. A day to begin on becomes a constraint at its first minute, a day
    by which something is due a deadline at its last. The reasons of links stand in the notes of the task that waits.
    """
    roles = {role: uid for uid, role in enumerate(sketch.roles(), 1)}
    return Draft(
        name=name,
        start=datetime.combine(start_on, time()),
        tasks=tuple(_task(sketch, place) for place in range(len(sketch.tasks))),
        links=tuple(
            Link(after.task + 1, place, after.kind, after.lag, after.unit)
            for place, task in enumerate(sketch.tasks, 1)
            for after in task.after
        ),
        resources=tuple(Resource(uid, role) for role, uid in roles.items()),
        assignments=_assignments(sketch, roles),
    )


def _task(sketch: Sketch, place: int) -> Task:
    task, summary = sketch.tasks[place], sketch.is_summary(place)
    minutes = 0 if summary else UNSAID_MINUTES if task.takes_minutes is None else task.takes_minutes
    return Task(
        uid=place + 1,
        name=task.name,
        level=task.level,
        summary=summary,
        milestone=not summary and minutes == 0,
        duration_minutes=minutes,
        estimated=not summary and task.takes_minutes is None,
        best_minutes=None if summary else task.best_minutes,
        worst_minutes=None if summary else task.worst_minutes,
        constraint=Constraint.SNET if task.start_on and not summary else Constraint.ASAP,
        constraint_at=datetime.combine(task.start_on, time()) if task.start_on and not summary else None,
        deadline_at=datetime.combine(task.due_on, time(23, 59)) if task.due_on else None,
        notes=_notes(sketch, task),
    )


def _notes(sketch: Sketch, task: SketchTask) -> str:
    reasons = [f"After “{sketch.tasks[after.task].name}”: {after.because}." for after in task.after if after.because]
    return "\n".join([*([task.notes] if task.notes else []), *reasons])


def _assignments(sketch: Sketch, roles: Mapping[str, int]) -> tuple[Assignment, ...]:
    """Nobody is assigned to a summary: it only sums up."""
    pairs = [(place + 1, roles[role]) for place, task in enumerate(sketch.tasks) if not sketch.is_summary(place) for role in task.who]
    return tuple(Assignment(uid, task, role) for uid, (task, role) in enumerate(pairs, 1))
