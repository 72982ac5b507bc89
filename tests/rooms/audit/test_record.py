"""Every change is one line, in order, and says how far the facts have moved."""

from __future__ import annotations

from milepost.audit import reads, writes
from tests.cast import NOW, Cast

PLAN = 4711


def recorded(cast: Cast, subject: int, **more: object) -> int:
    return writes.record(cast.north.owner.actor, "renamed", "task", subject, before={"name": "A"}, after={"name": "B"}, now=NOW, **more)  # type: ignore[arg-type]


def test_a_line_says_who_did_what_when_and_through_which_door(cast: Cast) -> None:
    recorded(cast, 7, because="the client asked")
    line = reads.entries(cast.north.workspace_id, limit=1)[0]
    owner = cast.north.owner.actor
    assert (line.by_id, line.by, line.via, line.at) == (owner.user_id, owner.name, "api", NOW)
    assert (line.verb, line.kind, line.subject_id, line.because) == ("renamed", "task", 7, "the client asked")
    assert (line.before, line.after) == ({"name": "A"}, {"name": "B"})


def test_where_nothing_was_before_nothing_stands(cast: Cast) -> None:
    writes.record(cast.north.owner.actor, "added", "task", 7, before=None, after={"name": "B"}, now=NOW)
    assert reads.entries(cast.north.workspace_id, limit=1)[0].before == {}


def test_without_a_revision_the_number_of_the_line_comes_back(cast: Cast) -> None:
    assert recorded(cast, 1) + 1 == recorded(cast, 2)


def test_a_plan_moves_by_one_with_each_of_its_changes(cast: Cast) -> None:
    first = recorded(cast, 1, plan_id=PLAN, raises_revision=True)
    assert recorded(cast, 2, plan_id=PLAN, raises_revision=True) == first + 1 == reads.revision(PLAN)


def test_a_note_on_a_plan_does_not_move_it(cast: Cast) -> None:
    before = recorded(cast, 1, plan_id=PLAN, raises_revision=True)
    recorded(cast, 2, plan_id=PLAN)
    assert reads.revision(PLAN) == before


def test_what_plans_share_moves_all_plans_of_the_workspace_and_no_other(cast: Cast) -> None:
    here = recorded(cast, 1, plan_id=PLAN, raises_revision=True)
    there = writes.record(cast.south.owner.actor, "x", "task", 1, before=None, after=None, plan_id=9, raises_revision=True, now=NOW)
    recorded(cast, 2, raises_revision=True)
    assert reads.revisions([PLAN, 9]) == {PLAN: here + 1, 9: there}


def test_a_plan_nobody_has_changed_is_at_zero(cast: Cast) -> None:
    assert reads.revision(123456) == 0


def test_history_comes_newest_first_page_by_page_and_by_plan(cast: Cast) -> None:
    for subject in (1, 2, 3):
        recorded(cast, subject, plan_id=PLAN)
    recorded(cast, 99)
    newest = reads.entries(cast.north.workspace_id, plan_id=PLAN, limit=2)
    older = reads.entries(cast.north.workspace_id, plan_id=PLAN, before=newest[-1].number)
    assert [line.subject_id for line in (*newest, *older)] == [3, 2, 1]


def test_history_stays_inside_its_workspace(cast: Cast) -> None:
    lines = reads.entries(cast.north.workspace_id, limit=500)
    assert lines
    assert not any(cast.south.mark in str(line) for line in lines)
