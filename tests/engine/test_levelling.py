"""A levelled plan is one its people can keep: an independent judge counts minutes, and laws hold between answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from milepost import engine
from milepost.engine import cpm
from milepost.forecast.snapshot.levelling import team_of
from milepost.forecast.snapshot.planning import planned
from tests.engine import levelled, plans, staffed

MORE = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
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
def test_every_task_that_waits_for_a_person_begins_when_what_it_waits_for_ends(case: staffed.Staffed) -> None:
    plan, team = _made(case)
    found = engine.level(plan, team, budget=6)
    moved = {move.row: move for move in found.moved}
    later = (found.schedule.start > found.free.start) | (found.schedule.finish > found.free.finish)
    leaf = found.schedule.network.node >= 0
    assert set(moved) >= set(np.flatnonzero(later & leaf & (found.schedule.start > found.free.start)).tolist()) - _same_work(found)
    for move in found.moved:
        if move.held and move.waits_for != engine.NOBODY:
            assert found.schedule.finish[move.waits_for] <= found.schedule.start[move.row] + 1440 * 30
            assert move.person in team.demands.person[team.demands.task == move.row]


def _same_work(found: engine.Levelled) -> set[int]:
    """Rows whose instants differ though no working minute lies between them."""
    return set(np.flatnonzero(found.schedule.start > found.free.start).tolist()) - {move.row for move in found.moved}
