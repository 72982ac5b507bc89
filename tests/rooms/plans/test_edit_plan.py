"""Any number of edits are one change: all of them happen or none, with one line in the ledger and versions that tell who was first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.audit import reads as audit
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import edits as said
from milepost.plans import models, reads, writes
from milepost.plans.draft import Draft, Link, Task
from milepost.plans.edits import Edited
from milepost.plans.rules import GAP
from milepost.plans.writes import keeping
from tests.cast import NOW, Cast, Firm
from tests.said import last_line, lines

START = datetime(2026, 3, 2, 9)


def edit(firm: Firm, *edits: said.Edit, by: Any = None) -> Edited:
    return writes.edit_plan((by or firm.manager).actor, firm.project_id, edits=list(edits), now=NOW)


def outline(firm: Firm) -> list[tuple[str, int, bool]]:
    rows = models.Task.objects.filter(project=firm.project_id, removed_at=None).order_by("position")
    return list(rows.values_list("name", "level", "summary"))


def plan(firm: Firm, *levels: int, links: tuple[tuple[int, int], ...] = ()) -> tuple[int, list[int]]:
    """A project with tasks of these levels, and the ids of the tasks."""
    following = [*levels[1:], 0]
    tasks = [
        Task(uid, f"t{uid}", level=level, summary=after > level, duration_minutes=0 if after > level else 480)
        for uid, (level, after) in enumerate(zip(levels, following, strict=True), 1)
    ]
    draft = Draft("Pier", START, tuple(tasks), tuple(Link(*ends) for ends in links))
    project = writes.import_plan(firm.manager.actor, draft, file_name="x", now=NOW).project_id
    return project, [pk for pk, _, _ in reads.names(project)]


def levels_of(project: int) -> list[tuple[str, int]]:
    rows = models.Task.objects.filter(project=project, removed_at=None).order_by("position")
    return list(rows.values_list("name", "level"))


def said_to(firm: Firm, project: int, *edits: said.Edit) -> Edited:
    return writes.edit_plan(firm.manager.actor, project, edits=list(edits), now=NOW)


def test_a_branch_of_new_tasks_with_a_link_and_a_person_is_one_change(cast: Cast) -> None:
    firm = cast.north
    before, place = lines(firm.manager.actor), models.Resource.objects.filter(project=firm.project_id, kind="work").first()
    assert place is not None
    done = edit(
        firm,
        said.Add("a", "Piles", level=1),
        said.Add("b", "Drive", "a", 2, 480),
        said.Add("c", "Cap", "b", 2, 240),
        said.LinkUp("b", "c", lag=60),
        said.Assign("c", place.pk, 50),
    )
    assert outline(firm)[-3:] == [("Piles", 1, True), ("Drive", 2, False), ("Cap", 2, False)]
    assert models.Link.objects.get(successor=done.made["c"]).predecessor_id == done.made["b"]
    assert models.Assignment.objects.get(task=done.made["c"]).units == 50
    assert lines(firm.manager.actor) == before + 1
    assert last_line(firm.manager.actor).verb == "edited"


def test_where_one_edit_is_refused_none_happens(cast: Cast) -> None:
    firm = cast.north
    before, count = outline(firm), lines(firm.manager.actor)
    with pytest.raises(Refusal) as refused:
        edit(firm, said.Add("a", "Piles"), said.Set("a", None, {"priority": 5000}))
    assert (refused.value.code, refused.value.details["index"]) == ("priority_out_of_range", 1)
    assert (outline(firm), lines(firm.manager.actor)) == (before, count)


@pytest.mark.parametrize(
    ("moved", "after", "level", "order"),
    [
        ([1], 0, 1, [("t1", 1), ("t2", 1), ("t3", 1)]),
        ([2], 1, 2, [("t1", 1), ("t2", 2), ("t3", 2)]),
        ([2], None, 1, [("t3", 1), ("t1", 1), ("t2", 2)]),
        ([0], 2, 1, [("t3", 1), ("t1", 1), ("t2", 2)]),
        ([1, 0], 2, 2, [("t3", 1), ("t1", 2), ("t2", 3)]),
    ],
)
def test_a_move_takes_the_branch_along(cast: Cast, moved: list[int], after: int | None, level: int, order: list[tuple[str, int]]) -> None:
    project, ids = plan(cast.north, 1, 2, 1)
    said_to(cast.north, project, said.Move(tuple(ids[place] for place in moved), None if after is None else ids[after], level))
    assert levels_of(project) == order


def test_coming_out_by_one_level_takes_over_what_follows(cast: Cast) -> None:
    project, ids = plan(cast.north, 1, 2, 2)
    said_to(cast.north, project, said.Move((ids[1],), ids[0], 1))
    rows = models.Task.objects.filter(project=project).order_by("position").values_list("name", "level", "summary")
    assert list(rows) == [("t1", 1, False), ("t2", 1, True), ("t3", 2, False)]


def test_a_task_that_is_not_deeper_comes_behind_what_is_below(cast: Cast) -> None:
    project, ids = plan(cast.north, 1, 2, 1)
    said_to(cast.north, project, said.Add("a", "new", ids[0], 1))
    assert levels_of(project) == [("t1", 1), ("t2", 2), ("new", 1), ("t3", 1)]


@pytest.mark.parametrize(("after", "level"), [(0, 3), (None, 2), (1, 4)])
def test_no_task_is_more_than_one_level_below_the_one_before_it(cast: Cast, after: int | None, level: int) -> None:
    project, ids = plan(cast.north, 1, 2, 1)
    with pytest.raises(Refusal) as refused:
        said_to(cast.north, project, said.Move((ids[2],), None if after is None else ids[after], level))
    assert refused.value.code == "level_too_deep"


def test_a_move_that_closes_a_circle_is_refused(cast: Cast) -> None:
    project, ids = plan(cast.north, 1, 1, links=((1, 2),))
    with pytest.raises(Refusal) as refused:
        said_to(cast.north, project, said.Move((ids[1],), ids[0], 2))
    assert refused.value.code == "move_circle"


def test_of_many_links_the_one_that_closes_a_circle_is_named(cast: Cast) -> None:
    project, ids = plan(cast.north, 1, 1, 1)
    with pytest.raises(Refusal) as refused:
        said_to(cast.north, project, said.LinkUp(ids[0], ids[1]), said.LinkUp(ids[2], ids[0]), said.LinkUp(ids[1], ids[2]))
    assert (refused.value.code, "index" in refused.value.details) == ("link_circle", True)


def test_linking_again_changes_the_link(cast: Cast) -> None:
    project, ids = plan(cast.north, 1, 1, links=((1, 2),))
    said_to(cast.north, project, said.LinkUp(ids[0], ids[1], lag=120))
    assert list(models.Link.objects.filter(project=project).values_list("lag", flat=True)) == [120]


def test_a_stale_edit_of_another_field_goes_together_with_the_first(cast: Cast) -> None:
    firm, moor = cast.north, cast.north.task_ids["moor"]
    version = models.Task.objects.get(pk=moor).version
    edit(firm, said.Set(moor, version, {"priority": 700}))
    edit(firm, said.Set(moor, version, {"name": "Moor her"}), by=firm.owner)
    row = models.Task.objects.get(pk=moor)
    assert (row.priority, row.name, row.version) == (700, "Moor her", version + 2)


def test_a_stale_edit_of_the_same_field_gets_both_values(cast: Cast) -> None:
    firm, moor = cast.north, cast.north.task_ids["moor"]
    version = models.Task.objects.get(pk=moor).version
    edit(firm, said.Set(moor, version, {"priority": 700}))
    with pytest.raises(Stale) as stale:
        edit(firm, said.Set(moor, version, {"priority": 300}), by=firm.owner)
    assert stale.value.details["yours"] == {"priority": 300}
    assert stale.value.details["current"] == {"priority": 700, "version": version + 1}


def test_a_change_says_which_version_it_changes(cast: Cast) -> None:
    with pytest.raises(VersionMissing):
        edit(cast.north, said.Set(cast.north.task_ids["moor"], None, {"priority": 1}))


def test_tasks_of_other_firms_are_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        edit(cast.north, said.Set(cast.south.task_ids["moor"], 1, {"priority": 1}))
    with pytest.raises(NotFound):
        edit(cast.north, said.Add("a", "x", cast.south.task_ids["moor"]))


def test_members_may_not_edit_the_plan(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        edit(cast.north, said.Add("a", "x"), by=cast.north.member)


def test_thirty_times_the_edits_ask_hardly_more_questions(cast: Cast) -> None:
    asked = []
    for count in (2, 60):
        project, ids = plan(cast.north, *[1] * 80)
        edits: list[said.Edit] = [said.Set(pk, 1, {"duration_minutes": 960}) for pk in ids[:count]]
        edits += [said.Add(f"n{place}", "new", ids[place], 1, 60) for place in range(count)]
        edits += [said.LinkUp(ids[place], ids[place + 1]) for place in range(count)]
        edits += [said.Move((ids[79],), ids[place], 1) for place in range(count)]
        with CaptureQueriesContext(connection) as queries:
            said_to(cast.north, project, *edits)
        asked.append(len(queries))
    assert asked[0] <= 20
    assert asked[1] <= asked[0] + 6  # SQLite takes twenty rows of a table in one statement


def test_where_no_room_is_left_between_two_tasks_all_move_apart(cast: Cast) -> None:
    project, ids = plan(cast.north, 1, 1)
    for place in range(60):
        said_to(cast.north, project, said.Add("a", f"n{place}", ids[0], 1))
    assert [name for name, _ in levels_of(project)] == ["t1", *(f"n{place}" for place in reversed(range(60))), "t2"]
    for _ in range(60):
        writes.undo(cast.north.manager.actor, project, now=NOW)
    assert levels_of(project) == [("t1", 1), ("t2", 1)]


def test_a_newer_file_leaves_tasks_where_they_are_and_puts_new_ones_between(cast: Cast) -> None:
    project, ids = plan(cast.north, 1, 1, 1)
    said_to(cast.north, project, said.Add("a", "here", ids[0], 1, 60))
    tasks = tuple(Task(uid, f"t{uid}", duration_minutes=480) for uid in (1, 9, 2, 3))
    file = Draft("Pier", START, tasks)
    writes.reimport_plan(cast.north.manager.actor, project, draft=file, file_name="y", version=audit.revision(project), now=NOW)
    assert [name for name, _ in levels_of(project)] == ["t1", "t9", "t2", "t3"]
    positions = dict(models.Task.objects.filter(project=project, removed_at=None).values_list("uid", "position"))
    assert [positions[uid] for uid in (1, 2, 3)] == [GAP, 2 * GAP, 3 * GAP]


def test_nothing_and_too_much_are_no_change(cast: Cast) -> None:
    for edits in ((), (said.Unlink(1),) * 5001):
        with pytest.raises(Refusal) as refused:
            edit(cast.north, *edits)
        assert refused.value.code == "edits_count"


def test_renumbering_is_no_fact(cast: Cast) -> None:
    firm = cast.north
    before = reads.draft(firm.project_id)
    desk = keeping.Desk(models.Project.objects.get(pk=firm.project_id), [], NOW)
    keeping.renumber(desk)
    assert reads.draft(firm.project_id) == before
