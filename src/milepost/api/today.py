"""The morning: where every project stands, what can be finished today, what slips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from ninja import Query
from pydantic import Field

from milepost.api.entry import Call
from milepost.api.shapes import Asked, Changed, Id, Number, Version, Versioned
from milepost.api.subject import Subject, version_of
from milepost.day import reads, writes
from milepost.day.rules import Conflict
from milepost.plans import writes as plans_writes

today = Subject("Today")

Kind = Annotated[Literal["task", "deliverable"], Query(description="What is due.")]
Item = Annotated[int, Query(ge=1, le=2**53, description="Its id.")]
Day = Annotated[date, Query(description="By when.")]


@today.get("/today", gives=reads.Morning)
def morning(call: Call) -> reads.Morning:
    """Your day, the worst first."""
    return reads.morning(call.actor, now=call.now)


class ChosenDue(Asked):
    """A day for a task or a deliverable that was read as `version`."""

    kind: Literal["task", "deliverable"]
    id: Id
    version: Version
    on: date


class DuesAsked(Asked):
    """Due dates that are set as one change."""

    dates: Annotated[list[ChosenDue], Field(min_length=1, max_length=2_000)]


class ConfidenceAsked(Versioned):
    """In how many of 100 cases proposed dates are to be kept: 80, 90, or 0 for the days of the plan."""

    percent: Number


@dataclass(frozen=True, slots=True)
class DueChange:
    """The change that set due dates: undo it by this id."""

    change_id: int


@today.get("/due-dates", gives=tuple[reads.ProjectDues, ...])
def due_dates(call: Call) -> tuple[reads.ProjectDues, ...]:
    """The due dates that are proposed, project by project."""
    return reads.proposed_dues(call.actor)


@today.post("/projects/{project_id}/due-dates", gives=DueChange, status=200)
def set_due_dates(call: Call, project_id: Id, asked: DuesAsked) -> DueChange:
    """Sets due dates, as proposed or otherwise: one change, one undo."""
    chosen = [writes.Chosen(each.kind, each.id, each.version, each.on) for each in asked.dates]
    return DueChange(writes.choose_dues(call.actor, project_id, chosen=chosen, now=call.now))


@today.get("/projects/{project_id}/due-cost", gives=reads.DueCost)
def due_cost(call: Call, project_id: Id, kind: Kind, item_id: Item, on: Day) -> reads.DueCost:
    """What another day than the proposed one costs. Nothing is kept."""
    return reads.due_cost(call.actor, project_id, kind=kind, item_id=item_id, on=on, now=call.now)


@today.put("/projects/{project_id}/due-confidence", gives=Changed)
def choose_confidence(call: Call, project_id: Id, asked: ConfidenceAsked) -> Changed:
    """How sure the proposed dates of a project are to be."""
    version = version_of(call, asked.version)
    return Changed(plans_writes.choose_confidence(call.actor, project_id, percent=asked.percent, version=version, now=call.now))


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
