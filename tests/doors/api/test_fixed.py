"""The addresses that other programs rely on: import, schedule, progress, the OpenAPI document."""

from __future__ import annotations

import json
import re
from pathlib import Path

import ninja
import pytest

from milepost.exchange import msproject
from tests.cast import Cast, plan
from tests.doors.api.caller import Api, told

MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
DATES = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")


@pytest.fixture
def manager(cast: Cast) -> Api:
    return Api(cast.north.manager)


def file(cast: Cast) -> bytes:
    return msproject.write(plan("heron", cast.north.member.email), dates={})


def test_a_file_becomes_a_project(cast: Cast, manager: Api) -> None:
    answer = manager.upload("/api/imports", file(cast))
    assert answer.status_code == 201
    assert set(answer.json()) == {"project_id", "warnings"}
    assert manager.get(f"/api/projects/{answer.json()['project_id']}").json()["name"] == "Harbour wall heron"


def test_the_schedule_has_every_task_with_its_dates_and_why(cast: Cast, manager: Api) -> None:
    schedule = manager.get(f"/api/projects/{cast.north.project_id}/schedule").json()
    assert {"revision", "as_of", "tasks"} <= set(schedule)
    assert [task["uid"] for task in schedule["tasks"]] == [1, 2, 3, 4, 5]
    for task in schedule["tasks"]:
        assert {"id", "name", "summary", "total_float_minutes", "critical", "why", *DATES} <= set(task)
        assert all(MINUTE.fullmatch(task[name]) for name in DATES)


def test_progress_moves_the_revision_and_the_dates(cast: Cast, manager: Api) -> None:
    before = manager.get(f"/api/projects/{cast.north.project_id}/schedule").json()
    answer = manager.send("POST", f"/api/tasks/{cast.north.task_ids['survey']}/progress", {"percent": 10, "remaining_minutes": 4800})
    assert answer.status_code == 200
    after = manager.get(f"/api/projects/{cast.north.project_id}/schedule").json()
    assert after["revision"] == answer.json()["revision"] > before["revision"]
    assert after["finish"] > before["finish"]


def test_a_newer_file_shows_its_difference_first_and_then_updates_the_same_project(cast: Cast, manager: Api) -> None:
    here = f"/api/projects/{cast.north.project_id}"
    difference = manager.upload(f"{here}/difference", file(cast)).json()
    assert {line["name"] for line in difference["changed"]} >= {"survey heron", "dredge heron"}
    answer = manager.upload(f"{here}/imports", file(cast), {"version": difference["revision"]})
    assert (answer.status_code, answer.json()["project_id"]) == (200, cast.north.project_id)
    assert told(manager.upload(f"{here}/imports", file(cast), {"version": difference["revision"]})) == (409, "stale")
    assert told(manager.upload(f"{here}/imports", file(cast))) == (428, "version_missing")


def test_a_file_that_is_no_plan_makes_nothing(manager: Api) -> None:
    before = manager.get("/api/projects").json()["total"]
    answer = manager.upload("/api/imports", b"<html></html>")
    assert told(answer)[0] == 422
    assert manager.get("/api/projects").json()["total"] == before


def test_what_goes_out_comes_in_again(cast: Cast, manager: Api) -> None:
    exported = manager.get(f"/api/projects/{cast.north.project_id}/export")
    assert exported["Content-Type"] == "application/xml"
    assert exported["Content-Disposition"].startswith("attachment")
    again = manager.upload("/api/imports", exported.content).json()["project_id"]
    names = [task["name"] for task in manager.get(f"/api/projects/{again}/tasks").json()["tasks"]]
    assert names == [task["name"] for task in manager.get(f"/api/projects/{cast.north.project_id}/tasks").json()["tasks"]]


def test_the_document_declares_every_refusal_and_every_key(cast: Cast, manager: Api) -> None:
    document = manager.get("/api/openapi.json").json()
    for methods in document["paths"].values():
        for method, operation in methods.items():
            assert {"401", "403", "404", "409", "422", "428"} <= set(operation["responses"])
            named = {parameter["name"] for parameter in operation.get("parameters", ())}
            assert method == "get" or {"Idempotency-Key", "If-Match"} <= named


def test_every_read_and_write_says_what_it_is_for(manager: Api) -> None:
    document = manager.get("/api/openapi.json").json()
    silent = [
        f"{method} {path}" for path, methods in document["paths"].items() for method, told in methods.items() if not told.get("description")
    ]
    assert silent == []


def test_the_documentation_comes_from_here_and_runs_no_inline_script(manager: Api) -> None:
    page = manager.get("/api/docs").content.decode()
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in script or "application/json" in script for script in scripts)
    assert (Path(ninja.__file__).parent / "static" / "ninja" / "swagger-ui-bundle.js").exists()


def test_terms_are_those_of_the_guide(manager: Api) -> None:
    assert "total-float" in {term["key"] for term in json.loads(manager.get("/api/words").content)}
