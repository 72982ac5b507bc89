"""Who is on the team and when each of them works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.kernel.worktime import OFFICE_WEEK, DayException, Week, WorkingTime
from milepost.people import rules
from milepost.people.models import Absence, Person


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Days `first` to `last` inclusive without work, and why if somebody said so."""

    id: int
    person_id: int
    first: date
    last: date
    because: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody on the team. `week` is what holds: their own where `own_week`, else the office week. Empty `country`: the workspace's."""

    id: int
    name: str
    email: str
    user_id: int | None
    country: str
    region: str
    week: Week
    own_week: bool
    absences: tuple[AbsenceView, ...]
    version: int


def visible_to(actor: Actor) -> QuerySet[Person]:
    """The people the actor may know: all of the workspace for those who manage, themselves for members, nobody for clients."""
    team = Person.objects.filter(workspace_id=actor.workspace_id).order_by("name", "id")
    if permissions.may(actor.role, "people.add_person"):
        return team
    return team.filter(user_id=actor.user_id) if permissions.may(actor.role, "people.see") else team.none()


def team(actor: Actor) -> tuple[PersonView, ...]:
    """Everybody the actor may know, by name, with their absences."""
    accounts.require(actor, "people.see")
    return _views(visible_to(actor))


def names(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Id and name of everybody the actor may know, by name. One query."""
    return tuple(visible_to(actor).values_list("pk", "name"))


def person(actor: Actor, person_id: int) -> PersonView:
    """One person; `NotFound` if the actor may not know them."""
    accounts.require(actor, "people.see")
    found = _views(visible_to(actor).filter(pk=person_id))
    if not found:
        raise NotFound()
    return found[0]


def _views(people: Iterable[Person]) -> tuple[PersonView, ...]:
    rows = list(people)
    away: dict[int, list[AbsenceView]] = defaultdict(list)
    for absence in Absence.objects.filter(person_id__in=[row.pk for row in rows]).order_by("first", "id"):
        away[absence.person_id].append(absence_of(absence))
    return tuple(_view(row, tuple(away[row.pk])) for row in rows)


def _view(row: Person, absences: tuple[AbsenceView, ...]) -> PersonView:
    return PersonView(
        id=row.pk,
        name=row.name,
        email=row.email,
        user_id=row.user_id,
        country=row.country,
        region=row.region,
        week=week_of(row),
        own_week=row.week is not None,
        absences=absences,
        version=row.version,
    )


def absence_of(absence: Absence) -> AbsenceView:
    """The row as a value."""
    return AbsenceView(id=absence.pk, person_id=absence.person_id, first=absence.first, last=absence.last, because=absence.because)


def week_of(row: Person) -> Week:
    """The week that holds for a person."""
    if row.week is None:
        return OFFICE_WEEK
    return tuple(tuple((start, end) for start, end in shifts) for shifts in row.week)


def working_time(person_ids: Iterable[int], first: date, last: date) -> dict[int, WorkingTime]:
    """When each person works from `first` to `last`: week, public holidays, then absences. Three queries for any number of people."""
    rows = list(Person.objects.filter(pk__in=list(person_ids)))
    places = accounts.workspaces_of({row.workspace_id for row in rows})
    away = _days_away([row.pk for row in rows], first, last)
    return {row.pk: _time_of(row, places[row.workspace_id], away[row.pk], first, last) for row in rows}


def _days_away(person_ids: list[int], first: date, last: date) -> dict[int, list[DayException]]:
    away: dict[int, list[DayException]] = defaultdict(list)
    within = Q(first__lte=last) & Q(last__gte=first)
    for absence in Absence.objects.filter(within, person_id__in=person_ids).order_by("first", "id"):
        away[absence.person_id].append(DayException(first=absence.first, last=absence.last, name=absence.because))
    return away


def _time_of(row: Person, place: accounts.WorkspaceView, away: list[DayException], first: date, last: date) -> WorkingTime:
    country, region = (row.country, row.region) if row.country else (place.country, place.region)
    kept = rules.public_holidays(country, region, first, last)
    return WorkingTime(week=week_of(row), exceptions=(*kept, *away))


def workspace_time(workspace_id: int, first: date, last: date) -> WorkingTime:
    """When the workspace as a whole works from `first` to `last`: the office week without its public holidays."""
    place = accounts.workspace_of(workspace_id)
    return WorkingTime(week=OFFICE_WEEK, exceptions=rules.public_holidays(place.country, place.region, first, last))
