"""What a person is in a team, what they can do, and what an hour of theirs costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.people import reads, rules
from milepost.people.models import Person, PersonRole, PersonSkill, Rate
from milepost.people.writes.team import Values


def set_roles(actor: Actor, person_id: int, *, roles: Sequence[str], version: int | None, now: datetime) -> reads.PersonView:
    """All the roles of a person. A role that the workspace knows keeps its spelling."""
    accounts.require(actor, "people.change_person")
    with transaction.atomic():
        person = reads.held_person(actor, person_id)
        typed = [accounts_rules.name(name, field="roles") for name in roles]
        kept = rules.names(typed, reads.abilities(actor)[0], field="roles")
        mine = PersonRole.objects.filter(person=person)
        before = {"roles": sorted(mine.values_list("name", flat=True))}
        _check_version(person, version, yours={"roles": kept}, now_there=before)
        mine.delete()
        PersonRole.objects.bulk_create(PersonRole(workspace_id=person.workspace_id, person=person, name=name) for name in kept)
        _raise_version(person)
        audit.record(actor, "set_roles", "person", person_id, before=before, after={"roles": kept}, now=now)
        return reads.person(actor, person_id)


def set_skills(actor: Actor, person_id: int, *, skills: Sequence[tuple[str, int]], version: int | None, now: datetime) -> reads.PersonView:
    """All that a person can do, each with a level from 1 to 5. A skill that the workspace knows keeps its spelling."""
    accounts.require(actor, "people.change_person")
    with transaction.atomic():
        person = reads.held_person(actor, person_id)
        for _, level in skills:
            rules.check_level(level)
        typed = [accounts_rules.name(name, field="skills") for name, _ in skills]
        names = rules.names(typed, reads.abilities(actor)[1], field="skills")
        kept = [(name, level) for name, (_, level) in zip(names, skills, strict=True)]
        mine = PersonSkill.objects.filter(person=person)
        before = {"skills": list(mine.order_by("name").values_list("name", "level"))}
        _check_version(person, version, yours={"skills": kept}, now_there=before)
        mine.delete()
        made = (PersonSkill(workspace_id=person.workspace_id, person=person, name=name, level=level) for name, level in kept)
        PersonSkill.objects.bulk_create(made)
        _raise_version(person)
        audit.record(actor, "set_skills", "person", person_id, before=before, after={"skills": kept}, now=now)
        return reads.person(actor, person_id)


def set_rate(
    actor: Actor, person_id: int, *, from_on: date, per_hour: Decimal, currency: str, version: int | None, now: datetime
) -> tuple[reads.RateView, ...]:
    """What an hour of a person costs from a day on; said again for the same day, the new one holds."""
    accounts.require(actor, "people.see_rates")
    rules.check_rate(from_on, per_hour, currency)
    with transaction.atomic():
        person = reads.held_person(actor, person_id)
        after: Values = {"from_on": from_on, "per_hour": str(per_hour), "currency": currency}
        before = _rate(person, from_on)
        _check_version(person, version, yours=after, now_there=before)
        values = {"workspace_id": person.workspace_id, "per_hour": per_hour, "currency": currency}
        Rate.objects.update_or_create(person=person, from_on=from_on, defaults=values)
        _raise_version(person)
        audit.record(actor, "set_rate", "person", person_id, before=before, after=after, now=now)
    return reads.rates_of(person_id)


def remove_rate(actor: Actor, person_id: int, *, from_on: date, version: int | None, now: datetime) -> tuple[reads.RateView, ...]:
    """Takes the rate away that began on a day: the one before it goes on."""
    accounts.require(actor, "people.see_rates")
    with transaction.atomic():
        person = reads.held_person(actor, person_id)
        before = _rate(person, from_on)
        if before is None:
            raise NotFound()
        _check_version(person, version, yours={"from_on": from_on}, now_there=before)
        Rate.objects.filter(person=person, from_on=from_on).delete()
        _raise_version(person)
        audit.record(actor, "removed_rate", "person", person_id, before=before, after=None, now=now)
    return reads.rates_of(person_id)


def _rate(person: Person, from_on: date) -> Values | None:
    known = Rate.objects.filter(person=person, from_on=from_on).first()
    return None if known is None else {"from_on": from_on, "per_hour": str(known.per_hour), "currency": known.currency}


def _check_version(person: Person, version: int | None, *, yours: object, now_there: object) -> None:
    accounts_rules.check_version(version, current=person.version, yours=yours, now_there=now_there)


def _raise_version(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(version=person.version + 1)
