"""Ways to recover: worked out when somebody asks, and true when somebody follows one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from milepost.audit import reads as audit
from milepost.forecast import models, reads, writes
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.people import reads as people
from milepost.people import writes as team
from milepost.plans import models as rows
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.draft import Constraint, LinkKind
from milepost.plans.edits import LinkUp, Report, Set
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


def test_who_follows_a_way_ends_where_it_said(cast: Cast, late: int) -> None:
    """Each way that can be followed is followed, worked out anew, and taken back with one undo."""
    firm, boss, followed = cast.north, cast.north.manager.actor, set()
    before = plans.draft_with_people(late, NOW.date())
    for way in asked(firm, late).ways:
        if not way.followable:
            assert way.kind == "reorder"
            continue
        here = next(each for each in asked(firm, late).ways if str(each.sentence) == str(way.sentence))
        writes.follow_way(boss, late, number=here.number, revision=revision_of(late), now=NOW)
        reached = asked(firm, late).accepted
        assert reached is not None
        assert reached.finish_on == way.finish_on, str(way.sentence)
        planning.undo(boss, late, now=NOW)
        assert plans.draft_with_people(late, NOW.date()) == before
        followed.add(way.kind)
    assert followed == {"cut", "add", "overlap", "overtime", "saturdays"}


def revision_of(project: int) -> int:
    return audit.revision(project)


def test_work_goes_to_somebody_else_where_that_helps(cast: Cast, late: int) -> None:
    """Ann is away for a week, and Cem has nothing to do."""
    boss = cast.north.manager.actor
    ann = next(person for person in people.team(boss) if person.name == "Ann")
    team.record_absence(boss, ann.id, first=NOW.date(), last=date(2026, 3, 6), because="ill", now=NOW)
    way = next(way for way in asked(cast.north, late).ways if way.kind == "swap")
    writes.follow_way(boss, late, number=way.number, revision=revision_of(late), now=NOW)
    reached = asked(cast.north, late).accepted
    assert reached is not None
    assert reached.finish_on == way.finish_on


@pytest.mark.parametrize("kind", ["add", "overtime", "saturdays", "overlap", "cut"])
def test_a_way_opens_as_a_scenario_that_changes_nothing_until_it_is_adopted(cast: Cast, late: int, kind: str) -> None:
    """The scenario ends where following the way ends."""
    boss, before = cast.north.manager.actor, (plans.draft(late), revision_of(late))
    way = next(way for way in asked(cast.north, late).ways if way.kind == kind)
    made = writes.try_way(boss, late, number=way.number, revision=revision_of(late), name="As computed", now=NOW)
    assert (plans.draft(late), revision_of(late)) == before
    (beside,) = reads.scenarios(boss, late, now=NOW).open
    planning.adopt_scenario(boss, made, version=1, now=NOW)
    assert beside.effect is not None
    assert beside.effect.finish_on == reads.scenarios(boss, late, now=NOW).today.finish_on  # type: ignore[union-attr]
    assert asked(cast.north, late).accepted.finish_on == way.finish_on  # type: ignore[union-attr]
    with pytest.raises(Stale):
        writes.try_way(boss, late, number=way.number, revision=before[1], name="Again", now=NOW)
    with pytest.raises(NotAllowed):
        writes.try_way(cast.north.member.actor, late, number=way.number, revision=before[1], name="Mine", now=NOW)


@pytest.mark.parametrize("held", ["another link", "a date of its own"])
def test_what_more_than_plain_links_hold_stays_and_takes_no_time(cast: Cast, late: int, held: str) -> None:
    boss = cast.north.manager.actor
    tasks = plans.tasks(boss, late).tasks
    dated = {"constraint": Constraint.SNET, "constraint_at": datetime(2026, 3, 3, 9)}
    edit = LinkUp(tasks[1].id, tasks[2].id, LinkKind.FF) if held == "another link" else Set(tasks[1].id, tasks[1].version, dated)
    planning.edit_plan(boss, late, edits=[edit], now=NOW)
    (cut,) = [way for way in asked(cast.north, late).ways if way.kind == "cut" and tasks[1].id in way.task_ids]
    writes.follow_way(boss, late, number=cut.number, revision=revision_of(late), now=NOW)
    left = next(task for task in plans.draft(late).tasks if task.name == tasks[1].name)
    assert (left.active, left.duration_minutes) == (True, 0)
    assert asked(cast.north, late).accepted.finish_on == cut.finish_on  # type: ignore[union-attr]


@pytest.mark.parametrize("percent", [0, 1, 33, 50, 90])
def test_help_with_what_has_begun_ends_where_it_said(cast: Cast, late: int, percent: int) -> None:
    """Also where three lengths were estimated: they keep their distance."""
    boss, now = cast.north.manager.actor, NOW + timedelta(days=15)
    first, *others = plans.tasks(boss, late).tasks
    three = {"best_minutes": 2400, "duration_minutes": 4800, "worst_minutes": 9600}
    edits = [Set(first.id, first.version, three), *(Set(task.id, task.version, {"duration_minutes": 30}) for task in others)]
    begun = Report(first.id, percent=percent, started_at=datetime(2026, 3, 2, 9)) if percent else Report(first.id, percent=0, begun=True)
    planning.edit_plan(boss, late, edits=[*edits, begun], now=now)
    way = next(way for way in asked(cast.north, late, now).ways if way.kind == "add" and way.task_ids == (first.id,))
    writes.follow_way(boss, late, number=way.number, revision=revision_of(late), now=now)
    helped = next(task for task in plans.draft(late).tasks if task.name == first.name)
    assert helped.best_minutes < helped.duration_minutes < helped.worst_minutes  # type: ignore[operator]
    assert asked(cast.north, late, now).accepted.finish_on == way.finish_on  # type: ignore[union-attr]


def test_what_was_measured_in_hours_is_left_to_people(cast: Cast, late: int) -> None:
    boss = cast.north.manager.actor
    lines = rows.Assignment.objects.filter(project_id=late)
    for line in lines:
        line.work_minutes = 480
    rows.Assignment.objects.bulk_update(lines, ["work_minutes"])
    helped = next(way for way in asked(cast.north, late).ways if way.kind == "add")
    assert not helped.followable
    with pytest.raises(Refusal) as refused:
        writes.follow_way(boss, late, number=helped.number, revision=revision_of(late), now=NOW)
    assert refused.value.code == "not_followable"


def test_what_does_not_exist_is_not_followed_and_an_old_answer_neither(cast: Cast, late: int) -> None:
    boss = cast.north.manager.actor
    way = next(way for way in asked(cast.north, late).ways if way.followable)
    revision = revision_of(late)
    for number in (-1, 10**6):
        with pytest.raises(Refusal) as refused:
            writes.follow_way(boss, late, number=number, revision=revision, now=NOW)
        assert refused.value.code == "not_followable"
    planning.add_task(boss, late, name="Rails", duration_minutes=480, now=NOW)
    for known in (revision, revision_of(late)):
        with pytest.raises(Stale):
            writes.follow_way(boss, late, number=way.number, revision=known, now=NOW)


@pytest.mark.parametrize(("who", "refusal"), [("member", NotAllowed), ("client", NotAllowed)])
def test_only_who_may_change_the_plan_follows_a_way(cast: Cast, late: int, who: str, refusal: type[Exception]) -> None:
    way = next(way for way in asked(cast.north, late).ways if way.followable)
    with pytest.raises(refusal):
        writes.follow_way(cast.north.everybody[who].actor, late, number=way.number, revision=revision_of(late), now=NOW)
    with pytest.raises(NotFound):
        writes.follow_way(cast.south.manager.actor, late, number=way.number, revision=revision_of(late), now=NOW)


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
