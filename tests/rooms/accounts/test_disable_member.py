"""A membership ends at once and can be given back."""

from __future__ import annotations

import pytest

from milepost.accounts import reads, writes
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from tests.cast import NOW, Cast, Firm
from tests.said import last_line


def disabled(firm: Firm, by: Actor | None = None) -> reads.Member:
    return writes.disable_member(by or firm.owner.actor, firm.member.membership_id, version=1, now=NOW)


def test_neither_session_nor_token_nor_address_lets_them_in(cast: Cast) -> None:
    disabled(cast.north)
    member = cast.north.member
    assert reads.actor_of(member.user_id, via="web") is None
    assert reads.actor_of_token(member.token) is None
    assert reads.actor_of_email(member.email, via="cli") is None


def test_the_ledger_says_since_when(cast: Cast) -> None:
    disabled(cast.north)
    line = last_line(cast.north.owner.actor)
    assert (line.verb, line.before) == ("disabled", {"disabled_at": None})
    assert line.after == {"disabled_at": "2026-03-02T08:30:00.000000+00:00"}


def test_a_membership_given_back_has_its_role_but_not_its_tokens(cast: Cast) -> None:
    firm = cast.north
    disabled(firm)
    back = writes.enable_member(firm.owner.actor, firm.member.membership_id, version=2, now=NOW)
    assert (back.disabled_at, back.role) == (None, firm.member.actor.role)
    assert reads.actor_of_email(firm.member.email, via="cli") is not None
    assert reads.actor_of_token(firm.member.token) is None
    assert last_line(firm.owner.actor).verb == "enabled"


@pytest.mark.parametrize("who", ["manager", "member", "client"])
def test_only_owners_may(cast: Cast, who: str) -> None:
    actor = cast.north.everybody[who].actor
    with pytest.raises(NotAllowed):
        disabled(cast.north, by=actor)
    with pytest.raises(NotAllowed):
        writes.enable_member(actor, cast.north.disabled.membership_id, version=2, now=NOW)


def test_members_of_another_workspace_do_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        disabled(cast.south, by=cast.north.owner.actor)
    with pytest.raises(NotFound):
        writes.enable_member(cast.north.owner.actor, cast.south.disabled.membership_id, version=2, now=NOW)


def test_the_last_owner_stays(cast: Cast) -> None:
    owner = cast.north.owner
    with pytest.raises(Refusal) as refused:
        writes.disable_member(owner.actor, owner.membership_id, version=1, now=NOW)
    assert refused.value.code == "last_owner"


def test_a_stale_change_is_refused(cast: Cast) -> None:
    disabled(cast.north)
    with pytest.raises(Stale):
        disabled(cast.north)
    with pytest.raises(Stale):
        writes.enable_member(cast.north.owner.actor, cast.north.member.membership_id, version=1, now=NOW)
    with pytest.raises(VersionMissing):
        writes.enable_member(cast.north.owner.actor, cast.north.member.membership_id, version=None, now=NOW)
