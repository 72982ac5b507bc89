"""Ways to recover: worked out when somebody asks, and true when somebody follows one."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from milepost.forecast import models, reads, writes
from milepost.forecast.rules.replanning import WayBack
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.people import writes as team
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.edits import LinkUp, Set
from tests.cast import NOW, Cast, Firm
from tests.rooms.forecast.test_conclude import impossible

PROMISED = date(2026, 3, 12)


@pytest.fixture
def late(cast: Cast) -> int:
    """Four tasks in a row, twelve days of two people, promised for the ninth; a third person has nothing to do."""
    boss = cast.north.manager.actor
    project = planning.add_project(boss, name="Quay", start_on=NOW.date(), now=NOW)
    tasks = [
        planning.add_task(boss, project, name=name, duration_minutes=days * 480, now=NOW)
        for name, days in (("Drawings", 3), ("Piles", 4), ("Deck", 3), ("Paint", 2))
    ]
    for before, after in pairwise(tasks):
        planning.add_link(boss, before, successor_id=after, now=NOW)
    home = {"zone": "Europe/Berlin", "country": "DE", "region": "BE", "now": NOW}
    people = [team.add_person(boss, name=name, **home) for name in ("Ann", "Bob", "Cem")]  # type: ignore[arg-type]
    places = [planning.add_to_team(boss, project, person_id=person.id, now=NOW) for person in people]
    for task, place in zip(tasks, (places[0], places[1], places[0], places[1]), strict=True):
        planning.assign(boss, task, resource_id=place, now=NOW)
    planning.promise_date(boss, project, on=PROMISED, now=NOW)
    return project


def asked(firm: Firm, project: int, now: Any = NOW) -> reads.Recovery:
    writes.ask_run(firm.manager.actor, project, kind="recovery", now=now)
    writes.recover(project, now=now)
    found = reads.recovery(firm.manager.actor, project, now=now)
    assert found is not None
    return found


def test_it_says_what_comes_if_nothing_is_done_and_what_keeps_the_promise(cast: Cast, late: int) -> None:
    found = asked(cast.north, late)
    assert found.accepted is not None
    assert (found.accepted.finish_on, found.accepted.standing_days) == (date(2026, 3, 17), -3)
    assert {"cut", "add", "overtime", "overlap"} <= {way.kind for way in found.ways}
    keeping = [way.finish_on <= PROMISED for way in found.ways]
    assert keeping == sorted(keeping, reverse=True) == [bool(way.keeps_promise) for way in found.ways]
    assert all(way.finish_on <= found.accepted.finish_on and way.gain_days > 0 for way in found.ways)
    assert all((way.standing_days >= 0) == (way.finish_on <= PROMISED) for way in found.ways)  # type: ignore[operator]


FOLLOWED = ("cut", "swap", "add", "overlap")
"""Kinds that are one change of the plan, which people would make by hand."""


def test_who_follows_a_way_ends_where_it_said(cast: Cast, late: int) -> None:
    """Each way is taken through the ordinary writes, worked out anew, and taken back."""
    firm, followed = cast.north, set()
    asked(firm, late)
    ways = [WayBack.from_json(each) for each in models.Recovery.objects.get(pk=late).content["ways"]]
    for way in ways:
        if way.kind not in FOLLOWED:
            continue
        steps = _follow(firm, late, way)
        reached = asked(firm, late).accepted
        assert reached is not None
        assert reached.finish_on == way.finish.date(), str(way.sentence)
        for _ in range(steps):
            planning.undo(firm.manager.actor, late, now=NOW)
        followed.add(way.kind)
    assert followed == {"cut", "add", "overlap"}


def _follow(firm: Firm, project: int, way: WayBack) -> int:
    """Makes the change in the plan; gives back in how many steps."""
    boss = firm.manager.actor
    tasks = {task.uid: task for task in plans.tasks(boss, project).tasks}
    places = {place.uid: place.id for place in plans.team(boss, project)}
    task = tasks[way.tasks[0]]
    if way.kind == "cut":  # whoever waited for it waits for what it waited for
        around = plans.task(boss, task.id)
        joined = [LinkUp(one.task_id, other.task_id) for one in around.predecessors for other in around.successors]
        planning.edit_plan(boss, project, edits=[Set(task.id, task.version, {"active": False}), *joined], now=NOW)
        return 1
    if way.kind == "overlap":
        before, after = (tasks[uid] for uid in way.tasks)
        planning.edit_plan(boss, project, edits=[LinkUp(before.id, after.id, lag=-way.risk_minutes)], now=NOW)
        return 1
    if way.kind == "add":
        length = {"duration_minutes": (task.duration_minutes * 115 // 100 + 1) // 2}
        planning.edit_plan(boss, project, edits=[Set(task.id, task.version, length)], now=NOW)
        planning.assign(boss, task.id, resource_id=places[way.people[-1]], now=NOW)
        return 2
    before_place = next(each.resource_id for each in plans.people_on([task.id])[task.id])
    planning.unassign(boss, task.id, resource_id=before_place, now=NOW)
    planning.assign(boss, task.id, resource_id=places[way.people[0]], now=NOW)
    return 2


def test_it_is_worked_out_only_when_somebody_asks(cast: Cast, late: int) -> None:
    writes.conclude(late, now=NOW)
    assert "recovery" not in {due.kind for due in reads.due_runs() if due.project_id == late}
    writes.ask_run(cast.north.manager.actor, late, kind="recovery", now=NOW)
    assert "recovery" in {due.kind for due in reads.due_runs() if due.project_id == late}
    writes.recover(late, now=NOW)
    assert "recovery" not in {due.kind for due in reads.due_runs() if due.project_id == late}


def test_who_asked_gets_an_answer_also_where_the_plan_changed_meanwhile(cast: Cast, late: int) -> None:
    boss = cast.north.manager.actor
    writes.ask_run(boss, late, kind="recovery", now=NOW)
    models.Run.objects.filter(project_id=late, kind="recovery").update(state="outrun")
    planning.add_task(boss, late, name="Rails", duration_minutes=480, now=NOW)
    writes.conclude(late, now=NOW)
    due = next(due for due in reads.due_runs() if (due.project_id, due.kind) == (late, "recovery"))
    assert due.revision == reads.forecast(boss, late).facts_revision  # type: ignore[union-attr]


def test_an_older_answer_says_so(cast: Cast, late: int) -> None:
    assert not asked(cast.north, late).older
    planning.add_task(cast.north.manager.actor, late, name="Rails", duration_minutes=480, now=NOW)
    assert reads.recovery(cast.north.manager.actor, late, now=NOW).older  # type: ignore[union-attr]


def test_a_plan_that_has_no_dates_says_why(cast: Cast) -> None:
    impossible(cast.north)
    found = asked(cast.north, cast.north.project_id)
    assert found.refused is not None
    assert (found.accepted, found.ways) == (None, ())
    assert found.run is not None
    assert found.run.state == "refused"


def test_before_the_first_there_is_nothing(cast: Cast, late: int) -> None:
    assert reads.recovery(cast.north.manager.actor, late, now=NOW) is None


def test_a_client_another_firm_and_a_member_elsewhere_see_nothing(cast: Cast, late: int) -> None:
    asked(cast.north, late)
    for actor, refusal in (
        (cast.north.client.actor, NotAllowed),
        (cast.south.manager.actor, NotFound),
        (cast.north.member.actor, NotFound),
    ):
        with pytest.raises(refusal):
            reads.recovery(actor, late, now=NOW)
