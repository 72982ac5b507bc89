"""An owner opens a further workspace, which shares nothing with the first."""

from __future__ import annotations

import pytest

from milepost.accounts import reads, writes
from milepost.kernel.actor import Role
from milepost.kernel.refusal import NotAllowed, Refusal
from tests.cast import NOW, Cast
from tests.said import last_line


def test_its_founder_owns_it_and_it_is_empty(cast: Cast) -> None:
    founded = writes.add_workspace(cast.north.owner.actor, name="Branch", zone="UTC", now=NOW)
    there = reads.actor_of(cast.north.owner.user_id, via="web", workspace_id=founded.workspace_id)
    assert there is not None
    assert there.role is Role.OWNER
    assert [member.user_id for member in reads.members(there)] == [there.user_id]
    assert (last_line(there).number, last_line(there).verb) == (1, "founded")


def test_one_chooses_between_ones_workspaces_and_starts_in_the_first(cast: Cast) -> None:
    owner = cast.north.owner
    founded = writes.add_workspace(owner.actor, name="Branch", zone="UTC", now=NOW)
    assert [place.id for place in reads.workspaces(owner.actor)] == [cast.north.workspace_id, founded.workspace_id]
    first = reads.actor_of(owner.user_id, via="web")
    assert first is not None
    assert first.workspace_id == cast.north.workspace_id


def test_nobody_acts_in_a_workspace_they_do_not_belong_to(cast: Cast) -> None:
    assert reads.actor_of(cast.north.manager.user_id, via="web", workspace_id=cast.south.workspace_id) is None


def test_whoever_was_shut_out_of_a_workspace_acts_there_no_more(cast: Cast) -> None:
    assert reads.actor_of(cast.north.owner.user_id, via="web", workspace_id=cast.south.workspace_id) is None


@pytest.mark.parametrize("who", ["manager", "member", "client"])
def test_only_owners_may(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        writes.add_workspace(cast.north.everybody[who].actor, name="Branch", zone="UTC", now=NOW)


def test_a_mistake_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        writes.add_workspace(cast.north.owner.actor, name="Branch", zone="Moon/Base", now=NOW)
    assert refused.value.field == "zone"
