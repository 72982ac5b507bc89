"""Planned and done: the figures of a project with a baseline, each worked out again from the facts, minute by minute."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.forecast import reads
from milepost.forecast import writes as forecasts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.draft import Assignment, Draft, Resource, Task
from tests.cast import NOW, Cast, Firm

MONDAY = date(2026, 3, 2)
SHIFTS = ((time(9), time(12)), (time(13), time(18)))
"""The office week of the kernel: eight hours a day, Monday to Friday."""
TASKS = (("Concept", 960), ("Build", 1440), ("Trial", 480))


def morning(day: int) -> datetime:
    return NOW + timedelta(days=day)


def worked(first: datetime, last: datetime) -> int:
    """Working minutes from one instant to another, counted one by one."""
    count, at = 0, first
    while at < last:
        count += at.weekday() < 5 and any(opens <= at.time() < closes for opens, closes in SHIFTS)
        at += timedelta(minutes=1)
    return count


@pytest.fixture
def firm(cast: Cast) -> Firm:
    return cast.north


@pytest.fixture
def pier(firm: Firm) -> int:
    """Three tasks in a row from Monday, six working days, frozen before anybody began."""
    boss = firm.manager.actor
    project = planning.add_project(boss, name="Pier", start_on=MONDAY, now=NOW)
    tasks = [planning.add_task(boss, project, name=name, duration_minutes=minutes, now=NOW) for name, minutes in TASKS]
    for before, after in pairwise(tasks):
        planning.add_link(boss, before, successor_id=after, now=NOW)
    forecasts.conclude(project, now=NOW)
    forecasts.freeze_baseline(boss, project, name="As agreed", now=NOW)
    return project


def report(boss: Actor, project: int, name: str, percent: int, day: int) -> None:
    (task,) = (each for each in plans.tasks(boss, project).tasks if each.name == name)
    planning.record_progress(boss, task.id, percent=percent, remaining_minutes=None, now=morning(day))


def frozen(project: int) -> dict[str, tuple[datetime, datetime, int]]:
    """The baseline's dates of each task and what it is worth, from the facts."""
    draft = plans.draft_with_people(project, MONDAY)
    names = {task.uid: task.name for task in draft.tasks}
    return {names[line.task]: (line.start, line.finish, line.duration_minutes) for line in draft.baselines if line.start and line.finish}


def planned(project: int, until: datetime) -> int:
    return sum(worth * worked(start, min(finish, until)) // worked(start, finish) for start, finish, worth in frozen(project).values())


def test_what_was_planned_and_what_is_done_are_those_of_the_facts(firm: Firm, pier: int) -> None:
    boss = firm.manager.actor
    report(boss, pier, "Concept", 100, 2)
    report(boss, pier, "Build", 25, 4)
    found = reads.earned_value(boss, pier, now=morning(7))
    assert found is not None
    assert (found.as_of, found.budget) == (date(2026, 3, 9), 2880)
    assert found.earned == 960 + 360
    assert found.planned == planned(pier, datetime(2026, 3, 9)) == 2400
    assert found.spi == pytest.approx(1320 / 2400)
    assert found.percent == 45


def test_every_point_of_the_curve_is_what_was_planned_and_said_by_the_end_of_that_day(firm: Firm, pier: int) -> None:
    boss = firm.manager.actor
    report(boss, pier, "Concept", 50, 1)
    report(boss, pier, "Concept", 100, 2)
    report(boss, pier, "Build", 25, 4)
    found = reads.earned_value(boss, pier, now=morning(7))
    assert found is not None
    for point in found.points:
        assert point.planned == planned(pier, datetime.combine(point.on, time(23, 59))), point.on
    said = {point.on: point.earned for point in found.points}
    assert [said[MONDAY + timedelta(days=day)] for day in (-1, 0, 1, 2, 3, 4, 5, 6)] == [0, 0, 480, 960, 960, 1320, 1320, 1320]
    assert all(point.earned is None for point in found.points if point.on >= date(2026, 3, 9))


def test_earned_schedule_is_the_day_that_had_wanted_as_much(firm: Firm, pier: int) -> None:
    boss = firm.manager.actor
    report(boss, pier, "Concept", 100, 2)
    report(boss, pier, "Build", 50, 4)
    found = reads.earned_value(boss, pier, now=morning(7))
    assert found is not None
    assert found.earned_days == pytest.approx(3.5), "two days of concept, and half of three days of building"
    assert (found.gone_days, found.planned_days) == (5, 6)
    assert found.earned_on == date(2026, 3, 5)
    assert found.days_behind == 2, "a day and a half, said in whole days"
    assert found.spi_time == pytest.approx(3.5 / 5)
    assert found.tspi == pytest.approx(2.5 / 1)
    assert found.pace_on == date(2026, 3, 12), "6 days at 0.7 are 8.57, the ninth working day"


def test_without_recorded_hours_nothing_is_said_of_their_worth(firm: Firm, pier: int) -> None:
    assert (found := reads.earned_value(firm.manager.actor, pier, now=morning(7))) is not None
    assert (found.spent, found.cpi, found.at_completion) == (None, None, None)


def test_hours_from_a_file_are_spent(firm: Firm) -> None:
    boss = firm.manager.actor
    survey = Task(1, "Survey", duration_minutes=960, percent=50, actual_start=datetime(2026, 3, 2, 9))
    hours = Assignment(1, task=1, resource=1, work_minutes=960, actual_work_minutes=600)
    plan = Draft("Quay", datetime(2026, 3, 2, 9), (survey,), resources=(Resource(1, "Mona"),), assignments=(hours,))
    project = forecasts.import_plan(boss, plan, file_name="quay.xml", now=NOW).project_id
    forecasts.freeze_baseline(boss, project, name="As agreed", now=NOW)
    found = reads.earned_value(boss, project, now=morning(1))
    assert found is not None
    assert (found.budget, found.earned, found.spent) == (960, 480, 600)
    assert found.cpi == pytest.approx(0.8)
    assert found.at_completion == 1200


def test_what_came_after_the_baseline_counts_for_nothing_and_is_counted(firm: Firm, pier: int) -> None:
    boss = firm.manager.actor
    planning.add_task(boss, pier, name="Flags", duration_minutes=4800, now=morning(1))
    found = reads.earned_value(boss, pier, now=morning(2))
    assert found is not None
    assert (found.budget, found.unbudgeted) == (2880, 1)


def test_a_newer_baseline_is_the_one_compared_with(firm: Firm, pier: int) -> None:
    boss = firm.manager.actor
    planning.add_task(boss, pier, name="Flags", duration_minutes=4800, now=morning(1))
    forecasts.conclude(pier, now=morning(1))
    forecasts.freeze_baseline(boss, pier, name="With flags", now=morning(1))
    found = reads.earned_value(boss, pier, now=morning(2))
    assert found is not None
    assert (found.budget, found.unbudgeted) == (7680, 0)


def test_without_a_baseline_there_is_nothing_to_say(firm: Firm) -> None:
    project = planning.add_project(firm.manager.actor, name="Quay", start_on=MONDAY, now=NOW)
    planning.add_task(firm.manager.actor, project, name="Concept", duration_minutes=480, now=NOW)
    assert reads.earned_value(firm.manager.actor, project, now=NOW) is None


def test_it_is_as_private_as_the_project(cast: Cast, firm: Firm, pier: int) -> None:
    assert reads.earned_value(firm.member.actor, firm.project_id, now=NOW) is None
    for stranger in (firm.other_member, cast.south.owner):
        with pytest.raises(NotFound):
            reads.earned_value(stranger.actor, pier, now=NOW)
    with pytest.raises(NotAllowed):
        reads.earned_value(firm.client.actor, pier, now=NOW)


def test_a_second_look_asks_little_however_much_was_reported(firm: Firm, pier: int) -> None:
    boss, counts = firm.manager.actor, []
    for percent in (10, 20, 30):
        report(boss, pier, "Concept", percent, 1)
        reads.earned_value(boss, pier, now=morning(3))
        with CaptureQueriesContext(connection) as queries:
            reads.earned_value(boss, pier, now=morning(3))
        counts.append(len(queries))
    assert counts[0] == counts[2] <= 10
