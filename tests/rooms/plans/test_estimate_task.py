"""How long a task takes at best, most likely and at worst: kept in order, taken back whole, forgotten where it no longer holds."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.audit import reads as audit
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import reads, writes
from milepost.plans.draft import Constraint
from tests.cast import NOW, Cast, Firm

LENGTHS = {"best_minutes": 240, "likely_minutes": 480, "worst_minutes": 1440}


def estimate(firm: Firm, task: str = "moor", **said: Any) -> int:
    return writes.estimate_task(firm.manager.actor, firm.task_ids[task], **{**LENGTHS, "version": 1, "now": NOW, **said})


def line(firm: Firm, task: str = "moor") -> reads.TaskLine:
    return reads.task(firm.manager.actor, firm.task_ids[task]).line


def kept(firm: Firm, task: str = "moor") -> tuple[int | None, int, int | None]:
    found = line(firm, task)
    return found.best_minutes, found.duration_minutes, found.worst_minutes


def change(firm: Firm, duration: int, version: int) -> None:
    dates = {"constraint": Constraint.ASAP, "constraint_at": None, "deadline_at": None}
    task = firm.task_ids["moor"]
    writes.change_task(firm.manager.actor, task, name="Moor", duration_minutes=duration, version=version, now=NOW, **dates)  # type: ignore[arg-type]


def test_it_is_a_fact_of_the_plan_with_its_line_in_the_ledger(cast: Cast) -> None:
    firm, before = cast.north, cast.north.revision
    assert estimate(firm) == 2
    assert kept(firm) == (240, 480, 1440)
    assert firm.revision == before + 1
    newest = audit.entries(firm.workspace_id, limit=1)[0]
    assert (newest.verb, newest.kind, newest.subject_id) == ("estimated", "task", firm.task_ids["moor"])
    assert newest.after == {"best_minutes": 240, "duration_minutes": 480, "worst_minutes": 1440}


def test_the_draft_knows_it(cast: Cast) -> None:
    estimate(cast.north)
    draft = reads.draft(cast.north.project_id)
    assert {task.uid: (task.best_minutes, task.worst_minutes) for task in draft.tasks if task.best_minutes is not None} == {4: (240, 1440)}


def test_another_likely_length_moves_the_work_of_its_people(cast: Cast) -> None:
    firm = cast.north
    estimate(firm, "dredge", best_minutes=2000, likely_minutes=4800, worst_minutes=9000)
    assert kept(firm, "dredge") == (2000, 4800, 9000)
    assert [each.work_minutes for each in reads.draft(firm.project_id).assignments if each.task == 3] == [4800]


def test_it_is_taken_back_whole(cast: Cast) -> None:
    firm = cast.north
    estimate(firm)
    estimate(firm, best_minutes=None, worst_minutes=None, version=2)
    assert kept(firm) == (None, 480, None)


def test_a_duration_outside_it_ends_it_and_one_inside_does_not(cast: Cast) -> None:
    firm = cast.north
    estimate(firm)
    change(firm, 960, 2)
    assert kept(firm) == (240, 960, 1440)
    change(firm, 4800, 3)
    assert kept(firm) == (None, 4800, None)


def test_a_report_leaves_it_as_it_was_said(cast: Cast) -> None:
    firm = cast.north
    estimate(firm)
    writes.record_progress(firm.manager.actor, firm.task_ids["moor"], percent=50, remaining_minutes=2400, now=NOW)
    assert kept(firm)[0::2] == (240, 1440)


def test_a_newer_file_keeps_it_where_it_still_fits(cast: Cast) -> None:
    firm = cast.north
    estimate(firm)
    file = {"file_name": "newer.xml", "version": firm.revision, "now": NOW}
    from dataclasses import replace

    draft = reads.draft(firm.project_id)
    without = replace(draft, tasks=tuple(replace(task, best_minutes=None, worst_minutes=None) for task in draft.tasks))
    writes.reimport_plan(firm.manager.actor, firm.project_id, draft=without, **file)  # type: ignore[arg-type]
    assert kept(firm) == (240, 480, 1440)
    longer = replace(without, tasks=tuple(replace(task, duration_minutes=9600) if task.uid == 4 else task for task in without.tasks))
    writes.reimport_plan(firm.manager.actor, firm.project_id, draft=longer, **{**file, "version": firm.revision})  # type: ignore[arg-type]
    assert kept(firm) == (None, 9600, None)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"best_minutes": None}, "estimate_half", "best_minutes"),
        ({"worst_minutes": None}, "estimate_half", "worst_minutes"),
        ({"best_minutes": 481}, "estimate_out_of_order", "best_minutes"),
        ({"worst_minutes": 479}, "estimate_out_of_order", "worst_minutes"),
        ({"likely_minutes": 0, "best_minutes": 0}, "estimate_empty", "likely_minutes"),
        ({"best_minutes": -1}, "minutes_impossible", "best_minutes"),
        ({"worst_minutes": 10**12}, "minutes_impossible", "worst_minutes"),
    ],
)
def test_lengths_that_contradict_each_other_are_refused(cast: Cast, said: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        estimate(cast.north, **said)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert kept(cast.north) == (None, 480, None)


@pytest.mark.parametrize(("task", "code"), [("phase", "estimate_of_summary"), ("opening", "estimate_of_milestone")])
def test_what_takes_no_time_of_its_own_has_no_estimate(cast: Cast, task: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        estimate(cast.north, task)
    assert refused.value.code == code


def test_what_is_done_has_nothing_left_to_estimate(cast: Cast) -> None:
    firm = cast.north
    writes.record_progress(firm.manager.actor, firm.task_ids["moor"], percent=100, remaining_minutes=None, now=NOW)
    with pytest.raises(Refusal) as refused:
        estimate(firm, version=2)
    assert refused.value.code == "estimate_of_done"


def test_a_stale_estimate_is_refused_with_both_values(cast: Cast) -> None:
    firm = cast.north
    estimate(firm)
    with pytest.raises(Stale) as stale:
        estimate(firm, best_minutes=100)
    both = stale.value.details
    assert (both["yours"]["best_minutes"], both["current"]["best_minutes"]) == (100, 240)  # type: ignore[index]
    with pytest.raises(VersionMissing):
        estimate(firm, version=None)


def test_only_those_who_manage_estimate(cast: Cast) -> None:
    firm = cast.north
    for person in (firm.member, firm.other_member, firm.client):
        with pytest.raises(NotAllowed):
            writes.estimate_task(person.actor, firm.task_ids["moor"], **LENGTHS, version=1, now=NOW)
    with pytest.raises(NotFound):
        writes.estimate_task(cast.south.manager.actor, firm.task_ids["moor"], **LENGTHS, version=1, now=NOW)
