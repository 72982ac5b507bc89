"""What the simulation says: which dates are likely, how sure a promise is, and what drives the finish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from milepost.forecast.reads.runs import Run
from milepost.kernel.say import Sentence


@dataclass(frozen=True, slots=True)
class Bar:
    """How many in 1000 trials finished from `first` to `last`; `late` where that is after the promise."""

    first: date
    last: date
    in_thousand: int
    late: bool


@dataclass(frozen=True, slots=True)
class Driver:
    """Something the finish depends on, the strongest first. `kind` is task, person, project or risk; `task_id` where it is a task.

    `share_percent` is its part of the spread, `swing_minutes` working time between its good and its bad tenth.
    """

    kind: str
    task_id: int | None
    name: str
    share_percent: int
    swing_minutes: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Outlook:
    """The likely finish of a project, as simulated from the facts of `revision` on the day `as_of`.

    The likely range goes from `p50_on` (as likely as not) to `p80_on` (8 in 10 chances). `chance` is the probability of keeping
    the promise in 100, `chance_error` what drawing lots leaves open of it (±); both None without a promise. `error_days` is
    the same for the dates, in working days. `older` tells that facts or day have moved on since. Without dates `refused` says why.
    """

    project_id: int
    revision: int
    facts_revision: int
    as_of: date
    made_at: datetime
    older: bool
    trials: int
    promised_on: date | None
    p10_on: date | None
    p50_on: date | None
    p80_on: date | None
    p90_on: date | None
    chance: int | None
    chance_error: int | None
    error_days: int
    histogram: tuple[Bar, ...]
    drivers: tuple[Driver, ...]
    notes: tuple[Sentence, ...]
    """What was assumed, in sentences: where nobody gave best and worst lengths, and so on."""
    refused: Sentence | None
    run: Run | None
    """The newest run: how far it is where a fresher outlook is on its way."""


@dataclass(frozen=True, slots=True)
class TaskOutlook:
    """The likely finish of one task. `critical_percent`: in how many of 100 trials it was on the critical path.

    `levelled_start`, `levelled_finish` and `moved` come from the levelled plan: where the task goes so that nobody has two
    things to do at once, and whom and what it waits for; None where there is none or the task stays. `older` as in `Outlook`.
    """

    task_id: int
    uid: int
    as_of: date | None
    older: bool
    p10_on: date | None
    p50_on: date | None
    p80_on: date | None
    p90_on: date | None
    critical_percent: int | None
    levelled_start: datetime | None
    levelled_finish: datetime | None
    moved: Sentence | None
    levelled_older: bool
