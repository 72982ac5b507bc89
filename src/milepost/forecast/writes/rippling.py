"""What a project does to the others: those that give way to it are levelled anew without it, as it is planned, and as if it were later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from milepost.audit import reads as audit
from milepost.forecast import models, reads
from milepost.forecast.reads.bookings import goes_first
from milepost.forecast.rules import last_day, standing
from milepost.forecast.snapshot import calendars, levelling
from milepost.forecast.writes.runs import Underway, carry_out
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import packed
from milepost.plans import reads as plans

CASES = (None, 0, 1, 2, 4)
"""By how many weeks what is left of the project is moved; None: it is not there."""


def ripple(project_id: int, *, now: datetime, going_on: Callable[[], bool] = lambda: True) -> None:
    """Replaces what is said of a project's effect on the others by what follows from today's facts; nothing to do where it was cancelled.

    A project can only touch those that need the same people and give way to it, as `reads.bookings` says.
    """
    carry_out(project_id, reads.RIPPLE, models.Ripple, _drawn, now=now, going_on=going_on)


def _drawn(facts: reads.Facts, run: Underway) -> dict[str, Any]:
    del facts  # only what it takes of people counts, which `bookings` reads
    sharing = plans.sharing_people(run.project_id)
    touched = [other for other in sharing if goes_first(run.project_id, other)]
    others = []
    for done, other in enumerate(touched):
        others.append({"project_id": other, **_other(other, run, partial(_tell, run, done, len(touched)))})
    return {"content": {"others": others, "first": [other for other in sharing if other not in touched]}}


def _tell(run: Underway, done: int, of: int, case: int, share: float) -> bool:
    """How far the run is while the share of one case of one of the others is done."""
    return run.tell((done + (case + share) / len(CASES)) / of)


def _other(project_id: int, run: Underway, tell: Callable[[int, float], bool]) -> dict[str, Any]:
    """How one of the others ends in each case; a plan that has no dates says why instead."""
    promise = plans.promised([project_id]).get(project_id)
    promised, revision = None if promise is None else promise.on, audit.revision(project_id)
    try:
        facts = reads.facts(project_id, run.as_of)
        ends = [_end(facts, run, promised, weeks, partial(tell, case)) for case, weeks in enumerate(CASES)]
    except Refusal as refusal:
        return {"revision": revision, "refused": packed(refusal.sentence), "promised_on": None, "cases": []}
    days = partial(calendars.working_days, calendars.project_time(facts.draft))
    planned = ends[CASES.index(0)]
    told = [
        {
            "weeks": weeks,
            "finish_on": on.isoformat(),
            "later_days": days(planned, on),
            "standing_days": None if promised is None else standing(on, promised, days),
        }
        for weeks, on in zip(CASES, ends, strict=True)
    ]
    return {"revision": facts.revision, "refused": None, "promised_on": None if promised is None else promised.isoformat(), "cases": told}


def _end(facts: reads.Facts, run: Underway, promised: date | None, weeks: int | None, progress: Callable[[float], bool]) -> date:
    """The last day of a plan that is levelled around the others, the one in question so many weeks later."""
    moved = {run.project_id: None if weeks is None else timedelta(weeks=weeks)}
    taken = reads.bookings(facts.project_id, run.as_of, moved=moved)
    return last_day(levelling.level(facts.draft, as_of=run.as_of, promised=promised, bookings=taken, progress=progress).finish)
