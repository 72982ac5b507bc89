"""Calm re-planning of real plans: an independent judge finds nothing wrong, what is not touched does not move, every refusal has a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from milepost import engine
from milepost.forecast.snapshot.levelling import team_of
from milepost.forecast.snapshot.planning import planned
from milepost.plans.draft import Assignment, Draft, Link, Resource, Task
from tests.engine import levelled, plans, staffed

FEW = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
OFFICE = plans.CALENDARS[0]
MONDAY = datetime(2026, 3, 2, 8)


def made(draft: Draft, as_of: date, promised: date | None = None) -> tuple[engine.Plan, engine.Team]:
    plan, _ = planned(draft, as_of)
    team, _ = team_of(draft, plan, promised=promised)
    return plan, team


def office(hours: dict[str, int], links: tuple[tuple[str, str], ...] = (), who: dict[str, int] | None = None) -> Draft:
    """Tasks in one office week, each done by a person of its own unless `who` says otherwise."""
    number = {name: uid for uid, name in enumerate(hours, 1)}
    people = {name: (who or {}).get(name, uid) for name, uid in number.items()}
    return Draft(
        "Office",
        MONDAY,
        tuple(Task(number[name], name, duration_minutes=60 * length) for name, length in hours.items()),
        tuple(Link(number[a], number[b]) for a, b in links),
        calendars=(OFFICE,),
        calendar=1,
        resources=tuple(Resource(uid, f"Person {uid}") for uid in sorted(set(people.values()))),
        assignments=tuple(Assignment(uid, uid, people[name], 100, 60 * hours[name]) for name, uid in number.items()),
    )


def longer(draft: Draft, name: str, hours: int) -> Draft:
    """The task lasts so many hours, for its person too."""
    uid = next(task.uid for task in draft.tasks if task.name == name)
    return replace(
        draft,
        tasks=tuple(replace(task, duration_minutes=60 * hours) if task.uid == uid else task for task in draft.tasks),
        assignments=tuple(replace(each, work_minutes=60 * hours) if each.task == uid else each for each in draft.assignments),
    )


def known(found: engine.Levelled) -> engine.Before:
    return engine.Before(found.schedule.start, found.schedule.finish, found.who)


def starts(calm: engine.Calm, draft: Draft) -> dict[str, datetime]:
    return {task.name: engine.moment(int(at)) for task, at in zip(draft.tasks, calm.levelled.schedule.start, strict=True)}


@FEW
@given(staffed.staffed())
def test_what_comes_out_is_a_plan_its_people_can_keep(case: staffed.Staffed) -> None:
    plan, team = made(case.draft, plans.AS_OF)
    before = known(engine.level(plan, team, budget=4))
    late = replace(case.draft, tasks=tuple(replace(t, duration_minutes=t.duration_minutes * 3 // 2 // 60 * 60) for t in case.draft.tasks))
    plan, team = made(late, plans.AS_OF + timedelta(days=1))
    calm = engine.replan_plan(plan, team, before, budget=6)
    assert levelled.complaints(plan, team, calm.levelled) == []
    assert levelled.complaints(plan, team, calm.repaired) == []
    assert calm.levelled.schedule.end <= calm.cap == calm.repaired.schedule.end
    assert calm.movement <= calm.repair_movement


@FEW
@given(staffed.staffed())
def test_where_nothing_is_disturbed_nothing_moves(case: staffed.Staffed) -> None:
    plan, team = made(case.draft, plans.AS_OF)
    before = known(engine.level(plan, team, budget=4))
    calm = engine.replan_plan(plan, team, before, budget=6)
    assert (calm.movement, calm.changes, calm.swapped) == (0, (), 0)


@FEW
@given(staffed.staffed())
def test_what_has_begun_stays_and_nothing_begins_before_today(case: staffed.Staffed) -> None:
    plan, team = made(case.draft, plans.AS_OF)
    found = engine.level(plan, team, budget=4)
    assume(found.schedule.end > found.schedule.begin)
    day = date(2026, 3, 4)
    now = engine.minute(datetime(2026, 3, 4))
    begun = tuple(
        replace(task, actual_start=engine.moment(int(at))) if at < now and task.duration_minutes else task
        for task, at in zip(case.draft.tasks, found.schedule.start, strict=True)
    )
    plan, team = made(replace(case.draft, tasks=begun), day)
    calm = engine.replan_plan(plan, team, known(found), budget=6)
    rows = plan.tasks.actual_start != engine.NONE
    assert np.array_equal(calm.levelled.schedule.start[rows], plan.tasks.actual_start[rows])
    assert (calm.levelled.schedule.start[~rows] >= now).all()


def test_whoever_joins_a_task_later_is_not_on_two_tasks_at_once() -> None:
    """“Dig” begins at midnight, when Ben could; he joins it at three and is done at five, and “Wire” waits for him."""
    draft = replace(
        office({"Dig": 8, "Wire": 8}),
        start=datetime(2026, 3, 2),
        calendars=plans.CALENDARS,
        resources=(Resource(1, "Ana"), Resource(2, "Ben", calendar=4)),
        assignments=(Assignment(1, 1, 1, 100, 480), Assignment(2, 1, 2, 100, 120, delay_minutes=180), Assignment(3, 2, 2, 100, 480)),
    )
    plan, team = made(draft, MONDAY.date())
    midnight = engine.minute(datetime(2026, 3, 2))
    calm = engine.replan_plan(plan, team, engine.Before(np.array([midnight, engine.NONE]), np.array([midnight + 1020, engine.NONE])))
    assert starts(calm, draft) == {"Dig": datetime(2026, 3, 2), "Wire": datetime(2026, 3, 2, 5)}


def test_only_what_waits_for_the_longer_task_moves_and_each_move_says_why() -> None:
    draft = office({"Dig": 8, "Lay": 8, "Paint": 8}, (("Dig", "Lay"),))
    before = known(engine.level(*made(draft, MONDAY.date())))
    plan, team = made(longer(draft, "Dig", 12), MONDAY.date())
    calm = engine.replan_plan(plan, team, before)
    assert [(change.row, change.start, change.finish) for change in calm.changes] == [(0, 0, 240), (1, 240, 240)]
    assert calm.changes[1].saying.text == "It starts when “{other}” finishes."
    assert calm.movement == calm.repair_movement == 240


def test_whom_a_task_waits_for_is_named() -> None:
    draft = office({"Dig": 8, "Lay": 8}, who={"Dig": 1, "Lay": 1})
    before = known(engine.level(*made(draft, MONDAY.date())))
    plan, team = made(longer(draft, "Dig", 12), MONDAY.date())
    change = engine.replan_plan(plan, team, before).changes[1]
    assert change.saying.text == "{person} works on “{other}” until {at}."
    assert change.saying.values["other"] == engine.TaskRow(0)


def test_the_search_moves_less_than_right_shift_where_people_stand_in_each_others_way() -> None:
    """A long task is late by a day. Right-shift puts it before the short ones it delays; one of those can go first."""
    hours = {"Input": 8, "Build": 40, "Mail": 8, **{f"Call {n}": 8 for n in range(1, 8)}}
    draft = office(hours, (("Input", "Build"), *((f"Call {n}", f"Call {n + 1}") for n in range(1, 7))), dict.fromkeys(hours, 1))
    draft = replace(
        draft,
        resources=(Resource(1, "Ana"), Resource(2, "Ben")),
        assignments=tuple(replace(a, resource=2 if a.task == 1 else 1) for a in draft.assignments),
    )
    plan, team = made(draft, MONDAY.date())
    week = 7 * 1440
    at = [engine.minute(MONDAY) + 1440 * n for n in (0, 1, 8, 9, 10, 11, 14, 15, 16, 17)]
    finish = [start + 540 for start in at]
    finish[1] = at[1] + week - 1440 + 540
    before = engine.Before(np.array(at), np.array(finish))
    plan, team = made(longer(draft, "Input", 16), MONDAY.date())
    calm = engine.replan_plan(plan, team, before, budget=300)
    assert levelled.complaints(plan, team, calm.levelled) == []
    assert calm.movement < calm.repair_movement
    assert calm.levelled.schedule.end <= calm.repaired.schedule.end


def test_a_cap_that_another_order_keeps_is_kept_and_an_impossible_one_names_the_earliest_end() -> None:
    draft = office({"Long": 16, "Short": 8, "Test": 24}, (("Short", "Test"),), {"Long": 1, "Short": 1, "Test": 2})
    plan, team = made(draft, MONDAY.date())
    at = engine.minute(MONDAY)
    before = engine.Before(np.array([at, at + 2880, at + 4320]), np.array([at + 1440 + 540, at + 2880 + 540, at + 4 * 1440 + 540]))
    late = engine.replan_plan(plan, team, before)
    cap = at + 3 * 1440 + 540
    soon = engine.replan_plan(plan, team, before, cap=cap, budget=60)
    assert soon.levelled.schedule.end == cap < late.levelled.schedule.end
    assert soon.movement > late.movement
    with pytest.raises(engine.Impossible) as refused:
        engine.replan_plan(plan, team, before, cap=cap - 60)
    assert refused.value.code == "cap_below_possible"
    assert refused.value.saying.values["earliest"] == engine.Instant(cap)


def test_a_later_finish_never_moves_more() -> None:
    draft = office({"Long": 16, "Short": 8, "Test": 24}, (("Short", "Test"),), {"Long": 1, "Short": 1, "Test": 2})
    plan, team = made(draft, MONDAY.date())
    at = engine.minute(MONDAY)
    before = engine.Before(np.array([at, at + 2880, at + 4320]), np.array([at + 1440 + 540, at + 2880 + 540, at + 4 * 1440 + 540]))
    trades = engine.trade_off_plan(plan, team, before, budget=40)
    assert len(trades) > 1
    assert [t.cap for t in trades] == sorted(t.cap for t in trades)
    assert [t.movement for t in trades] == sorted({t.movement for t in trades}, reverse=True)


@FEW
@given(staffed.staffed())
def test_an_end_that_levelling_reaches_is_never_refused_as_a_cap(case: staffed.Staffed) -> None:
    plan, team = made(case.draft, plans.AS_OF)
    before = known(engine.level(plan, team, budget=4))
    late = replace(case.draft, tasks=tuple(replace(t, duration_minutes=t.duration_minutes * 2) for t in case.draft.tasks))
    plan, team = made(late, plans.AS_OF)
    cap = engine.level(plan, team).schedule.end
    assert engine.replan_plan(plan, team, before, cap=cap, budget=6).levelled.schedule.end <= cap


def test_a_plan_before_of_another_length_is_refused() -> None:
    plan, team = made(office({"Dig": 8}), MONDAY.date())
    with pytest.raises(engine.Impossible) as refused:
        engine.replan_plan(plan, team, engine.Before(np.zeros(3, np.int64), np.zeros(3, np.int64)))
    assert refused.value.code == "plan_before_of_other_length"


def test_a_new_task_moves_for_free_and_does_not_push_what_was_planned() -> None:
    draft = office({"Dig": 8, "New": 8}, who={"Dig": 1, "New": 1})
    plan, team = made(draft, MONDAY.date())
    at = engine.minute(MONDAY)
    before = engine.Before(np.array([at, engine.NONE]), np.array([at + 540, engine.NONE]))
    calm = engine.replan_plan(plan, team, before)
    assert starts(calm, draft) == {"Dig": MONDAY, "New": MONDAY + timedelta(days=1)}
    assert calm.movement == 0
    assert calm.changes == ()


def test_the_person_of_before_keeps_a_task_that_somebody_else_could_do() -> None:
    """A pool answers the demand; who had it before has it again, though the first of the pool is free too."""
    draft = replace(office({"Dig": 8}), resources=(Resource(1, "Ana"), Resource(2, "Ben")), assignments=())
    plan, team = made(draft, MONDAY.date())
    team = replace(team, demands=engine.demands([0], [-1]))
    at = engine.minute(MONDAY)
    for person in (0, 1):
        before = engine.Before(np.array([at]), np.array([at + 540]), np.array([person]))
        calm = engine.replan_plan(plan, team, before)
        assert (calm.levelled.who.tolist(), calm.swapped) == ([person], 0)


def test_the_search_can_be_stopped() -> None:
    draft = office({"Long": 16, "Short": 8, "Test": 24}, (("Short", "Test"),), {"Long": 1, "Short": 1, "Test": 2})
    plan, team = made(longer(draft, "Long", 20), MONDAY.date())
    at = engine.minute(MONDAY)
    before = engine.Before(np.array([at, at + 2880, at + 4320]), np.array([at + 1440 + 540, at + 2880 + 540, at + 4 * 1440 + 540]))
    told: list[engine.Calming] = []

    def stop(now: engine.Calming) -> bool:
        told.append(now)
        return len(told) < 3

    calm = engine.replan_plan(plan, team, before, budget=10**6, progress=stop)
    assert len(told) == 3
    assert levelled.complaints(plan, team, calm.levelled) == []
