"""Dates come first: what is said about them is written once a plan rests, and only for the newest revision."""

from __future__ import annotations

from django_tasks_db.models import DBTaskResult

from milepost.audit import reads as ledger
from milepost.day import reads as day
from milepost.jobs import kept, tasks
from milepost.kernel import clock
from milepost.plans import writes as planning
from tests.cast import Cast


def behind(project_id: int) -> bool:
    return project_id in {each.project_id for each in day.stale()}


def test_the_morning_is_told_for_the_newest_revision_only(cast: Cast) -> None:
    firm = cast.north
    tasks.conclude.call(firm.project_id)
    outrun = ledger.revision(firm.project_id)
    planning.record_progress(firm.manager.actor, firm.task_ids["survey"], percent=60, remaining_minutes=None, now=clock.now())
    tasks.conclude.call(firm.project_id)
    tasks.tell.call(firm.project_id, outrun)
    assert behind(firm.project_id)
    tasks.tell.call(firm.project_id, ledger.revision(firm.project_id))
    assert not behind(firm.project_id)


def test_the_morning_waits_until_the_plan_rests(cast: Cast) -> None:
    now = clock.now()
    tasks.conclude.call(cast.north.project_id)
    kept.enqueue_what_is_due(now=now)
    waiting = DBTaskResult.objects.filter(task_path="milepost.jobs.tasks.tell")
    assert {job.run_after for job in waiting} == {now + kept.CALM}
