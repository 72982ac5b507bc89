"""A levelled plan is drawn from today's facts, kept whole, and told with its age; nobody is booked twice in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from milepost.forecast import reads, writes
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from tests.cast import NOW, Cast, Firm

TODAY = date(2026, 3, 2)


def twice(firm: Firm) -> tuple[int, int]:
    """Two tasks of a week that start together and need the same person; their ids."""
    boss = firm.manager.actor
    here = planning.add_project(boss, name="Twice", start_on=TODAY, now=NOW)
    otto = planning.add_to_team(boss, here, person_id=firm.other_person_id, now=NOW)
    tasks = [planning.add_task(boss, here, name=name, duration_minutes=2400, now=NOW) for name in ("Left", "Right")]
    for task in tasks:
        planning.assign(boss, task, resource_id=otto, now=NOW)
    return here, tasks[0]


def levelled(firm: Firm, project_id: int, now: datetime = NOW) -> reads.Levelling:
    writes.conclude(project_id, now=now)
    writes.level(project_id, now=now)
    found = reads.levelled(firm.manager.actor, project_id, now=now)
    assert found is not None
    return found


def test_of_two_tasks_of_one_person_one_waits_and_says_for_what(cast: Cast) -> None:
    project, _ = twice(cast.north)
    found = levelled(cast.north, project)
    assert (found.finish_on, found.free_finish_on) == (date(2026, 3, 13), date(2026, 3, 6))
    (moved,) = found.moved
    assert (moved.start.date(), moved.minutes, found.moved_count) == (date(2026, 3, 9), 2400, 1)
    assert found.proved
    assert found.bound_on == found.finish_on
    waited_for = {"Left", "Right"} - {moved.name}
    assert waited_for.pop() in str(moved.sentence)


def test_a_task_tells_where_levelling_puts_it(cast: Cast) -> None:
    firm = cast.north
    project, _ = twice(firm)
    (moved,) = levelled(firm, project).moved
    dates = reads.levelled_dates(firm.manager.actor, moved.task_id, now=NOW)
    assert dates is not None
    assert (dates.start, dates.finish, dates.moved, dates.older) == (moved.start, moved.finish, moved.sentence, False)
    other = next(line.id for line in plans.tasks(firm.manager.actor, project).tasks if line.id != moved.task_id)
    stays = reads.levelled_dates(firm.manager.actor, other, now=NOW)
    assert stays is not None
    assert stays.moved is None


def test_the_promise_is_measured_against_it(cast: Cast) -> None:
    firm = cast.north
    project, _ = twice(firm)
    planning.promise_date(firm.manager.actor, project, on=date(2026, 3, 11), now=NOW)
    found = levelled(firm, project)
    assert (found.promised_on, found.standing_days) == (date(2026, 3, 11), -2)


def test_it_says_its_age_once_facts_or_the_day_moved_on(cast: Cast) -> None:
    firm = cast.north
    project, task = twice(firm)
    found = levelled(firm, project)
    assert (found.older, found.revision, found.as_of) == (False, found.facts_revision, TODAY)
    tomorrow = reads.levelled(firm.manager.actor, project, now=NOW + timedelta(days=1))
    assert tomorrow is not None
    assert tomorrow.older
    planning.record_progress(firm.manager.actor, task, percent=20, remaining_minutes=None, now=NOW)
    stale = reads.levelled(firm.manager.actor, project, now=NOW)
    assert stale is not None
    assert (stale.older, stale.finish_on) == (True, found.finish_on)


def test_people_are_first_with_the_project_that_was_promised_earlier(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    first, _ = twice(firm)
    second, _ = twice(firm)
    planning.promise_date(boss, second, on=date(2026, 3, 13), now=NOW)
    assert reads.bookings(second, TODAY) == ()
    taken = {(booking.start.date(), booking.finish.date()) for booking in reads.bookings(first, TODAY)}
    assert taken == {(TODAY, date(2026, 3, 6))}
    kept, late = levelled(firm, second), levelled(firm, first)
    assert kept.finish_on == date(2026, 3, 13)
    assert late.finish_on is not None
    assert late.finish_on > date(2026, 3, 13)


def test_what_another_project_has_done_it_does_not_book(cast: Cast) -> None:
    firm = cast.north
    first, task = twice(firm)
    second, _ = twice(firm)
    planning.promise_date(firm.manager.actor, first, on=date(2026, 3, 13), now=NOW)
    assert len(reads.bookings(second, TODAY)) == 2
    planning.record_progress(firm.manager.actor, task, percent=100, remaining_minutes=None, now=NOW)
    assert len(reads.bookings(second, TODAY)) == 1


def test_a_plan_without_dates_keeps_a_row_that_says_why(cast: Cast) -> None:
    from tests.rooms.forecast.test_conclude import impossible

    firm = cast.north
    levelled(firm, firm.project_id)
    impossible(firm)
    found = levelled(firm, firm.project_id)
    assert (found.finish_on, found.moved) == (None, ())
    assert found.refused is not None
    assert found.run is not None
    assert found.run.state == "refused"


def test_before_the_first_run_there_is_nothing(cast: Cast) -> None:
    firm = cast.north
    assert reads.levelled(firm.manager.actor, firm.project_id, now=NOW) is None
    assert reads.levelled_dates(firm.manager.actor, firm.task_ids["dredge"], now=NOW) is None


def test_a_levelled_plan_is_as_private_as_its_project(cast: Cast) -> None:
    firm = cast.north
    levelled(firm, firm.project_id)
    assert reads.levelled(firm.member.actor, firm.project_id, now=NOW) is not None
    for stranger in (firm.other_member, cast.south.owner):
        with pytest.raises(NotFound):
            reads.levelled(stranger.actor, firm.project_id, now=NOW)
        with pytest.raises(NotFound):
            reads.levelled_dates(stranger.actor, firm.task_ids["dredge"], now=NOW)
    for refused in (reads.levelled, reads.levelled_dates):
        with pytest.raises(NotAllowed):
            refused(firm.client.actor, firm.project_id, now=NOW)
