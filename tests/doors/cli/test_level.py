"""`milepost level`: who waits for whom, from the plan's file alone, in words for people and in JSON for programs."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from milepost import cli
from milepost.exchange import msproject
from milepost.plans.draft import Assignment, Draft, Link, Resource, Task

START = datetime(2026, 3, 2, 9)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    tasks = (
        Task(1, "API", duration_minutes=960),
        Task(2, "Review", duration_minutes=480),
        Task(3, "Release", duration_minutes=480),
    )
    work = tuple(Assignment(uid, uid, 1, work_minutes=tasks[uid - 1].duration_minutes) for uid in (1, 2))
    draft = Draft("Portal", START, tasks, (Link(1, 3),), resources=(Resource(1, "Anna"),), assignments=work)
    path = tmp_path / "portal.xml"
    path.write_bytes(msproject.write(draft))
    return path


def test_the_page_says_who_waits_for_whom(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["level", str(plan), "--as-of", "2026-03-02", "--promised", "2026-03-03"]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "“Review” starts 2 working days later, because Anna works on “API” until Tue 3 Mar, 18:00." in page
    assert "1 working day late for the promised date." in page
    assert "its people lose it no time" in page
    assert "this is proved" in page


def test_programs_get_the_dates_and_the_moves(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["level", str(plan), "--as-of", "2026-03-02", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["finish"] == answer["finish_without_people"] == "2026-03-04T18:00"
    assert answer["tasks"][1] == {"uid": 2, "name": "Review", "start": "2026-03-04T09:00", "finish": "2026-03-04T18:00"}
    (move,) = answer["moved"]
    assert {name: move[name] for name in ("uid", "later_minutes", "person", "waits_for")} == {
        "uid": 2,
        "later_minutes": 960,
        "person": "Anna",
        "waits_for": 1,
    }
    assert answer["proved"] is True


def test_work_for_somebody_without_capacity_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = Draft(
        "Portal",
        START,
        (Task(1, "API", duration_minutes=960),),
        resources=(Resource(1, "Anna", units=0),),
        assignments=(Assignment(1, 1, 1, work_minutes=960),),
    )
    path = tmp_path / "portal.xml"
    path.write_bytes(msproject.write(draft))
    assert cli.run(["level", str(path), "--as-of", "2026-03-02", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)["error"]
    assert said["code"] == "person_without_capacity"
    assert said["message"] == "“API” needs Anna, who has no capacity. Give Anna some, or the task to somebody else."


def test_two_hundred_per_cent_of_one_person_is_cut_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = Draft(
        "Portal",
        START,
        (Task(1, "API", duration_minutes=960),),
        resources=(Resource(1, "Anna"),),
        assignments=(Assignment(1, 1, 1, units=200, work_minutes=1920),),
    )
    path = tmp_path / "portal.xml"
    path.write_bytes(msproject.write(draft))
    assert cli.run(["level", str(path), "--as-of", "2026-03-02"]) == 0
    assert "“API” asks for 200 % of Anna, who has 100 %. It was given 100 %." in " ".join(capsys.readouterr().out.split())
