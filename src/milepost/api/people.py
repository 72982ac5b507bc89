"""The team, and when its people work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Query
from pydantic import Field

from milepost.api.entry import Call
from milepost.api.pages import Limit, Offset, page, page_of
from milepost.api.shapes import Asked, Id, Number, Text, VersionAsked, Versioned
from milepost.api.subject import Subject, version_of
from milepost.people import reads, writes

people = Subject("People")

ShiftAsked = Annotated[list[Number], Field(min_length=2, max_length=2)]
Year = Annotated[int | None, Query(ge=1970, le=2100)]
DayAsked = Annotated[list[ShiftAsked], Field(max_length=20)]


class PersonAsked(Asked):
    name: Text
    email: Text = ""
    user_id: Id | None = None
    country: Text = ""
    region: Text = ""
    zone: Text = ""
    """Whose clock their hours are meant on, such as Europe/Lisbon; empty: the workspace's."""


class PersonChange(PersonAsked, Versioned):
    pass


class WeekChange(Versioned):
    week: Annotated[list[DayAsked], Field(max_length=7)] | None
    """Seven days, Monday first, each a list of `[start, end]` in minutes from midnight; null for the office week."""
    second_week: Annotated[list[DayAsked], Field(max_length=7)] | None = None
    """The week that holds every other time, from the week of the day `second_from` on; null where all weeks are alike."""
    second_from: date | None = None


class RolesChange(Versioned):
    roles: Annotated[list[Text], Field(max_length=50)]


class SkillAsked(Asked):
    name: Text
    level: Number
    """1 has seen it done, 5 teaches it."""


class SkillsChange(Versioned):
    skills: Annotated[list[SkillAsked], Field(max_length=50)]


class RateAsked(Versioned):
    from_on: date
    per_hour: Decimal
    currency: Text


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
    asked = change.values(without=("version",))
    return writes.set_working_week(call.actor, person_id, **asked, version=version_of(call, change.version), now=call.now)


@people.put("/people/{person_id}/roles", gives=reads.PersonView)
def set_roles(call: Call, person_id: Id, change: RolesChange) -> reads.PersonView:
    """All the roles of a person."""
    return writes.set_roles(call.actor, person_id, roles=change.roles, version=version_of(call, change.version), now=call.now)


@people.put("/people/{person_id}/skills", gives=reads.PersonView)
def set_skills(call: Call, person_id: Id, change: SkillsChange) -> reads.PersonView:
    """All that a person can do, each with a level from 1 to 5."""
    skills = [(skill.name, skill.level) for skill in change.skills]
    return writes.set_skills(call.actor, person_id, skills=skills, version=version_of(call, change.version), now=call.now)


@people.get("/people/{person_id}/holidays", gives=tuple[reads.PublicHoliday, ...])
def holidays(call: Call, person_id: Id, year: Year = None) -> tuple[reads.PublicHoliday, ...]:
    """The public holidays that a person keeps in a year, this one where none is named."""
    on = call.now.year if year is None else year
    return reads.holidays(call.actor, reads.person(call.actor, person_id), date(on, 1, 1), date(on, 12, 31))


@people.get("/people/{person_id}/rates", gives=tuple[reads.RateView, ...])
def rates(call: Call, person_id: Id) -> tuple[reads.RateView, ...]:
    """What an hour of the person costs, the newest rate first. Only for those who may see rates."""
    return reads.rates(call.actor, person_id)


@people.put("/people/{person_id}/rates", gives=tuple[reads.RateView, ...])
def set_rate(call: Call, person_id: Id, asked: RateAsked) -> tuple[reads.RateView, ...]:
    """What an hour of the person costs from a day on."""
    return writes.set_rate(
        call.actor, person_id, **asked.values(without=("version",)), version=version_of(call, asked.version), now=call.now
    )


@people.delete("/people/{person_id}/rates", gives=tuple[reads.RateView, ...])
def remove_rate(call: Call, person_id: Id, from_on: date, version: VersionAsked) -> tuple[reads.RateView, ...]:
    """Takes the rate away that began on the day `from_on`."""
    return writes.remove_rate(call.actor, person_id, from_on=from_on, version=version_of(call, version), now=call.now)


@people.post("/people/{person_id}/absences", gives=reads.AbsenceView)
def record_absence(call: Call, person_id: Id, asked: AbsenceAsked) -> reads.AbsenceView:
    """Days on which a person does not work. Members record their own."""
    return writes.record_absence(call.actor, person_id, **asked.values(), now=call.now)


@people.delete("/absences/{absence_id}")
def remove_absence(call: Call, absence_id: Id) -> None:
    """Takes an absence back."""
    writes.remove_absence(call.actor, absence_id, now=call.now)
