"""Why each check of a schedule matters, and the edits that mend what it found where they can be computed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from milepost.kernel.say import Sentence, say
from milepost.plans.draft import Constraint, LagUnit, LinkKind
from milepost.plans.edits import Add, Edit, LinkUp, Set, Unlink

WHY: Mapping[str, Sentence] = {
    "logic": say("A task that nothing waits for can be late without anybody seeing it in the finish."),
    "leads": say("A task that begins before the end of another rests on a guess about how far that one will be."),
    "lags": say("Waiting that is hidden in a link has no name and no owner, and nobody shortens it."),
    "relationship_types": say("One task after the other is what people read easily; other links hide when work can really begin."),
    "hard_constraints": say("A held date does not move when work before it is late, so the plan shows a date that will not come true."),
    "high_float": say("So much room usually means that a link is missing, and that the date means little."),
    "negative_float": say("The plan says itself that a date which was set cannot be kept."),
    "high_duration": say("A long task is half done for weeks: how it really goes is seen only at its end."),
    "invalid_dates": say("Dates of work that is done belong to the past; otherwise every date after them is a guess."),
    "resources": say("Work that nobody does is not done; and nobody's time is planned for it."),
    "missed_tasks": say("What is late against the frozen plan today is often late to the end."),
    "critical_path_test": say("If delaying the longest chain does not move the finish, the finish does not follow from the plan."),
    "critical_path_length_index": say("It tells how much faster than planned the rest would have to go."),
    "baseline_execution_index": say("It tells whether tasks are finished as fast as was planned."),
    "dangling_start": say("The task could begin at any time, so its dates are an accident."),
    "dangling_finish": say("If it takes longer, nothing in the plan moves, and nobody notices."),
    "missing_links": say("A task without links stands still whatever happens around it."),
    "out_of_sequence": say("The plan says one order and the work went another way, so what follows may be dated wrongly."),
    "over_allocation": say("Somebody would have to be in two places, so some of these dates will slip."),
    "summary_links": say("A link of a heading holds every task below it, and the reason of a date is hard to find."),
    "long_lags": say("Weeks of waiting that nobody watches are where projects lose time."),
}
SOFTENED = {Constraint.MSO: Constraint.SNET, Constraint.MFO: Constraint.ASAP, Constraint.FNLT: Constraint.ASAP}
HARD, LEADS, LAGS = "hard_constraints", "leads", ("lags", "long_lags")
LONGEST_NAME = 200


class Held(Protocol):
    """A task as far as its date rule goes."""

    @property
    def constraint(self) -> Any: ...
    @property
    def constraint_at(self) -> datetime | None: ...


class Linked(Protocol):
    """A link into a task."""

    @property
    def kind(self) -> Any: ...
    @property
    def lag(self) -> int: ...
    @property
    def unit(self) -> Any: ...


class Incoming(Linked, Protocol):
    """A link into a task, with the number it has and the task it comes from."""

    @property
    def id(self) -> int: ...
    @property
    def task_id(self) -> int: ...
    @property
    def name(self) -> str: ...


def offer(code: str, task: Held, incoming: Sequence[Linked]) -> Sentence | None:
    """What one click would do about the finding `code` at a task; None where a person has to think."""
    if code == HARD and task.constraint_at is not None and task.constraint == Constraint.MSO:
        return say("Let it start no earlier than {on}, instead of then whatever happens", on=task.constraint_at.date())
    if code == HARD and task.constraint_at is not None and task.constraint in SOFTENED:
        return say("Make {on} a deadline, which warns instead of holding", on=task.constraint_at.date())
    if code == LEADS and any(link.lag < 0 for link in incoming):
        return say("Take the lead away: it begins when what it follows is done")
    if code in LAGS and any(map(_waits, incoming)):
        return say("Make the waiting a task of its own")
    return None


def mending(
    code: str, task_id: int, *, name: str, version: int, task: Held, deadline_at: datetime | None, incoming: Sequence[Incoming]
) -> tuple[Edit, ...]:
    """The edits behind the `offer`; nothing where there is none."""
    if offer(code, task, incoming) is None:
        return ()
    if code == HARD:
        return (Set(task_id, version, _softened(task, deadline_at)),)
    if code == LEADS:
        return tuple(LinkUp(link.task_id, task_id, LinkKind(link.kind), 0, LagUnit(link.unit)) for link in incoming if link.lag < 0)
    return tuple(edit for link in incoming if _waits(link) for edit in _waiting(link, task_id, name))


def _softened(task: Held, deadline_at: datetime | None) -> dict[str, Any]:
    softer = SOFTENED[Constraint(task.constraint)]
    if softer is Constraint.SNET:
        return {"constraint": softer, "constraint_at": task.constraint_at}
    earliest = min(at for at in (task.constraint_at, deadline_at) if at is not None)
    return {"constraint": softer, "constraint_at": None, "deadline_at": earliest}


def _waits(link: Linked) -> bool:
    return link.kind == LinkKind.FS and link.lag > 0 and link.unit in (LagUnit.WORKING, LagUnit.ELAPSED)


def _waiting(link: Incoming, task_id: int, name: str) -> Iterator[Edit]:
    """The lag as a task between the two, and no lag any more."""
    key = f"waiting-{link.id}"
    called = f"{link.name} → {name}"[:LONGEST_NAME]
    fields = {"elapsed": True} if link.unit == LagUnit.ELAPSED else {}
    yield Unlink(link.id)
    yield Add(key, called, after_id=link.task_id, duration_minutes=link.lag, fields=fields)
    yield LinkUp(link.task_id, key)
    yield LinkUp(key, task_id)
