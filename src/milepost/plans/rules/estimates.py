"""Three-point estimates, and what follows from another duration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.rules.shares import remaining
from milepost.plans.rules.texts import check_minutes


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many working minutes a task takes: if all goes well, most likely, if little does. None where nothing is said of the ends."""

    best_minutes: int | None
    likely_minutes: int
    worst_minutes: int | None


def check_estimate(estimate: Estimate) -> None:
    """Refuses one end without the other, lengths that are not in order, and lengths no task can have."""
    for minutes, field in ((estimate.likely_minutes, "likely_minutes"), (estimate.best_minutes, "best_minutes")):
        check_minutes(minutes or 0, field=field)
    check_minutes(estimate.worst_minutes or 0, field="worst_minutes")
    if (estimate.best_minutes is None) != (estimate.worst_minutes is None):
        field = "best_minutes" if estimate.best_minutes is None else "worst_minutes"
        raise Refusal("estimate_half", say("Give both how long it takes if all goes well and if little does, or neither."), field=field)
    if not estimate.likely_minutes:
        raise Refusal("estimate_empty", say("Say how long the task takes most likely."), field="likely_minutes")
    if not still_estimated(estimate, estimate.likely_minutes):
        raise Refusal(
            "estimate_out_of_order",
            say("The likely length lies between the best and the worst case."),
            field="best_minutes" if (estimate.best_minutes or 0) > estimate.likely_minutes else "worst_minutes",
        )


class Ends(Protocol):
    """Something with the ends of a three-point estimate."""

    @property
    def best_minutes(self) -> int | None: ...
    @property
    def worst_minutes(self) -> int | None: ...


class Lengths(Ends, Protocol):
    """A task as far as its length and its progress go."""

    @property
    def duration_minutes(self) -> int: ...
    @property
    def percent(self) -> int: ...
    @property
    def remaining_minutes(self) -> int | None: ...


def still_estimated(ends: Ends, duration_minutes: int) -> bool:
    """Whether a duration lies within what was estimated; yes where nothing was."""
    return (ends.best_minutes is None or ends.best_minutes <= duration_minutes) and (
        ends.worst_minutes is None or duration_minutes <= ends.worst_minutes
    )


def lengthened(task: Lengths, duration_minutes: int) -> dict[str, Any]:
    """What follows from another duration for a task's progress and kind; a three-point estimate that it contradicts no longer holds."""
    if duration_minutes == task.duration_minutes:
        return {}
    left = remaining(duration_minutes, task.percent, None)
    forgotten = {} if still_estimated(task, duration_minutes) else {"best_minutes": None, "worst_minutes": None}
    return {
        "remaining_minutes": None if task.remaining_minutes is None else left,
        "actual_minutes": duration_minutes - left,
        "milestone": duration_minutes == 0,
        "estimated": False,
        **forgotten,
    }


def check_estimable(*, summary: bool, external: bool, milestone: bool, percent: int) -> None:
    """Refuses an estimate of what takes no time of its own, or none any more."""
    if summary:
        raise Refusal("estimate_of_summary", say("A summary is as long as the tasks below it. Estimate those."))
    if external:
        raise Refusal("estimate_of_external", say("This task belongs to another project. Estimate it there."))
    if milestone:
        raise Refusal("estimate_of_milestone", say("A milestone takes no time. Give it a duration first."))
    if percent >= 100:
        raise Refusal("estimate_of_done", say("This task is done: there is nothing left to estimate."))
