"""Changing a plan through the API: several edits at once, as they are or as they are typed, tried first or taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from milepost.forecast import writes as forecasting
from milepost.plans import reads as plans
from tests.cast import NOW, Cast, Firm
from tests.doors.api.caller import Api, told

Json = dict[str, Any]


@pytest.fixture
def firm(cast: Cast) -> Iterator[Firm]:
    forecasting.conclude(cast.north.project_id, now=NOW)
    with time_machine.travel(NOW, tick=False):
        yield cast.north


def send(firm: Firm, *edits: Json, to: str = "edits", **headers: str) -> Any:
    return Api(firm.manager).send("POST", f"/api/projects/{firm.project_id}/{to}", {"edits": list(edits)}, **headers)


def typed(firm: Firm, task: str, version: int = 1, **texts: str) -> Json:
    return {"kind": "set", "task_id": firm.task_ids[task], "version": version, "typed": texts}


def task(firm: Firm, name: str) -> plans.Task:
    return plans.task(firm.manager.actor, firm.task_ids[name])


def names(firm: Firm) -> list[str]:
    return [name for _, _, name in plans.names(firm.project_id)]


def test_a_task_its_link_and_its_people_are_one_change(firm: Firm) -> None:
    answer = send(
        firm,
        {"kind": "add", "key": "a", "name": "Sound the basin", "after_id": firm.task_ids["survey"], "typed": {"duration": "2d"}},
        {"kind": "link", "predecessor_id": "a", "successor_id": firm.task_ids["moor"], "link_kind": "FS"},
        {"kind": "assign", "task_id": "a", "resource_id": firm.resource_id, "units": 50},
    )
    assert answer.status_code == 200
    made = plans.task(firm.manager.actor, answer.json()["made"]["a"])
    assert (made.line.duration_minutes, [link.name for link in made.successors]) == (960, ["moor kestrel"])
    assert [(one.resource_id, one.units) for one in made.line.who] == [(firm.resource_id, 50)]
    assert answer.json()["revision"] == firm.revision


def test_what_is_typed_means_days_lengths_links_and_people(firm: Firm) -> None:
    said = {"start": "16 mar", "duration": "1w", "deadline": "2026-04-10", "predecessors": "2d after survey kestrel", "people": "Mona 40%"}
    assert send(firm, typed(firm, "moor", **said)).status_code == 200
    moor = task(firm, "moor")
    assert (moor.constraint, moor.constraint_at and moor.constraint_at.isoformat()) == ("SNET", "2026-03-16T00:00:00")
    assert (moor.line.duration_minutes, str(moor.line.deadline_at)) == (2400, "2026-04-10 23:59:00")
    assert [(link.name, link.lag) for link in moor.predecessors] == [("survey kestrel", 960)]
    assert [(one.resource_id, one.units) for one in moor.line.who] == [(firm.resource_id, 40)]


def test_an_empty_text_takes_the_value_away(firm: Firm) -> None:
    send(firm, typed(firm, "moor", start="16 mar", deadline="10 apr", people="Mona"))
    assert send(firm, typed(firm, "moor", 2, start="", deadline="", predecessors="", people="")).status_code == 200
    moor = task(firm, "moor")
    assert (moor.constraint, moor.constraint_at, moor.line.deadline_at) == ("ASAP", None, None)
    assert (moor.predecessors, moor.line.who) == ((), ())


def test_a_typed_finish_sets_the_length_that_ends_there(firm: Firm) -> None:
    assert send(firm, typed(firm, "moor", finish="2026-04-17")).status_code == 200
    seen = send(firm, {"kind": "set", "task_id": firm.task_ids["survey"], "version": 1, "fields": {"name": "x"}}, to="preview").json()
    assert seen["moved"] == []
    forecasting.conclude(firm.project_id, now=NOW)
    dates = {each["id"]: each for each in Api(firm.manager).get(f"/api/projects/{firm.project_id}/schedule").json()["tasks"]}
    assert dates[firm.task_ids["moor"]]["finish"].startswith("2026-04-17")


def test_a_preview_says_what_would_come_of_it_and_keeps_nothing(firm: Firm) -> None:
    seen = send(firm, typed(firm, "dredge", duration="7d"), to="preview").json()
    assert seen["days"] == 2
    assert seen["finish_before"] < seen["finish_after"]
    assert {each["name"] for each in seen["moved"]} >= {"dredge kestrel", "moor kestrel"}
    assert [(each["uid"], each["days"] - each["days_before"]) for each in seen["promises"] if each["uid"] is None] == [(None, -2)]
    assert task(firm, "dredge").line.duration_minutes == 2400


def test_all_of_it_happens_or_nothing_and_the_refusal_says_which_edit_it_is_about(firm: Firm) -> None:
    before = firm.revision, names(firm)
    answer = send(
        firm,
        {"kind": "add", "key": "a", "name": "Sound the basin"},
        typed(firm, "survey", duration="1d", people="Mona"),
        {"kind": "link", "predecessor_id": firm.task_ids["moor"], "successor_id": firm.task_ids["survey"]},
    )
    assert told(answer) == (422, "link_circle")
    assert answer.json()["details"]["index"] == 2
    assert (firm.revision, names(firm)) == before


@pytest.mark.parametrize(
    ("texts", "code", "field"),
    [
        ({"start": "someday"}, "date_not_understood", "start"),
        ({"duration": "5"}, "duration_not_understood", "duration"),
        ({"predecessors": "after Nobody knows"}, "name_unknown", "predecessors"),
        ({"people": "Berta"}, "person_unknown", "people"),
        ({"finish": "2026-01-02"}, "finish_before_start", "finish"),
    ],
)
def test_what_is_not_understood_is_refused_where_it_was_typed(firm: Firm, texts: Json, code: str, field: str) -> None:
    answer = send(firm, {"kind": "remove", "task_id": firm.task_ids["opening"], "version": 1}, typed(firm, "moor", **texts))
    assert told(answer) == (422, code)
    assert (answer.json()["field"], answer.json()["details"]["index"]) == (field, 1)
    assert "opening kestrel" in names(firm)


def test_a_new_task_has_no_finish_to_type_yet(firm: Firm) -> None:
    assert told(send(firm, {"kind": "add", "key": "a", "name": "New", "typed": {"finish": "fri"}})) == (422, "finish_of_new")


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "paint", "task_id": 1},
        {"kind": "set", "task_id": 1, "version": 1, "fields": {"workspace_id": 2}},
        {"kind": "add", "key": "a"},
        {"kind": "link", "predecessor_id": 1, "successor_id": 2, "link_kind": "XX"},
    ],
    ids=["kind", "field", "name", "link"],
)
def test_what_is_no_edit_is_refused(firm: Firm, edit: Json) -> None:
    assert told(send(firm, edit)) == (422, "invalid")


def test_two_new_tasks_have_two_keys(firm: Firm) -> None:
    assert told(send(firm, *[{"kind": "add", "key": "a", "name": "New"}] * 2)) == (422, "invalid")


def test_an_older_version_goes_through_where_it_is_about_something_else(firm: Firm) -> None:
    assert send(firm, typed(firm, "moor", duration="4d")).status_code == 200
    assert send(firm, typed(firm, "moor", 1, deadline="10 apr")).status_code == 200
    stale = send(firm, typed(firm, "moor", 1, duration="9d"))
    assert told(stale) == (409, "stale")
    assert stale.json()["details"] == {
        "yours": {"duration_minutes": 4320},
        "current": {"duration_minutes": 1920, "version": 3},
        "index": 0,
    }
    unread = send(firm, {"kind": "set", "task_id": firm.task_ids["moor"], "fields": {"name": "x"}})
    assert told(unread)[0] == 428


def test_a_repeated_key_is_answered_once(firm: Firm) -> None:
    edit = {"kind": "add", "key": "a", "name": "Sound the basin"}
    first, again = (send(firm, edit, Idempotency_Key="k1") for _ in range(2))
    assert first.content == again.content
    assert names(firm).count("Sound the basin") == 1


def test_a_change_is_taken_back_and_done_again(firm: Firm) -> None:
    api, address = Api(firm.manager), f"/api/projects/{firm.project_id}"
    assert send(firm, typed(firm, "moor", duration="9d", people="Mona")).status_code == 200
    assert api.send("POST", f"{address}/undo", {}).status_code == 200
    assert (task(firm, "moor").line.duration_minutes, task(firm, "moor").line.who) == (480, ())
    assert api.send("POST", f"{address}/redo", {}).status_code == 200
    assert (task(firm, "moor").line.duration_minutes, len(task(firm, "moor").line.who)) == (4320, 1)
