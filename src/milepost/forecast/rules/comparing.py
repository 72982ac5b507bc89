"""What moved between two states of a plan, task by task. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from milepost.forecast.rules.columns import last_day

LATER, EARLIER, CHANGED, APPEARED, VANISHED = KINDS = ("later", "earlier", "changed", "appeared", "vanished")


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task as one state of the plan has it."""

    name: str
    milestone: bool
    start: datetime | None
    finish: datetime | None
    duration_minutes: int
    effort_minutes: int
    task_id: int | None = field(compare=False)
    """None where it is no longer there today."""


@dataclass(frozen=True, slots=True)
class ComparedTask:
    """A task that two states of a plan do not agree about; `before` is None where it appeared, `after` where it vanished.

    `kind` is later or earlier by its finish, changed where it finishes on the same day but begins elsewhere or is of another size.
    `days` are the working days by which it finishes later, below nothing where earlier.
    """

    uid: int
    kind: str
    days: int
    promised: bool
    before: PlannedTask | None
    after: PlannedTask | None

    @property
    def shown(self) -> PlannedTask:
        """What is known of it, as it is in the later state if it is there."""
        either = self.after or self.before
        assert either is not None
        return either


def moved(
    before: Mapping[int, PlannedTask], after: Mapping[int, PlannedTask], days: Callable[[date, date], int], promised: Collection[int]
) -> list[ComparedTask]:
    """The tasks, by uid, that differ: milestones and promised ones first, then by the size of the move, then as the plan has them."""
    found = list(_differing(before, after, days, promised))
    return sorted(found, key=lambda each: (not (each.shown.milestone or each.promised), -abs(each.days)))


def _differing(
    before: Mapping[int, PlannedTask], after: Mapping[int, PlannedTask], days: Callable[[date, date], int], promised: Collection[int]
) -> Iterator[ComparedTask]:
    for uid in {**after, **before}:
        old, new = before.get(uid), after.get(uid)
        if old is None or new is None:
            yield ComparedTask(uid, APPEARED if old is None else VANISHED, 0, uid in promised, old, new)
        elif _facts(old) != _facts(new):
            by = days_later(old.finish, new.finish, days)
            yield ComparedTask(uid, LATER if by > 0 else EARLIER if by < 0 else CHANGED, by, uid in promised, old, new)


def _facts(task: PlannedTask) -> tuple[object, ...]:
    return task.start, task.finish, task.duration_minutes, task.effort_minutes


def days_later(before: datetime | None, after: datetime | None, days: Callable[[date, date], int]) -> int:
    """Working days from one finish to another; a day off between the two counts as one."""
    if before is None or after is None:
        return 0
    return whole_days_later(last_day(before), last_day(after), days)


def whole_days_later(before: date, after: date, days: Callable[[date, date], int]) -> int:
    """The same of the days on which something is done."""
    return days(before, after) or (after > before) - (after < before)
