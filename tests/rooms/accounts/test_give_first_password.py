"""An owner gives a new first password to a member who forgot theirs."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate

from milepost.accounts import writes
from milepost.audit import reads as audit
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def test_the_member_signs_in_with_it_and_the_ledger_does_not_know_it(cast: Cast) -> None:
    firm = cast.north
    given = writes.give_first_password(firm.owner.actor, firm.member.membership_id, version=1, now=NOW)
    assert authenticate(username=firm.member.email, password=given.first_password) is not None
    line = audit.entries(firm.workspace_id)[0]
    assert (line.verb, line.kind) == ("gave_first_password", "member")
    assert given.first_password not in str(line)


@pytest.mark.parametrize("role", ["manager", "member", "client"])
def test_only_an_owner_may(cast: Cast, role: str) -> None:
    with pytest.raises(NotAllowed):
        writes.give_first_password(getattr(cast.north, role).actor, cast.north.other_member.membership_id, version=1, now=NOW)


def test_another_workspaces_member_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        writes.give_first_password(cast.north.owner.actor, cast.south.member.membership_id, version=1, now=NOW)


def test_an_account_that_belongs_elsewhere_too_stays_closed_to_this_owner(cast: Cast) -> None:
    shared = writes.add_member(
        cast.north.owner.actor, email=cast.south.member.email, name="Mona", role=cast.south.member.actor.role, now=NOW
    )
    with pytest.raises(Refusal) as refused:
        writes.give_first_password(cast.north.owner.actor, shared.member.id, version=1, now=NOW)
    assert refused.value.code == "member_elsewhere"


def test_a_stale_version_is_refused(cast: Cast) -> None:
    with pytest.raises(Stale):
        writes.give_first_password(cast.north.owner.actor, cast.north.member.membership_id, version=7, now=NOW)
