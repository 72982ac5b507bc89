"""A levelled plan is one its people can keep: an independent judge counts minutes, and laws hold between answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from milepost import engine
from milepost.cli import plan_file
from milepost.engine import cpm
from milepost.forecast.snapshot import levelling as snapshot
from milepost.forecast.snapshot.levelling import team_of
from milepost.forecast.snapshot.planning import planned
from tests import data
from tests.engine import levelled, plans, staffed

MORE = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))


def _made(case: staffed.Staffed) -> tuple[engine.Plan, engine.Team]:
    plan, _ = planned(case.draft, plans.AS_OF)
    team, _ = team_of(case.draft, plan, bookings=case.bookings)
    return plan, team


def _same(one: engine.Levelled, other: engine.Levelled) -> bool:
    columns = ("start", "finish", "driver")
    return all(np.array_equal(getattr(one.schedule, name), getattr(other.schedule, name)) for name in columns)


def _judged(case: staffed.Staffed, **options: Any) -> None:
    plan, team = _made(case)
    found = engine.level(plan, team, budget=6, **options)
    assert levelled.complaints(plan, team, found) == []
    assert found.bound <= found.schedule.end
    assert found.schedule.end >= found.free.end


@MORE
@given(staffed.staffed())
def test_nobody_is_asked_for_more_than_there_is_of_them(case: staffed.Staffed) -> None:
    _judged(case)


@MORE
@given(staffed.staffed())
def test_absences_may_interrupt_tasks_where_that_is_asked_for(case: staffed.Staffed) -> None:
    _judged(case, split=True)


@MORE
@given(staffed.staffed(calendars=1))
def test_no_plan_of_one_calendar_ends_before_its_bound(case: staffed.Staffed) -> None:
    _judged(case)


@pytest.mark.slow
@LONG
@given(staffed.staffed(most=10))
def test_the_judge_accepts_thousands_of_plans(case: staffed.Staffed) -> None:
    _judged(case)


@MORE
@given(staffed.staffed())
def test_a_plan_whose_people_have_time_keeps_its_critical_path(case: staffed.Staffed) -> None:
    plan, team = _made(replace(case, bookings=()))
    plenty = replace(team, people=replace(team.people, units=team.people.units + 10_000))
    found = engine.level(plan, plenty, split=True)
    free = cpm.schedule(plan)
    assert found.moved == ()
    assert found.proved
    assert np.array_equal(found.schedule.start, free.start)
    assert np.array_equal(found.schedule.finish, free.finish)


@MORE
@given(staffed.staffed())
def test_the_same_seed_gives_the_same_plan(case: staffed.Staffed) -> None:
    plan, team = _made(case)
    assert _same(engine.level(plan, team, budget=8, seed=7), engine.level(plan, team, budget=8, seed=7))


@MORE
@given(staffed.staffed())
def test_a_person_with_nothing_to_do_changes_nothing(case: staffed.Staffed) -> None:
    plan, team = _made(case)
    grown = engine.people(*(np.append(column, value) for column, value in ((team.people.units, 500), (team.people.calendar, -1))))
    assert _same(engine.level(plan, team, budget=6), engine.level(plan, replace(team, people=grown), budget=6))


@MORE
@given(staffed.staffed())
def test_whoever_is_said_to_be_waited_for_works_on_both_tasks(case: staffed.Staffed) -> None:
    plan, team = _made(case)
    found = engine.level(plan, team, budget=6)
    people = {row: set(team.demands.person[team.demands.task == row].tolist()) for row in range(len(plan.tasks))}
    for move in found.moved:
        assert move.minutes > 0
        if move.held:
            assert move.person in people[move.row]
            assert move.waits_for == engine.NOBODY or move.person in people[move.waits_for]
        else:
            assert move.waits_for in {other.row for other in found.moved} | {engine.NOBODY} | set(
                np.flatnonzero(found.schedule.network.summary)
            )


FILES = data.plans()


@data.needs_data
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_real_plan_can_be_kept_once_it_is_levelled(path: Path) -> None:
    draft = plan_file.read(path)
    plan, _ = planned(draft, draft.status_on or draft.start.date())
    team, _ = team_of(draft, plan)
    found = engine.level(plan, team, budget=3)
    assert levelled.complaints(plan, team, found) == []
    assert found.bound <= found.schedule.end
    leaf = found.schedule.network.node >= 0
    assert {move.row for move in found.moved} >= set(np.flatnonzero(leaf & (found.schedule.finish > found.free.finish + 1440 * 3)).tolist())


@data.needs_data
def test_the_over_allocated_person_of_a_real_file_does_one_thing_after_the_other() -> None:
    draft = plan_file.read(data.DATA / "plans/mspdi/resource_overallocation.xml")
    found = snapshot.level(draft, as_of=draft.start.date())
    (move,) = found.moved
    names = {task.uid: task.name for task in draft.tasks}
    assert f"works on “{names[move.waits_for]}”" in str(move.sentence)  # type: ignore[index]
    assert found.proved
