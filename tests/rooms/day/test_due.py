"""Due dates in the morning: what is proposed, that it can be done, and that nothing moves without need."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from milepost.day import models, reads, rules, writes
from milepost.forecast import writes as forecasts
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.people import writes as people
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.edits import Set
from tests.cast import NOW, Cast, Firm

DAY = timedelta(days=1)


@pytest.fixture
def quay(cast: Cast) -> int:
    """Four tasks in a row, twelve days of two people from Monday 2 March; Deck and Paint make a deliverable."""
    boss = cast.north.manager.actor
    project = planning.add_project(boss, name="Quay", start_on=NOW.date(), now=NOW)
    tasks = [
        planning.add_task(boss, project, name=name, duration_minutes=days * 480, now=NOW)
        for name, days in (("Drawings", 3), ("Piles", 4), ("Deck", 3), ("Paint", 2))
    ]
    for before, after in pairwise(tasks):
        planning.add_link(boss, before, successor_id=after, now=NOW)
    home = {"zone": "Europe/Berlin", "country": "DE", "region": "BE", "now": NOW}
    places = []
    for name in ("Ann", "Bob"):
        person = people.add_person(boss, name=name, **home)  # type: ignore[arg-type]
        places.append(planning.add_to_team(boss, project, person_id=person.id, now=NOW))
    for task, place in zip(tasks, (places[0], places[1], places[0], places[1]), strict=True):
        planning.assign(boss, task, resource_id=place, now=NOW)
    planning.add_deliverable(boss, project, name="Surface", task_ids=tasks[2:], review_minutes=240, now=NOW)
    planning.choose_confidence(boss, project, percent=0, version=1, now=NOW)
    return project


def worked_out(firm: Firm, project: int, now: datetime = NOW) -> dict[str, reads.ProposedDue]:
    """What is proposed of a project, by name, after the worker has been by."""
    forecasts.conclude(project, now=now)
    forecasts.keep_calm(project, now=now)
    writes.propose(project, now=now)
    return {each.name: each for dues in reads.proposed_dues(firm.manager.actor, project_id=project) for each in dues.dates}


def accept(firm: Firm, project: int, proposals: dict[str, reads.ProposedDue], now: datetime = NOW) -> None:
    chosen = [writes.Chosen(each.kind, each.id, each.version, each.on) for each in proposals.values()]
    writes.choose_dues(firm.manager.actor, project, chosen=chosen, now=now)


def due_on(project: int, name: str) -> date | None:
    task = next(task for task in plans.draft(project).tasks if task.name == name)
    return None if task.deadline_at is None else task.deadline_at.date()


def longer(firm: Firm, project: int, name: str, days: int, now: datetime) -> None:
    task = next(task for task in plans.tasks(firm.manager.actor, project).tasks if task.name == name)
    planning.edit_plan(firm.manager.actor, project, edits=[Set(task.id, task.version, {"duration_minutes": days * 480})], now=now)


def test_each_morning_begins_with_dates_for_what_comes_soon(cast: Cast, quay: int) -> None:
    found = worked_out(cast.north, quay)
    days = {name: each.on for name, each in found.items()}
    assert days == {
        "Drawings": date(2026, 3, 4),
        "Piles": date(2026, 3, 10),
        "Deck": date(2026, 3, 13),
        "Paint": date(2026, 3, 17),
        "Surface": date(2026, 3, 18),
    }
    assert {each.cause for each in found.values()} == {"none_yet"}
    assert found["Surface"].kind == "deliverable"
    assert found["Surface"].who == ("Ann", "Bob")


def test_what_is_accepted_is_proposed_no_more(cast: Cast, quay: int) -> None:
    accept(cast.north, quay, worked_out(cast.north, quay))
    assert due_on(quay, "Piles") == date(2026, 3, 10)
    assert reads.proposed_dues(cast.north.manager.actor, project_id=quay) == ()
    assert worked_out(cast.north, quay) == {}


def test_nothing_moves_where_the_date_can_still_be_kept(cast: Cast, quay: int) -> None:
    accept(cast.north, quay, worked_out(cast.north, quay))
    longer(cast.north, quay, "Piles", 3, NOW)
    assert worked_out(cast.north, quay) == {}


def test_a_date_that_cannot_be_kept_is_proposed_to_move_and_says_why(cast: Cast, quay: int) -> None:
    accept(cast.north, quay, worked_out(cast.north, quay))
    longer(cast.north, quay, "Deck", 4, NOW)
    found = worked_out(cast.north, quay)
    assert {name: (each.due_on, each.on) for name, each in found.items()} == {
        "Deck": (date(2026, 3, 13), date(2026, 3, 16)),
        "Paint": (date(2026, 3, 17), date(2026, 3, 18)),
        "Surface": (date(2026, 3, 18), date(2026, 3, 19)),
    }
    assert {(each.cause, each.typed) for each in found.values()} == {("cannot_be_kept", False)}
    assert "cannot be kept" in str(found["Deck"].because)


def test_a_date_that_a_person_set_is_theirs(cast: Cast, quay: int) -> None:
    """It is shown with what is wrong with it, marked as theirs."""
    firm = cast.north
    found = worked_out(firm, quay)
    other = date(2026, 3, 12)
    writes.choose_dues(firm.manager.actor, quay, chosen=[writes.Chosen("task", found["Piles"].id, found["Piles"].version, other)], now=NOW)
    assert "Piles" not in worked_out(firm, quay)
    longer(firm, quay, "Piles", 8, NOW)
    piles = worked_out(firm, quay)["Piles"]
    assert (piles.typed, piles.due_on, piles.on) == (True, other, date(2026, 3, 16))
    assert due_on(quay, "Piles") == other


def test_a_date_behind_the_last_day_that_keeps_the_promise_comes_back(cast: Cast, quay: int) -> None:
    firm = cast.north
    planning.promise_date(firm.manager.actor, quay, on=date(2026, 3, 19), now=NOW)
    found = worked_out(firm, quay)
    deck = found["Deck"]
    late = date(2026, 3, 18)
    writes.choose_dues(firm.manager.actor, quay, chosen=[writes.Chosen("task", deck.id, deck.version, late)], now=NOW)
    deck = worked_out(firm, quay)["Deck"]
    assert (deck.cause, deck.typed, deck.on) == ("breaks_promise", True, date(2026, 3, 13))


def test_the_margin_gives_way_to_the_promise_and_never_the_plan() -> None:
    def later(day: date, days: int) -> date:
        return day + days * DAY

    today, planned = date(2026, 3, 2), date(2026, 3, 10)
    for last, wished in ((None, 14), (date(2026, 3, 20), 14), (date(2026, 3, 12), 12), (date(2026, 3, 5), 10)):
        work = rules.Work(planned, 4, last, None)
        found = rules.proposed(work, today=today, later=later)
        assert found == (date(2026, 3, wished), rules.Cause.NONE_YET)


def test_one_undo_takes_all_of_it_back(cast: Cast, quay: int) -> None:
    firm = cast.north
    before = plans.draft(quay)
    found = worked_out(firm, quay)
    accept(firm, quay, found)
    planning.undo(firm.manager.actor, quay, now=NOW)
    assert plans.draft(quay) == before
    assert plans.taken_dues(quay) == {}
    assert worked_out(firm, quay).keys() == found.keys()
    planning.redo(firm.manager.actor, quay, now=NOW)
    assert worked_out(firm, quay) == {}


def test_the_surer_the_dates_the_later_they_are(cast: Cast, quay: int) -> None:
    firm = cast.north
    forecasts.conclude(quay, now=NOW)
    forecasts.simulate(quay, now=NOW)
    days = {}
    for percent in (0, 80, 90):
        version = plans.due_percent(firm.manager.actor, quay)[1]
        planning.choose_confidence(firm.manager.actor, quay, percent=percent, version=version, now=NOW)
        forecasts.conclude(quay, now=NOW)
        forecasts.simulate(quay, now=NOW)
        days[percent] = worked_out(firm, quay)["Paint"].on
    assert days[0] < days[80] <= days[90]


def test_a_stale_choice_a_wrong_one_and_none_is_refused_and_nothing_is_set(cast: Cast, quay: int) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    found = worked_out(firm, quay)
    first, second = found["Drawings"], found["Piles"]
    good = writes.Chosen("task", first.id, first.version, first.on)
    surface = found["Surface"]
    wrong: list[tuple[list[writes.Chosen], type[Exception]]] = [
        ([], Refusal),
        ([good, good], Refusal),
        ([good, writes.Chosen("deliverable", surface.id, surface.version + 1, surface.on)], Stale),
        ([good, writes.Chosen("task", cast.south.task_ids["moor"], 1, first.on)], NotFound),
        ([good, writes.Chosen("deliverable", cast.south.deliverable_id, 1, first.on)], NotFound),
        ([good, writes.Chosen("milestone", second.id, second.version, first.on)], NotFound),
        ([good, writes.Chosen("task", second.id, second.version, date(1900, 1, 1))], Refusal),
    ]
    for chosen, refusal in wrong:
        with pytest.raises(refusal):
            writes.choose_dues(boss, quay, chosen=chosen, now=NOW)
        assert due_on(quay, "Drawings") is None
    with pytest.raises(Refusal) as refused:
        planning.choose_confidence(boss, quay, percent=50, version=2, now=NOW)
    assert refused.value.code == "confidence_unknown"


def test_only_who_may_change_the_plan_sees_and_sets_them(cast: Cast, quay: int) -> None:
    found = worked_out(cast.north, quay)["Piles"]
    chosen = [writes.Chosen("task", found.id, found.version, found.on)]
    for actor, refusal in (
        (cast.north.member.actor, NotAllowed),
        (cast.north.client.actor, NotAllowed),
        (cast.south.manager.actor, NotFound),
    ):
        with pytest.raises(refusal):
            reads.proposed_dues(actor, project_id=quay)
        with pytest.raises(refusal):
            writes.choose_dues(actor, quay, chosen=chosen, now=NOW)
    assert all(dues.project_id != quay for dues in reads.proposed_dues(cast.south.manager.actor))


def test_a_plan_without_dates_proposes_none(cast: Cast) -> None:
    from tests.rooms.forecast.test_conclude import impossible

    impossible(cast.north)
    assert worked_out(cast.north, cast.north.project_id) == {}
    assert models.Brief.objects.get(pk=cast.north.project_id).dues == {}
