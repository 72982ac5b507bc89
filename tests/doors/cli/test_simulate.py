"""`milepost simulate` and its bench: what is likely, from a file alone, in words and in JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from milepost import cli
from milepost.exchange import msproject
from milepost.forecast.rules.simulation import Finished, Simulation, Spreads
from milepost.forecast.snapshot import simulation
from milepost.kernel.refusal import Refusal
from milepost.plans.draft import Assignment, Draft, Link, Resource, Task

START = datetime(2026, 3, 2, 8)
AS_OF = date(2026, 3, 2)
TASKS = (
    Task(10, "Quay", summary=True),
    Task(11, "Survey the harbour bed", level=2, duration_minutes=2400),
    Task(12, "Dredge", level=2, duration_minutes=4800),
    Task(20, "Paint the crane", duration_minutes=480),
)
HARBOUR = Draft("Harbour", START, TASKS, (Link(11, 12),), resources=(Resource(1, "Ana"),), assignments=(Assignment(1, 11, 1),))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.xml"
    path.write_bytes(msproject.write(HARBOUR))
    return path


def said(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = cli.run([*map(str, words)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def told(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(capsys, "simulate", *words, "--as-of", AS_OF, "--json")[1])
    return found


def test_the_page_says_what_is_likely_what_decides_it_and_what_it_rests_on(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, page, _ = said(capsys, "simulate", plan, "--as-of", AS_OF, "--promised", "2026-03-23")
    assert code == 0
    words = " ".join(page.split())
    assert "As likely as not by " in words
    assert "8 in 10 chances by " in words
    assert "The promise of Mon 23 Mar is kept in " in words
    assert "of 100 cases (±1)." in words
    assert "“Dredge”" in page.split("When it ends")[0]
    assert "For 3 of 3 tasks nobody gave a best and a worst case" in words
    assert all(len(line) <= 80 for line in page.splitlines())


def test_a_promise_that_is_sure_or_hopeless_is_no_round_number(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "in more than 99 of 100" in said(capsys, "simulate", plan, "--as-of", AS_OF, "--promised", "2027-01-01")[1]
    assert "in less than 1 of 100" in said(capsys, "simulate", plan, "--as-of", AS_OF, "--promised", "2026-03-03")[1]


def test_programs_get_dates_chances_and_drivers(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, plan, "--promised", "2026-03-23", "--trials", 2000)
    days = [found["finish"][name] for name in ("p10", "p50", "p80", "p90")]
    assert days == sorted(days)
    assert found["planned_finish"] == "2026-03-20T18:00"
    assert 0 < found["promised"]["probability"] < 1
    assert 0 < found["promised"]["error"] < 0.05
    assert sum(bar["trials"] for bar in found["histogram"]) == found["trials"] == 2000
    tasks = {task["uid"]: task for task in found["tasks"]}
    assert tasks[12]["criticality"] == tasks[10]["criticality"] == 1
    assert tasks[20]["criticality"] == 0
    assert {driver["kind"] for driver in found["drivers"]} >= {"task", "project"}


def test_the_same_seed_says_the_same_and_another_something_else(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = told(capsys, plan, "--trials", 500)
    assert first == told(capsys, plan, "--trials", 500, "--seed", 1)
    assert first["histogram"] != told(capsys, plan, "--trials", 500, "--seed", 2)["histogram"]


def test_a_later_promise_is_no_less_likely(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chances = [told(capsys, plan, "--promised", f"2026-03-{day}")["promised"]["probability"] for day in (16, 23)]
    assert chances == sorted(chances)


@pytest.mark.parametrize("trials", ["0", "-1", "many", "1000001"])
def test_a_number_of_trials_that_cannot_be_is_wrong_usage(plan: Path, trials: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        said(capsys, "simulate", plan, f"--trials={trials}")
    assert ended.value.code == 2


def test_a_file_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, complaint = said(capsys, "simulate", "nowhere.xml")
    assert code == 1
    assert "nowhere.xml" in complaint


def changed(uid: int, **fields: Any) -> Draft:
    return replace(HARBOUR, tasks=tuple(replace(task, **fields) if task.uid == uid else task for task in HARBOUR.tasks))


def test_what_was_estimated_counts_more_than_what_is_assumed() -> None:
    sure = simulation.simulate(changed(12, best_minutes=4700, worst_minutes=4900), as_of=AS_OF)
    unsure = simulation.simulate(HARBOUR, as_of=AS_OF)
    assert sure.p90 - sure.p10 < unsure.p90 - unsure.p10
    assert str(sure.notes[0]) == "1 of 3 tasks vary between the best and the worst case given for them."


def test_a_report_beyond_the_worst_case_widens_it() -> None:
    found = simulation.simulate(changed(12, best_minutes=480, worst_minutes=960), as_of=AS_OF)
    assert found.p90 <= simulation.simulate(HARBOUR, as_of=AS_OF).p90


def test_the_firms_past_moves_dates_and_is_named() -> None:
    late = [Finished(1000, 2000, date(2026, 1, 5), person="Ana") for _ in range(50)]
    found = simulation.simulate(HARBOUR, as_of=AS_OF, history=late)
    assert found.p50 > simulation.simulate(HARBOUR, as_of=AS_OF).p50
    assert str(found.notes[0]) == "3 of 3 tasks vary as 50 finished tasks of the firm did against their estimates."


def test_a_risk_and_several_promises_are_told() -> None:
    flood = simulation.Risk(7, "Flood", 0.3, (12,), minutes=4800)
    found = simulation.simulate(HARBOUR, as_of=AS_OF, risks=[flood], promises={None: date(2026, 3, 24), 11: date(2026, 3, 10)})
    assert "risk" in {each.kind for each in found.drivers}
    assert found.together is not None
    assert found.together.share <= min(each.share for each in found.kept)
    assert found.probability(date(2026, 3, 24)).share == found.kept[0].share
    assert (
        Simulation.from_json(json.loads(json.dumps(found.as_json())), Spreads.unpacked(found.spreads.packed())).as_json() == found.as_json()
    )


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("probability_out_of_range", {"risks": [simulation.Risk(7, "Flood", 2.0, (12,))]}),
        ("row_unknown", {"risks": [simulation.Risk(7, "Flood", 0.5, (99,))]}),
        ("row_unknown", {"promises": {99: date(2026, 3, 24)}}),
        ("trials_out_of_range", {"trials": 0}),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_a_sentence(code: str, options: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        simulation.simulate(HARBOUR, as_of=AS_OF, **options)
    assert refused.value.code == code


def test_a_simulation_may_be_cancelled() -> None:
    with pytest.raises(simulation.Cancelled):
        simulation.simulate(HARBOUR, as_of=AS_OF, progress=lambda share: False)


def test_the_bench_prints_time_and_memory_and_that_it_is_exact(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "bench", "simulate", "--tasks", 40, "--trials", 300, "--json")
    figures = json.loads(out)["results"][0]
    assert code == 0
    assert figures["exact"] is True
    assert (figures["tasks"], figures["trials"]) == (40, 300)
    assert figures["wall_ms"] > 0
    assert figures["times_numpy"] > 0
