"""Owners decide what others are; a workspace is never left without an owner."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from milepost.accounts import reads, writes
from milepost.kernel.actor import Role
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from tests.cast import NOW, Cast
from tests.said import last_line


def test_the_next_request_is_made_in_the_new_role(cast: Cast) -> None:
    firm = cast.north
    writes.change_role(firm.owner.actor, firm.member.membership_id, role=Role.MANAGER, version=1, now=NOW)
    actor = reads.actor_of_token(firm.member.token)
    assert actor is not None
    assert actor.role is Role.MANAGER


def test_the_ledger_keeps_both_roles(cast: Cast) -> None:
    writes.change_role(cast.north.owner.actor, cast.north.member.membership_id, role=Role.CLIENT, version=1, now=NOW)
    line = last_line(cast.north.owner.actor)
    assert (line.verb, line.before, line.after) == ("changed_role", {"role": "member"}, {"role": "client"})


@pytest.mark.parametrize("who", ["manager", "member", "client"])
def test_only_owners_may(cast: Cast, who: str) -> None:
    person = cast.north.everybody[who]
    with pytest.raises(NotAllowed):
        writes.change_role(person.actor, person.membership_id, role=Role.OWNER, version=1, now=NOW)


def test_members_of_another_workspace_do_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        writes.change_role(cast.north.owner.actor, cast.south.member.membership_id, role=Role.CLIENT, version=1, now=NOW)


def test_the_last_owner_stays(cast: Cast) -> None:
    owner = cast.north.owner
    with pytest.raises(Refusal) as refused:
        writes.change_role(owner.actor, owner.membership_id, role=Role.MANAGER, version=1, now=NOW)
    assert refused.value.code == "last_owner"


def test_a_disabled_owner_does_not_count(cast: Cast) -> None:
    firm = cast.south
    with pytest.raises(Refusal) as refused:
        writes.change_role(firm.owner.actor, firm.owner.membership_id, role=Role.MEMBER, version=1, now=NOW)
    assert refused.value.code == "last_owner"


def test_an_owner_may_step_down_once_there_is_another(cast: Cast) -> None:
    firm = cast.north
    writes.change_role(firm.owner.actor, firm.manager.membership_id, role=Role.OWNER, version=1, now=NOW)
    assert writes.change_role(firm.owner.actor, firm.owner.membership_id, role=Role.MEMBER, version=1, now=NOW).role is Role.MEMBER


def test_a_stale_change_is_refused(cast: Cast) -> None:
    firm = cast.north
    writes.change_role(firm.owner.actor, firm.member.membership_id, role=Role.MANAGER, version=1, now=NOW)
    with pytest.raises(Stale):
        writes.change_role(firm.owner.actor, firm.member.membership_id, role=Role.CLIENT, version=1, now=NOW)
    with pytest.raises(VersionMissing):
        writes.change_role(firm.owner.actor, firm.member.membership_id, role=Role.CLIENT, version=None, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_owners_cannot_demote_each_other_at_once(cast: Cast) -> None:
    firm = cast.north
    second = writes.change_role(firm.owner.actor, firm.manager.membership_id, role=Role.OWNER, version=1, now=NOW)

    def demote(membership: tuple[int, int]) -> str:
        try:
            writes.change_role(firm.owner.actor, membership[0], role=Role.MEMBER, version=membership[1], now=NOW)
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "demoted"

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(demote, [(firm.owner.membership_id, 1), (second.id, second.version)]))
    assert answers == ["demoted", "last_owner"]
