"""Objectives and deliverables: what the project is judged by and what it hands over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import reads, writes
from milepost.plans.writes import CriterionText
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

OBJECTIVE = {"name": "Dry cellars", "metric": "wet cellars", "baseline_value": "40", "target": "2", "by_on": date(2027, 1, 1)}


def change_objective(firm: Firm, version: int | None = 1, **more: Any) -> int:
    return writes.change_objective(firm.manager.actor, firm.objective_id, **(OBJECTIVE | more), version=version, now=NOW)  # type: ignore[arg-type]


def change_deliverable(firm: Firm, version: int | None = 1, **more: Any) -> int:
    usual: dict[str, Any] = {
        "name": "The wall",
        "criteria": [CriterionText("holds", True), CriterionText("is dry")],
        "objective_id": firm.objective_id,
        "owner_id": firm.member_person_id,
        "review_minutes": 60,
        "task_ids": [firm.task_ids["survey"], firm.task_ids["moor"]],
    }
    return writes.change_deliverable(firm.manager.actor, firm.deliverable_id, **(usual | more), version=version, now=NOW)


def deliverable(firm: Firm) -> reads.Deliverable:
    return next(each for each in reads.deliverables(firm.manager.actor, firm.project_id) if each.id == firm.deliverable_id)


def test_an_objective_is_measurable(cast: Cast) -> None:
    made = writes.add_objective(cast.north.manager.actor, cast.north.project_id, **OBJECTIVE, now=NOW)  # type: ignore[arg-type]
    assert (last_line(cast.north.manager.actor).verb, last_line(cast.north.manager.actor).after["target"]) == ("added", "2")
    kept = reads.objectives(cast.north.manager.actor, cast.north.project_id)[-1]
    assert (kept.id, kept.metric, kept.baseline_value, kept.target, kept.by_on) == (made, "wet cellars", "40", "2", date(2027, 1, 1))


def test_an_objective_can_be_said_anew_and_taken_away(cast: Cast) -> None:
    firm = cast.north
    assert change_objective(firm, target="0") == 2
    line = last_line(firm.manager.actor)
    assert (line.before["name"], line.after["target"]) == ("Fewer floods kestrel", "0")
    writes.remove_objective(firm.manager.actor, firm.objective_id, version=2, now=NOW)
    assert reads.objectives(firm.manager.actor, firm.project_id) == ()
    assert deliverable(firm).objective_id is None
    assert last_line(firm.manager.actor).before["name"] == "Dry cellars"


def test_a_deliverable_groups_tasks_and_knows_what_is_left(cast: Cast) -> None:
    firm = cast.north
    change_deliverable(firm)
    kept = deliverable(firm)
    assert (kept.name, kept.owner, kept.review_minutes, kept.version) == ("The wall", "Mona kestrel", 60, 2)
    assert [(each.text, each.met) for each in kept.criteria] == [("holds", True), ("is dry", False)]
    assert (kept.task_uids, kept.percent, kept.remaining_minutes, kept.complete) == ((2, 4), 33, 480 + 480, False)
    for name in ("survey", "moor"):
        writes.record_progress(firm.manager.actor, firm.task_ids[name], percent=100, remaining_minutes=None, now=NOW)
    assert (deliverable(firm).percent, deliverable(firm).complete) == (100, True)


def test_the_ledger_keeps_the_criteria_before_and_after(cast: Cast) -> None:
    change_deliverable(cast.north)
    line = last_line(cast.north.manager.actor)
    assert line.before["criteria"] == [{"text": "holds a spring tide kestrel", "met": False}]
    assert line.after["criteria"][0] == {"text": "holds", "met": True}  # type: ignore[index]


def test_a_task_belongs_to_one_deliverable(cast: Cast) -> None:
    firm = cast.north
    dredge = firm.task_ids["dredge"]
    second = writes.add_deliverable(firm.manager.actor, firm.project_id, name="The mud", task_ids=[dredge], now=NOW)
    assert reads.task(firm.manager.actor, dredge).line.deliverable_id == second
    assert deliverable(firm).task_ids == ()


def test_a_deliverable_can_be_taken_away_and_its_tasks_stay(cast: Cast) -> None:
    firm = cast.north
    writes.remove_deliverable(firm.manager.actor, firm.deliverable_id, version=1, now=NOW)
    assert reads.task(firm.manager.actor, firm.task_ids["dredge"]).line.deliverable_id is None
    assert last_line(firm.manager.actor).before["task_ids"] == [firm.task_ids["dredge"]]


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"name": ""}, "name_empty", "name"),
        ({"review_minutes": -1}, "minutes_impossible", "review_minutes"),
        ({"criteria": [CriterionText("x" * 501)]}, "text_too_long", "criteria"),
        ({"criteria": [CriterionText(str(n)) for n in range(101)]}, "criteria_too_many", "criteria"),
    ],
)
def test_deliverables_that_cannot_be_kept_are_refused(cast: Cast, said: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        change_deliverable(cast.north, **said)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert deliverable(cast.north).version == 1


def test_nothing_of_another_firm_can_be_put_into_a_deliverable(cast: Cast) -> None:
    for said in (
        {"task_ids": [cast.south.task_ids["moor"]]},
        {"objective_id": cast.south.objective_id},
        {"owner_id": cast.south.member_person_id},
    ):
        with pytest.raises(NotFound):
            change_deliverable(cast.north, **said)


@pytest.mark.parametrize("change", [change_objective, change_deliverable])
def test_a_change_says_which_version_it_changes(cast: Cast, change: Any) -> None:
    change(cast.north)
    with pytest.raises(Stale):
        change(cast.north)
    with pytest.raises(VersionMissing):
        change(cast.north, version=None)


def test_what_is_taken_away_says_so_too(cast: Cast) -> None:
    boss = cast.north.manager.actor
    for version, refusal in ((2, Stale), (None, VersionMissing)):
        with pytest.raises(refusal):
            writes.remove_objective(boss, cast.north.objective_id, version=version, now=NOW)
        with pytest.raises(refusal):
            writes.remove_deliverable(boss, cast.north.deliverable_id, version=version, now=NOW)


@pytest.mark.parametrize(("who", "refusal"), [("member", NotAllowed), ("client", NotAllowed)])
def test_only_those_who_manage_say_what_a_project_is_for(cast: Cast, who: str, refusal: type[Exception]) -> None:
    _refused(cast, cast.north.everybody[who].actor, refusal)


def test_another_firm_finds_none_of_it(cast: Cast) -> None:
    _refused(cast, cast.south.manager.actor, NotFound)


def _refused(cast: Cast, actor: Any, refusal: type[Exception]) -> None:
    firm = cast.north
    whole: dict[str, Any] = {"criteria": [], "objective_id": None, "owner_id": None, "review_minutes": 0, "task_ids": []}
    for attempt in (
        lambda: writes.add_objective(actor, firm.project_id, name="A", now=NOW),
        lambda: writes.change_objective(actor, firm.objective_id, **OBJECTIVE, version=1, now=NOW),  # type: ignore[arg-type]
        lambda: writes.remove_objective(actor, firm.objective_id, version=1, now=NOW),
        lambda: writes.add_deliverable(actor, firm.project_id, name="A", now=NOW),
        lambda: writes.change_deliverable(actor, firm.deliverable_id, name="A", **whole, version=1, now=NOW),
        lambda: writes.remove_deliverable(actor, firm.deliverable_id, version=1, now=NOW),
    ):
        with pytest.raises(refusal):
            attempt()
