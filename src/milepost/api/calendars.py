"""The calendars of a project: when it works."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from milepost.api.entry import Call
from milepost.api.people import DayAsked
from milepost.api.shapes import Asked, Changed, Id, Made, Text, VersionAsked, Versioned
from milepost.api.subject import Subject, version_of
from milepost.kernel.worktime import DayException
from milepost.plans import reads, writes

calendars = Subject("Calendars")

Year = Annotated[int | None, Query(ge=1970, le=2100)]


class DaysAsked(Asked):
    first: date
    last: date
    shifts: DayAsked = []
    """Stretches `[start, end]` in minutes from midnight; none for a day off."""
    name: Text = ""


class CalendarAsked(Asked):
    name: Text
    week: Annotated[list[DayAsked], Field(max_length=7)]
    """Seven days, Monday first, each a list of `[start, end]` in minutes from midnight; the end may lie on the next day."""
    exceptions: Annotated[list[DaysAsked], Field(max_length=2000)] = []
    holidays: Text = "firm"
    """Whose public holidays are free days besides: firm, a country (DE), a region (DE-BY); empty: nobody's."""


class CalendarChange(CalendarAsked, Versioned):
    pass


class CalendarChoice(Versioned):
    calendar_id: Id | None
    """null: the project works as the firm does."""


@calendars.get("/projects/{project_id}/calendars", gives=reads.Calendars)
def of_project(call: Call, project_id: Id) -> reads.Calendars:
    """The calendars of a project, that which it uses first, with what works by each."""
    return reads.calendars(call.actor, project_id)


@calendars.post("/projects/{project_id}/calendars", gives=Made)
def add_calendar(call: Call, project_id: Id, asked: CalendarAsked) -> Made:
    """A calendar that the project or some of its tasks can use."""
    return Made(writes.add_calendar(call.actor, project_id, **_said(asked), now=call.now))


@calendars.put("/projects/{project_id}/calendar", gives=Changed)
def use_calendar(call: Call, project_id: Id, choice: CalendarChoice) -> Changed:
    """By which of its calendars the project works; the version is the project's."""
    version = version_of(call, choice.version)
    return Changed(writes.use_calendar(call.actor, project_id, calendar_id=choice.calendar_id, version=version, now=call.now))


@calendars.put("/projects/{project_id}/calendars/{calendar_id}", gives=Changed)
def change_calendar(call: Call, project_id: Id, calendar_id: Id, change: CalendarChange) -> Changed:
    """Says anew when a calendar works."""
    version = version_of(call, change.version)
    return Changed(writes.change_calendar(call.actor, project_id, calendar_id=calendar_id, **_said(change), version=version, now=call.now))


@calendars.delete("/projects/{project_id}/calendars/{calendar_id}")
def remove_calendar(call: Call, project_id: Id, calendar_id: Id, version: VersionAsked) -> None:
    """Takes a calendar away by which nothing works any more."""
    writes.remove_calendar(call.actor, project_id, calendar_id=calendar_id, version=version_of(call, version), now=call.now)


@calendars.get("/projects/{project_id}/calendars/{calendar_id}/year", gives=tuple[reads.CalendarDay, ...])
def year(call: Call, project_id: Id, calendar_id: Id, year: Year = None) -> tuple[reads.CalendarDay, ...]:
    """Each day of a year in a calendar, with its working minutes; this year where none is named."""
    return reads.calendar_year(call.actor, project_id, calendar_id, call.now.year if year is None else year)


def _said(asked: CalendarAsked) -> dict[str, Any]:
    days = [DayException(each.first, each.last, tuple((one, other) for one, other in each.shifts), each.name) for each in asked.exceptions]
    return {**asked.values(without=("version", "exceptions")), "exceptions": days}
