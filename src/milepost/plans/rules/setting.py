"""Which values the fields of a task take, and what follows from them for its other fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.rules.estimates import Estimate, check_estimable, check_estimate, lengthened
from milepost.plans.rules.texts import LONGEST_NOTES, check_day, check_minutes, name, text

LENGTHS = ("duration_minutes", "effort_minutes", "levelling_delay_minutes")
TIMES = ("constraint_at", "deadline_at", "manual_start", "manual_finish")
HIGHEST_PRIORITY = 1000
WITHOUT_DATE = ("ASAP", "ALAP")
"""The constraints that need no date."""


class Settable(Protocol):
    """A task as far as other values are concerned."""

    summary: bool
    external: bool
    percent: int
    duration_minutes: int
    best_minutes: int | None
    worst_minutes: int | None
    remaining_minutes: int | None
    constraint: str
    constraint_at: datetime | None
    manual_start: datetime | None
    manual_finish: datetime | None


def values_set(task: Settable, fields: Mapping[str, Any]) -> dict[str, Any]:
    """All columns that get another value when `fields` of a task are set; refuses values that a task cannot have."""
    given = {field: _kept(field, value) for field, value in fields.items()}
    duration = given.get("duration_minutes", task.duration_minutes)
    if "best_minutes" in given or "worst_minutes" in given:
        _check_estimate(task, given, duration)
    if task.summary and duration != task.duration_minutes:
        raise Refusal("summary_duration", say("A summary is as long as the tasks below it."), field="duration_minutes")
    _check_constraint(task, given)
    _check_manual(task, given)
    return {**lengthened(task, duration), **given}


def check_priority(priority: int) -> None:
    """Refuses a priority of a task or a project that is none."""
    if not 0 <= priority <= HIGHEST_PRIORITY:
        sentence = say("A priority lies between 0 and {highest}.", highest=HIGHEST_PRIORITY)
        raise Refusal("priority_out_of_range", sentence, field="priority")


def _kept(field: str, value: Any) -> Any:
    if field in LENGTHS:
        check_minutes(value, field=field)
    elif field in TIMES and value is not None:
        check_day(value.date(), field=field)
    elif field == "priority":
        check_priority(value)
    elif field == "name":
        return name(value)
    elif field == "notes":
        return text(value, field=field, longest=LONGEST_NOTES)
    elif field == "constraint":
        return str(value)
    return value


def _check_estimate(task: Settable, given: Mapping[str, Any], duration: int) -> None:
    best, worst = given.get("best_minutes", task.best_minutes), given.get("worst_minutes", task.worst_minutes)
    check_estimable(summary=task.summary, external=task.external, milestone=task.duration_minutes == 0, percent=task.percent)
    check_estimate(Estimate(best, duration, worst))


def _check_constraint(task: Settable, given: Mapping[str, Any]) -> None:
    if "constraint" not in given and "constraint_at" not in given:
        return
    kind = given.get("constraint", task.constraint)
    if kind not in WITHOUT_DATE and given.get("constraint_at", task.constraint_at) is None:
        raise Refusal("constraint_without_date", say("This constraint needs a date."), field="constraint_at")


def _check_manual(task: Settable, given: Mapping[str, Any]) -> None:
    start, finish = given.get("manual_start", task.manual_start), given.get("manual_finish", task.manual_finish)
    if start is not None and finish is not None and finish < start:
        raise Refusal("finish_before_start", say("A task finishes after it starts."), field="manual_finish")
