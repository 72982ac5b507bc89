"""The morning over all projects: the worst first, what can be finished, what slips, what waits, in the same few queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.clients import writes as selling
from milepost.day import reads, writes
from milepost.forecast import writes as forecasts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.kernel.worktime import WorkingTime
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.draft import Assignment, BaselineDates, Calendar, Draft, Link, Resource, Task
from tests.cast import NOW, Cast, Firm

TODAY = date(2026, 3, 2)
START = datetime(2026, 3, 2, 9)


def conclude(project_id: int, now: datetime = NOW) -> None:
    forecasts.conclude(project_id, now=now)
    writes.conclude(project_id, now=now)


def bring(firm: Firm, draft: Draft, promised: date | None = None) -> int:
    project = forecasts.import_plan(firm.manager.actor, draft, file_name="x", now=NOW).project_id
    if promised is not None:
        selling.promise(firm.manager.actor, project, client="St. Anna Clinic", on=promised, now=NOW)
    conclude(project)
    return project


def tasks(*minutes: int, chain: bool = False) -> Draft:
    rows = tuple(Task(n, f"step {n}", duration_minutes=length) for n, length in enumerate(minutes, 1))
    links = tuple(Link(n, n + 1) for n in range(1, len(minutes))) if chain else ()
    return Draft("Pier", START, tasks=rows, links=links)


def morning(actor: Actor, now: datetime = NOW) -> reads.Morning:
    return reads.morning(actor, now=now)


def test_projects_stand_worst_first_and_say_why(cast: Cast) -> None:
    firm = cast.north
    late = bring(firm, replace(tasks(480, 4800, chain=True), name="Late"), promised=date(2026, 3, 6))
    kept = bring(firm, replace(tasks(480), name="Kept"), promised=date(2026, 3, 27))
    free = bring(firm, replace(tasks(480), name="Free"))
    seen = {each.project_id: each for each in morning(firm.manager.actor).standings}
    assert [pk for pk in seen if pk in (late, kept, free)] == [late, kept, free]
    assert (seen[late].state, seen[late].days, seen[late].client) == ("late", -6, "St. Anna Clinic")
    assert (seen[kept].state, seen[kept].days, seen[free].state, seen[free].days) == ("in_hand", 19, "no_promise", None)
    assert str(seen[late].why) == "“step 1” sets the finish: 1 working day left, and everything up to “step 2” waits for it."
    assert reads.standings(firm.manager.actor, now=NOW) == morning(firm.manager.actor).standings
    assert reads.standing(firm.manager.actor, late, now=NOW) == seen[late]


def test_before_the_first_forecast_nothing_is_claimed(cast: Cast) -> None:
    seen = reads.standing(cast.north.manager.actor, cast.north.project_id, now=NOW)
    assert (seen.state, seen.days, seen.finish_on, seen.older) == ("not_yet", None, None, True)
    assert seen.promised_on == date(2026, 5, 15)


def test_a_plan_without_dates_is_worst_of_all_and_says_why(cast: Cast) -> None:
    firm = cast.north
    never = replace(tasks(480), name="Stuck", calendar=1, calendars=(Calendar(1, "Never", WorkingTime(week=((),) * 7)),))
    stuck = planning.import_plan(firm.manager.actor, never, file_name="x", now=NOW).project_id
    conclude(stuck)
    worst = morning(firm.manager.actor).standings[0]
    assert (worst.project_id, worst.state) == (stuck, "refused")
    assert "Never" in str(worst.why)


def test_what_fits_into_the_rest_of_the_day_can_be_finished(cast: Cast) -> None:
    firm = cast.north
    project = bring(firm, tasks(420, 120, 481))
    at = {
        hour: [each.name for each in morning(firm.manager.actor, _at(hour)).finishable_tasks if each.project_id == project]
        for hour in (8, 10, 15, 17)
    }
    assert at == {8: ["step 1", "step 2"], 10: ["step 1", "step 2"], 15: ["step 2"], 17: []}


def _at(hour: int) -> datetime:
    """That hour in Berlin."""
    return NOW.replace(hour=hour - 1, minute=0)


def test_of_yesterdays_conclusion_nothing_is_offered_for_today(cast: Cast) -> None:
    project = bring(cast.north, tasks(60))
    seen = morning(cast.north.manager.actor, NOW + timedelta(days=1))
    assert not [each for each in seen.finishable_tasks if each.project_id == project]
    conclude(project, NOW + timedelta(days=1))
    seen = morning(cast.north.manager.actor, NOW + timedelta(days=1))
    assert [each.name for each in seen.finishable_tasks if each.project_id == project] == ["step 1"]


def test_a_deliverable_can_be_finished_when_all_that_is_left_of_it_fits(cast: Cast) -> None:
    firm = cast.north
    project = bring(firm, tasks(60, 120, 4800, chain=True))
    first, second, third = (pk for pk, _, _ in plans.names(project))
    whole = planning.add_deliverable(firm.manager.actor, project, name="Both steps", task_ids=[first, second], review_minutes=60, now=NOW)
    planning.add_deliverable(firm.manager.actor, project, name="The long one", task_ids=[third], now=NOW)
    conclude(project)
    (seen,) = [each for each in morning(firm.manager.actor).finishable_deliverables if each.project_id == project]
    assert (seen.id, seen.name, seen.kind, seen.remaining_minutes) == (whole, "Both steps", "deliverable", 240)
    assert "2 tasks" in str(seen.because)


def test_what_several_people_do_side_by_side_fits_into_the_day_of_each(cast: Cast) -> None:
    firm = cast.north
    plan = replace(
        tasks(360, 360),
        resources=(Resource(1, "Mona"), Resource(2, "Nils")),
        assignments=(Assignment(1, 1, 1, work_minutes=360), Assignment(2, 2, 2, work_minutes=360)),
    )
    project = bring(firm, plan)
    steps = [pk for pk, _, _ in plans.names(project)]
    planning.add_deliverable(firm.manager.actor, project, name="Side by side", task_ids=steps, now=NOW)
    conclude(project)
    for now, found in ((NOW, ["Side by side"]), (NOW + timedelta(hours=3), [])):
        there = morning(firm.manager.actor, now).finishable_deliverables
        assert [each.name for each in there if each.project_id == project] == found


def test_what_must_be_done_one_after_the_other_needs_the_time_of_all_of_it(cast: Cast) -> None:
    firm = cast.north
    project = bring(firm, tasks(120, 120, chain=True))
    steps = [pk for pk, _, _ in plans.names(project)]
    planning.add_deliverable(firm.manager.actor, project, name="In a row", task_ids=steps, now=NOW)
    conclude(project)
    for now, found in ((NOW, ["In a row"]), (NOW + timedelta(hours=6), [])):
        there = morning(firm.manager.actor, now).finishable_deliverables
        assert [each.name for each in there if each.project_id == project] == found


def test_what_slips_and_what_waits_is_named(cast: Cast) -> None:
    firm = cast.north
    frozen = (BaselineDates(0, 1, START, datetime(2026, 2, 27, 18)), BaselineDates(0, 2, START, datetime(2026, 3, 2, 18)))
    plan = replace(tasks(960, 480, chain=True), baselines=frozen, resources=(Resource(1, "Mona"),), assignments=(Assignment(1, 1, 1),))
    project = bring(firm, plan)
    seen = morning(firm.manager.actor)
    late = [(each.name, each.against, each.days) for each in seen.slipping if each.project_id == project]
    assert late == [("step 1", "baseline", 2), ("step 2", "baseline", 2)]
    (waiting,) = [each for each in seen.blocked if each.project_id == project]
    assert (waiting.name, str(waiting.because)) == ("step 2", "Waits for “step 1” (Mona).")


def test_members_find_what_they_work_on(cast: Cast) -> None:
    firm = cast.north
    mine = Resource(1, "Mona", email=firm.member.email)
    plan = replace(tasks(60, 60), resources=(mine, Resource(2, "Otto")), assignments=(Assignment(1, 1, 1), Assignment(2, 2, 2)))
    project = bring(firm, plan)
    assert [each.name for each in morning(firm.member.actor).finishable_tasks if each.project_id == project] == ["step 1"]
    assert len([each for each in morning(firm.manager.actor).finishable_tasks if each.project_id == project]) == 2
    assert morning(firm.other_member.actor).standings == ()
    assert str(morning(firm.other_member.actor).sentence) == "There is no project yet."


def test_one_firm_sees_nothing_of_another_and_clients_no_morning(cast: Cast) -> None:
    bring(cast.north, tasks(60))
    assert {each.project_id for each in morning(cast.south.owner.actor).standings} == {cast.south.project_id}
    with pytest.raises(NotFound):
        reads.standing(cast.south.owner.actor, cast.north.project_id, now=NOW)
    for read in (reads.morning, reads.standings):
        with pytest.raises(NotAllowed):
            read(cast.north.client.actor, now=NOW)


def test_the_day_in_one_sentence_counts_a_step_of_a_deliverable_once(cast: Cast) -> None:
    firm = cast.north
    project = bring(firm, tasks(60, 60), promised=date(2026, 3, 27))
    first = plans.names(project)[0][0]
    planning.add_deliverable(firm.manager.actor, project, name="One", task_ids=[first], now=NOW)
    conclude(project)
    assert str(morning(firm.manager.actor).sentence) == "The one promise is kept. Two things can be finished today."


def test_the_morning_is_behind_until_it_is_concluded_again(cast: Cast) -> None:
    firm = cast.north
    conclude(firm.project_id)
    assert firm.project_id not in {each.project_id for each in reads.stale()}
    planning.record_progress(firm.manager.actor, firm.task_ids["survey"], percent=60, remaining_minutes=None, now=NOW)
    forecasts.conclude(firm.project_id, now=NOW)
    assert firm.project_id in {each.project_id for each in reads.stale()}
    writes.conclude(firm.project_id, now=NOW)
    assert firm.project_id not in {each.project_id for each in reads.stale()}
    with CaptureQueriesContext(connection) as queries:
        writes.conclude(firm.project_id, now=NOW)
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    writes.conclude(10**9, now=NOW)


def test_any_number_of_projects_costs_the_same_queries(cast: Cast) -> None:
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            morning(cast.north.manager.actor)
        asked.append(len(queries))
        for _ in range(4):
            bring(cast.north, tasks(60, 480), promised=date(2026, 3, 27))
    assert asked[0] == asked[1] <= 12
