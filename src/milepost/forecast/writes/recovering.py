"""Ways to recover: what can be done about a finish that is too late, worked out when somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from milepost.forecast import models, reads
from milepost.forecast.rules import last_day, moment, standing
from milepost.forecast.snapshot import calendars, following, replanning
from milepost.forecast.writes.runs import Underway, carry_out
from milepost.plans import reads as plans


def recover(project_id: int, *, now: datetime, going_on: Callable[[], bool] = lambda: True) -> None:
    """Replaces the project's ways to an earlier finish by those of today's facts; nothing to do where that was cancelled.

    The dates that the forecast names are those people know; what other projects need of the same people counts as theirs.
    """
    carry_out(project_id, reads.RECOVERY, models.Recovery, _drawn, now=now, going_on=going_on)


def _drawn(facts: reads.Facts, run: Underway) -> dict[str, Any]:
    promise = plans.promised([run.project_id]).get(run.project_id)
    promised = None if promise is None else promise.on
    columns = reads.concluded(run.project_id, run.as_of)[1].columns
    known = zip(columns.uid.tolist(), map(moment, columns.start), map(moment, columns.finish), strict=True)
    ways = replanning.ways_back(
        facts.draft,
        {uid: (start, finish) for uid, start, finish in known},
        as_of=run.as_of,
        promised=promised,
        bookings=reads.bookings(run.project_id, run.as_of),
        progress=run.tell,
    )
    days = partial(calendars.working_days, calendars.project_time(facts.draft))
    standings = [None if promised is None else standing(last_day(way.finish), promised, days) for way in ways]
    told = {"ways": [way.as_json() for way in ways], "standing_days": standings}
    return {"promised_on": promised, "content": {**told, "followable": [following.followable(facts.draft, way) for way in ways]}}
