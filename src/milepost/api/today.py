"""The morning: where every project stands, what can be finished today, what slips."""

from __future__ import annotations

from milepost.api.entry import Call
from milepost.api.shapes import Id
from milepost.api.subject import Subject
from milepost.day import reads
from milepost.day.rules import Conflict

today = Subject("Today")


@today.get("/today", gives=reads.Morning)
def morning(call: Call) -> reads.Morning:
    """Your day, the worst first."""
    return reads.morning(call.actor, now=call.now)


@today.get("/portfolio", gives=reads.Portfolio)
def portfolio(call: Call) -> reads.Portfolio:
    """All projects by programme, with their ranks. For owners and managers."""
    return reads.portfolio(call.actor, now=call.now)


@today.get("/conflicts", gives=tuple[Conflict, ...])
def conflicts(call: Call) -> tuple[Conflict, ...]:
    """Whom several projects want for more hours than there are, week by week. For owners and managers."""
    return reads.conflicts(call.actor, now=call.now)


@today.get("/projects/{project_id}/standing", gives=reads.Standing)
def standing(call: Call, project_id: Id) -> reads.Standing:
    """Where one project stands against its promise."""
    return reads.standing(call.actor, project_id, now=call.now)
