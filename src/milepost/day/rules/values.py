"""Values the morning hands out, all of one plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from milepost.forecast.rules import TaskDates
from milepost.kernel.say import Sentence


class Against(StrEnum):
    """What a slipping task is late against."""

    DEADLINE = "deadline"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Finishable:
    """Something that can be finished on the day; `remaining_minutes` is working time, `because` the reason in a sentence."""

    uid: int
    name: str
    kind: str
    remaining_minutes: int
    who: tuple[str, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class Slipping:
    """A task that will finish `days` working days behind its deadline or its baseline."""

    uid: int
    name: str
    against: Against
    against_on: date
    finish_on: date
    days: int
    who: tuple[str, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class Blocked:
    """A task that was to have begun by now and waits for others."""

    uid: int
    name: str
    who: tuple[str, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class Bundle:
    """The tasks of a deliverable, by uid, and the working minutes its review takes once they are done."""

    id: int
    name: str
    uids: tuple[int, ...]
    review_minutes: int = 0


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task of the brief: its dates and why it stands there."""

    name: str
    dates: TaskDates
    why: Sentence


@dataclass(frozen=True, slots=True)
class Caution:
    """Something a person should look at: `code` never changes, `uid` is the task's where it is about one."""

    code: str
    sentence: Sentence
    uid: int | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """The morning brief of one plan. `standing_working_days`: positive in hand, negative late, None without a promise."""

    project: str
    as_of: date
    start: datetime
    finish: datetime
    promised: date | None
    standing_working_days: int | None
    tasks: tuple[TaskLine, ...]
    critical_path: tuple[TaskLine, ...]
    finishable: tuple[Finishable, ...]
    slipping: tuple[Slipping, ...]
    warnings: tuple[Caution, ...]
