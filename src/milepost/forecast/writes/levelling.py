"""Levelling: a plan in which nobody has two things to do at once, drawn in the worker and kept whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from milepost.forecast import models, reads
from milepost.forecast.rules import last_day, minute, standing
from milepost.forecast.snapshot import calendars, levelling
from milepost.forecast.writes.runs import Underway, carry_out
from milepost.plans import reads as plans


def level(project_id: int, *, now: datetime, going_on: Callable[[], bool] = lambda: True) -> None:
    """Replaces the project's levelled plan by one of today's facts; nothing to do where it is fresh, cancelled or outrun.

    What other projects need of the same people counts as theirs, as `reads.bookings` says.
    """
    carry_out(project_id, reads.LEVELLING, models.Levelled, _drawn, now=now, going_on=going_on)


def _drawn(facts: reads.Facts, run: Underway) -> dict[str, Any]:
    promised = plans.promised([run.project_id]).get(run.project_id)
    promised_on = None if promised is None else promised.on
    taken = reads.bookings(run.project_id, run.as_of)
    found = levelling.level(facts.draft, as_of=run.as_of, promised=promised_on, bookings=taken, progress=run.tell)
    days = partial(calendars.working_days, calendars.project_time(facts.draft))
    return {
        "promised_on": promised_on,
        "finish_minute": minute(found.finish),
        "standing_days": None if promised_on is None else standing(last_day(found.finish), promised_on, days),
        "columns": found.columns.packed(),
        "content": found.as_json(),
    }
