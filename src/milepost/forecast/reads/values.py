"""What the reads of forecast hand out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from milepost.forecast.rules import Columns, TaskDates, Warn
from milepost.kernel.say import Sentence


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """The newest conclusion of a project. `columns` is None and `refused` says why where the engine refused the plan.

    `facts_revision` is the project's revision now: the forecast is older than the facts where it is higher than `revision`.
    `standing_days` are working days from the forecast finish to the promise: positive in hand, negative late; None without one.
    """

    project_id: int
    revision: int
    facts_revision: int
    as_of: date
    made_at: datetime
    start: datetime | None
    finish: datetime | None
    promised_on: date | None
    standing_days: int | None
    columns: Columns | None
    rows: Mapping[int, int]
    """Row of each uid in `columns`."""
    critical_path: tuple[int, ...]
    warnings: tuple[Warn, ...]
    open_minutes: Mapping[int | None, int]
    """Working minutes of the day `as_of` by calendar uid; None is the project's."""
    refused_code: str
    refused: Sentence | None

    def task(self, uid: int) -> TaskDates | None:
        """The dates of one task; None where this forecast does not know it yet."""
        row = self.rows.get(uid)
        return None if row is None or self.columns is None else self.columns[row]


@dataclass(frozen=True, slots=True)
class Head:
    """A project and where its newest forecast stands, without the dates of its tasks. `revision` is 0 before the first forecast."""

    project_id: int
    name: str
    zone: str
    facts_revision: int
    revision: int = 0
    as_of: date | None = None
    finish: datetime | None = None
    promised_on: date | None = None
    standing_days: int | None = None
    refused: Sentence | None = None
    minutes_per_day: int = 480


@dataclass(frozen=True, slots=True)
class Stamp:
    """From which facts and as of which day a project's forecast is drawn, or ought to be."""

    project_id: int
    revision: int
    as_of: date


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """One task of a schedule: `id` as in addresses, the dates with `uid`, and why it stands there."""

    id: int
    name: str
    dates: TaskDates
    why: Sentence


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates of every task in the plan's order, drawn from the facts of `revision` as of the day `as_of`."""

    project_id: int
    revision: int
    as_of: date
    finish: datetime
    tasks: tuple[ScheduledTask, ...]
    warnings: tuple[Warn, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A task whose dates edits would change, or that they would add."""

    uid: int
    name: str
    start: datetime
    finish: datetime


@dataclass(frozen=True, slots=True)
class PromiseMoved:
    """A promise that edits would bring nearer or endanger: of the task `uid`, or of the whole project.

    `days_before` and `days` are working days in hand, now and then; negative where it is late.
    """

    uid: int | None
    name: str
    on: date
    days_before: int
    days: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What edits would do. `days` are working days the finish would move: positive later, negative earlier. Nothing is kept."""

    finish_before: datetime
    finish_after: datetime
    days: int
    promises: tuple[PromiseMoved, ...]
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What the views of a plan need, as plain columns ready for JSON, every list in the plan's order of tasks.

    Minutes are wall-clock minutes since 1970, days are days since 1970, lengths are working minutes. Dates are None where the
    forecast does not know the task yet.
    """

    project_id: int
    revision: int
    forecast_revision: int
    as_of: int | None
    minutes_per_day: int
    promises: list[tuple[int | None, int]]
    """`[row, or None for the whole project, day]`."""
    closed: list[tuple[int, int]]
    """Stretches of days without work in the project's calendar, first and last inclusive, over the span of the chart."""
    holidays: list[tuple[int, int, str]]
    """First and last day of those of them that have a name, and the name."""
    id: list[int]
    uid: list[int]
    name: list[str]
    level: list[int]
    kind: list[int]
    """0 task, 1 summary, 2 milestone."""
    active: list[int]
    duration: list[int]
    """Of a summary, from the beginning of the first task below it to the end of the last."""
    percent: list[int]
    state: list[int]
    """0 to do, 1 in progress, 2 waiting, 3 done."""
    version: list[int]
    start: list[int | None]
    finish: list[int | None]
    deadline: list[int | None]
    constraint: list[int]
    """Place in the list ASAP, ALAP, SNET, SNLT, FNET, FNLT, MSO, MFO."""
    constraint_at: list[int | None]
    manual: list[int]
    priority: list[int]
    effort: list[int]
    best: list[int | None]
    worst: list[int | None]
    deliverable: list[int | None]
    """Ids, named in `deliverables`."""
    deliverables: list[tuple[int, str]]
    baseline_start: list[int | None]
    baseline_finish: list[int | None]
    critical: list[int]
    total_float: list[int]
    who: list[list[int]]
    """Per task, places in `people`, `resources` and `resource_units`; `units` holds the share of time of each, in per cent."""
    units: list[list[int]]
    people: list[str]
    resources: list[int]
    resource_units: list[int]
    links: list[tuple[int, int, str, int, int, str]]
    """`[predecessor row, successor row, kind, id, lag, unit of the lag]`."""
    labels: list[list[int]]
    """Per task, places in `known_labels`: id, name, colour."""
    known_labels: list[tuple[int, str, str]]
    fields: list[tuple[int, str, str, list[str]]]
    """The custom fields: id, name, kind, what one may choose from."""
    field_values: list[tuple[int, int, str]]
    """`[row, place in fields, text]`, where a task says something."""
    scenario: int
    """The version of the scenario that is tried here; 0 for the plan itself."""
