"""A slip is split over its causes: the parts add up exactly, a single cause is found alone, and no order of asking matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from milepost import engine
from milepost.engine.hybrids import Between
from milepost.engine.slip import apportioned
from milepost.forecast.snapshot.speaking import spoken
from milepost.kernel.refusal import Refusal
from milepost.plans.draft import Draft, Link, Task
from tests.engine.edits import AS_OF, EDITS, Edit, away, made, plan_of, worked_on

NO_CAUSE, EVERY_CAUSE = frozenset[engine.Cause](), frozenset(engine.Cause)


def edited(seed: int) -> tuple[Draft, Draft, date] | None:
    """A plan, the same plan after some edits and days; None where the edits made it impossible."""
    chance = Random(seed)
    before = after = made(chance)
    for _ in range(chance.randint(1, 5)):
        edit: Edit = chance.choice([worked_on, *(each for edits in EDITS.values() for each in edits)])
        after = edit(after, chance)
    later = AS_OF + timedelta(days=chance.choice((0, 1, 3)))
    try:
        plan_of(after, later)
    except Refusal:
        return None
    return before, after, later


def holds_together(seed: int) -> None:
    """One random sequence of edits: the ends are the two plans, the parts add up, and told backwards every part changes its sign."""
    pair = edited(seed)
    if pair is None:
        return
    before, after = plan_of(pair[0]), plan_of(pair[1], pair[2])
    between = Between(before, after, engine.Tags())
    assert np.array_equal(engine.finishes(engine.compiled(between.plan(NO_CAUSE)))[0], engine.schedule(before).finish)
    assert np.array_equal(engine.finishes(engine.compiled(between.plan(EVERY_CAUSE)))[0], engine.schedule(after).finish)
    found = engine.slip(before, after)
    assert sum(part.days for part in found.parts) == found.days
    assert sum(part.minutes for part in found.parts) == found.minutes == sum(part.exact for part in found.parts)
    assert all(abs(part.minutes - part.exact) < 1 for part in found.parts)
    if before.calendars[before.calendar] == after.calendars[after.calendar]:
        back = engine.slip(after, before)
        assert {part.cause: -part.exact for part in back.parts} == {part.cause: part.exact for part in found.parts}


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_the_parts_of_a_slip_add_up_exactly(start: int) -> None:
    for seed in range(start, start + 10):
        holds_together(seed)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(1000, 5000, 100))
def test_the_parts_add_up_on_thousands_of_edits(start: int) -> None:
    for seed in range(start, start + 100):
        holds_together(seed)


@pytest.mark.parametrize("cause", EDITS)
def test_a_single_cause_is_found_alone(cause: engine.Cause) -> None:
    moved = 0
    for seed in range(8):
        chance = Random(seed)
        before = after = made(chance)
        for _ in range(2):
            after = chance.choice(EDITS[cause])(after, chance)
        try:
            found = engine.slip(plan_of(before), plan_of(after))
        except Refusal:
            continue
        assert {part.cause for part in found.parts if part.exact} <= {cause}
        moved += found.minutes != 0
    assert moved


def chain(*minutes: int) -> Draft:
    """Tasks in a row, Monday 2 March on."""
    tasks = tuple(Task(uid, name, duration_minutes=m) for uid, (name, m) in enumerate(zip("ABCDEF", minutes, strict=False), 1))
    links = tuple(Link(task.uid, task.uid + 1) for task in tasks[:-1])
    return Draft("Chain", datetime(2026, 3, 2, 8), tasks=tasks, links=links)


def changed(draft: Draft, uid: int, **columns: object) -> Draft:
    rows = tuple(replace(task, **columns) if task.uid == uid else task for task in draft.tasks)  # type: ignore[arg-type]
    return replace(draft, tasks=rows)


def sentence(before: engine.Plan, after: engine.Plan, draft: Draft, tags: engine.Tags | None = None) -> str:
    return str(spoken(engine.told(engine.slip(before, after, tags=tags), after), draft))


MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def test_work_that_went_as_planned_moves_nothing() -> None:
    before = chain(960, 960)
    after = changed(before, 1, actual_start=datetime(2026, 3, 2, 8), percent=50)
    assert engine.slip(plan_of(before, MONDAY), plan_of(after, TUESDAY)).parts[0].exact == 0
    assert sentence(plan_of(before, MONDAY), plan_of(after, TUESDAY), after) == "The finish has not moved."


def test_a_day_on_which_nobody_began_is_a_late_start() -> None:
    before = chain(960, 960)
    assert sentence(plan_of(before, MONDAY), plan_of(before, TUESDAY), before) == "1 working day later: 1 because “A” starts later."


def test_a_day_on_which_begun_work_got_no_further_makes_it_longer() -> None:
    begun_ = changed(chain(960, 960), 1, actual_start=datetime(2026, 3, 2, 8), percent=25)
    assert sentence(plan_of(begun_, MONDAY), plan_of(begun_, date(2026, 3, 4)), begun_).endswith("because “A” takes longer.")


def test_who_waits_for_the_client_is_late_on_the_clients_account() -> None:
    before = chain(960, 960)
    tags = engine.Tags(client=frozenset({1}))
    told = sentence(plan_of(before, MONDAY), plan_of(before, TUESDAY), before, tags)
    assert told == "1 working day later: 1 because “A” waits for the client."


def test_a_task_put_between_two_others_is_scope_and_not_a_changed_link() -> None:
    before = chain(480, 480)
    after = replace(before, tasks=(*before.tasks, Task(9, "X", duration_minutes=960)), links=(Link(1, 9), Link(9, 2)))
    assert sentence(plan_of(before, MONDAY), plan_of(after, MONDAY), after) == "2 working days later: 2 because “X” was added."
    assert sentence(plan_of(after, MONDAY), plan_of(before, MONDAY), before) == "2 working days earlier: 2 won because a task was removed."


def test_several_causes_share_a_move() -> None:
    before = chain(480, 480)
    after = chain(480, 480 * 3)
    told = sentence(plan_of(before, MONDAY), plan_of(after, TUESDAY), after)
    assert told == "3 working days later: 2 because “B” takes longer, 1 because “A” starts later."


def test_half_of_a_link_turned_round_is_no_circle() -> None:
    before = chain(480, 480, 480)
    after = replace(before, tasks=(*before.tasks, Task(9, "X", duration_minutes=480)), links=(Link(3, 9), Link(9, 1), Link(2, 3)))
    found = engine.slip(plan_of(before, MONDAY), plan_of(after, MONDAY))
    assert [part.cause for part in found.parts] == [engine.Cause.LINKS]
    assert found.days == found.parts[0].days


def test_a_milestone_slips_by_itself() -> None:
    before = chain(480, 0, 4800)
    before = replace(before, links=(Link(1, 2),))
    found = engine.slip(plan_of(before, MONDAY), plan_of(changed(before, 1, duration_minutes=960), MONDAY), task=2)
    assert (found.days, found.minutes) == (1, 480)
    with pytest.raises(ValueError, match="not in both plans"):
        engine.slip(plan_of(before, MONDAY), plan_of(before, MONDAY), task=77)


def test_an_absence_is_told_with_the_persons_name() -> None:
    chance = Random(3)
    before = made(chance)
    for seed in range(50):
        after = away(before, Random(seed))
        if engine.slip(plan_of(before), plan_of(after)).days:
            assert "is away" in sentence(plan_of(before), plan_of(after), after)
            return
    pytest.fail("no absence moved the finish")


def test_rounded_parts_add_up_and_nothing_stays_nothing() -> None:
    third = Fraction(1, 3)
    assert apportioned([third, third, third], 1) == [1, 0, 0]
    assert apportioned([Fraction(-5, 2), Fraction(0), Fraction(7, 2)], 1) == [-2, 0, 3]
    assert apportioned([Fraction(1, 2), Fraction(0)], -2) == [-2, 0]
    assert apportioned([], 0) == []
