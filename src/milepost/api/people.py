"""The team, and when its people work."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from milepost.api.entry import Call
from milepost.api.pages import Limit, Offset, page, page_of
from milepost.api.shapes import Asked, Id, Number, Text, Versioned
from milepost.api.subject import Subject, version_of
from milepost.people import reads, writes

people = Subject("People")

ShiftAsked = Annotated[list[Number], Field(min_length=2, max_length=2)]
DayAsked = Annotated[list[ShiftAsked], Field(max_length=20)]


class PersonAsked(Asked):
    name: Text
    email: Text = ""
    user_id: Id | None = None
    country: Text = ""
    region: Text = ""


class PersonChange(PersonAsked, Versioned):
    pass


class WeekChange(Versioned):
    week: Annotated[list[DayAsked], Field(max_length=7)] | None
    """Seven days, Monday first, each a list of `[start, end]` in minutes from midnight; null for the office week."""


class AbsenceAsked(Asked):
    first: date
    last: date
    because: Text = ""


@people.get("/people", gives=page_of(reads.PersonView))
def team(call: Call, offset: Offset, limit: Limit) -> object:
    """Everybody on the team, by name."""
    return page(reads.team(call.actor), offset, limit)


@people.get("/people/{person_id}", gives=reads.PersonView)
def person(call: Call, person_id: Id) -> reads.PersonView:
    """One person with their week and absences."""
    return reads.person(call.actor, person_id)


@people.post("/people", gives=reads.PersonView)
def add_person(call: Call, asked: PersonAsked) -> reads.PersonView:
    """Somebody new on the team, with the office week."""
    return writes.add_person(call.actor, **asked.values(), now=call.now)


@people.put("/people/{person_id}", gives=reads.PersonView)
def change_person(call: Call, person_id: Id, change: PersonChange) -> reads.PersonView:
    """Replaces what is known of a person."""
    version = version_of(call, change.version)
    return writes.change_person(call.actor, person_id, **change.values(without=("version",)), version=version, now=call.now)


@people.put("/people/{person_id}/week", gives=reads.PersonView)
def set_working_week(call: Call, person_id: Id, change: WeekChange) -> reads.PersonView:
    """The week a person works."""
    return writes.set_working_week(call.actor, person_id, week=change.week, version=version_of(call, change.version), now=call.now)


@people.post("/people/{person_id}/absences", gives=reads.AbsenceView)
def record_absence(call: Call, person_id: Id, asked: AbsenceAsked) -> reads.AbsenceView:
    """Days on which a person does not work. Members record their own."""
    return writes.record_absence(call.actor, person_id, **asked.values(), now=call.now)


@people.delete("/absences/{absence_id}")
def remove_absence(call: Call, absence_id: Id) -> None:
    """Takes an absence back."""
    writes.remove_absence(call.actor, absence_id, now=call.now)
