"""All projects by programme, whom several want at once, and that levelling lets the higher priority go first."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.day import reads
from milepost.day import writes as days
from milepost.forecast import reads as forecasts
from milepost.forecast import writes as concluding
from milepost.kernel.refusal import NotAllowed
from milepost.plans import writes as planning
from tests.cast import NOW, Cast, Firm


def another(firm: Firm, name: str = "Pier", minutes: int = 2400) -> int:
    """A project made here in which Mona works from today on, too."""
    actor = firm.manager.actor
    project = planning.add_project(actor, name=name, start_on=NOW.date(), now=NOW)
    task = planning.add_task(actor, project, name="Piles", duration_minutes=minutes, now=NOW)
    place = planning.add_to_team(actor, project, person_id=firm.member_person_id, now=NOW)
    planning.assign(actor, task, resource_id=place, now=NOW)
    for each in (project, firm.project_id):
        concluding.conclude(each, now=NOW)
        days.conclude(each, now=NOW)
    return project


def rank(firm: Firm, project: int, priority: int, programme: str = "") -> None:
    from milepost.plans import reads as plans

    version = plans.rank(firm.manager.actor, project).version
    planning.rank_project(firm.manager.actor, project, priority=priority, programme=programme, version=version, now=NOW)


def test_projects_stand_below_their_programme_and_those_of_none_come_last(cast: Cast) -> None:
    firm = cast.north
    pier, lock = another(firm), another(firm, "Lock")
    rank(firm, pier, 600, "Coast")
    rank(firm, firm.project_id, 500, "Coast")
    found = reads.portfolio(firm.manager.actor, now=NOW)
    assert [(each.name, sorted(one.project_id for one in each.standings)) for each in found.programmes] == [
        ("Coast", sorted([pier, firm.project_id])),
        ("", [lock]),
    ]
    assert found.ranks[pier].priority == 600


def test_a_milestone_that_was_promised_on_its_own_stands_with_its_likely_dates(cast: Cast) -> None:
    firm = cast.north
    assert reads.portfolio(firm.manager.actor, now=NOW).promises == {}
    moor = firm.task_ids["moor"]
    planning.promise_date(firm.manager.actor, firm.project_id, on=date(2026, 4, 30), task_id=moor, now=NOW)
    planning.promise_date(firm.manager.actor, firm.project_id, on=date(2026, 3, 20), task_id=moor, now=NOW)
    concluding.conclude(firm.project_id, now=NOW)
    (told,) = reads.portfolio(firm.manager.actor, now=NOW).promises[firm.project_id]
    assert (told.name, told.promised_on, told.finish_on) == ("moor kestrel", date(2026, 3, 20), date(2026, 3, 11))
    assert (told.p50_on, told.chance) == (None, None)
    concluding.simulate(firm.project_id, now=NOW)
    (told,) = reads.portfolio(firm.manager.actor, now=NOW).promises[firm.project_id]
    outlook = forecasts.outlook(firm.manager.actor, firm.project_id, now=NOW)
    assert outlook is not None
    assert told.chance == next(each.percent for each in outlook.promises if each.task_id == moor)
    of_task = forecasts.task_outlook(firm.manager.actor, moor, now=NOW)
    assert of_task is not None
    assert (told.p50_on, told.p80_on) == (of_task.p50_on, of_task.p80_on)


def test_whom_two_projects_want_at_once_is_named_with_the_hours(cast: Cast) -> None:
    """In the first week Mona has 40 hours; the wall wants them all, the pier wants 40 more."""
    firm = cast.north
    assert reads.conflicts(firm.manager.actor, now=NOW) == ()
    pier = another(firm)
    first = reads.conflicts(firm.manager.actor, now=NOW)[0]
    assert (first.person, first.first, first.capacity_minutes) == ("Mona kestrel", date(2026, 3, 2), 2400)
    load = forecasts.load(firm.manager.actor, steps=1, now=NOW)
    cell = next(row.cells[0] for row in load.rows if row.person_id == firm.member_person_id)
    assert first.over_minutes == cell.over_minutes > 0
    assert sum(each.minutes for each in first.projects) == cell.booked_minutes
    rank(firm, pier, 900)
    assert reads.conflicts(firm.manager.actor, now=NOW)[0].projects[0].project == "Pier"
    rank(firm, pier, 100)
    assert reads.conflicts(firm.manager.actor, now=NOW)[0].projects[-1].project == "Pier"


def test_levelling_lets_the_higher_priority_go_first(cast: Cast) -> None:
    """Of two projects one has the people and the other waits, and which of them a priority turns around."""
    firm = cast.north
    pier = another(firm)
    today = NOW.date()
    assert (len(forecasts.bookings(pier, today)) > 0, forecasts.bookings(firm.project_id, today)) == (True, ()), "the wall was promised"
    rank(firm, pier, 900)
    assert (forecasts.bookings(pier, today), len(forecasts.bookings(firm.project_id, today)) > 0) == ((), True)
    rank(firm, firm.project_id, 900)
    assert (len(forecasts.bookings(pier, today)) > 0, forecasts.bookings(firm.project_id, today)) == (True, ())


def test_it_is_for_those_who_manage(cast: Cast) -> None:
    for who in (cast.north.member, cast.north.client):
        for read in (reads.portfolio, reads.conflicts):
            with pytest.raises(NotAllowed):
                read(who.actor, now=NOW)
    south = reads.portfolio(cast.south.manager.actor, now=NOW)
    assert cast.north.project_id not in south.ranks
