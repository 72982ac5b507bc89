"""`milepost brief`: a plan's standing from its file alone, in words for people and in JSON for programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from milepost import cli
from milepost.cli import brief, brief_text
from milepost.cli.terminal import Paper
from milepost.exchange import msproject
from milepost.plans.draft import Assignment, Draft, Link, Resource, Task
from scripts.make_plan import make_plan
from tests.data import needs_data, plans

START = datetime(2026, 3, 2, 8)
MONDAY = "2026-03-02"
ROW = "uid name summary start finish early_start early_finish late_start late_finish total_float_minutes critical why"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    tasks = (
        Task(10, "Quay", summary=True),
        Task(11, "Survey the harbour bed", level=2, duration_minutes=240),
        Task(12, "Dredge", level=2, duration_minutes=960),
        Task(20, "Paint the crane", duration_minutes=480),
    )
    draft = Draft("Harbour", START, tasks, (Link(11, 12),), resources=(Resource(1, "Ana"),), assignments=(Assignment(1, 11, 1),))
    path = tmp_path / "harbour.xml"
    path.write_bytes(msproject.write(draft))
    return path


def said(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = cli.run(["brief", *map(str, words)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def told(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(capsys, *words, "--json")[1])
    return found


def test_the_json_has_exactly_what_was_promised(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, plan, "--promised", "2026-03-06", "--as-of", MONDAY)
    assert {key: value for key, value in found.items() if not isinstance(value, list)} == {
        "project": "Harbour",
        "as_of": MONDAY,
        "finish": "2026-03-04T13:00",
        "promised": "2026-03-06",
        "standing_working_days": 2,
    }
    assert set(found) - {"project", "as_of", "finish", "promised", "standing_working_days"} == {"tasks", "finishable_today", "warnings"}
    assert list(found["tasks"][0]) == ROW.split()


def test_every_task_stands_in_it_with_the_files_own_number(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = told(capsys, plan, "--as-of", MONDAY)["tasks"]
    assert [(row["uid"], row["summary"], row["critical"]) for row in rows] == [
        (10, True, True),
        (11, False, True),
        (12, False, True),
        (20, False, False),
    ]
    assert (rows[1]["start"], rows[1]["finish"]) == ("2026-03-02T09:00", "2026-03-02T13:00")
    assert rows[2]["why"] == "It starts when “Survey the harbour bed” finishes."


def test_finishable_today_names_who_and_why(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (survey, crane) = told(capsys, plan, "--as-of", MONDAY)["finishable_today"]
    assert survey == {
        "uid": 11,
        "name": "Survey the harbour bed",
        "kind": "task",
        "remaining_minutes": 240,
        "who": ["Ana"],
        "because": "Nothing stands in its way, and its 4 h fit into today.",
    }
    assert crane["uid"] == 20


def test_without_a_promise_there_is_no_standing(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, plan, "--as-of", MONDAY)
    assert (found["promised"], found["standing_working_days"]) == (None, None)


def test_the_status_date_of_the_file_is_the_day_unless_one_is_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(msproject.write(Draft("Harbour", START, (Task(1, "Dredge", duration_minutes=480),), status_on=date(2026, 4, 1))))
    assert told(capsys, path)["as_of"] == "2026-04-01"
    assert told(capsys, path, "--as-of", MONDAY)["as_of"] == MONDAY


@pytest.mark.parametrize(
    ("promised", "words"),
    [
        ("2026-03-06", "2 working days in hand"),
        ("2026-03-04", "on the day"),
        ("2026-03-03", "1 working day late"),
        ("2026-03-02", "2 working days late"),
    ],
)
def test_the_page_says_the_standing_in_words(plan: Path, promised: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert words in said(capsys, plan, "--promised", promised, "--as-of", MONDAY)[1]


def test_the_page_tells_what_sets_the_finish_and_why(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, plan, "--as-of", MONDAY)[1].splitlines()
    at = lines.index("Critical path: what sets the finish")
    assert lines[at + 1].split() == ["Survey", "the", "harbour", "bed", "Mon", "2", "Mar"]
    assert lines[at + 4] == "    It starts when “Survey the harbour bed” finishes."


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_line_is_wider_than_the_paper(width: int, tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(msproject.write(make_plan(120)))
    found = brief.brief_of(path, promised=date(2026, 3, 30), as_of=date(2026, 3, 2))
    page = brief_text.page(found, Paper(width))
    assert max(map(len, page.splitlines())) <= width


def test_colours_only_on_a_terminal_and_never_against_the_readers_will(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Paper.of(Terminal()).coloured  # type: ignore[arg-type]
    assert not Paper.of(StringIO()).coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Paper.of(Terminal()).coloured  # type: ignore[arg-type]
    found = brief.brief_of(plan, promised=date(2026, 3, 3), as_of=date(2026, 3, 2))
    assert "\x1b[31m1 working day late\x1b[0m" in brief_text.page(found, Paper(80, coloured=True))
    assert "\x1b" not in brief_text.page(found, Paper(80))


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "file_empty"), (b"<rss/>", "file_not_project_xml"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_is_mpp")]
)
def test_a_refused_file_is_a_sentence_and_exit_code_one(
    content: bytes, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(content)
    exit_code, out, err = said(capsys, path)
    assert (exit_code, out) == (1, "")
    assert err.count("\n") == 1
    exit_code, out, err = said(capsys, path, "--json")
    assert exit_code == 1
    assert json.loads(out)["error"]["code"] == code
    assert json.loads(out)["error"]["message"] == err.strip()


def test_what_the_engine_refuses_is_refused_here_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "circle.xml"
    tasks = (Task(1, "Hen", duration_minutes=480), Task(2, "Egg", duration_minutes=480))
    path.write_bytes(msproject.write(Draft("Circle", START, tasks, (Link(1, 2), Link(2, 1)))))
    exit_code, out, err = said(capsys, path)
    assert (exit_code, out) == (1, "")
    assert "Hen" in err
    assert "Egg" in err


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, tmp_path / "none.xml")[0] == 1
    assert said(capsys, tmp_path)[0] == 1


@pytest.mark.parametrize("words", [[], ["plan.xml", "--promised", "soon"], ["plan.xml", "--as-of", "2026-13-01"], ["a.xml", "b.xml"]])
def test_wrong_usage_ends_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(["brief", *words])
    assert ended.value.code == 2


def test_it_needs_neither_django_nor_a_home(plan: Path, tmp_path: Path) -> None:
    words = f"import sys; from milepost import cli; code = cli.run(['brief', {str(plan)!r}]); sys.exit(code or 'django' in sys.modules)"
    surroundings = {**os.environ, "MILEPOST_HOME": str(tmp_path / "nowhere")}
    run = subprocess.run([sys.executable, "-c", words], env=surroundings, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert not (tmp_path / "nowhere").exists()


@needs_data
@pytest.mark.parametrize("path", plans("**/*.xml"), ids=lambda path: path.stem)
def test_every_real_plan_has_a_brief(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = msproject.read(path)
    found = told(capsys, path, "--as-of", draft.start.date(), "--promised", draft.start.date())
    assert [row["uid"] for row in found["tasks"]] == [task.uid for task in draft.tasks]
    assert all(row["why"] for row in found["tasks"])
