"""Who is on the team and when each of them works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.kernel.worktime import OFFICE_WEEK, Week
from milepost.people.models import Absence, Person, PersonRole, PersonSkill


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Days `first` to `last` inclusive without work, and why if somebody said so."""

    id: int
    person_id: int
    first: date
    last: date
    because: str


@dataclass(frozen=True, slots=True)
class SkillView:
    """What somebody can do, and how well: 1 has seen it done, 5 teaches it."""

    name: str
    level: int


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody on the team. `week` is what holds: their own where `own_week`, else the office week. Empty `country`: the workspace's.

    Hours are meant on the clocks of `zone`, empty: the workspace's. `second_week` holds every other week from the Monday `second_from`.
    """

    id: int
    name: str
    email: str
    user_id: int | None
    country: str
    region: str
    zone: str
    week: Week
    own_week: bool
    second_week: Week | None
    second_from: date | None
    roles: tuple[str, ...]
    skills: tuple[SkillView, ...]
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


def held_person(actor: Actor, person_id: int) -> Person:
    """The row of a person the actor may know, held until the transaction ends; else `NotFound`. Every write of a person holds it."""
    found = visible_to(actor).select_for_update().filter(pk=person_id).first()
    if found is None:
        raise NotFound()
    return found


def names(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Id and name of everybody the actor may know, by name. One query."""
    return tuple(visible_to(actor).values_list("pk", "name"))


def own(actor: Actor) -> tuple[int, ...]:
    """The numbers under which the actor is known as somebody who works: none, or one."""
    return tuple(Person.objects.filter(workspace_id=actor.workspace_id, user_id=actor.user_id).values_list("pk", flat=True))


def person(actor: Actor, person_id: int) -> PersonView:
    """One person; `NotFound` if the actor may not know them."""
    accounts.require(actor, "people.see")
    found = _views(visible_to(actor).filter(pk=person_id))
    if not found:
        raise NotFound()
    return found[0]


def _views(people: Iterable[Person]) -> tuple[PersonView, ...]:
    rows = list(people)
    ids = [row.pk for row in rows]
    away: dict[int, list[AbsenceView]] = defaultdict(list)
    for absence in Absence.objects.filter(person_id__in=ids).order_by("first", "id"):
        away[absence.person_id].append(absence_of(absence))
    roles: dict[int, list[str]] = defaultdict(list)
    for person_id, name in PersonRole.objects.filter(person_id__in=ids).order_by("name").values_list("person_id", "name"):
        roles[person_id].append(name)
    skills: dict[int, list[SkillView]] = defaultdict(list)
    known = PersonSkill.objects.filter(person_id__in=ids).order_by("-level", "name")
    for person_id, name, level in known.values_list("person_id", "name", "level"):
        skills[person_id].append(SkillView(name, level))
    return tuple(_view(row, tuple(away[row.pk]), tuple(roles[row.pk]), tuple(skills[row.pk])) for row in rows)


def _view(row: Person, absences: tuple[AbsenceView, ...], roles: tuple[str, ...], skills: tuple[SkillView, ...]) -> PersonView:
    return PersonView(
        id=row.pk,
        name=row.name,
        email=row.email,
        user_id=row.user_id,
        country=row.country,
        region=row.region,
        zone=row.zone,
        week=week_of(row),
        own_week=row.week is not None,
        second_week=None if row.second_week is None else _week(row.second_week),
        second_from=row.second_from,
        roles=roles,
        skills=skills,
        absences=absences,
        version=row.version,
    )


def absence_of(absence: Absence) -> AbsenceView:
    """The row as a value."""
    return AbsenceView(id=absence.pk, person_id=absence.person_id, first=absence.first, last=absence.last, because=absence.because)


def week_of(row: Person) -> Week:
    """The week that holds for a person."""
    return OFFICE_WEEK if row.week is None else _week(row.week)


def _week(kept: Iterable[Iterable[Iterable[int]]]) -> Week:
    return tuple(tuple((start, end) for start, end in shifts) for shifts in kept)


def abilities(actor: Actor) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of all roles and of all skills in the workspace, by name. Two queries."""
    accounts.require(actor, "people.see")
    return tuple(_named(PersonRole, actor)), tuple(_named(PersonSkill, actor))


def _named(table: type[PersonRole] | type[PersonSkill], actor: Actor) -> Iterable[str]:
    return table._default_manager.filter(workspace_id=actor.workspace_id).order_by("name").values_list("name", flat=True).distinct()
