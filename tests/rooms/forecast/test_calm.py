"""The calm plan: nobody does two things at once, little moves from one day to the next, and it ends no later than a plan made anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from milepost.forecast import models, reads, writes
from milepost.forecast.rules.calming import CalmDates
from milepost.forecast.snapshot import calming, levelling
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.draft import Assignment, Draft, Link, Resource, Task
from milepost.plans.edits import Set
from tests.cast import NOW, Cast
from tests.rooms.forecast.test_conclude import impossible

MONDAY = date(2026, 3, 2)


def plan(*lengths: int, links: tuple[tuple[int, int], ...] = (), people: int = 1) -> Draft:
    """Tasks of so many days, each for one of the people in turn."""
    tasks = tuple(Task(uid, f"T{uid}", duration_minutes=days * 480) for uid, days in enumerate(lengths, 1))
    lines = tuple(Assignment(uid, uid, (uid - 1) % people + 1) for uid in range(1, len(lengths) + 1))
    team = tuple(Resource(uid, f"P{uid}") for uid in range(1, people + 1))
    return Draft("P", datetime(2026, 3, 2, 9), tasks, tuple(Link(*link) for link in links), resources=team, assignments=lines)


def test_without_a_plan_before_it_is_the_levelled_one() -> None:
    draft = plan(2, 3, 1)
    found, anew = calming.calm(draft, None, as_of=MONDAY), levelling.level(draft, as_of=MONDAY)
    assert found.finish == anew.finish
    assert np.array_equal(found.dates.start, anew.columns.start)
    assert all(found.because)


def test_where_nothing_happened_nothing_moves() -> None:
    draft = plan(2, 3, 1, 4, links=((1, 4),), people=2)
    first = calming.calm(draft, None, as_of=MONDAY).dates
    again = calming.calm(draft, first, as_of=MONDAY).dates
    assert np.array_equal(first.start, again.start)


def test_it_keeps_the_order_of_the_plan_before() -> None:
    """Three things of one person in an order that levelling anew would not choose: they stay where they were."""
    draft = plan(1, 2, 3)
    at = np.array([(datetime(2026, 3, 2, 9) + timedelta(days=day) - datetime(1970, 1, 1)) // timedelta(minutes=1) for day in (7, 3, 0)])
    length = np.array([540, 540 + 1440, 540 + 2 * 1440])
    before = CalmDates(np.array([1, 2, 3]), at, at + length, at + length)
    found = calming.calm(draft, before, as_of=MONDAY).dates
    assert np.argsort(found.start).tolist() == [2, 1, 0]


@pytest.mark.parametrize("longer", [1, 2, 3, 4])
def test_it_ends_no_later_than_a_plan_made_anew(longer: int) -> None:
    draft = plan(2, 3, 1, 4, 2, 3, links=((1, 4), (2, 5)), people=2)
    before = calming.calm(draft, None, as_of=MONDAY).dates
    tasks = tuple(
        task if task.uid != longer else Task(task.uid, task.name, duration_minutes=3 * task.duration_minutes) for task in draft.tasks
    )
    changed = Draft(draft.name, draft.start, tasks, draft.links, resources=draft.resources, assignments=draft.assignments)
    tomorrow = MONDAY + timedelta(days=1)
    anew = levelling.level(changed, as_of=tomorrow)
    assert calming.calm(changed, before, as_of=tomorrow).finish <= anew.finish


def test_it_is_due_with_new_facts_and_keeps_near_to_the_plan_of_an_earlier_day(cast: Cast) -> None:
    firm = cast.north
    writes.conclude(firm.project_id, now=NOW)
    assert "calm" in {due.kind for due in reads.due_runs() if due.project_id == firm.project_id}
    writes.keep_calm(firm.project_id, now=NOW)
    assert "calm" not in {due.kind for due in reads.due_runs() if due.project_id == firm.project_id}
    first = models.Calm.objects.get(pk=firm.project_id)
    assert first.before_on == first.as_of
    tomorrow = NOW + timedelta(days=1)
    writes.conclude(firm.project_id, now=tomorrow)
    writes.keep_calm(firm.project_id, now=tomorrow)
    second = models.Calm.objects.get(pk=firm.project_id)
    assert (second.before_on, bytes(second.before or b"")) == (first.as_of, bytes(first.columns or b""))


def test_a_plan_that_is_impossible_for_a_while_does_not_forget_where_it_was(cast: Cast) -> None:
    firm = cast.north
    writes.conclude(firm.project_id, now=NOW)
    writes.keep_calm(firm.project_id, now=NOW)
    kept = bytes(models.Calm.objects.get(pk=firm.project_id).columns or b"")
    impossible(firm)
    writes.conclude(firm.project_id, now=NOW)
    writes.keep_calm(firm.project_id, now=NOW)
    row = models.Calm.objects.get(pk=firm.project_id)
    assert (row.columns, row.refusal is None) == (None, False)
    assert bytes(row.before or b"") == kept
    assert reads.calm_plan(firm.project_id) is None


def test_who_gives_way_is_asked_again_where_the_dates_of_the_first_change(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    second = planning.add_project(boss, name="Second", start_on=NOW.date(), now=NOW)
    place = planning.add_to_team(boss, second, person_id=firm.member_person_id, now=NOW)
    task = planning.add_task(boss, second, name="Paint", duration_minutes=480, now=NOW)
    planning.assign(boss, task, resource_id=place, now=NOW)
    planning.rank_project(boss, firm.project_id, priority=900, version=1, now=NOW)
    assert plans.sharing_people(firm.project_id) == (second,)
    for project in (firm.project_id, second):
        writes.conclude(project, now=NOW)
        writes.keep_calm(project, now=NOW)
    assert "calm" not in {due.kind for due in reads.due_runs() if due.project_id == second}
    dredge = firm.task_ids["dredge"]
    version = plans.versions(firm.project_id, [dredge])[dredge]
    planning.edit_plan(boss, firm.project_id, edits=[Set(dredge, version, {"duration_minutes": 9600})], now=NOW)
    writes.conclude(firm.project_id, now=NOW)
    writes.keep_calm(firm.project_id, now=NOW)
    assert "calm" in {due.kind for due in reads.due_runs() if due.project_id == second}
