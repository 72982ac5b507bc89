"""`milepost schedule`, `explain` and `health` on plan files, and the benches: in words for people and in JSON for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from milepost import cli
from milepost.exchange import msproject
from milepost.plans.draft import Draft, Link, Task

START = datetime(2026, 3, 2, 9)
TASKS = (
    Task(10, "Quay", summary=True),
    Task(11, "Survey", level=2, duration_minutes=240),
    Task(12, "Dredge", level=2, duration_minutes=960),
    Task(20, "Paint", duration_minutes=480),
)
HARBOUR = Draft("Harbour", START, TASKS, (Link(11, 12),))


@pytest.fixture
def plans(tmp_path: Path) -> tuple[Path, Path]:
    """The plan as it was and as it is: dredging takes two days more."""
    old, new = tmp_path / "old.xml", tmp_path / "new.xml"
    old.write_bytes(msproject.write(HARBOUR))
    longer = tuple(replace(task, duration_minutes=1920) if task.uid == 12 else task for task in TASKS)
    new.write_bytes(msproject.write(replace(HARBOUR, tasks=longer)))
    return old, new


def said(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = cli.run([str(word) for word in words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def told(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(capsys, *words, "--json")[1])
    return found


def test_a_schedule_has_dates_floats_and_drivers(plans: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "schedule", plans[0], "--as-of", "2026-03-02")
    rows = {row["uid"]: row for row in found["tasks"]}
    assert found["critical_path"] == [11, 12]
    assert (rows[12]["driver"], rows[12]["critical"], rows[20]["critical"]) == (11, True, False)
    assert rows[20]["total_float_minutes"] == rows[20]["free_float_minutes"] == 720
    assert rows[10]["summary"] is True
    page = said(capsys, "schedule", plans[0], "--as-of", "2026-03-02")[1]
    assert "    Dredge" in page
    assert "* Mon 2 Mar" in page


def test_why_one_date_is_what_it_is(plans: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "explain", plans[0], "--task", 12, "--as-of", "2026-03-02")
    assert [row["why"] for row in found["tasks"]] == ["It starts when “Survey” finishes."]
    assert "slip" not in found


def test_a_slip_is_told_with_parts_that_add_up(plans: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = plans
    words = ("explain", new, "--before", old, "--before-as-of", "2026-03-02", "--as-of", "2026-03-03")
    slip = told(capsys, *words)["slip"]
    assert slip["sentence"] == "3 working days later: 2 because “Dredge” takes longer, 1 because “Survey” starts later."
    assert sum(part["working_days"] for part in slip["parts"]) == slip["working_days"] == 3
    assert sum(part["working_minutes"] for part in slip["parts"]) == slip["working_minutes"]
    assert "2 because “Dredge” takes longer" in said(capsys, *words)[1]


def test_one_task_slips_by_itself(plans: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = plans
    slip = told(capsys, "explain", new, "--before", old, "--as-of", "2026-03-02", "--task", 20)["slip"]
    assert (slip["working_days"], slip["sentence"]) == (0, "The finish has not moved.")


@pytest.mark.parametrize(("words", "code"), [(("--task", "77"), "no_such_task"), (("--before", "nowhere.xml"), "file_not_found")])
def test_what_cannot_be_explained_is_refused(
    plans: tuple[Path, Path], capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str
) -> None:
    ended, out, err = said(capsys, "explain", plans[0], *words, "--json")
    assert (ended, json.loads(out)["error"]["code"]) == (1, code)
    assert err


def test_a_task_that_is_not_in_both_plans_has_no_slip(plans: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = plans
    old.write_bytes(msproject.write(replace(HARBOUR, tasks=TASKS[:3])))
    ended, out, _ = said(capsys, "explain", new, "--before", old, "--task", 20, "--json")
    assert (ended, json.loads(out)["error"]["code"]) == (1, "task_not_in_both")


def test_health_names_what_to_look_at(plans: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "health", plans[0], "--as-of", "2026-03-02")
    checks = {check["code"]: check for check in found["checks"]}
    assert len(checks) == len(found["checks"]) == 21
    assert (checks["missing_links"]["passed"], checks["missing_links"]["uids"]) == (False, [20])
    assert (checks["leads"]["passed"], checks["missed_tasks"]["passed"]) == (True, None)
    assert found["failed"] == sum(check["passed"] is False for check in found["checks"])
    ended, page, _ = said(capsys, "health", plans[0], "--as-of", "2026-03-02")
    assert ended == 0
    assert "DCMA 14-point assessment" in page
    assert "· Paint" in page


def test_the_bench_of_the_critical_path_prints_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "bench", "cpm", "--tasks", 60)
    assert [(row["tasks"], row["calendars"]) for row in found["results"]] == [(60, 1), (60, 4)]
    assert all(row["hot"] > 0 and row["plain twin"] > 0 for row in found["results"])
    assert "raw arrays" in said(capsys, "bench", "cpm", "--tasks", 60)[1]


def test_peers_that_are_installed_find_the_same_dates(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "bench", "peers", "--tasks", 80, "--trials", 20)
    compared = {each["peer"]: each["agrees"] for each in found["results"] if each["what"] == "critical path"}
    assert compared["networkx"] is True
    assert set(compared) | set(found["not_installed"]) == {"networkx", "pmcontrols", "trueppm-scheduler", "mpxj"}


@pytest.mark.parametrize("words", [("bench",), ("bench", "nothing"), ("bench", "cpm", "--tasks", "0"), ("bench", "cpm", "--tasks", "many")])
def test_a_bench_that_is_not_there_is_wrong_usage(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(list(words))
    assert ended.value.code == 2


def test_every_command_that_is_listed_has_a_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in cli.COMMANDS:
        if command.listed:
            with pytest.raises(SystemExit) as ended:
                cli.run([command.name, "--help"])
            assert ended.value.code == 0
    assert capsys.readouterr().out
