"""Dates come first: what is said about them is written once a plan rests, and only for the newest revision."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from milepost.audit import reads as ledger
from milepost.day import reads as day
from milepost.forecast import reads as forecast
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


def test_many_simulations_become_one_job_that_keeps_them_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    projects = [cast.north.project_id, cast.south.project_id]
    for project_id in projects:
        tasks.conclude.call(project_id)
    due = [each for each in forecast.due_runs() if each.kind == "simulation"]
    monkeypatch.setattr(kept, "MANY", len(due))
    kept.enqueue_what_is_due(now=clock.now())
    kept.enqueue_what_is_due(now=clock.now())
    assert not DBTaskResult.objects.filter(task_path="milepost.jobs.tasks.simulate").exists()
    (job,) = DBTaskResult.objects.filter(task_path="milepost.jobs.tasks.simulate_together")
    with override_settings(FORECASTS_ON="1"):
        tasks.simulate_together.call(*job.args_kwargs["args"])
    assert not [each for each in forecast.due_runs() if each.kind == "simulation"]
    assert set(forecast.likely(cast.north.manager.actor, now=clock.now())) == {cast.north.project_id}


def test_a_simulation_of_older_facts_is_left_to_the_newer_job(cast: Cast) -> None:
    firm = cast.north
    outrun = ledger.revision(firm.project_id) - 1
    tasks.simulate_together.call([[firm.project_id, outrun]])
    assert forecast.likely(firm.manager.actor, now=clock.now()) == {}
