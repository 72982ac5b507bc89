"""What the forecast tells: the dates the engine concluded, with the revision and the day they were drawn from."""

from __future__ import annotations

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
    rows: dict[int, int]
    """Row of each uid in `columns`."""
    critical_path: tuple[int, ...]
    warnings: tuple[Warn, ...]
    refused_code: str
    refused: Sentence | None

    def task(self, uid: int) -> TaskDates | None:
        """The dates of one task; None where this forecast does not know it yet."""
        row = self.rows.get(uid)
        return None if row is None or self.columns is None else self.columns[row]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a Gantt needs, as plain columns ready for JSON, every list in the plan's order of tasks.

    Minutes are wall-clock minutes since 1970. `links` are `[predecessor row, successor row, kind]`; `who` holds, per task,
    indexes into `people`. Rows of `start`, `finish` are None where the forecast does not know the task yet.
    """

    project_id: int
    revision: int
    forecast_revision: int
    as_of: date | None
    promised_on: date | None
    id: list[int]
    uid: list[int]
    name: list[str]
    level: list[int]
    kind: list[int]
    """0 task, 1 summary, 2 milestone."""
    start: list[int | None]
    finish: list[int | None]
    baseline_start: list[int | None]
    baseline_finish: list[int | None]
    percent: list[int]
    critical: list[int]
    total_float: list[int]
    """Working minutes."""
    who: list[list[int]]
    people: list[str]
    links: list[tuple[int, int, str]]
