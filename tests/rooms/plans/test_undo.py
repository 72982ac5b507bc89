"""Whoever changed a plan takes it back, one change after the other; nobody's later work is lost by that."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import edits as said
from milepost.plans import models, reads, writes
from milepost.plans.draft import Draft, Task
from tests.cast import NOW, Cast, Firm, Person
from tests.said import last_line, lines


def edit(firm: Firm, *edits: said.Edit, by: Person | None = None) -> int:
    return writes.edit_plan((by or firm.manager).actor, firm.project_id, edits=list(edits), now=NOW).change_id


def undo(firm: Firm, by: Person | None = None, **more: Any) -> None:
    writes.undo((by or firm.manager).actor, firm.project_id, **more, now=NOW)


def redo(firm: Firm, by: Person | None = None, **more: Any) -> None:
    writes.redo((by or firm.manager).actor, firm.project_id, **more, now=NOW)


def priority(firm: Firm, name: str, value: int) -> said.Set:
    row = models.Task.objects.get(pk=firm.task_ids[name])
    return said.Set(row.pk, row.version, {"priority": value})


def refusal(by: Any, firm: Firm, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        undo(firm, by, **more)
    return refused.value


def test_a_removed_branch_comes_back_with_its_links_and_people(cast: Cast) -> None:
    firm = cast.north
    before = reads.draft(firm.project_id)
    row = models.Task.objects.filter(project=firm.project_id, summary=True).order_by("position").first()
    assert row is not None
    writes.remove_branch(firm.manager.actor, row.pk, version=row.version, now=NOW)
    undo(firm)
    assert reads.draft(firm.project_id) == before
    redo(firm)
    assert row.pk not in [pk for pk, _, _ in reads.names(firm.project_id)]


def test_undo_is_a_line_in_the_ledger(cast: Cast) -> None:
    edit(cast.north, priority(cast.north, "moor", 700))
    count = lines(cast.north.manager.actor)
    undo(cast.north)
    assert lines(cast.north.manager.actor) == count + 1
    assert last_line(cast.north.manager.actor).verb == "undid"


def test_two_people_undo_their_own(cast: Cast) -> None:
    firm = cast.north
    edit(firm, priority(firm, "moor", 700), by=firm.manager)
    edit(firm, priority(firm, "dredge", 300), by=firm.owner)
    undo(firm, firm.manager)
    assert models.Task.objects.get(pk=firm.task_ids["moor"]).priority == 500
    assert models.Task.objects.get(pk=firm.task_ids["dredge"]).priority == 300


def test_what_somebody_changed_since_is_not_overwritten(cast: Cast) -> None:
    firm = cast.north
    edit(firm, priority(firm, "moor", 700), by=firm.manager)
    edit(firm, priority(firm, "moor", 300), by=firm.owner)
    refused = refusal(firm.manager, firm)
    assert (refused.code, refused.details["by"]) == ("changed_since", firm.owner.actor.name)
    assert models.Task.objects.get(pk=firm.task_ids["moor"]).priority == 300


def test_what_was_built_upon_stays(cast: Cast) -> None:
    firm = cast.north
    done = writes.edit_plan(firm.manager.actor, firm.project_id, edits=[said.Add("a", "Piles", level=1)], now=NOW)
    edit(firm, said.Add("b", "Drive", done.made["a"], 2, 60), by=firm.owner)
    assert refusal(firm.manager, firm).code == "changed_since"


def test_a_task_that_somebody_linked_since_stays(cast: Cast) -> None:
    firm = cast.north
    done = writes.edit_plan(firm.manager.actor, firm.project_id, edits=[said.Add("a", "Piles", level=1)], now=NOW)
    edit(firm, said.LinkUp(done.made["a"], firm.task_ids["opening"]), by=firm.owner)
    assert refusal(firm.manager, firm).code == "changed_since"


def test_a_report_is_taken_back_by_a_report(cast: Cast) -> None:
    firm, dredge = cast.north, cast.north.task_ids["dredge"]
    before = reads.draft(firm.project_id)
    writes.record_progress(firm.manager.actor, dredge, percent=40, remaining_minutes=None, now=NOW)
    undo(firm)
    assert reads.draft(firm.project_id) == before
    said_of = models.Progress.objects.filter(task=dredge).order_by("pk").values_list("percent", flat=True)
    assert list(said_of)[-2:] == [40, 0]


def test_members_take_back_their_own_reports_and_nobody_else_s(cast: Cast) -> None:
    firm = cast.north
    writes.record_progress(firm.member.actor, firm.task_ids["dredge"], percent=40, remaining_minutes=None, now=NOW)
    undo(firm, firm.member)
    assert models.Task.objects.get(pk=firm.task_ids["dredge"]).percent == 0
    change = edit(firm, priority(firm, "moor", 700))
    with pytest.raises(NotAllowed):
        undo(firm, firm.member, change_id=change)


def test_managers_may_name_a_change_of_somebody_else(cast: Cast) -> None:
    firm = cast.north
    change = edit(firm, priority(firm, "moor", 700), by=firm.owner)
    undo(firm, firm.manager, change_id=change)
    assert models.Task.objects.get(pk=firm.task_ids["moor"]).priority == 500
    redo(firm, firm.manager, change_id=change)
    assert models.Task.objects.get(pk=firm.task_ids["moor"]).priority == 700


def test_clients_and_strangers_undo_nothing(cast: Cast) -> None:
    firm = cast.north
    with pytest.raises(NotAllowed):
        undo(firm, firm.client)
    with pytest.raises(NotFound):
        writes.undo(cast.south.manager.actor, firm.project_id, now=NOW)


def test_a_newer_file_is_the_end_of_undoing(cast: Cast) -> None:
    actor = cast.north.manager.actor
    file = Draft("Pier", NOW.replace(tzinfo=None), (Task(1, "a", duration_minutes=60), Task(2, "b", duration_minutes=60)))
    project = writes.import_plan(actor, file, file_name="x", now=NOW).project_id
    revision = writes.edit_plan(actor, project, edits=[said.Add("a", "new")], now=NOW).revision
    writes.reimport_plan(actor, project, draft=file, file_name="y", version=revision, now=NOW)
    with pytest.raises(Refusal) as refused:
        writes.undo(actor, project, now=NOW)
    assert refused.value.code == "changed_since"


def test_a_promise_cannot_be_taken_back(cast: Cast) -> None:
    firm = cast.north
    writes.promise_date(firm.manager.actor, firm.project_id, on=date(2026, 7, 1), now=NOW)
    (line, *_) = reads.changes(firm.manager.actor, firm.project_id)
    assert not line.may_undo
    assert refusal(firm.manager, firm, change_id=line.id).code == "not_undoable"


def test_with_nothing_to_undo_or_redo_it_says_so(cast: Cast) -> None:
    firm = cast.north
    edit(firm, priority(firm, "moor", 700))
    with pytest.raises(Refusal) as refused:
        redo(firm)
    assert refused.value.code == "nothing_to_redo"
    for change in models.Change.objects.filter(project=firm.project_id):
        change.needs = ""
        change.save()
    assert refusal(firm.manager, firm).code == "nothing_to_undo"


def test_after_something_new_there_is_nothing_to_do_again(cast: Cast) -> None:
    firm = cast.north
    edit(firm, priority(firm, "moor", 700))
    undo(firm)
    edit(firm, priority(firm, "dredge", 300))
    with pytest.raises(Refusal) as refused:
        redo(firm)
    assert refused.value.code == "nothing_to_redo"


def test_deliverables_objectives_and_the_project_come_back_as_they_were(cast: Cast) -> None:
    firm, actor = cast.north, cast.north.manager.actor
    before = reads.deliverables(actor, firm.project_id), reads.objectives(actor, firm.project_id), reads.heading(actor, firm.project_id)
    deliverable = models.Deliverable.objects.get(pk=firm.deliverable_id)
    objective = models.Objective.objects.get(pk=firm.objective_id)
    writes.remove_deliverable(actor, deliverable.pk, version=deliverable.version, now=NOW)
    writes.remove_objective(actor, objective.pk, version=objective.version, now=NOW)
    project = models.Project.objects.get(pk=firm.project_id)
    writes.change_project(actor, firm.project_id, name="Quay", start_on=date(2026, 4, 1), version=project.version, now=NOW)
    for _ in range(3):
        undo(firm)
    assert (reads.deliverables(actor, firm.project_id), reads.objectives(actor, firm.project_id)) == before[:2]
    assert reads.heading(actor, firm.project_id) == before[2]


def test_changes_say_who_did_what_to_which_tasks(cast: Cast) -> None:
    firm = cast.north
    change = edit(firm, priority(firm, "moor", 700))
    undo(firm)
    taken_back, line = reads.changes(firm.member.actor, firm.project_id, limit=2)
    assert (line.id, line.task_ids, line.undone, line.mine) == (change, (firm.task_ids["moor"],), True, False)
    assert (taken_back.verb, line.may_redo) == ("undid", False)
    assert str(line.sentence).startswith(firm.manager.actor.name)
    assert reads.changes(firm.manager.actor, firm.project_id, since_revision=taken_back.revision) == ()
    assert reads.changes(firm.manager.actor, firm.project_id, task_id=firm.task_ids["moor"])[0].id == taken_back.id
