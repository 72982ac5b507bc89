"""The trend of the milestones: each day keeps what it forecast, and the lines say by how many working days they moved."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.forecast import models, reads, writes
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from tests.cast import NOW, Cast, Firm
from tests.rooms.forecast.test_conclude import impossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(cast: Cast) -> Firm:
    return cast.north


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


def kept(firm: Firm) -> list[tuple[date, dict[str, str]]]:
    return list(models.KeptMilestones.objects.filter(project_id=firm.project_id).order_by("on").values_list("on", "finishes"))


def report(firm: Firm, left: int, now: datetime) -> None:
    planning.record_progress(firm.manager.actor, firm.task_ids["survey"], percent=10, remaining_minutes=left, now=now)


def trend(firm: Firm, now: datetime, **asked: date) -> tuple[reads.MilestoneLine, ...]:
    return reads.milestone_trend(firm.manager.actor, firm.project_id, **asked, now=now)


def finish(firm: Firm, now: datetime) -> date:
    """For which day the opening is forecast, by the schedule of that moment."""
    schedule = reads.schedule(firm.manager.actor, firm.project_id, now=now)
    (opening,) = (task for task in schedule.tasks if task.id == firm.task_ids["opening"])
    return opening.dates.finish.date()


def test_each_day_keeps_the_milestones_it_forecast_and_the_whole(firm: Firm) -> None:
    writes.keep_milestones(firm.project_id, now=NOW)
    ((on, finishes),) = kept(firm)
    assert on == NOW.date()
    assert finishes == {"5": finish(firm, NOW).isoformat(), "": finish(firm, NOW).isoformat()}


def test_a_day_is_kept_anew_where_facts_changed_and_left_alone_where_not(firm: Firm) -> None:
    writes.keep_milestones(firm.project_id, now=NOW)
    with CaptureQueriesContext(connection) as queries:
        writes.keep_milestones(firm.project_id, now=NOW)
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    report(firm, 4800, NOW)
    writes.keep_milestones(firm.project_id, now=NOW)
    assert [finishes["5"] for _, finishes in kept(firm)] == [finish(firm, NOW).isoformat()]


def test_a_line_names_every_day_on_which_it_moved_and_the_days_between(firm: Firm) -> None:
    expected = []
    for number, left in ((0, 960), (1, 960), (2, 3360), (3, 3360), (4, 1920)):
        report(firm, left, day(number))
        writes.keep_milestones(firm.project_id, now=day(number))
        expected.append((day(number).date(), finish(firm, day(number))))
    opening, whole = trend(firm, day(4))
    assert (opening.task_id, whole.task_id) == (firm.task_ids["opening"], None)
    points = [(point.on, point.finish_on) for point in opening.points]
    turns = [each for place, each in enumerate(expected) if place in (0, 4) or each[1] != expected[place - 1][1]]
    assert points == turns
    first, last = points[0][1], points[-1][1]
    step = 1 if last >= first else -1
    days = [min(first, last) + timedelta(days=n + 1) for n in range(abs((last - first).days))]
    assert opening.days == whole.days == step * sum(each.weekday() < 5 for each in days)


def test_a_period_begins_where_it_is_asked_to(firm: Firm) -> None:
    for number in range(3):
        report(firm, 960 + 480 * number, day(number))
        writes.keep_milestones(firm.project_id, now=day(number))
    assert trend(firm, day(2), first=day(1).date())[0].points[0].on == day(1).date()


def test_a_milestone_that_left_the_plan_leaves_the_trend(firm: Firm) -> None:
    writes.keep_milestones(firm.project_id, now=NOW)
    (opening,) = (task for task in plans.tasks(firm.manager.actor, firm.project_id).tasks if task.id == firm.task_ids["opening"])
    planning.remove_task(firm.manager.actor, opening.id, version=opening.version, now=NOW)
    assert [line.task_id for line in trend(firm, NOW)] == [None]


def test_a_plan_without_dates_keeps_nothing_and_loses_nothing(firm: Firm) -> None:
    writes.keep_milestones(firm.project_id, now=NOW)
    impossible(firm)
    writes.keep_milestones(firm.project_id, now=day(1))
    assert [on for on, _ in kept(firm)] == [NOW.date()]


def test_an_earlier_day_never_replaces_a_later_one(firm: Firm) -> None:
    writes.keep_milestones(firm.project_id, now=day(1))
    writes.keep_milestones(firm.project_id, now=NOW)
    assert [on for on, _ in kept(firm)] == [day(1).date()]


def test_it_is_as_private_as_the_project(cast: Cast, firm: Firm) -> None:
    writes.keep_milestones(firm.project_id, now=NOW)
    assert reads.milestone_trend(firm.member.actor, firm.project_id, now=NOW)
    for stranger in (firm.other_member, cast.south.owner):
        with pytest.raises(NotFound):
            reads.milestone_trend(stranger.actor, firm.project_id, now=NOW)
    with pytest.raises(NotAllowed):
        reads.milestone_trend(firm.client.actor, firm.project_id, now=NOW)
