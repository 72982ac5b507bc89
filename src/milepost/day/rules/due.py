"""Which due dates are worth proposing: none where the one that is set can be kept, the calm plan's day where not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from milepost.kernel.say import Sentence, say
from milepost.kernel.worktime import WorkingTime
from milepost.plans import rules as plan_rules

HORIZON_DAYS = 10
"""Working days from today within which work must begin for its tasks to get a due date. Deliverables get theirs at once."""


class Cause(StrEnum):
    """Why a date is proposed."""

    NONE_YET = "none_yet"
    CANNOT_BE_KEPT = "cannot_be_kept"
    BREAKS_PROMISE = "breaks_promise"


@dataclass(frozen=True, slots=True)
class Work:
    """Something that is to be finished, and what is known of its end.

    `planned_on` is its day in the calm plan, `margin_days` how many working days later it is finished as surely as is wanted, `last_on` the
    last day that keeps the promise (None without a promise), `due_on` the day that is set.
    """

    planned_on: date
    margin_days: int
    last_on: date | None
    due_on: date | None


def proposed(work: Work, *, today: date, later: Callable[[date, int], date]) -> tuple[date, Cause] | None:
    """The day that is proposed, and why; None where nothing is: then the date that is set is as good as another one.

    A date moves only where it must: where the plan cannot keep it, or where it lies behind the last day that keeps the promise.
    The margin gives way to the promise, never the plan. `later` is the day so many working days after another.
    """
    earliest = max(work.planned_on, today)
    wished = later(earliest, work.margin_days) if work.margin_days else earliest
    if work.last_on is not None:
        wished = max(earliest, min(wished, work.last_on))
    if work.due_on is None:
        return wished, Cause.NONE_YET
    if work.due_on < earliest:
        return wished, Cause.CANNOT_BE_KEPT
    if work.last_on is not None and work.due_on > max(work.last_on, earliest):
        return wished, Cause.BREAKS_PROMISE
    return None


def closing(time: WorkingTime, on: date) -> datetime:
    """When work ends on a day, or, where it is free, on the last working day before it."""
    for back in range(60):
        day = on - timedelta(days=back)
        shifts = plan_rules.open_on(time, day)
        if shifts:
            return datetime.combine(day, datetime.min.time()) + timedelta(minutes=shifts[-1][1])
    return datetime.combine(on, datetime.min.time())


def later(time: WorkingTime, day: date, days: int) -> date:
    """The day `days` working days after `day`; where no work is ahead for a year, that many days of the week."""
    left, on = days, day
    while left > 0 and (on - day).days < 366 + 2 * days:
        on += timedelta(days=1)
        left -= bool(plan_rules.open_on(time, on))
    return on if not left else day + timedelta(days=days)


def worked_off(time: WorkingTime, at: datetime, minutes: int) -> datetime:
    """When so many working minutes after an instant are over."""
    left, day = minutes, datetime.combine(at.date(), datetime.min.time())
    for _ in range(366 if left else 0):
        for begin, end in plan_rules.open_on(time, day.date()):
            opens, closes = max(at, day + timedelta(minutes=begin)), day + timedelta(minutes=end)
            room = int((closes - opens).total_seconds() // 60)
            if room >= left:
                return opens + timedelta(minutes=left)
            left -= max(0, room)
        day += timedelta(days=1)
    return at


def because(cause: Cause, why: Sentence | None, *, margin_days: int) -> Sentence:
    """The reason for a proposal: what is wrong with the date that is set, where one is, and why the plan says what it says."""
    parts: dict[Cause, Sentence] = {
        Cause.NONE_YET: say("No date yet."),
        Cause.CANNOT_BE_KEPT: say("The date cannot be kept any more."),
        Cause.BREAKS_PROMISE: say("Later than the promise bears."),
    }
    reason = parts[cause]
    if why is not None:
        reason = say("{first} {second}", first=reason, second=why)
    if margin_days > 0:
        reason = say("{reason} {days} working days of margin are in it.", reason=reason, days=margin_days)
    return reason
