"""What levelling proposes is accepted line by line; then nobody has two things to do at once where that was accepted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from milepost.audit import reads as audit
from milepost.forecast import reads, writes
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

TODAY = date(2026, 3, 2)


def crowded(firm: Firm) -> int:
    """Four tasks that two people want to do at once, and one that follows."""
    boss = firm.manager.actor
    here = planning.add_project(boss, name="Crowded", start_on=TODAY, now=NOW)
    people = [planning.add_to_team(boss, here, person_id=pk, now=NOW) for pk in (firm.other_person_id, firm.member_person_id)]
    tasks = [planning.add_task(boss, here, name=name, duration_minutes=960, now=NOW) for name in ("A", "B", "C", "D", "End")]
    for task, place in zip(tasks, (people[0], people[0], people[1], people[0], people[1]), strict=True):
        planning.assign(boss, task, resource_id=place, now=NOW)
    planning.add_link(boss, tasks[3], successor_id=tasks[4], now=NOW)
    drawn(here)
    return here


def drawn(project_id: int) -> None:
    writes.conclude(project_id, now=NOW)
    writes.level(project_id, now=NOW)


def proposed(firm: Firm, project_id: int) -> reads.Proposal:
    found = reads.proposal(firm.manager.actor, project_id, now=NOW)
    assert found is not None
    return found


def twice_booked(project_id: int) -> set[str]:
    """Names of tasks that share a person and a time, by comparing every pair: an independent count."""
    read, drawn = reads.concluded(project_id, TODAY)
    names = {task.uid: task.name for task in read.draft.tasks}
    lines = [(line.resource, drawn.task(line.task)) for line in read.draft.assignments]
    found: set[str] = set()
    for place, (who, one) in enumerate(lines):
        for other_who, other in lines[place + 1 :]:
            if who == other_who and one.start < other.finish and other.start < one.finish:
                found |= {names[one.uid], names[other.uid]}
    return found


def test_all_accepted_nobody_is_booked_twice_and_every_task_stands_where_it_was_proposed(cast: Cast) -> None:
    firm = cast.north
    here = crowded(firm)
    assert twice_booked(here) >= {"A", "B", "D"}
    offer = proposed(firm, here)
    edited = writes.accept_levelling(firm.manager.actor, here, task_ids=None, revision=offer.revision, now=NOW)
    assert twice_booked(here) == set()
    _, now = reads.concluded(here, TODAY)
    assert {move.uid: now.task(move.uid).start for move in offer.moves} == {move.uid: move.start for move in offer.moves}
    drawn(here)
    assert proposed(firm, here).moves == ()
    assert edited.revision == audit.revision(here)


def test_some_accepted_only_those_wait(cast: Cast) -> None:
    firm = cast.north
    here = crowded(firm)
    offer = proposed(firm, here)
    last = offer.moves[-1]
    writes.accept_levelling(firm.manager.actor, here, task_ids=[last.task_id], revision=offer.revision, now=NOW)
    assert {task.task_id for task in plans.delayed(firm.manager.actor, here)} <= {last.task_id}
    assert reads.concluded(here, TODAY)[1].task(last.uid).start == last.start


def test_it_is_one_change_one_line_and_one_undo(cast: Cast) -> None:
    firm = cast.north
    here = crowded(firm)
    writes.accept_levelling(firm.manager.actor, here, task_ids=None, revision=proposed(firm, here).revision, now=NOW)
    assert last_line(firm.manager.actor).verb in ("edited", "changed")
    planning.undo(firm.manager.actor, here, now=NOW)
    assert plans.delayed(firm.manager.actor, here) == ()


def test_delays_are_taken_back(cast: Cast) -> None:
    firm = cast.north
    here = crowded(firm)
    writes.accept_levelling(firm.manager.actor, here, task_ids=None, revision=proposed(firm, here).revision, now=NOW)
    waiting = plans.delayed(firm.manager.actor, here)
    writes.take_back_levelling(firm.manager.actor, here, task_ids=[waiting[0].task_id], now=NOW)
    assert {task.task_id for task in plans.delayed(firm.manager.actor, here)} == {task.task_id for task in waiting[1:]}
    writes.take_back_levelling(firm.manager.actor, here, task_ids=None, now=NOW)
    with pytest.raises(Refusal) as refused:
        writes.take_back_levelling(firm.manager.actor, here, task_ids=None, now=NOW)
    assert refused.value.code == "not_delayed"


def test_a_plan_that_moved_on_is_not_levelled_by_an_old_proposal(cast: Cast) -> None:
    firm = cast.north
    here = crowded(firm)
    offer = proposed(firm, here)
    planning.add_task(firm.manager.actor, here, name="Late idea", duration_minutes=60, now=NOW)
    for moment in (NOW, NOW + timedelta(days=1)):
        with pytest.raises(Stale):
            writes.accept_levelling(firm.manager.actor, here, task_ids=None, revision=offer.revision, now=moment)


def test_a_proposal_of_yesterday_is_stale_though_no_fact_changed(cast: Cast) -> None:
    firm = cast.north
    here = crowded(firm)
    with pytest.raises(Stale):
        writes.accept_levelling(
            firm.manager.actor, here, task_ids=None, revision=proposed(firm, here).revision, now=datetime(2026, 3, 3, 9, tzinfo=UTC)
        )


def test_only_what_is_proposed_can_be_accepted(cast: Cast) -> None:
    firm = cast.north
    here = crowded(firm)
    for wanted in ([], [firm.task_ids["moor"]]):
        with pytest.raises(Refusal) as refused:
            writes.accept_levelling(firm.manager.actor, here, task_ids=wanted, revision=proposed(firm, here).revision, now=NOW)
        assert refused.value.code == "not_proposed"


def test_the_promise_says_what_levelling_would_do_to_it(cast: Cast) -> None:
    firm = cast.north
    here = crowded(firm)
    planning.promise_date(firm.manager.actor, here, on=date(2026, 3, 5), now=NOW)
    drawn(here)
    (promise,) = proposed(firm, here).promises
    assert promise.days < promise.days_before


def test_only_those_who_change_plans_may(cast: Cast) -> None:
    firm = cast.north
    with pytest.raises(NotAllowed):
        writes.accept_levelling(firm.member.actor, firm.project_id, task_ids=None, revision=1, now=NOW)
    with pytest.raises(NotAllowed):
        writes.take_back_levelling(firm.member.actor, firm.project_id, task_ids=None, now=NOW)
    with pytest.raises(NotFound):
        writes.accept_levelling(cast.south.manager.actor, firm.project_id, task_ids=None, revision=1, now=NOW)
