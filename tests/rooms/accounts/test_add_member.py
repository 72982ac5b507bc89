"""People are given a role in the workspace, and an account where they had none."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate

from milepost.accounts import reads, writes
from milepost.kernel.actor import Role
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from tests.cast import NOW, Cast, Person
from tests.said import last_line, lines


def added(by: Person, email: str = "New@Example.org", role: Role = Role.MEMBER, name: str = "Nell") -> writes.NewMember:
    return writes.add_member(by.actor, email=email, name=name, role=role, now=NOW)


def test_they_can_sign_in_with_the_password_that_is_shown_once(cast: Cast) -> None:
    new = added(cast.north.owner)
    assert authenticate(email="new@example.org", password=new.first_password) is not None
    actor = reads.actor_of(new.member.user_id, via="web")
    assert actor is not None
    assert (actor.role, actor.workspace_id) == (Role.MEMBER, cast.north.workspace_id)


def test_the_ledger_says_who_joined_as_what_and_never_the_password(cast: Cast) -> None:
    new = added(cast.north.owner)
    line = last_line(cast.north.owner.actor)
    assert (line.verb, line.kind, line.after["email"], line.after["role"]) == ("added", "member", "new@example.org", "member")
    assert new.first_password not in str(line)


def test_somebody_with_an_account_keeps_their_name_and_password(cast: Cast) -> None:
    new = added(cast.north.owner, email=cast.south.member.email, name="Impostor")
    assert new.first_password == ""
    actor = reads.actor_of_email(cast.south.member.email, via="web")
    assert actor is not None
    assert actor.name == cast.south.member.actor.name


def test_the_name_of_somebody_known_elsewhere_is_not_given_away(cast: Cast) -> None:
    new = added(cast.north.owner, email=cast.south.member.email, name="Somebody")
    assert new.member.name == "Somebody"
    assert last_line(cast.north.owner.actor).after["name"] == "Somebody"
    assert reads.member(cast.north.owner.actor, new.member.id).name == "Somebody"
    assert cast.south.member.actor.name not in {one.name for one in reads.members(cast.north.owner.actor)}
    disabled = writes.disable_member(cast.north.owner.actor, new.member.id, version=1, now=NOW)
    assert disabled.name == "Somebody"
    with pytest.raises(Refusal) as refused:
        added(cast.north.owner, email=cast.south.member.email)
    assert refused.value.sentence.values["name"] == "Somebody"


def test_what_they_call_themselves_here_holds_from_then_on(cast: Cast) -> None:
    new = added(cast.north.owner, email=cast.south.member.email, name="Somebody")
    actor = reads.actor_of(cast.south.member.user_id, via="web", workspace_id=cast.north.workspace_id)
    assert actor is not None
    writes.change_own_name(actor, name="Nova", version=1, now=NOW)
    assert reads.member(cast.north.owner.actor, new.member.id).name == "Nova"


@pytest.mark.parametrize("email", ["member", "disabled"])
def test_nobody_joins_twice(cast: Cast, email: str) -> None:
    before = lines(cast.north.owner.actor)
    with pytest.raises(Refusal) as refused:
        added(cast.north.owner, email=getattr(cast.north, email).email)
    assert (refused.value.code, refused.value.field) == ("member_exists", "email")
    assert lines(cast.north.owner.actor) == before


@pytest.mark.parametrize("who", ["manager", "member", "client"])
def test_only_owners_may(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        added(cast.north.everybody[who])


def test_those_who_manage_see_everybody_and_nobody_else_does(cast: Cast) -> None:
    assert len(reads.members(cast.north.manager.actor)) == 7
    for who in ("member", "client"):
        with pytest.raises(NotAllowed):
            reads.members(cast.north.everybody[who].actor)


def test_a_member_sees_their_own_membership_only(cast: Cast) -> None:
    firm = cast.north
    assert reads.member(firm.member.actor, firm.member.membership_id).email == firm.member.email
    for other in (firm.owner.membership_id, cast.south.member.membership_id):
        with pytest.raises(NotFound):
            reads.member(firm.member.actor, other)
