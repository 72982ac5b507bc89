"""What the morning says of one plan: what can be finished today, what slips, and how the plan stands. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from milepost.day import rules
from milepost.day.rules import Against, Facts
from milepost.forecast import snapshot
from milepost.kernel.say import say
from milepost.kernel.worktime import DayException, WorkingTime
from milepost.plans.draft import (
    Assignment,
    BaselineDates,
    Calendar,
    Constraint,
    Draft,
    Link,
    LinkKind,
    Loss,
    Resource,
    ResourceKind,
    Task,
)

MONDAY = date(2026, 3, 2)
START = datetime(2026, 3, 2, 9)
HOURS = 60
OFFICE = Calendar(1, "Office", WorkingTime())
ANA = Resource(1, "Ana", calendar=1)


def plan(*tasks: Task, links: tuple[Link, ...] = (), **more: object) -> Draft:
    return replace(Draft("Harbour", START, tasks=tasks, links=links, calendars=(OFFICE,), calendar=1), **more)


def names(draft: Draft, as_of: date = MONDAY) -> list[str]:
    return [each.name for each in rules.finishable(draft, snapshot.conclude(draft, as_of=as_of))]


def survey(**more: object) -> Task:
    return replace(Task(1, "Survey", duration_minutes=4 * HOURS), **more)


def dredge(**more: object) -> Task:
    return replace(Task(2, "Dredge", duration_minutes=4 * HOURS), **more)


DONE = {"percent": 100, "actual_start": START - timedelta(days=3), "actual_finish": START - timedelta(days=3)}


def test_a_task_whose_work_fits_into_the_day_can_be_finished() -> None:
    assert names(plan(survey())) == ["Survey"]


def test_a_task_that_needs_longer_than_the_day_cannot() -> None:
    assert names(plan(survey(duration_minutes=9 * HOURS))) == []


def test_only_what_is_left_of_the_day_counts() -> None:
    draft = plan(survey())
    conclusion = snapshot.conclude(draft, as_of=MONDAY)
    assert rules.finishable(draft, conclusion, open_minutes={None: 3 * HOURS, 1: 3 * HOURS}) == ()


def test_nothing_can_be_finished_on_a_day_off() -> None:
    assert names(plan(survey()), as_of=date(2026, 3, 1)) == []


@pytest.mark.parametrize("state", [DONE, {"active": False}, {"external": True}])
def test_what_is_done_inactive_or_somebody_elses_is_not_listed(state: dict[str, object]) -> None:
    assert "Survey" not in names(plan(survey(**state), dredge()))


def test_a_summary_is_not_listed_but_what_is_below_it() -> None:
    assert names(plan(Task(9, "Phase", summary=True), survey(level=2))) == ["Survey"]


def test_a_task_waits_for_its_predecessor_to_be_finished_in_fact_not_in_forecast() -> None:
    assert names(plan(survey(duration_minutes=HOURS), dredge(), links=(Link(1, 2),))) == ["Survey"]
    assert names(plan(survey(**DONE), dredge(), links=(Link(1, 2),))) == ["Dredge"]


def test_a_start_to_start_link_is_satisfied_by_a_start() -> None:
    begun = survey(duration_minutes=20 * HOURS, percent=10, actual_start=START - timedelta(days=3))
    assert names(plan(begun, dredge(), links=(Link(1, 2, LinkKind.SS),))) == ["Dredge"]
    assert "Dredge" not in names(plan(survey(), dredge(), links=(Link(1, 2, LinkKind.SS),)))


def test_a_finish_to_finish_link_needs_a_finish() -> None:
    assert "Dredge" not in names(plan(survey(), dredge(), links=(Link(1, 2, LinkKind.FF),)))


def test_a_link_to_the_summary_above_holds_the_task_too() -> None:
    draft = plan(survey(), Task(9, "Phase", summary=True), dredge(level=2), links=(Link(1, 9),))
    assert names(draft) == ["Survey"]
    assert [each.name for each in Facts(draft).waits_for(2)] == ["Survey"]


def test_a_summary_before_it_is_finished_when_everything_below_is() -> None:
    def below(**state: object) -> Draft:
        return plan(Task(9, "Phase", summary=True), survey(level=2, **state), dredge(level=1), links=(Link(9, 2),))

    assert names(below()) == ["Survey"]
    assert names(below(**DONE)) == ["Dredge"]


def test_an_inactive_predecessor_holds_nobody_up() -> None:
    assert names(plan(survey(active=False), dredge(), links=(Link(1, 2),))) == ["Dredge"]


def test_a_lag_that_has_not_passed_holds_the_task() -> None:
    yesterday = datetime(2026, 3, 2, 18)
    done = survey(percent=100, actual_start=START, actual_finish=yesterday)
    assert names(plan(done, dredge(), links=(Link(1, 2, lag=16 * HOURS),)), as_of=date(2026, 3, 3)) == []
    assert names(plan(done, dredge(), links=(Link(1, 2, lag=16 * HOURS),)), as_of=date(2026, 3, 5)) == ["Dredge"]


def test_a_task_that_may_not_start_before_next_week_is_not_for_today() -> None:
    assert names(plan(survey(constraint=Constraint.SNET, constraint_at=datetime(2026, 3, 9, 9)))) == []


def test_a_milestone_counts_when_all_before_it_is_done() -> None:
    flag = Task(3, "Accepted", milestone=True)
    assert names(plan(survey(), flag, links=(Link(1, 3),))) == ["Survey"]
    (found,) = rules.finishable(draft := plan(survey(**DONE), flag, links=(Link(1, 3),)), snapshot.conclude(draft, as_of=MONDAY))
    assert (found.name, found.remaining_minutes) == ("Accepted", 0)
    assert str(found.because) == "Everything it waited for is done."


def test_the_people_must_be_there_and_have_the_time() -> None:
    away = Calendar(2, "Ana", WorkingTime(exceptions=(DayException(MONDAY, MONDAY, (), "Leave"),)), base=1, of_resource=True)
    draft = plan(survey(), resources=(replace(ANA, calendar=2),), assignments=(Assignment(1, 1, 1),))
    assert names(replace(draft, calendars=(OFFICE, away))) == []
    assert names(replace(draft, resources=(ANA,))) == ["Survey"]


def test_materials_need_no_time() -> None:
    sand = Resource(7, "Sand", ResourceKind.MATERIAL)
    assert names(plan(survey(), resources=(sand,), assignments=(Assignment(1, 1, 7, 10_000),))) == ["Survey"]


def test_a_task_that_is_not_active_keeps_no_deliverable_open() -> None:
    draft = plan(survey(), dredge(active=False))
    found = rules.finishable_bundles([rules.Bundle(7, "Wall", (1, 2))], snapshot.conclude(draft, as_of=MONDAY), Facts(draft))
    assert [each.name for each in found] == ["Wall"]


def test_who_and_why_are_named() -> None:
    draft = plan(survey(percent=50, actual_start=START - timedelta(days=3)), resources=(ANA,), assignments=(Assignment(1, 1, 1),))
    (found,) = rules.finishable(draft, snapshot.conclude(draft, as_of=MONDAY))
    assert (found.who, found.kind, found.remaining_minutes) == (("Ana",), "task", 120)
    assert str(found.because) == "It is under way, and the 2 h that remain fit into today."


def slips(draft: Draft, as_of: date = MONDAY) -> list[tuple[str, Against, int]]:
    return [(each.name, each.against, each.days) for each in rules.slipping(draft, snapshot.conclude(draft, as_of=as_of))]


def test_a_task_slips_against_its_deadline_before_its_baseline() -> None:
    frozen = (BaselineDates(0, 1, START, datetime(2026, 3, 2, 18)),)
    late = survey(duration_minutes=24 * HOURS)
    assert slips(plan(late, baselines=frozen)) == [("Survey", Against.BASELINE, 2)]
    assert slips(plan(replace(late, deadline_at=datetime(2026, 3, 3, 18)), baselines=frozen)) == [("Survey", Against.DEADLINE, 1)]


def test_the_worst_slip_comes_first_and_what_is_on_time_or_done_does_not_slip() -> None:
    deadline = datetime(2026, 3, 2, 18)
    draft = plan(
        survey(duration_minutes=16 * HOURS, deadline_at=deadline),
        dredge(duration_minutes=32 * HOURS, deadline_at=deadline),
        Task(3, "Pour", duration_minutes=HOURS, deadline_at=deadline),
        Task(4, "Cure", duration_minutes=HOURS, deadline_at=datetime(2026, 2, 1), **DONE),
    )
    assert slips(draft) == [("Dredge", Against.DEADLINE, 3), ("Survey", Against.DEADLINE, 1)]


@pytest.mark.parametrize(
    ("promised", "days"), [(date(2026, 3, 2), 0), (date(2026, 3, 4), 2), (date(2026, 3, 9), 5), (date(2026, 2, 27), -1), (None, None)]
)
def test_the_standing_is_in_working_days(promised: date | None, days: int | None) -> None:
    draft = plan(survey())
    assert rules.standing(snapshot.conclude(draft, as_of=MONDAY), promised) == days


def test_a_finish_on_a_day_off_after_the_promise_is_late() -> None:
    draft = plan(survey(elapsed=True, duration_minutes=5 * 24 * HOURS))
    assert rules.standing(snapshot.conclude(draft, as_of=MONDAY), date(2026, 3, 6)) == -1


def test_what_finishes_at_midnight_is_done_on_the_day_that_ends() -> None:
    always = Calendar(1, "Always", WorkingTime(week=(((0, 1440),),) * 7))
    draft = plan(survey(duration_minutes=24 * HOURS), start=datetime(2026, 3, 2), calendars=(always,))
    assert rules.standing(snapshot.conclude(draft, as_of=MONDAY), MONDAY) == 0
    assert names(draft) == ["Survey"]


def test_the_brief_says_everything_once() -> None:
    lost = Loss("costs", say("Costs were left out."), 3)
    draft = plan(survey(), dredge(), links=(Link(1, 2),), losses=(lost,))
    found = rules.brief(draft, snapshot.conclude(draft, as_of=MONDAY), date(2026, 3, 3))
    assert (found.project, found.as_of, found.finish) == ("Harbour", MONDAY, datetime(2026, 3, 2, 18))
    assert found.standing_working_days == 1
    assert [line.name for line in found.critical_path] == ["Survey", "Dredge"]
    assert [each.name for each in found.finishable] == ["Survey"]
    assert [line.dates.uid for line in found.tasks] == [1, 2]
    assert [str(each.sentence) for each in found.warnings if each.code == "costs"] == ["Costs were left out. (3 times)"]


@pytest.mark.parametrize(
    ("late", "at_risk", "kept", "said"),
    [
        (0, 0, 0, "Nothing is promised yet."),
        (0, 0, 1, "The one promise is kept."),
        (0, 0, 3, "All three promises are kept."),
        (1, 0, 0, "One promise is late."),
        (2, 1, 1, "Two promises are late, one is at risk, one is kept."),
        (1, 2, 12, "One promise is late, two are at risk, 12 are kept."),
        (0, 1, 0, "One promise is at risk."),
        (0, 2, 2, "Two promises are at risk, two are kept."),
    ],
)
def test_the_day_in_a_sentence_counts_every_promise_once(late: int, at_risk: int, kept: int, said: str) -> None:
    summed = rules.summed_up(projects=1, late=late, at_risk=at_risk, kept=kept, finishable=0)
    assert str(summed) == f"{said} Nothing can be finished today."
