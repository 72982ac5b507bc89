"""A scenario is a plan that nobody has decided on: it changes nothing until it is adopted, and then exactly what it showed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.audit import reads as audit
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import edits as said
from milepost.plans import models, reads, tried, writes
from milepost.plans.draft import Constraint, Draft, LinkKind
from milepost.plans.rules.scenarios import MOST_EDITS, MOST_SCENARIOS
from tests.cast import NOW, Cast, Firm, assemble
from tests.rooms.plans.test_undo_machine import KINDS, edit
from tests.said import last_line


def begun(firm: Firm, *lines: Sequence[said.Edit], name: str = "Hire a second crew") -> int:
    scenario = writes.add_scenario(firm.manager.actor, firm.project_id, name=name, now=NOW)
    for line in lines:
        writes.try_edits(firm.manager.actor, scenario, edits=line, now=NOW)
    return scenario


def shown(firm: Firm, scenario: int) -> reads.Scenario:
    return reads.scenario(firm.manager.actor, scenario)


def as_tried(firm: Firm, scenario: int) -> Draft:
    edits = reads.tried_edits([scenario])[scenario]
    return reads.tried(firm.manager.actor, firm.project_id, reads.draft(firm.project_id), edits=edits, now=NOW)


def adopt(firm: Firm, scenario: int, *line_ids: int, **more: Any) -> said.Edited:
    asked = {"version": shown(firm, scenario).version, "line_ids": line_ids or None} | more
    return writes.adopt_scenario(firm.manager.actor, scenario, **asked, now=NOW)


def longer(firm: Firm, task: str, minutes: int) -> said.Set:
    return said.Set(firm.task_ids[task], models.Task.objects.get(pk=firm.task_ids[task]).version, {"duration_minutes": minutes})


def test_what_is_tried_changes_nothing(cast: Cast) -> None:
    firm = cast.north
    before = firm.revision, reads.draft(firm.project_id)
    scenario = begun(firm, [longer(firm, "dredge", 960)], [said.Add("a", "Sound", firm.task_ids["survey"], 2, 480)])
    assert (firm.revision, reads.draft(firm.project_id)) == before
    assert [task.name for task in as_tried(firm, scenario).tasks][2] == "Sound"
    assert (last_line(firm.manager.actor).verb, last_line(firm.manager.actor).kind) == ("tried", "scenario")
    newest = models.Change.objects.filter(project=firm.project_id).latest("pk").pk
    with pytest.raises(Refusal) as refused:
        writes.undo(firm.manager.actor, firm.project_id, change_id=newest, now=NOW)
    assert refused.value.code == "not_undoable", "the plan's Undo has nothing to do with it"


def test_each_line_says_what_it_does_with_both_values(cast: Cast) -> None:
    firm = cast.north
    scenario = begun(
        firm, [longer(firm, "dredge", 960)], [said.Unassign(firm.task_ids["dredge"], firm.resource_id)], [said.Unlink(firm.link_id)]
    )
    told = [each for line in shown(firm, scenario).lines for each in line.told]
    assert [(each.verb, each.kind) for each in told] == [("changed", "task"), ("unassigned", "task"), ("removed", "link")]
    assert (told[0].subject, told[0].before, told[0].after) == ("dredge kestrel", {"duration_minutes": 2400}, {"duration_minutes": 960})
    assert told[2].before["predecessor"] == "survey kestrel"


def test_adopted_it_is_the_plan_that_it_showed_and_one_undo_opens_it_again(cast: Cast) -> None:
    firm = cast.north
    before = reads.draft(firm.project_id)
    scenario = begun(
        firm,
        [longer(firm, "dredge", 960)],
        [said.Add("a", "Sound", firm.task_ids["survey"], 2, 480), said.LinkUp("a", firm.task_ids["moor"])],
        [said.Assign("new-1", firm.resource_id, 50), said.Unlink(firm.link_id)],
    )
    expected = as_tried(firm, scenario)
    done = adopt(firm, scenario)
    assert as_one(reads.draft(firm.project_id)) == as_one(expected)
    assert models.Task.objects.get(pk=done.made["new-1"]).name == "Sound"
    assert shown(firm, scenario).state == "adopted"
    assert (last_line(firm.manager.actor).verb, len(last_line(firm.manager.actor).after["told"])) == ("adopted", 5)
    writes.undo(firm.manager.actor, firm.project_id, now=NOW)
    assert as_one(reads.draft(firm.project_id)) == as_one(before)
    assert (shown(firm, scenario).state, len(shown(firm, scenario).lines)) == ("open", 3)


def as_one(draft: Draft) -> tuple[Any, ...]:
    """A plan, whatever the order of its links and assignments."""
    lines = {(each.task, each.resource, each.units, each.work_minutes) for each in draft.assignments}
    return draft.tasks, frozenset(draft.links), frozenset(lines)


def test_some_lines_are_adopted_and_the_others_go_on(cast: Cast) -> None:
    firm = cast.north
    added = [said.Add("a", "Sound", firm.task_ids["survey"], 2, 480)]
    renamed = [said.Set("new-1", None, {"name": "Sound the basin"})]
    scenario = begun(firm, [longer(firm, "dredge", 960)], added, renamed)
    first, second, third = shown(firm, scenario).lines
    done = adopt(firm, scenario, second.id)
    assert models.Task.objects.get(pk=firm.task_ids["dredge"]).duration_minutes == 2400
    assert [line.id for line in shown(firm, scenario).lines] == [first.id, third.id]
    adopt(firm, scenario)
    assert models.Task.objects.get(pk=done.made["new-1"]).name == "Sound the basin"
    assert models.Task.objects.get(pk=firm.task_ids["dredge"]).duration_minutes == 960


def test_a_line_about_what_another_adds_is_not_taken_alone_and_not_left_behind(cast: Cast) -> None:
    firm = cast.north
    scenario = begun(firm, [said.Add("a", "Sound")], [said.Set("new-1", None, {"name": "Sound the basin"})])
    first, second = shown(firm, scenario).lines
    for refused_by in (
        lambda: adopt(firm, scenario, second.id),
        lambda: writes.leave_out(firm.manager.actor, scenario, line_id=first.id, now=NOW),
    ):
        with pytest.raises(Refusal) as refused:
            refused_by()
        assert refused.value.code == "part_of_scenario"
    assert len(shown(firm, scenario).lines) == 2


def test_the_newest_line_is_taken_back_first(cast: Cast) -> None:
    firm = cast.north
    scenario = begun(firm, [longer(firm, "dredge", 960)], [longer(firm, "moor", 960)])
    first, _ = shown(firm, scenario).lines
    writes.leave_out(firm.manager.actor, scenario, now=NOW)
    assert [line.id for line in shown(firm, scenario).lines] == [first.id]
    writes.leave_out(firm.manager.actor, scenario, line_id=first.id, now=NOW)
    with pytest.raises(Refusal) as refused:
        writes.leave_out(firm.manager.actor, scenario, now=NOW)
    assert refused.value.code == "nothing_to_leave_out"
    with pytest.raises(NotFound):
        writes.leave_out(firm.manager.actor, scenario, line_id=first.id, now=NOW)


def test_what_somebody_else_changed_meanwhile_is_never_overwritten(cast: Cast) -> None:
    firm = cast.north
    scenario = begun(firm, [longer(firm, "moor", 960)], [longer(firm, "dredge", 960)])
    writes.edit_plan(firm.owner.actor, firm.project_id, edits=[longer(firm, "dredge", 4800)], now=NOW)
    with pytest.raises(Stale) as stale:
        adopt(firm, scenario)
    assert stale.value.details["line"] == shown(firm, scenario).lines[1].id
    assert stale.value.details["current"] == {"duration_minutes": 4800, "version": 2}
    assert models.Task.objects.get(pk=firm.task_ids["moor"]).duration_minutes == 480
    with pytest.raises(Stale):
        writes.try_edits(firm.manager.actor, scenario, edits=[said.Set(firm.task_ids["dredge"], 1, {"duration_minutes": 60})], now=NOW)


def test_what_left_the_plan_is_said_and_taken_out(cast: Cast) -> None:
    firm = cast.north
    scenario = begun(firm, [longer(firm, "moor", 960)], [longer(firm, "dredge", 960)], [said.Unlink(firm.link_id)])
    moor = models.Task.objects.get(pk=firm.task_ids["moor"])
    writes.edit_plan(firm.owner.actor, firm.project_id, edits=[said.Remove(moor.pk, moor.version), said.Unlink(firm.link_id)], now=NOW)
    lines = shown(firm, scenario).lines
    assert [line.lost for line in lines] == [True, False, True]
    with pytest.raises(Refusal) as refused:
        adopt(firm, scenario)
    assert (refused.value.code, refused.value.details["line"]) == ("lost_in_scenario", lines[0].id)
    adopt(firm, scenario, lines[1].id)
    assert models.Task.objects.get(pk=firm.task_ids["dredge"]).duration_minutes == 960


def test_a_scenario_is_named_anew_and_forgotten(cast: Cast) -> None:
    firm, actor = cast.north, cast.north.manager.actor
    scenario = begun(firm, [longer(firm, "moor", 960)])
    assert writes.change_scenario(actor, scenario, name="Two crews", note="From April on", version=2, now=NOW) == 3
    assert (shown(firm, scenario).name, shown(firm, scenario).note) == ("Two crews", "From April on")
    with pytest.raises(Stale):
        writes.change_scenario(actor, scenario, name="Three crews", note="", version=2, now=NOW)
    with pytest.raises(VersionMissing):
        writes.remove_scenario(actor, scenario, version=None, now=NOW)
    writes.remove_scenario(actor, scenario, version=3, now=NOW)
    with pytest.raises(NotFound):
        shown(firm, scenario)
    assert (last_line(actor).verb, last_line(actor).before["name"]) == ("removed", "Two crews")


def test_what_is_no_plan_is_not_tried(cast: Cast) -> None:
    firm = cast.north
    scenario = begun(firm)
    for edit_of_other_kind in (
        said.Report(firm.task_ids["moor"], 50),
        said.Label(firm.task_ids["moor"], firm.label_id),
        said.SetField(firm.task_ids["moor"], firm.field_id, "3"),
    ):
        with pytest.raises(Refusal) as refused:
            writes.try_edits(firm.manager.actor, scenario, edits=[longer(firm, "dredge", 60), edit_of_other_kind], now=NOW)
        assert (refused.value.code, refused.value.details["index"]) == ("not_in_scenario", 1)


def test_what_the_plan_would_refuse_is_refused_with_its_place(cast: Cast) -> None:
    firm = cast.north
    scenario = begun(firm, [longer(firm, "dredge", 60)])
    circle = said.LinkUp(firm.task_ids["moor"], firm.task_ids["survey"])
    with pytest.raises(Refusal) as refused:
        writes.try_edits(firm.manager.actor, scenario, edits=[longer(firm, "moor", 60), circle], now=NOW)
    assert (refused.value.code, refused.value.details["index"]) == ("link_circle", 1)
    with pytest.raises(NotFound):
        writes.try_edits(firm.manager.actor, scenario, edits=[said.Set(cast.south.task_ids["moor"], 1, {"name": "x"})], now=NOW)
    for edits in ((), [longer(firm, "moor", 60)] * MOST_EDITS):
        with pytest.raises(Refusal) as refused:
            writes.try_edits(firm.manager.actor, scenario, edits=edits, now=NOW)
        assert refused.value.code == "edits_count"
    assert len(shown(firm, scenario).lines) == 1


def test_an_adopted_scenario_is_over(cast: Cast) -> None:
    firm, actor = cast.north, cast.north.manager.actor
    scenario = begun(firm, [longer(firm, "moor", 960)])
    with pytest.raises(Stale):
        adopt(firm, scenario, version=1)
    with pytest.raises(NotFound):
        adopt(firm, scenario, 2**40)
    with pytest.raises(Refusal) as refused:
        adopt(firm, scenario, line_ids=[])
    assert refused.value.code == "nothing_to_adopt"
    adopt(firm, scenario)
    for again in (
        lambda: adopt(firm, scenario),
        lambda: writes.try_edits(actor, scenario, edits=[longer(firm, "moor", 60)], now=NOW),
        lambda: writes.leave_out(actor, scenario, now=NOW),
        lambda: writes.change_scenario(actor, scenario, name="x", note="", version=3, now=NOW),
    ):
        with pytest.raises(Refusal) as refused:
            again()
        assert refused.value.code == "scenario_adopted"


def test_a_project_has_so_many_open_scenarios_and_no_more(cast: Cast) -> None:
    firm = cast.north
    here = models.Scenario.objects.filter(project=firm.project_id).count()
    for _ in range(MOST_SCENARIOS - here):
        begun(firm)
    with pytest.raises(Refusal) as refused:
        begun(firm)
    assert refused.value.code == "scenarios_too_many"
    for name, note in (("", ""), ("x", "y" * 1001)):
        with pytest.raises(Refusal):
            writes.add_scenario(firm.manager.actor, firm.project_id, name=name, note=note, now=NOW)


def test_managers_try_and_nobody_else_sees_it(cast: Cast) -> None:
    firm = cast.north
    for who in (firm.member, firm.client):
        with pytest.raises(NotAllowed):
            reads.scenarios(who.actor, firm.project_id)
        with pytest.raises(NotAllowed):
            reads.scenario(who.actor, firm.scenario_id)
        for write in (
            lambda actor: writes.add_scenario(actor, firm.project_id, name="x", now=NOW),
            lambda actor: writes.change_scenario(actor, firm.scenario_id, name="x", note="", version=1, now=NOW),
            lambda actor: writes.try_edits(actor, firm.scenario_id, edits=[longer(firm, "moor", 60)], now=NOW),
            lambda actor: writes.leave_out(actor, firm.scenario_id, now=NOW),
            lambda actor: writes.adopt_scenario(actor, firm.scenario_id, version=1, now=NOW),
            lambda actor: writes.remove_scenario(actor, firm.scenario_id, version=1, now=NOW),
        ):
            with pytest.raises(NotAllowed):
                write(who.actor)
    with pytest.raises(NotFound):
        reads.scenario(firm.manager.actor, cast.south.scenario_id)
    with pytest.raises(NotFound):
        writes.adopt_scenario(firm.manager.actor, cast.south.scenario_id, version=1, now=NOW)


EDITS: tuple[said.Edit, ...] = (
    said.Add("a", "Sound", 7, 2, 480, {"notes": "deep", "deadline_at": datetime(2026, 4, 1, 17)}),
    said.Add("b", "Mark", "a"),
    said.Set(3, 4, {"constraint": Constraint.SNET, "constraint_at": datetime(2026, 3, 9), "calendar": None, "active": False}),
    said.Move((3, "a"), None, 1),
    said.Remove("a", None),
    said.LinkUp(3, "b", LinkKind.SS, -60),
    said.Unlink(9),
    said.Unlink(None, 3, "b"),
    said.Assign(3, 2, 50),
    said.Unassign("b", 2),
)


def test_edits_are_read_as_they_were_written_down() -> None:
    assert [tried.read(tried.written(each)) for each in EDITS] == list(EDITS)


def test_what_is_added_is_numbered_on_and_named_so_by_everything_else() -> None:
    fresh, numbers = tried.numbered(EDITS, 4)
    assert numbers == {"a": 5, "b": 6}
    assert [each.key for each in fresh if isinstance(each, said.Add)] == ["new-5", "new-6"]
    assert {key for _, key in tried.keys_named(fresh)} == {"new-5", "new-6"}


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(KINDS, min_size=2, max_size=10))
def test_any_scenario_adopted_is_the_plan_that_it_showed_and_undone_the_one_before(kinds: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        firm = assemble().north
        before, scenario = reads.draft(firm.project_id), begun(firm)
        for kind in kinds:
            wanted = edit(firm, kind)
            try:
                if wanted is not None and not isinstance(wanted, said.Report):
                    writes.try_edits(firm.manager.actor, scenario, edits=[wanted], now=NOW)
            except Refusal:
                continue
        if shown(firm, scenario).lines:
            expected = as_one(as_tried(firm, scenario))
            adopt(firm, scenario)
            assert as_one(reads.draft(firm.project_id)) == expected
            writes.undo(firm.manager.actor, firm.project_id, now=NOW)
        assert as_one(reads.draft(firm.project_id)) == as_one(before)
        assert audit.verify(firm.manager.actor.workspace_id).sound
        transaction.set_rollback(True)
