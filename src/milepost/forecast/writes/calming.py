"""Calm plans: levelled, and as near as can be to the plan of the last working day. Due dates are proposed from them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from milepost.forecast import models, reads
from milepost.forecast.reads.bookings import goes_first
from milepost.forecast.rules import minute
from milepost.forecast.rules.calming import CalmDates
from milepost.forecast.rules.kept import refused
from milepost.forecast.snapshot import calming
from milepost.forecast.writes.runs import Underway, carry_out
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import packed
from milepost.plans import reads as plans


def keep_calm(project_id: int, *, now: datetime, going_on: Callable[[], bool] = lambda: True) -> None:
    """Replaces the project's calm plan by one of today's facts; nothing to do where it is fresh, cancelled or outrun.

    Those that go first with people whom both need have them as their own calm plans say. Where the dates of this one change, the
    plans of those that give way to it are worked out again.
    """
    carry_out(project_id, reads.CALM, models.Calm, _drawn, now=now, going_on=going_on, meanwhile=_follow)


def _drawn(facts: reads.Facts, run: Underway) -> dict[str, Any]:
    row = models.Calm.objects.filter(pk=run.project_id).defer("reasons").first()
    kept = None if row is None or row.columns is None else bytes(row.columns)
    before, before_on = _before(row, run)
    promise = plans.promised([run.project_id]).get(run.project_id)
    try:
        found = calming.calm(
            facts.draft,
            None if before is None else CalmDates.unpacked(before),
            as_of=run.as_of,
            promised=None if promise is None else promise.on,
            bookings=reads.calm_bookings(run.project_id, run.as_of),
            progress=run.tell,
        )
    except Refusal as refusal:
        return {**refused(refusal), "before": before, "before_on": before_on}
    columns = found.dates.packed()
    reasons = json.dumps([None if each is None else packed(each) for each in found.because], ensure_ascii=False)
    return {
        "refusal": None,
        "finish_minute": minute(found.finish),
        "columns": columns,
        "reasons": zlib.compress(reasons.encode(), level=1),
        "before": columns if before is None else before,
        "before_on": run.as_of if before is None else before_on,
        "content": {"moved": columns != kept},
    }


def _before(row: models.Calm | None, run: Underway) -> tuple[bytes | None, date | None]:
    """The plan to stay near to, and its day: the last one of an earlier day."""
    if row is None:
        return None, None
    columns, on = (row.columns, row.as_of) if row.as_of < run.as_of and row.columns else (row.before, row.before_on)
    return (None, None) if columns is None else (bytes(columns), on)


def _follow(run: Underway, values: dict[str, Any], now: datetime) -> None:
    """Asks for the plans of those that give way, where these dates are other than before."""
    if not values.get("content", {}).get("moved"):
        return
    giving_way = [other for other in plans.sharing_people(run.project_id) if not goes_first(other, run.project_id)]
    models.Run.objects.filter(project_id__in=giving_way, kind=reads.CALM).update(state="waiting", changed_at=now)
