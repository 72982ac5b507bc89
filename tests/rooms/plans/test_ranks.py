"""Which projects belong together, and which goes first: said with a version, undone like any change of a plan."""

from __future__ import annotations

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import reads, writes
from tests.cast import NOW, Cast, Firm
from tests.said import last_line


def rank(firm: Firm, priority: int = 700, programme: str = "Coast", version: int | None = 1) -> int:
    return writes.rank_project(firm.manager.actor, firm.project_id, priority=priority, programme=programme, version=version, now=NOW)


def kept(firm: Firm) -> reads.Rank:
    return reads.rank(firm.member.actor, firm.project_id)


def test_a_project_gets_a_programme_and_a_priority(cast: Cast) -> None:
    firm = cast.north
    assert (kept(firm).priority, kept(firm).programme) == (500, "")
    assert rank(firm) == 2
    assert kept(firm) == reads.Rank(firm.project_id, 700, "Coast", 2)
    assert (last_line(firm.manager.actor).verb, last_line(firm.manager.actor).after) == ("ranked", {"priority": 700, "programme": "Coast"})
    assert reads.ranks(firm.manager.actor)[firm.project_id] == kept(firm)
    assert cast.south.project_id not in reads.ranks(firm.manager.actor)
    writes.undo(firm.manager.actor, firm.project_id, now=NOW)
    assert (kept(firm).priority, kept(firm).programme) == (500, "")


def test_a_programme_keeps_the_spelling_that_the_firm_knows(cast: Cast) -> None:
    firm = cast.north
    rank(firm, programme="Coast 2027")
    other = writes.add_project(firm.manager.actor, name="Pier", start_on=NOW.date(), now=NOW)
    writes.rank_project(firm.manager.actor, other, priority=500, programme=" coast 2027 ", version=1, now=NOW)
    assert reads.rank(firm.manager.actor, other).programme == "Coast 2027"
    writes.rank_project(firm.manager.actor, other, priority=500, programme=" ", version=2, now=NOW)
    assert reads.rank(firm.manager.actor, other).programme == ""


def test_what_is_no_priority_or_was_read_too_early_is_refused(cast: Cast) -> None:
    firm = cast.north
    for priority in (-1, 1001):
        with pytest.raises(Refusal) as refused:
            rank(firm, priority)
        assert (refused.value.code, refused.value.field) == ("priority_out_of_range", "priority")
    with pytest.raises(Refusal):
        rank(firm, programme="x" * 301)
    with pytest.raises(Stale):
        rank(firm, version=7)
    with pytest.raises(VersionMissing):
        rank(firm, version=None)
    assert kept(firm).version == 1


def test_members_read_it_and_managers_say_it(cast: Cast) -> None:
    firm = cast.north
    for who in (firm.member, firm.client):
        with pytest.raises(NotAllowed):
            writes.rank_project(who.actor, firm.project_id, priority=1, version=1, now=NOW)
    with pytest.raises(NotFound):
        writes.rank_project(cast.south.manager.actor, firm.project_id, priority=1, version=1, now=NOW)
    with pytest.raises(NotFound):
        reads.rank(cast.south.manager.actor, firm.project_id)
