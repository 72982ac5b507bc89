"""The levelled plan: where every task goes so that nobody has more to do than they can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from milepost.forecast.reads.runs import Run
from milepost.kernel.say import Sentence


@dataclass(frozen=True, slots=True)
class LevelledTask:
    """A task that levelling moves: from its forecast dates to others, by `days` working days, and why in a sentence."""

    task_id: int
    uid: int
    name: str
    start_before: datetime
    start: datetime
    finish: datetime
    days: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Levelling:
    """A plan in which nobody is booked twice, from the facts of `revision` on the day `as_of`.

    `standing_days` are working days from its finish to the promise: positive in hand, negative late. No plan of these people can
    finish before `bound_on`; `proved` where this one is the earliest there is, else `gap_percent` of the time left might still be
    saved. `moved` holds the first hundred of `moved_count` tasks, in order of their new start. `notes` are demands that cannot
    be met and the like. `older` tells that facts or day have moved on since. Without dates `refused` says why.
    """

    project_id: int
    revision: int
    facts_revision: int
    as_of: date
    made_at: datetime
    older: bool
    finish_on: date | None
    forecast_on: date | None
    """Where the project finishes if people could be in two places at once: the forecast of the same facts and day."""
    promised_on: date | None
    standing_days: int | None
    bound_on: date | None
    gap_percent: int
    proved: bool
    moved_count: int
    moved: tuple[LevelledTask, ...]
    notes: tuple[Sentence, ...]
    refused: Sentence | None
    run: Run | None
