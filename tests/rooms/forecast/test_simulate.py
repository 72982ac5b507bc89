"""The outlook: likely dates, drawn from today's facts, kept whole and told with their age."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.forecast import models, reads, writes
from milepost.forecast.reads.outlooks import in_hundred
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from tests.cast import NOW, Cast, Firm
from tests.rooms.forecast.test_conclude import impossible

TODAY = date(2026, 3, 2)


def outlook(firm: Firm, now: Any = NOW) -> reads.Outlook:
    writes.conclude(firm.project_id, now=now)
    writes.simulate(firm.project_id, now=now)
    found = reads.outlook(firm.manager.actor, firm.project_id, now=now)
    assert found is not None
    return found


def promise(firm: Firm, on: date) -> None:
    planning.promise_date(firm.manager.actor, firm.project_id, on=on, now=NOW)


def test_the_likely_range_is_in_order_and_stamped(cast: Cast) -> None:
    found = outlook(cast.north)
    assert found.p10_on is not None
    assert found.p10_on <= found.p50_on <= found.p80_on <= found.p90_on  # type: ignore[operator]
    assert (found.revision, found.as_of, found.older) == (cast.north.revision, TODAY, False)
    assert found.trials == 10_000
    assert found.run is not None
    assert (found.run.state, found.run.percent) == ("done", 100)


def test_a_promise_far_ahead_is_sure_and_one_too_near_hopeless(cast: Cast) -> None:
    firm = cast.north
    promise(firm, date(2026, 12, 1))
    assert outlook(firm).chance == 100
    promise(firm, date(2026, 3, 4))
    assert outlook(firm).chance == 0


def test_a_promise_at_the_median_is_kept_in_about_half_of_the_cases(cast: Cast) -> None:
    firm = cast.north
    median = outlook(firm).p50_on
    assert median is not None
    promise(firm, median)
    found = outlook(firm)
    assert found.chance is not None
    assert 50 <= found.chance < 100
    assert found.promised_on == median
    assert sum(bar.in_thousand for bar in found.histogram) == pytest.approx(1000, abs=len(found.histogram))
    assert sum(bar.in_thousand for bar in found.histogram if bar.late) == pytest.approx(1000 - 10 * found.chance, abs=10)


def test_an_estimate_widens_the_range_and_is_no_longer_assumed(cast: Cast) -> None:
    firm = cast.north
    before = outlook(firm)
    planning.estimate_task(
        firm.manager.actor, firm.task_ids["dredge"], best_minutes=2000, likely_minutes=2400, worst_minutes=9600, version=1, now=NOW
    )
    after = outlook(firm)
    assert after.p80_on > before.p80_on  # type: ignore[operator]
    assert after.notes != before.notes
    strongest = max(after.drivers, key=lambda each: each.share_percent)
    assert strongest.task_id == firm.task_ids["dredge"]


def test_promises_of_tasks_have_chances_of_their_own(cast: Cast) -> None:
    firm = cast.north
    planning.promise_date(firm.manager.actor, firm.project_id, on=date(2026, 3, 20), task_id=firm.task_ids["dredge"], now=NOW)
    found = outlook(firm)
    assert {each.task_id for each in found.promises} == {None, firm.task_ids["dredge"]}
    assert found.together is not None
    assert found.together <= min(each.percent for each in found.promises)


def test_a_task_has_an_outlook_of_its_own(cast: Cast) -> None:
    firm = cast.north
    outlook(firm)
    found = reads.task_outlook(firm.manager.actor, firm.task_ids["dredge"], now=NOW)
    assert found is not None
    assert found.p10_on <= found.p50_on <= found.p80_on <= found.p90_on
    assert (found.critical_percent, found.older) == (100, False)


def test_it_says_its_age(cast: Cast) -> None:
    firm = cast.north
    outlook(firm)
    tomorrow = reads.outlook(firm.manager.actor, firm.project_id, now=NOW + timedelta(days=1))
    assert tomorrow is not None
    assert tomorrow.older
    promise(firm, date(2026, 12, 1))
    (short,) = reads.likely(firm.manager.actor, now=NOW).values()
    assert (short.older, short.promised_on, short.chance) == (True, date(2026, 12, 1), None), "of another promise nothing is said"


def test_the_same_facts_have_the_same_outlook(cast: Cast) -> None:
    outlook(cast.north)
    first = models.Simulation.objects.get(pk=cast.north.project_id)
    writes.ask_run(cast.north.manager.actor, cast.north.project_id, kind="simulation", now=NOW)
    outlook(cast.north, NOW + timedelta(minutes=1))
    second = models.Simulation.objects.get(pk=cast.north.project_id)
    assert second.made_at > first.made_at
    assert (second.content, bytes(second.columns or b"")) == (first.content, bytes(first.columns or b""))


def test_a_plan_without_dates_says_why(cast: Cast) -> None:
    firm = cast.north
    outlook(firm)
    impossible(firm)
    found = outlook(firm)
    assert (found.p50_on, found.chance, found.histogram) == (None, None, ())
    assert found.refused is not None
    assert reads.likely(firm.manager.actor, now=NOW) == {}
    assert reads.task_outlook(firm.manager.actor, firm.task_ids["dredge"], now=NOW) is None


def test_short_outlooks_cost_the_same_few_queries_for_all_projects(cast: Cast) -> None:
    outlook(cast.north)
    with CaptureQueriesContext(connection) as queries:
        assert set(reads.likely(cast.north.manager.actor, now=NOW)) == {cast.north.project_id}
    assert len(queries) <= 5


def test_an_outlook_is_as_private_as_its_project(cast: Cast) -> None:
    firm = cast.north
    outlook(firm)
    assert reads.outlook(firm.member.actor, firm.project_id, now=NOW) is not None
    assert reads.likely(firm.other_member.actor, now=NOW) == {}
    for stranger in (firm.other_member, cast.south.owner):
        with pytest.raises(NotFound):
            reads.outlook(stranger.actor, firm.project_id, now=NOW)
        with pytest.raises(NotFound):
            reads.task_outlook(stranger.actor, firm.task_ids["dredge"], now=NOW)
    for read in (reads.outlook, reads.task_outlook):
        with pytest.raises(NotAllowed):
            read(firm.client.actor, firm.project_id, now=NOW)
    with pytest.raises(NotAllowed):
        reads.likely(firm.client.actor, now=NOW)


def test_a_share_in_a_hundred_never_says_always_where_it_was_not() -> None:
    assert [in_hundred(share) for share in (0.0, 0.001, 0.734, 0.999, 1.0)] == [0, 1, 73, 99, 100]


def _done_late(firm: Firm) -> None:
    """A task is frozen in a baseline, turns out twice as long, and is done."""
    task = firm.task_ids["survey"]
    begun = {"percent": None, "remaining_minutes": None, "now": NOW}
    dates = {task: (NOW.replace(tzinfo=None), NOW.replace(tzinfo=None) + timedelta(days=1))}
    planning.freeze_baseline(firm.manager.actor, firm.project_id, name="Signed", dates=dates, now=NOW)
    whole = plans.task(firm.manager.actor, task).line.duration_minutes
    planning.record_progress(firm.manager.actor, task, **begun | {"remaining_minutes": whole * 3 // 2})
    planning.record_progress(firm.manager.actor, task, **begun | {"percent": 100})


def test_what_the_firm_finished_before_widens_what_nobody_estimated(cast: Cast) -> None:
    firm = cast.north
    assert plans.done(firm.project_id) == ()
    assert "finished tasks of the firm" not in str(outlook(firm).notes)
    _done_late(firm)
    (done,) = plans.done(firm.project_id)
    assert (done.estimated_minutes, done.actual_minutes) == (960, 1920)
    assert any("finished tasks of the firm" in str(note) for note in outlook(firm).notes)


def test_the_past_of_one_firm_teaches_no_other_and_costs_one_query(cast: Cast) -> None:
    _done_late(cast.north)
    with CaptureQueriesContext(connection) as queries:
        assert plans.done(cast.south.project_id) == ()
    assert len(queries) == 1


def test_the_tasks_it_hangs_on_are_told_the_most_often_first(cast: Cast) -> None:
    """As often as the columns say, from task to task; summaries are left out, for they only follow."""
    firm = cast.north
    found = outlook(firm)
    summaries = {task.id for task in plans.tasks(firm.manager.actor, firm.project_id, limit=50).tasks if task.summary}
    assert found.critical
    assert [each.percent for each in found.critical] == sorted((each.percent for each in found.critical), reverse=True)
    for each in found.critical:
        alone = reads.task_outlook(firm.manager.actor, each.task_id, now=NOW)
        assert alone is not None
        assert (each.percent, each.p50_on, each.p80_on) == (alone.critical_percent, alone.p50_on, alone.p80_on)
        assert each.task_id not in summaries
