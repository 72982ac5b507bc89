"""Who has how much to do: all projects together, against the time each person has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.forecast import reads, writes
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.people import writes as team
from milepost.plans import writes as planning
from tests.cast import NOW, Cast, Firm

MONDAY = date(2026, 3, 2)
DAY, WEEK = 480, 2400


def booked(firm: Firm, *names: str, minutes: int = WEEK, person: int | None = None) -> int:
    """A project in which one person has these tasks to do, all at once."""
    boss = firm.manager.actor
    here = planning.add_project(boss, name="-".join(names), start_on=MONDAY, now=NOW)
    place = planning.add_to_team(boss, here, person_id=person or firm.other_person_id, now=NOW)
    for name in names:
        task = planning.add_task(boss, here, name=name, duration_minutes=minutes, now=NOW)
        planning.assign(boss, task, resource_id=place, now=NOW)
    writes.conclude(here, now=NOW)
    return here


def of_other(firm: Firm, *, steps: int = 3, step_days: int = 7) -> tuple[reads.LoadCell, ...]:
    shown = reads.load(firm.manager.actor, first=MONDAY, steps=steps, step_days=step_days, now=NOW)
    return next(row.cells for row in shown.rows if row.person_id == firm.other_person_id)


def test_a_week_of_work_fills_a_week(cast: Cast) -> None:
    booked(cast.north, "Survey")
    first, second, away = of_other(cast.north)
    assert (first.capacity_minutes, first.booked_minutes, first.over_minutes) == (WEEK, WEEK, 0)
    assert (second.booked_minutes, second.tasks) == (0, ())
    assert (away.first, away.capacity_minutes) == (date(2026, 3, 16), 0)


def test_projects_add_up_and_too_much_names_its_tasks(cast: Cast) -> None:
    left, right = booked(cast.north, "Left"), booked(cast.north, "Right")
    cell = of_other(cast.north)[0]
    assert (cell.booked_minutes, cell.over_minutes) == (2 * WEEK, WEEK)
    assert {(task.name, task.project_id, task.minutes) for task in cell.tasks} == {("Left", left, WEEK), ("Right", right, WEEK)}


def test_days_add_up_to_their_week(cast: Cast) -> None:
    booked(cast.north, "Long", minutes=3 * DAY)
    days = of_other(cast.north, steps=7, step_days=1)
    assert [day.booked_minutes for day in days] == [DAY, DAY, DAY, 0, 0, 0, 0]
    assert [day.capacity_minutes for day in days] == [DAY] * 5 + [0, 0]


def test_too_much_on_one_day_shows_though_the_week_has_room(cast: Cast) -> None:
    booked(cast.north, "Left", "Right", minutes=DAY)
    cell = of_other(cast.north)[0]
    assert (cell.booked_minutes < cell.capacity_minutes, cell.over_minutes) == (True, DAY)


def test_part_time_is_less_capacity(cast: Cast) -> None:
    firm = cast.north
    team.set_working_week(firm.manager.actor, firm.other_person_id, week=[[[540, 780]]] * 5 + [[], []], version=1, now=NOW)
    assert of_other(firm)[0].capacity_minutes == 5 * 240


def test_what_is_done_asks_nothing_and_yesterday_neither_has_nor_asks(cast: Cast) -> None:
    booked(cast.north, "Survey")
    thursday = NOW + timedelta(days=3)
    shown = reads.load(cast.north.manager.actor, first=MONDAY, steps=1, now=thursday)
    cell = next(row.cells[0] for row in shown.rows if row.person_id == cast.north.other_person_id)
    assert cell.capacity_minutes == 2 * DAY


def test_a_member_sees_work_in_projects_they_do_not_know_without_names(cast: Cast) -> None:
    """Otto is on Mona's project and on another one that she does not know."""
    firm = cast.north
    planning.add_to_team(firm.manager.actor, firm.project_id, person_id=firm.other_person_id, now=NOW)
    hidden = booked(firm, "Hidden")
    shown = reads.project_load(firm.member.actor, firm.project_id, first=MONDAY, steps=1, now=NOW)
    row = next(row for row in shown.rows if row.person_id == firm.other_person_id)
    assert row.cells[0].tasks == (reads.LoadTask(None, None, "", "", WEEK),)
    full = reads.project_load(firm.manager.actor, firm.project_id, first=MONDAY, steps=1, now=NOW)
    named = next(row for row in full.rows if row.person_id == firm.other_person_id)
    assert named.cells[0].tasks[0].project_id == hidden


def test_members_see_themselves_clients_nothing_and_strangers_no_project(cast: Cast) -> None:
    firm = cast.north
    shown = reads.load(firm.member.actor, first=MONDAY, steps=1, now=NOW)
    assert [row.person_id for row in shown.rows] == [firm.member_person_id]
    with pytest.raises(NotAllowed):
        reads.load(firm.client.actor, first=MONDAY, steps=1, now=NOW)
    with pytest.raises(NotFound):
        reads.project_load(firm.other_member.actor, firm.project_id, first=MONDAY, steps=1, now=NOW)


def test_ten_projects_cost_as_many_queries_as_one(cast: Cast) -> None:
    booked(cast.north, "One")
    with CaptureQueriesContext(connection) as few:
        of_other(cast.north)
    for number in range(9):
        booked(cast.north, f"Task {number}")
    with CaptureQueriesContext(connection) as many:
        of_other(cast.north)
    assert len(few) == len(many) <= 10
