"""`milepost replan`: what moves, against which plan, and what can be done, in words for people and in JSON for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from milepost import cli
from milepost.exchange import msproject
from milepost.forecast.snapshot import replanning
from milepost.kernel.refusal import Refusal
from milepost.plans.draft import BaselineDates, Draft, Link, Task
from tests.data import needs_data, plans
from tests.engine.test_repairing import MONDAY, longer, office

AS_OF = "2026-03-02"
CHAIN = (("Dig", "Lay"), ("Lay", "Open"))


@pytest.fixture
def dated() -> Draft:
    """A plan with the dates it was saved with."""
    draft = office({"Dig": 16, "Lay": 8, "Open": 8, "Paint": 8}, CHAIN)
    days = {"Dig": (0, 1), "Lay": (2, 2), "Open": (3, 3), "Paint": (0, 0)}
    tasks = (replace(t, saved_start=_at(days[t.name][0], 0), saved_finish=_at(days[t.name][1], 9)) for t in draft.tasks)
    return replace(draft, tasks=tuple(tasks))


def _at(day: int, hours: int) -> datetime:
    return MONDAY + timedelta(days=day, hours=hours)


def written(path: Path, draft: Draft) -> Path:
    path.write_bytes(msproject.write(draft))
    return path


def said(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert cli.run(["replan", *map(str, words), "--as-of", AS_OF, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_only_what_must_moves_and_the_reason_is_said(tmp_path: Path, dated: Draft) -> None:
    late = longer(dated, "Dig", 24)
    found = replanning.replan(late, replanning.saved_dates(late), as_of=MONDAY.date())
    assert [(s.uid, s.days) for s in found.shifts] == [(1, 1.0), (2, 1.0), (3, 1.0)]
    assert str(found.shifts[1].because) == "It starts when “Dig” finishes."
    assert (found.finish_before, found.finish, found.right_finish) == (_at(3, 9), _at(4, 9), _at(4, 9))
    assert (found.moved_days, found.right_moved_days, found.right_moved) == (2.0, 2.0, 3)


def test_the_plan_before_may_be_an_older_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], dated: Draft) -> None:
    old = written(tmp_path / "old.xml", dated)
    new = written(tmp_path / "new.xml", replace(longer(dated, "Dig", 24), tasks=_unsaved(longer(dated, "Dig", 24))))
    answer = said(capsys, new, "--before", old)
    assert answer["finish_before"] == "2026-03-05T17:00"
    assert {task["name"]: task["days"] for task in answer["tasks"]} == {"Dig": 1.0, "Lay": 1.0, "Open": 1.0}


def _unsaved(draft: Draft) -> tuple[Task, ...]:
    return tuple(replace(task, saved_start=None, saved_finish=None) for task in draft.tasks)


def test_a_promise_says_whether_it_is_kept_and_which_way_keeps_it(tmp_path: Path, capsys: pytest.CaptureFixture[str], dated: Draft) -> None:
    answer = said(capsys, written(tmp_path / "plan.xml", longer(dated, "Dig", 24)), "--promised", "2026-03-05")
    assert answer["keeps_promise"] is False
    accept, *others = answer["options"]
    assert (accept["kind"], accept["keeps_promise"]) == ("accept", False)
    assert any(option["keeps_promise"] for option in others)
    assert all(option["gain_days"] > 0 for option in others)
    assert answer["right_shift"] == {"finish": "2026-03-06T17:00", "moved_tasks": 3, "moved_days": 2.0}


def test_a_promise_that_another_order_keeps_is_kept() -> None:
    """Right-shift would let the short task wait; what was promised comes before few moves."""
    draft = office({"Long": 16, "Short": 8, "Test": 24}, (("Short", "Test"),), {"Long": 1, "Short": 1, "Test": 2})
    before = {1: (_at(0, 0), _at(1, 9)), 2: (_at(2, 0), _at(2, 9)), 3: (_at(3, 0), _at(7, 9))}
    calm = replanning.replan(draft, before, as_of=MONDAY.date())
    kept = replanning.replan(draft, before, as_of=MONDAY.date(), promised=date(2026, 3, 5), budget=40)
    assert calm.shifts == ()
    assert (kept.finish, kept.keeps_promise) == (_at(3, 9), True)
    assert len(kept.shifts) == 3


def test_the_page_says_what_moves_and_what_can_be_done(tmp_path: Path, capsys: pytest.CaptureFixture[str], dated: Draft) -> None:
    path = written(tmp_path / "plan.xml", longer(dated, "Dig", 24))
    assert cli.run(["replan", str(path), "--as-of", AS_OF, "--promised", "2026-03-05"]) == 0
    page = capsys.readouterr().out
    assert "3 dates move" in page
    assert "What moves, and why" in page
    assert "It starts when “Dig” finishes." in page
    assert "What can be done" in page
    assert "days earlier" in page
    assert max(map(len, page.splitlines())) <= 80


def test_dates_of_a_baseline_serve_where_none_were_saved(dated: Draft) -> None:
    bare = replace(dated, tasks=_unsaved(dated), baselines=(BaselineDates(0, 1, _at(0, 0), _at(1, 9)),))
    assert replanning.saved_dates(bare) == {1: (_at(0, 0), _at(1, 9))}


def test_without_any_earlier_dates_it_says_what_is_missing(dated: Draft) -> None:
    with pytest.raises(Refusal) as refused:
        replanning.saved_dates(replace(dated, tasks=_unsaved(dated)))
    assert refused.value.code == "plan_before_missing"


def test_a_plan_before_that_holds_none_of_the_tasks_is_refused(dated: Draft) -> None:
    with pytest.raises(Refusal) as refused:
        replanning.replan(dated, {77: (_at(0, 0), _at(0, 9))}, as_of=MONDAY.date())
    assert refused.value.code == "plan_before_of_another"


def test_a_plan_without_dates_is_refused_by_name(dated: Draft) -> None:
    circle = replace(dated, links=(*dated.links, Link(3, 1)))
    with pytest.raises(Refusal) as refused:
        replanning.replan(circle, replanning.saved_dates(dated), as_of=MONDAY.date())
    assert refused.value.code == "circle"


@needs_data
def test_a_real_plan_in_progress_is_replanned(capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = plans("msproject/software-development-plan*.xml")
    assert cli.run(["replan", str(path), "--as-of", "2012-12-26", "--seconds", "0.2", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["moved_days"] <= answer["right_shift"]["moved_days"]
    assert answer["finish"] <= answer["right_shift"]["finish"]
    assert answer["options"][0]["kind"] == "accept"
