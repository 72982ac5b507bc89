"""A plan as values: what a file holds before it is taken over, and what the forecast reads.

The doors of exchange turn bytes into a `Draft` and back; `plans.writes` takes a draft over into tables; `plans.reads.draft`
gives the tables back as the same values; `forecast.snapshot` makes an engine plan of it. Knows no framework.

Times are wall-clock times of the project's zone, without a zone, to the minute. Durations are working minutes unless a
field says elapsed. `uid` is the number the file gives a task and stays with it for ever; links, assignments and baselines
refer to it. Tasks stand in outline order: a task's parent is the nearest one before it with a lower `level`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from milepost.kernel.say import Sentence
from milepost.kernel.worktime import WorkingTime

FROZEN_HERE = 11


class LinkKind(StrEnum):
    """Logical relationships of the precedence diagramming method."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class LagUnit(StrEnum):
    """How a lag counts: working minutes, wall-clock minutes, or per cent of the predecessor's duration."""

    WORKING = "working"
    ELAPSED = "elapsed"
    PERCENT = "percent"
    ELAPSED_PERCENT = "elapsed_percent"


class Constraint(StrEnum):
    """The eight date constraints."""

    ASAP = "ASAP"
    ALAP = "ALAP"
    SNET = "SNET"
    SNLT = "SNLT"
    FNET = "FNET"
    FNLT = "FNLT"
    MSO = "MSO"
    MFO = "MFO"


class TaskType(StrEnum):
    """What stays when units, work or duration change."""

    FIXED_UNITS = "fixed_units"
    FIXED_DURATION = "fixed_duration"
    FIXED_WORK = "fixed_work"


class ResourceKind(StrEnum):
    WORK = "work"
    MATERIAL = "material"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar of the plan, already merged with the base calendar it was derived from.

    `base` names that base calendar's uid, so that an export can derive it again; `of_resource` marks a person's own. `holidays`
    says whose public holidays are free days besides: `firm`, `DE`, `DE-BY`, or nobody's where it is empty.
    """

    uid: int
    name: str
    time: WorkingTime
    base: int | None = None
    of_resource: bool = False
    holidays: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A task, a milestone or a summary of the tasks below it."""

    uid: int
    name: str
    level: int = 1
    wbs: str = ""
    summary: bool = False
    milestone: bool = False
    duration_minutes: int = 0
    elapsed: bool = False
    estimated: bool = False
    best_minutes: int | None = None
    worst_minutes: int | None = None
    """How long it takes if all goes well, and if little does; None where nobody said. The duration is the likely length."""
    effort_minutes: int = 0
    type: TaskType = TaskType.FIXED_UNITS
    effort_driven: bool = False
    manual: bool = False
    """Manually scheduled: keeps `manual_start` and `manual_finish` whatever the links say."""
    manual_start: datetime | None = None
    manual_finish: datetime | None = None
    constraint: Constraint = Constraint.ASAP
    constraint_at: datetime | None = None
    deadline_at: datetime | None = None
    calendar: int | None = None
    ignores_resource_calendars: bool = False
    priority: int = 500
    percent: int = 0
    percent_work: int = 0
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    actual_minutes: int = 0
    remaining_minutes: int | None = None
    """None where nothing was said: the duration less what was done."""
    stop_at: datetime | None = None
    resume_at: datetime | None = None
    levelling_delay_minutes: int = 0
    """Elapsed minutes."""
    active: bool = True
    external: bool = False
    notes: str = ""
    saved_start: datetime | None = None
    saved_finish: datetime | None = None
    """The dates the file held: shown beside ours, never used as an input."""


@dataclass(frozen=True, slots=True)
class Link:
    """`successor` follows `predecessor`; `lag` is negative for a lead, in minutes or per cent as `unit` says."""

    predecessor: int
    successor: int
    kind: LinkKind = LinkKind.FS
    lag: int = 0
    unit: LagUnit = LagUnit.WORKING


@dataclass(frozen=True, slots=True)
class Resource:
    """Somebody or something that works on tasks; `units` in per cent, 100 is one whole person."""

    uid: int
    name: str
    kind: ResourceKind = ResourceKind.WORK
    initials: str = ""
    email: str = ""
    group: str = ""
    units: int = 100
    calendar: int | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """`units` per cent of `resource` on `task`; `delay_minutes` working time after the task's start."""

    uid: int
    task: int
    resource: int
    units: int = 100
    work_minutes: int = 0
    actual_work_minutes: int = 0
    remaining_work_minutes: int | None = None
    delay_minutes: int = 0
    saved_start: datetime | None = None
    saved_finish: datetime | None = None


@dataclass(frozen=True, slots=True)
class Overtime:
    """`resource` works `minutes` longer on each working day from `first` to `last`, or, with `saturdays`, on those besides.

    A Saturday that is free has the hours of the last working day before it. Days that differ from the week, such as holidays, stay.
    """

    resource: int
    first: date
    last: date
    minutes: int = 0
    saturdays: bool = False


@dataclass(frozen=True, slots=True)
class BaselineDates:
    """What baseline `number` froze of one task: 0 to 10 came with a file, those from `FROZEN_HERE` on were frozen in Milepost."""

    number: int
    task: int
    start: datetime | None
    finish: datetime | None
    duration_minutes: int = 0
    effort_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Loss:
    """Something the file held that Milepost did not keep; `count` times, `example` is the first of them."""

    code: str
    sentence: Sentence
    count: int = 1
    example: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole plan. `status_on` is the data date the file names, if it names one."""

    name: str
    start: datetime
    tasks: tuple[Task, ...] = ()
    links: tuple[Link, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    calendar: int | None = None
    """uid of the project's calendar; None stands for the office week."""
    resources: tuple[Resource, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    baselines: tuple[BaselineDates, ...] = ()
    finish: datetime | None = None
    from_finish: bool = False
    """Scheduled backwards from `finish`."""
    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    days_per_month: int = 20
    status_on: date | None = None
    honours_constraints: bool = True
    """True: an imposed date wins over a link, as MS Project does by default."""
    losses: tuple[Loss, ...] = ()
    overtime: tuple[Overtime, ...] = ()
    """What was agreed on top of the usual hours, as far as it is in the calendars already: `overtime.in_overtime` puts it there."""
