"""When people work: week, public holidays and absences together, on whichever clock it is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.worktime import OFFICE_WEEK, DayException, WorkingTime
from milepost.people import rules
from milepost.people.models import Absence, Person
from milepost.people.reads.team import PersonView, week_of

FIRM = "firm"
"""Whose public holidays are meant: those of the workspace, wherever it is."""


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """A day on which a person's country or region does not work, and what it is called there."""

    on: date
    name: str


def working_time(person_ids: Iterable[int], first: date, last: date, *, zone: str = "") -> dict[int, WorkingTime]:
    """When each person works from `first` to `last`: week, public holidays, then absences. Three queries for any number of people.

    On the clocks of `zone` where that is given, such as a project's; else on each person's own.
    """
    rows = list(Person.objects.filter(pk__in=list(person_ids)))
    places = accounts.workspaces_of({row.workspace_id for row in rows})
    away = _days_away([row.pk for row in rows], first, last)
    return {row.pk: _time_of(row, places[row.workspace_id], away[row.pk], first, last, zone) for row in rows}


def _days_away(person_ids: list[int], first: date, last: date) -> dict[int, list[DayException]]:
    away: dict[int, list[DayException]] = defaultdict(list)
    within = Q(first__lte=last) & Q(last__gte=first)
    for absence in Absence.objects.filter(within, person_id__in=person_ids).order_by("first", "id"):
        away[absence.person_id].append(DayException(first=absence.first, last=absence.last, name=absence.because))
    return away


def _time_of(row: Person, place: accounts.WorkspaceView, away: list[DayException], first: date, last: date, zone: str) -> WorkingTime:
    country, region = (row.country, row.region) if row.country else (place.country, place.region)
    kept = rules.public_holidays(country, region, first, last)
    own = row.zone or place.zone
    second = row.second_week
    others = rules.every_other(rules.other_week(second), row.second_from, first, last) if second and row.second_from else ()
    time = WorkingTime(week=week_of(row), other_weeks=others, exceptions=(*kept, *away))
    return rules.on_wall(time, own, zone, first, last) if zone and zone != own else time


def holidays(actor: Actor, person: PersonView, first: date, last: date) -> tuple[PublicHoliday, ...]:
    """The public holidays that a person keeps from `first` to `last`, by day. One query."""
    place = accounts.workspace_of(actor.workspace_id)
    country, region = (person.country, person.region) if person.country else (place.country, place.region)
    return tuple(PublicHoliday(day.first, day.name) for day in rules.public_holidays(country, region, first, last))


def holidays_of(workspace_id: int, whose: str, first: date, last: date) -> tuple[DayException, ...]:
    """The public holidays from `first` to `last` of the `firm`, of a country (`DE`) or of a region (`DE-BY`); of nobody where empty."""
    if not whose:
        return ()
    if whose == FIRM:
        place = accounts.workspace_of(workspace_id)
        return rules.public_holidays(place.country, place.region, first, last)
    country, _, region = whose.partition("-")
    return rules.public_holidays(country, region, first, last)


def workspace_time(workspace_id: int, first: date, last: date) -> WorkingTime:
    """When the workspace as a whole works from `first` to `last`: the office week without its public holidays."""
    place = accounts.workspace_of(workspace_id)
    return WorkingTime(week=OFFICE_WEEK, exceptions=rules.public_holidays(place.country, place.region, first, last))
