"""Changes of the team and of when its people work. Each raises the revision that all plans of the workspace share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.kernel.worktime import Week
from milepost.people import reads, rules
from milepost.people.models import Absence, Person

Values = dict[str, object]
Typed = Sequence[Sequence[Sequence[int]]]


def add_person(
    actor: Actor,
    *,
    name: str,
    email: str = "",
    user_id: int | None = None,
    country: str = "",
    region: str = "",
    zone: str = "",
    now: datetime,
) -> reads.PersonView:
    """Somebody new on the team, with the office week. `user_id` names a member of the workspace who is this person."""
    accounts.require(actor, "people.add_person")
    values = _checked(actor, name, email, user_id, country, region, zone)
    with transaction.atomic():
        person = Person(workspace_id=actor.workspace_id, **values)
        _save(person)
        audit.record(actor, "added", "person", person.pk, before=None, after=values, raises_revision=True, now=now)
        return reads.person(actor, person.pk)


def change_person(
    actor: Actor,
    person_id: int,
    *,
    name: str,
    email: str,
    user_id: int | None,
    country: str,
    region: str,
    zone: str,
    version: int | None,
    now: datetime,
) -> reads.PersonView:
    """Replaces what is known of a person. Where they live decides which public holidays they keep, `zone` on which clock they work."""
    accounts.require(actor, "people.change_person")
    with transaction.atomic():
        person = reads.held_person(actor, person_id)
        values = _checked(actor, name, email, user_id, country, region, zone)
        return _changed(actor, "changed", person, values, version, now)


def set_working_week(
    actor: Actor,
    person_id: int,
    *,
    week: Typed | None,
    second_week: Typed | None = None,
    second_from: date | None = None,
    version: int | None,
    now: datetime,
) -> reads.PersonView:
    """The week a person works: seven days, Monday first, of `[start, end]` minutes from midnight; None for the office week.

    With a `second_week` the two alternate: that one holds in the week of the day `second_from` and in every other one after it.
    """
    accounts.require(actor, "people.set_working_week")
    with transaction.atomic():
        person = reads.held_person(actor, person_id)
        kept: Values = {
            "week": None if week is None else _kept(rules.week(week)),
            "second_week": None if second_week is None else _kept(rules.other_week(second_week)),
            "second_from": None if second_week is None else rules.monday(second_from),
        }
        return _changed(actor, "set_working_week", person, kept, version, now)


def _kept(week: Week) -> list[list[list[int]]]:
    return [[list(shift) for shift in day] for day in week]


def record_absence(actor: Actor, person_id: int, *, first: date, last: date, because: str = "", now: datetime) -> reads.AbsenceView:
    """Days `first` to `last` inclusive on which a person does not work. Members record their own."""
    accounts.require(actor, "people.record_absence")
    rules.check_absence(first, last)
    reason = accounts_rules.name(because, field="because") if because.strip() else ""
    with transaction.atomic():
        person = reads.held_person(actor, person_id)
        after: Values = {"person": person.name, "first": first, "last": last, "because": reason}
        absence = Absence.objects.create(workspace_id=actor.workspace_id, person=person, first=first, last=last, because=reason)
        audit.record(actor, "recorded_absence", "absence", absence.pk, before=None, after=after, raises_revision=True, now=now)
    return reads.absence_of(absence)


def remove_absence(actor: Actor, absence_id: int, *, now: datetime) -> None:
    """Takes an absence back; the ledger keeps that it was there. Members remove their own."""
    accounts.require(actor, "people.remove_absence")
    with transaction.atomic():
        visible = Absence.objects.filter(person__in=reads.visible_to(actor)).select_related("person")
        absence = visible.select_for_update(of=("self",)).filter(pk=absence_id).first()
        if absence is None:
            raise NotFound()
        before: Values = {"person": absence.person.name, "first": absence.first, "last": absence.last, "because": absence.because}
        absence.delete()
        audit.record(actor, "removed_absence", "absence", absence_id, before=before, after=None, raises_revision=True, now=now)


def _checked(actor: Actor, name: str, email: str, user_id: int | None, country: str, region: str, zone: str) -> Values:
    accounts_rules.check_place(country, region)
    if zone:
        accounts_rules.check_zone(zone)
    if user_id is not None and not accounts.visible_members(actor).filter(user_id=user_id).exists():
        raise NotFound()
    address = accounts_rules.email(email) if email.strip() else ""
    return {"name": accounts_rules.name(name), "email": address, "user_id": user_id, "country": country, "region": region, "zone": zone}


def _changed(actor: Actor, verb: str, person: Person, values: Values, version: int | None, now: datetime) -> reads.PersonView:
    before = {field: getattr(person, field) for field in values}
    accounts_rules.check_version(version, current=person.version, yours=values, now_there=before)
    for field, value in values.items():
        setattr(person, field, value)
    person.version += 1
    _save(person)
    audit.record(actor, verb, "person", person.pk, before=before, after=values, raises_revision=True, now=now)
    return reads.person(actor, person.pk)


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refusal("person_has_user", say("This member is already on the team as somebody else."), field="user_id") from None
