"""What the engine reads: a plan as columns, frozen and valid once built, and the two ways it speaks about one.

Rows are tasks in outline order. Instants are wall-clock minutes since 1970, `NONE` where there is none. Durations are
working minutes unless the task is `elapsed`. Everything a plan can be refused for on sight is refused here, by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from milepost.engine.calendars import Calendar
from milepost.engine.kernels import FAR

Ints = NDArray[np.int64]
NONE = -FAR
"""No instant, no minutes."""
CENTURY = 100 * 366 * 1440
"""The longest duration, lag or delay in minutes."""


class Kind(IntEnum):
    """The four logical relationships."""

    FS = 0
    SS = 1
    FF = 2
    SF = 3


class Unit(IntEnum):
    """How a lag counts: working minutes, elapsed minutes, per cent of the predecessor's duration as either."""

    WORKING = 0
    ELAPSED = 1
    PERCENT = 2
    ELAPSED_PERCENT = 3


class LagCalendar(IntEnum):
    """Which calendar a lag in working time follows."""

    SUCCESSOR = 0
    PREDECESSOR = 1
    PROJECT = 2
    ALWAYS = 3


class Constraint(IntEnum):
    """The eight date constraints."""

    ASAP = 0
    ALAP = 1
    SNET = 2
    SNLT = 3
    FNET = 4
    FNLT = 5
    MSO = 6
    MFO = 7


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A value of a saying that stands for the task in this row."""

    row: int


@dataclass(frozen=True, slots=True)
class CalendarIndex:
    """A value of a saying that stands for one of the plan's calendars."""

    index: int


@dataclass(frozen=True, slots=True)
class Instant:
    """A value of a saying that stands for a wall-clock minute."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of the engine: English `text` with `{named}` places for `values`.

    A value is a number, a text, a saying, a `TaskRow`, a `CalendarIndex`, an `Instant`, or a tuple of rows for a chain.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)


def N_(text: str) -> str:
    """Marks a text for translation where it stands apart from its values, by gettext's usual name for that."""
    return text


def say(text: str, /, **values: object) -> Saying:
    """Keep `text`, which is also the key of its translation, and its values side by side."""
    return Saying(text, values)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was scheduled anyway and that a person should look at; `row` is the task it is about, -1 if none."""

    code: str
    saying: Saying
    row: int = -1


class Impossible(Exception):
    """A plan that has no dates. `code` is stable, `saying` is for people, `rows` are the tasks it is about."""

    def __init__(self, code: str, saying: Saying, rows: tuple[int, ...] = ()) -> None:
        super().__init__(saying.text)
        self.code = code
        self.saying = saying
        self.rows = rows


@dataclass(frozen=True, slots=True, eq=False)
class Tasks:
    """One array per field, all int64 and of one length; flags are 0 or 1."""

    id: Ints
    parent: Ints
    """Row of the summary above, -1 at the top. A parent stands before its children; a row with children is a summary."""
    minutes: Ints
    elapsed: Ints
    calendar: Ints
    """Index into the plan's calendars, -1 for the project's."""
    follows_people: Ints
    """1: the calendars of the people assigned count, together with `calendar` if there is one. 0: only the latter does."""
    constraint: Ints
    constraint_at: Ints
    deadline_at: Ints
    pinned: Ints
    """1: manually scheduled or external, keeps `pin_start` and `pin_finish`."""
    pin_start: Ints
    pin_finish: Ints
    active: Ints
    actual_start: Ints
    actual_finish: Ints
    done: Ints
    """Minutes of the duration that are done."""
    remaining: Ints
    """Minutes of the duration that remain; 0 with an actual start and no actual finish is a task that only waits to be closed."""
    over: Ints
    """1: said to be complete, though no dates of it are known. It keeps the dates its links give and waits for no data date."""
    resume_at: Ints
    delay: Ints
    """Levelling delay, elapsed minutes."""

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """One array per field. `predecessor` and `successor` are rows; `lag` is in minutes or per cent as `unit` says."""

    predecessor: Ints
    successor: Ints
    kind: Ints
    lag: Ints
    unit: Ints
    calendar: Ints

    def __len__(self) -> int:
        return len(self.predecessor)


@dataclass(frozen=True, slots=True, eq=False)
class Assignments:
    """Who works on which row: `calendar` of the person (-1: the project's), working minutes each needs, and their delay."""

    task: Ints
    calendar: Ints
    minutes: Ints
    remaining: Ints
    delay: Ints

    def __len__(self) -> int:
        return len(self.task)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A whole plan.

    `start` is the instant nothing begins before (NONE where the plan is scheduled `from_finish`, back from `finish`).
    `data_date` is the instant from which work not yet done is scheduled; `data_dates`, where given, has one for each row in its
    place (NONE: that row waits for none). `honours_constraints`: an imposed date wins over
    a link. `retained_logic`: started work still waits for its predecessors; otherwise progress overrides the links.
    `minutes_per_day` is what sentences call a day; it changes no date.
    Raises Impossible where a row, link or assignment refers to nothing, a number is out of range or a date is missing.
    """

    tasks: Tasks
    links: Links
    assignments: Assignments
    calendars: tuple[Calendar, ...]
    calendar: int
    start: int
    data_date: int = NONE
    finish: int = NONE
    from_finish: bool = False
    honours_constraints: bool = True
    retained_logic: bool = True
    zone: str = ""
    minutes_per_day: int = 480
    data_dates: Ints | None = None

    @property
    def anchor(self) -> int:
        """The instant the plan hangs from: its finish where it is scheduled from there, else its start."""
        return self.finish if self.from_finish else self.start

    def __post_init__(self) -> None:
        _check_shapes(self)
        _check_tasks(self)
        _check_links(self)
        if self.from_finish and self.finish == NONE:
            raise Impossible("finish_missing", say("The plan is scheduled from its finish, but it names no finish date."))


def _check_shapes(plan: Plan) -> None:
    for table in (plan.tasks, plan.links, plan.assignments):
        columns = [getattr(table, f.name) for f in fields(table)]
        if any(c.dtype != np.int64 or c.shape != columns[0].shape or c.ndim != 1 for c in columns):
            raise ValueError(f"{type(table).__name__}: every column is int64 and of one length")
    n, people = len(plan.tasks), plan.assignments
    if len(people) and not (people.task.min() >= 0 and people.task.max() < n):
        raise ValueError("an assignment refers to a row that is not there")
    for column in (plan.tasks.calendar, people.calendar):
        if len(column) and not (column.min() >= -1 and column.max() < len(plan.calendars)):
            raise ValueError("a calendar index is out of range")
    if plan.data_dates is not None and plan.data_dates.shape != (n,):
        raise ValueError("data_dates: one for each row")
    if not 0 <= plan.calendar < len(plan.calendars):
        raise ValueError("the project's calendar is out of range")
    if n and not (np.all(plan.tasks.parent < np.arange(n)) and plan.tasks.parent.min() >= -1):
        raise ValueError("a parent stands before its children")


def _refused(code: str, rows: NDArray[np.intp], text: str) -> None:
    if len(rows):
        raise Impossible(code, say(text, task=TaskRow(int(rows[0]))), tuple(int(r) for r in rows))


def _check_tasks(plan: Plan) -> None:
    tasks = plan.tasks
    numbers, counts = np.unique(tasks.id, return_counts=True)
    if len(numbers) < len(tasks):
        rows = np.flatnonzero(np.isin(tasks.id, numbers[counts > 1]))[::-1]
        _refused("task_uid_twice", rows, N_("Two tasks have the same number; the second is “{task}”. Give each its own."))
    _refused("duration_negative", np.flatnonzero(tasks.minutes < 0), N_("“{task}” has a negative duration."))
    long = (tasks.minutes > CENTURY) | (abs(tasks.delay) > CENTURY)
    _refused("beyond_horizon", np.flatnonzero(long), N_("“{task}” lasts more than a hundred years. Check its duration."))
    dated = tasks.constraint >= Constraint.SNET
    _refused(
        "constraint_without_date",
        np.flatnonzero(dated & (tasks.constraint_at == NONE)),
        N_("“{task}” has a date constraint without a date."),
    )
    both = (tasks.actual_start != NONE) & (tasks.actual_finish != NONE)
    backwards = both & (tasks.actual_finish < tasks.actual_start)
    _refused(
        "actual_finish_before_start", np.flatnonzero(backwards), N_("“{task}” was finished before it was started. Check its actual dates.")
    )


def _check_links(plan: Plan) -> None:
    links, n = plan.links, len(plan.tasks)
    if not len(links):
        return
    ends = np.concatenate((links.predecessor, links.successor))
    if ends.min() < 0 or ends.max() >= n:
        raise ValueError("a link refers to a row that is not there")
    own = np.flatnonzero(links.predecessor == links.successor)
    _refused("link_to_itself", links.successor[own], N_("“{task}” is linked to itself. Remove the link."))
    percent = links.unit >= Unit.PERCENT
    reach = np.where(percent, abs(links.lag) // 100 * plan.tasks.minutes[links.predecessor], abs(links.lag))
    far = np.flatnonzero(reach > CENTURY)
    _refused("beyond_horizon", links.successor[far], N_("A link into “{task}” has a lag of more than a hundred years. Check it."))
