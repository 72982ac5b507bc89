"""Schedule health against plans made by hand: each offence is found by its own check, and a sound plan passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from milepost.forecast.rules.health import HealthCheck, HealthReport
from milepost.forecast.snapshot.health import health
from milepost.plans.draft import Assignment, BaselineDates, Constraint, Draft, Link, LinkKind, Resource, Task

MONDAY, NEXT = date(2026, 3, 2), date(2026, 3, 9)
CHECKS = [
    *("logic", "leads", "lags", "relationship_types", "hard_constraints", "high_float", "negative_float", "high_duration"),
    *("invalid_dates", "resources", "missed_tasks", "critical_path_test", "critical_path_length_index", "baseline_execution_index"),
    *("dangling_start", "dangling_finish", "missing_links", "out_of_sequence", "over_allocation", "summary_links", "long_lags"),
]


def sound() -> Draft:
    """Four tasks of two days in a row, each with somebody and with a baseline that can be kept."""
    tasks = tuple(Task(uid, f"Task {uid}", duration_minutes=960) for uid in range(1, 5))
    frozen = [datetime(2026, 3, day, 17) for day in (3, 5, 9, 11)]
    return Draft(
        "Sound",
        datetime(2026, 3, 2, 8),
        tasks=tasks,
        links=tuple(Link(uid, uid + 1) for uid in range(1, 4)),
        resources=(Resource(1, "Anna"),),
        assignments=tuple(Assignment(task.uid, task.uid, 1, 100, 960) for task in tasks),
        baselines=tuple(BaselineDates(0, task.uid, None, finish) for task, finish in zip(tasks, frozen, strict=True)),
    )


def changed(uid: int, **columns: Any) -> Draft:
    plan = sound()
    return replace(plan, tasks=tuple(replace(task, **columns) if task.uid == uid else task for task in plan.tasks))


def linked(*links: Link) -> Draft:
    return replace(sound(), links=links)


def found(draft: Draft, code: str, as_of: date = MONDAY) -> HealthCheck:
    return next(check for check in health(draft, as_of=as_of).checks if check.code == code)


def failing(report: HealthReport) -> set[str]:
    return {check.code for check in report.failed}


def test_a_sound_plan_passes_every_check_that_can_be_made() -> None:
    report = health(sound(), as_of=MONDAY)
    assert [check.code for check in report.checks] == CHECKS
    assert {check.code: check.passed for check in report.checks if not check.passed} == {
        "missed_tasks": None,
        "baseline_execution_index": None,
    }
    assert all(str(check.sentence) and str(check.title) and check.source for check in report.checks)


LONG = 45 * 480
OFFENCES: dict[str, tuple[Draft, tuple[int, ...]]] = {
    "logic": (linked(Link(1, 2), Link(2, 3)), (4,)),
    "leads": (linked(Link(1, 2), Link(2, 3, lag=-60), Link(3, 4)), (3,)),
    "lags": (linked(Link(1, 2), Link(2, 3, lag=60), Link(3, 4)), (3,)),
    "relationship_types": (linked(Link(1, 2), Link(2, 3, LinkKind.FF), Link(3, 4)), (3,)),
    "hard_constraints": (changed(4, constraint=Constraint.FNLT, constraint_at=datetime(2026, 5, 1, 17)), (4,)),
    "high_float": (changed(4, duration_minutes=LONG), (5,)),
    "negative_float": (changed(2, deadline_at=datetime(2026, 3, 4, 17)), (1, 2)),
    "high_duration": (changed(4, duration_minutes=LONG), (4,)),
    "invalid_dates": (changed(1, actual_start=datetime(2026, 4, 1, 8)), (1,)),
    "resources": (replace(sound(), assignments=sound().assignments[1:]), (1,)),
    "critical_path_test": (changed(4, constraint=Constraint.MFO, constraint_at=datetime(2026, 3, 11, 17)), (1,)),
    "dangling_start": (linked(Link(1, 2), Link(2, 3, LinkKind.FF), Link(3, 4)), (3,)),
    "dangling_finish": (linked(Link(1, 2), Link(2, 3, LinkKind.SS), Link(3, 4)), (2,)),
    "missing_links": (linked(Link(1, 2), Link(2, 3)), (4,)),
    "out_of_sequence": (changed(2, actual_start=datetime(2026, 3, 2, 8)), (2,)),
    "over_allocation": (linked(Link(1, 3), Link(2, 3), Link(3, 4)), (1, 2)),
    "long_lags": (linked(Link(1, 2), Link(2, 3, lag=11 * 480), Link(3, 4)), (3,)),
}


@pytest.mark.parametrize("code", OFFENCES)
def test_an_offence_is_found_by_its_check(code: str) -> None:
    draft, uids = OFFENCES[code]
    if code == "high_float":
        draft = replace(draft, tasks=(*draft.tasks, Task(5, "Task 5", duration_minutes=60)), links=(*draft.links, Link(1, 5), Link(5, 4)))
        draft = replace(draft, links=(*draft.links[:3], Link(1, 5)))
    check = found(draft, code)
    assert check.passed is False
    assert check.uids == uids
    assert found(sound(), code).passed is True


def test_a_link_of_a_summary_is_named_and_counts_for_what_is_below() -> None:
    tasks = (Task(9, "All", summary=True), *(replace(task, level=2) for task in sound().tasks[:2]), *sound().tasks[2:])
    draft = replace(sound(), tasks=tasks, links=(Link(1, 2), Link(9, 3), Link(3, 4)))
    assert found(draft, "summary_links").passed is False
    assert found(draft, "missing_links").passed is True


def test_what_the_baseline_has_finished_and_nobody_did_is_missed() -> None:
    check = found(sound(), "missed_tasks", NEXT)
    assert (check.passed, check.uids) == (False, (1, 2))
    assert found(sound(), "baseline_execution_index", NEXT).share == 0
    assert found(sound(), "critical_path_length_index", NEXT).passed is False


def test_what_was_finished_in_time_is_not_missed() -> None:
    done = {
        1: {"actual_start": datetime(2026, 3, 2, 8), "actual_finish": datetime(2026, 3, 3, 17), "percent": 100},
        2: {"actual_start": datetime(2026, 3, 4, 8), "actual_finish": datetime(2026, 3, 5, 17), "percent": 100},
    }
    rows = tuple(replace(task, **done.get(task.uid, {})) for task in sound().tasks)  # type: ignore[arg-type]
    report = health(replace(sound(), tasks=rows), as_of=NEXT)
    shares = {check.code: check.share for check in report.checks}
    assert (shares["missed_tasks"], shares["baseline_execution_index"]) == (0, 1)
    assert "baseline_execution_index" not in failing(report)


def test_the_critical_path_test_really_delays_the_plan() -> None:
    check = found(sound(), "critical_path_test")
    assert str(check.sentence) == "“Task 1” was delayed by 600 working days as a test, and the finish followed it."
    held = OFFENCES["critical_path_test"][0]
    assert "but the finish moved by" in str(found(held, "critical_path_test").sentence)


def test_a_plan_without_people_says_that_it_cannot_be_told() -> None:
    assert found(replace(sound(), assignments=()), "resources").passed is None
    assert found(replace(sound(), assignments=()), "over_allocation").passed is None


def test_an_empty_plan_has_a_report() -> None:
    report = health(Draft("Empty", datetime(2026, 3, 2, 8)), as_of=MONDAY)
    assert [check.code for check in report.checks] == CHECKS
    assert report.failed == ()
