"""A preview says what the plan would say if the edits were made, and makes none of them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from milepost.forecast import reads
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.draft import Constraint, LinkKind
from milepost.plans.edits import Add, Assign, Edit, LinkUp, Move, Remove, Report, Set, Unassign, Unlink
from tests.cast import NOW, Cast, Firm

TODAY = date(2026, 3, 2)


def preview(firm: Firm, *edits: Edit) -> reads.Preview:
    return reads.preview(firm.manager.actor, firm.project_id, edits, now=NOW)


def test_it_tells_what_would_move_and_keeps_nothing(cast: Cast) -> None:
    firm = cast.north
    before = firm.revision, plans.draft(firm.project_id)
    seen = preview(firm, Set(firm.task_ids["dredge"], 1, {"duration_minutes": 2400 + 480}))
    assert seen.days == 1
    assert {each.name for each in seen.moved} >= {"dredge kestrel", "moor kestrel", "opening kestrel"}
    assert "survey kestrel" not in {each.name for each in seen.moved}
    assert (firm.revision, plans.draft(firm.project_id)) == before


def test_it_tells_which_promises_come_nearer_to_being_broken(cast: Cast) -> None:
    firm = cast.north
    seen = preview(firm, Set(firm.task_ids["dredge"], 1, {"duration_minutes": 2400 + 2 * 480}))
    assert [(each.uid, each.on) for each in seen.promises if each.uid is None] == [(None, date(2026, 5, 15))]
    assert {each.days - each.days_before for each in seen.promises if each.uid is None} == {-2}


@pytest.mark.parametrize(
    "said",
    [
        lambda firm: [Set(firm.task_ids["survey"], 1, {"constraint": Constraint.SNET, "constraint_at": datetime(2026, 3, 16)})],
        lambda firm: [LinkUp(firm.task_ids["survey"], firm.task_ids["moor"], LinkKind.SS, 960)],
        lambda firm: [Add("new", "Sound the basin", firm.task_ids["survey"], None, 960), LinkUp("new", firm.task_ids["dredge"])],
        lambda firm: [Remove(firm.task_ids["moor"], 1)],
        lambda firm: [Move((firm.task_ids["moor"],), firm.task_ids["survey"], 1)],
        lambda firm: [Report(firm.task_ids["survey"], 50)],
        lambda firm: [Assign(firm.task_ids["moor"], firm.resource_id, 50), Unassign(firm.task_ids["dredge"], firm.resource_id)],
        lambda firm: [Unlink(firm.link_id)],
    ],
    ids=["constraint", "link", "new task", "removal", "move", "report", "people", "unlinking"],
)
def test_it_is_what_the_engine_says_once_the_edits_are_made(cast: Cast, said: object) -> None:
    firm = cast.north
    edits = said(firm)  # type: ignore[operator]
    expected = preview(firm, *edits)
    planning.edit_plan(firm.manager.actor, firm.project_id, edits=edits, now=NOW)
    _, drawn = reads.concluded(firm.project_id, TODAY)
    assert drawn.finish == expected.finish_after
    found = {each.name: (each.start, each.finish) for each in expected.moved}
    names = {uid: name for _, uid, name in plans.names(firm.project_id)}
    assert found == {names[uid]: (drawn.task(uid).start, drawn.task(uid).finish) for uid in drawn.rows if names[uid] in found}


def test_it_refuses_what_the_plan_would_refuse(cast: Cast) -> None:
    firm = cast.north
    with pytest.raises(Refusal) as refused:
        preview(firm, LinkUp(firm.task_ids["moor"], firm.task_ids["survey"]))
    assert refused.value.code == "link_circle"
    with pytest.raises(NotFound):
        preview(firm, Set(cast.south.task_ids["dredge"], 1, {"duration_minutes": 480}))
    with pytest.raises(NotAllowed):
        reads.preview(firm.client.actor, firm.project_id, [], now=NOW)


def until(firm: Firm, task: str, finish_on: date, start_on: date | None = None) -> int:
    return reads.length_until(firm.manager.actor, firm.task_ids[task], finish_on=finish_on, start_on=start_on, now=NOW)


def test_the_length_with_which_a_task_ends_on_a_day_makes_it_end_there(cast: Cast) -> None:
    firm = cast.north
    _, drawn = reads.concluded(firm.project_id, TODAY)
    moor = plans.task(firm.manager.actor, firm.task_ids["moor"]).line
    for later in range(1, 15):
        wanted = date.fromordinal(drawn.task(moor.uid).start.date().toordinal() + later)
        minutes = until(firm, "moor", wanted)
        edit = Set(moor.id, moor.version, {"duration_minutes": minutes})
        moved = {each.uid: each.finish for each in preview(firm, edit).moved}
        finish = moved.get(moor.uid, drawn.task(moor.uid).finish)
        assert finish.date() <= wanted
        longer = Set(moor.id, moor.version, {"duration_minutes": minutes + 1})
        assert {each.uid: each.finish for each in preview(firm, longer).moved}[moor.uid].date() > wanted


def test_from_a_given_day_on_the_length_is_what_fits_between(cast: Cast) -> None:
    assert until(cast.north, "moor", date(2026, 3, 6), date(2026, 3, 2)) == 5 * until(
        cast.north, "moor", date(2026, 3, 3), date(2026, 3, 3)
    )


def test_a_task_does_not_end_before_it_begins_and_a_summary_has_no_length_of_its_own(cast: Cast) -> None:
    firm = cast.north
    with pytest.raises(Refusal) as refused:
        until(firm, "moor", date(2026, 1, 5))
    assert refused.value.code == "finish_before_start"
    with pytest.raises(NotFound):
        reads.length_until(firm.manager.actor, cast.south.task_ids["moor"], finish_on=date(2026, 4, 1), now=NOW)
    planning.edit_plan(firm.manager.actor, firm.project_id, edits=[Add("x", "Below", firm.task_ids["opening"], 2, 480)], now=NOW)
    with pytest.raises(Refusal) as refused:
        until(firm, "opening", date(2026, 6, 1))
    assert refused.value.code == "summary_duration"
