"""Risks and issues: what may happen to a project, what did, and what is done about it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import reads, writes
from milepost.plans.rules import risks as rules
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

FLOOD: dict[str, Any] = {
    "name": "A flood",
    "percent": 40,
    "minutes": 960,
    "effect": "The pit fills",
    "response": "reduce",
    "measures": "Pumps",
    "review_on": date(2026, 3, 20),
}


def add(firm: Firm, **more: Any) -> int:
    usual = FLOOD | {"owner_id": firm.member_person_id, "task_ids": [firm.task_ids["moor"], firm.task_ids["dredge"]]}
    return writes.add_risk(firm.manager.actor, firm.project_id, **(usual | more), now=NOW)


def change(firm: Firm, risk_id: int, version: int | None = 1, **more: Any) -> int:
    usual = FLOOD | {"owner_id": None, "task_ids": [firm.task_ids["moor"]]}
    return writes.change_risk(firm.manager.actor, risk_id, **(usual | more), version=version, now=NOW)


def settle(firm: Firm, risk_id: int, state: str, version: int | None = 1) -> int:
    return writes.settle_risk(firm.manager.actor, risk_id, state=state, version=version, now=NOW)


def kept(firm: Firm, risk_id: int) -> reads.Risk:
    return reads.risk(firm.manager.actor, firm.project_id, risk_id)


def test_a_risk_names_its_tasks_who_looks_after_it_and_when_it_is_looked_at_again(cast: Cast) -> None:
    firm, before = cast.north, cast.north.revision
    one = kept(firm, add(firm))
    assert [task.id for task in one.tasks] == [firm.task_ids["dredge"], firm.task_ids["moor"]]
    assert (one.percent, one.minutes, one.owner, one.state, one.version) == (40, 960, "Mona kestrel", "open", 1)
    assert (one.response, one.measures, one.review_on, one.since_on) == ("reduce", "Pumps", date(2026, 3, 20), date(2026, 3, 2))
    assert (last_line(firm.manager.actor).verb, last_line(firm.manager.actor).after["percent"]) == ("added", 40)
    assert firm.revision > before


def test_a_risk_can_be_said_anew(cast: Cast) -> None:
    firm = cast.north
    risk_id = add(firm)
    assert change(firm, risk_id, name="A storm", percent=5) == 2
    one = kept(firm, risk_id)
    assert (one.name, one.percent, one.owner_id, [task.id for task in one.tasks]) == ("A storm", 5, None, [firm.task_ids["moor"]])
    line = last_line(firm.manager.actor)
    assert (line.before["name"], line.before["task_ids"]) == ("A flood", sorted([firm.task_ids["dredge"], firm.task_ids["moor"]]))


def test_what_happened_is_an_issue_until_it_is_over_and_may_come_again(cast: Cast) -> None:
    firm = cast.north
    risk_id = add(firm)
    for version, (state, verb) in enumerate([("happened", "happened"), ("closed", "closed"), ("open", "opened_again")], 1):
        assert settle(firm, risk_id, state, version) == version + 1
        assert kept(firm, risk_id).state == state
        assert last_line(firm.manager.actor).verb == verb
        assert [one.id for one in reads.open_risks(firm.project_id) if one.id == risk_id] == ([risk_id] if state == "open" else [])


def test_a_task_that_left_the_plan_left_its_risks(cast: Cast) -> None:
    firm = cast.north
    risk_id = add(firm)
    writes.remove_task(firm.manager.actor, firm.task_ids["moor"], version=1, now=NOW)
    assert [task.id for task in kept(firm, risk_id).tasks] == [firm.task_ids["dredge"]]


def test_every_change_of_a_risk_can_be_undone_and_done_again(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    risk_id = add(firm)
    one = kept(firm, risk_id)
    change(firm, risk_id, name="A storm")
    writes.undo(boss, firm.project_id, now=NOW)
    assert (kept(firm, risk_id).name, kept(firm, risk_id).tasks) == (one.name, one.tasks)
    settle(firm, risk_id, "happened", kept(firm, risk_id).version)
    writes.undo(boss, firm.project_id, now=NOW)
    assert kept(firm, risk_id).state == "open"
    writes.remove_risk(boss, risk_id, version=kept(firm, risk_id).version, now=NOW)
    writes.undo(boss, firm.project_id, now=NOW)
    assert kept(firm, risk_id).tasks == one.tasks
    writes.redo(boss, firm.project_id, now=NOW)
    with pytest.raises(NotFound):
        kept(firm, risk_id)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"name": " "}, "name_empty", "name"),
        ({"percent": 0}, "percent_out_of_range", "percent"),
        ({"percent": 100}, "percent_out_of_range", "percent"),
        ({"minutes": -1}, "minutes_impossible", "minutes"),
        ({"effect": "x" * 1001}, "text_too_long", "effect"),
        ({"measures": "x" * 1001}, "text_too_long", "measures"),
        ({"response": "pray"}, "response_unknown", "response"),
        ({"review_on": date(1900, 1, 1)}, "day_far_away", "review_on"),
    ],
)
def test_risks_that_cannot_be_kept_are_refused(cast: Cast, said: dict[str, Any], code: str, field: str) -> None:
    firm = cast.north
    risk_id = add(firm)
    for attempt in (lambda: add(firm, **said), lambda: change(firm, risk_id, **said)):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert (refused.value.code, refused.value.field) == (code, field)
    assert kept(firm, risk_id).version == 1


def test_a_state_must_be_one_and_another(cast: Cast) -> None:
    risk_id = add(cast.north)
    for state, code in (("over", "state_unknown"), ("open", "state_already")):
        with pytest.raises(Refusal) as refused:
            settle(cast.north, risk_id, state)
        assert refused.value.code == code


def test_there_is_an_end_to_open_risks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    firm = cast.north
    first = add(firm)
    monkeypatch.setattr(rules, "MOST_RISKS", len(reads.open_risks(firm.project_id)))
    with pytest.raises(Refusal) as refused:
        add(firm)
    assert refused.value.code == "risks_too_many"
    settle(firm, first, "closed")
    add(firm)
    with pytest.raises(Refusal):
        settle(firm, first, "open", 2)


def test_nothing_of_another_firm_can_be_put_into_a_risk(cast: Cast) -> None:
    risk_id = add(cast.north)
    for said in ({"task_ids": [cast.south.task_ids["moor"]]}, {"owner_id": cast.south.member_person_id}):
        for attempt in (lambda said=said: add(cast.north, **said), lambda said=said: change(cast.north, risk_id, **said)):  # type: ignore[misc]
            with pytest.raises(NotFound):
                attempt()


def test_a_change_says_which_version_it_changes(cast: Cast) -> None:
    firm = cast.north
    risk_id = add(firm)
    for version, refusal in ((7, Stale), (None, VersionMissing)):
        for attempt in (change, lambda firm, risk_id, version: settle(firm, risk_id, "closed", version)):
            with pytest.raises(refusal):
                attempt(firm, risk_id, version)
        with pytest.raises(refusal):
            writes.remove_risk(firm.manager.actor, risk_id, version=version, now=NOW)


@pytest.mark.parametrize(("who", "refusal"), [("member", NotAllowed), ("client", NotAllowed)])
def test_only_those_who_manage_say_what_may_happen(cast: Cast, who: str, refusal: type[Exception]) -> None:
    _refused(cast, cast.north.everybody[who].actor, refusal)


def test_another_firm_finds_none_of_it(cast: Cast) -> None:
    _refused(cast, cast.south.manager.actor, NotFound)
    with pytest.raises(NotFound):
        reads.risks(cast.south.manager.actor, cast.north.project_id)


def _refused(cast: Cast, actor: Any, refusal: type[Exception]) -> None:
    firm = cast.north
    risk_id = add(firm)
    whole: dict[str, Any] = FLOOD | {"owner_id": None, "task_ids": []}
    for attempt in (
        lambda: writes.add_risk(actor, firm.project_id, **whole, now=NOW),
        lambda: writes.change_risk(actor, risk_id, **whole, version=1, now=NOW),
        lambda: writes.settle_risk(actor, risk_id, state="closed", version=1, now=NOW),
        lambda: writes.remove_risk(actor, risk_id, version=1, now=NOW),
    ):
        with pytest.raises(refusal):
            attempt()


def test_what_is_to_be_looked_at_again_reaches_managers_and_whoever_looks_after_it(cast: Cast) -> None:
    firm = cast.north
    due = date(2026, 3, 20)
    mine = add(firm)
    others = add(firm, name="A storm", owner_id=firm.other_person_id, review_on=date(2026, 3, 19))
    gone = add(firm, name="A frost")
    settle(firm, gone, "closed")
    assert reads.reviews(firm.manager.actor, on=date(2026, 3, 18)) == ()
    assert [each.risk_id for each in reads.reviews(firm.manager.actor, on=due)] == [others, mine]
    assert [(each.risk_id, each.owner) for each in reads.reviews(firm.member.actor, on=due)] == [(mine, "Mona kestrel")]
    settle(firm, mine, "happened")
    assert [each.state for each in reads.reviews(firm.member.actor, on=due)] == ["happened"]
    assert reads.reviews(cast.south.manager.actor, on=due) == ()
    with pytest.raises(NotAllowed):
        reads.reviews(firm.client.actor, on=due)
