"""Somebody joins the team, and what is known of them changes."""

from __future__ import annotations

import pytest

from milepost.audit import reads as audit
from milepost.audit import writes as ledger
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.kernel.worktime import OFFICE_WEEK
from milepost.people import reads, writes
from tests.cast import NOW, Cast, Person
from tests.said import last_line

ASKED = {"name": "Mona Moor", "email": "mona@example.org", "country": "AT", "region": "9", "zone": ""}


def changed(by: Person, person_id: int, version: int | None = 1, user_id: int | None = None, **other: str) -> reads.PersonView:
    return writes.change_person(by.actor, person_id, **(ASKED | other), user_id=user_id, version=version, now=NOW)  # type: ignore[arg-type]


def test_a_new_person_works_the_office_week(cast: Cast) -> None:
    person = writes.add_person(cast.north.manager.actor, name=" Nell ", email="Nell@Example.org", now=NOW)
    assert (person.name, person.email, person.week, person.own_week) == ("Nell", "nell@example.org", OFFICE_WEEK, False)
    assert person in reads.team(cast.north.owner.actor)


def test_the_ledger_says_who_joined(cast: Cast) -> None:
    writes.add_person(cast.north.manager.actor, name="Nell", now=NOW)
    line = last_line(cast.north.manager.actor)
    assert (line.verb, line.kind, line.after["name"]) == ("added", "person", "Nell")


def test_what_was_changed_holds_and_the_ledger_keeps_both(cast: Cast) -> None:
    firm = cast.north
    person = changed(firm.manager, firm.member_person_id, user_id=firm.member.user_id)
    assert (person.name, person.country, person.region, person.version) == ("Mona Moor", "AT", "9", 2)
    line = last_line(firm.manager.actor)
    assert (line.before["name"], line.after["name"]) == ("Mona kestrel", "Mona Moor")


def test_every_plan_moves_when_the_team_changes(cast: Cast) -> None:
    firm = cast.north
    ledger.record(firm.owner.actor, "x", "plan", 1, before=None, after=None, plan_id=1, raises_revision=True, now=NOW)
    before = audit.revision(1)
    changed(firm.manager, firm.member_person_id)
    writes.add_person(firm.manager.actor, name="Nell", now=NOW)
    assert audit.revision(1) == before + 2


@pytest.mark.parametrize("who", ["member", "client"])
def test_only_those_who_manage_may(cast: Cast, who: str) -> None:
    person = cast.north.everybody[who]
    with pytest.raises(NotAllowed):
        writes.add_person(person.actor, name="Nell", now=NOW)
    with pytest.raises(NotAllowed):
        changed(person, cast.north.member_person_id)


def test_people_of_another_workspace_do_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        changed(cast.north.owner, cast.south.member_person_id)
    with pytest.raises(NotFound):
        reads.person(cast.north.owner.actor, cast.south.member_person_id)
    assert not any(cast.south.mark in person.name for person in reads.team(cast.north.owner.actor))


def test_a_user_of_another_workspace_does_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        writes.add_person(cast.north.owner.actor, name="Nell", user_id=cast.south.member.user_id, now=NOW)
    with pytest.raises(NotFound):
        changed(cast.north.owner, cast.north.other_person_id, user_id=cast.south.member.user_id)


def test_one_member_is_one_person(cast: Cast) -> None:
    firm = cast.north
    with pytest.raises(Refusal) as refused:
        writes.add_person(firm.owner.actor, name="Twin", user_id=firm.member.user_id, now=NOW)
    assert (refused.value.code, refused.value.field) == ("person_has_user", "user_id")
    with pytest.raises(Refusal):
        changed(firm.owner, firm.other_person_id, user_id=firm.member.user_id)


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("email", "nobody"), ("country", "XX"), ("region", "ZZ")])
def test_mistakes_are_refused(cast: Cast, field: str, value: str) -> None:
    with pytest.raises(Refusal) as refused:
        changed(cast.north.owner, cast.north.member_person_id, **{field: value})
    assert refused.value.field == field


def test_a_stale_change_is_refused_with_both_values(cast: Cast) -> None:
    changed(cast.north.manager, cast.north.member_person_id)
    with pytest.raises(Stale) as stale:
        changed(cast.north.owner, cast.north.member_person_id, name="Mine")
    assert stale.value.details["current"] == ASKED | {"user_id": None}
    with pytest.raises(VersionMissing):
        changed(cast.north.owner, cast.north.member_person_id, version=None)


def test_members_see_themselves_and_clients_nobody(cast: Cast) -> None:
    firm = cast.north
    assert [person.id for person in reads.team(firm.member.actor)] == [firm.member_person_id]
    with pytest.raises(NotFound):
        reads.person(firm.member.actor, firm.other_person_id)
    with pytest.raises(NotAllowed):
        reads.team(firm.client.actor)
    with pytest.raises(NotAllowed):
        reads.person(firm.client.actor, firm.member_person_id)
    assert not reads.visible_to(firm.client.actor).exists()
