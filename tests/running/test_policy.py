"""What the job engine leaves to us: once per slot, another try later, refusals are final, nobody's job stays behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from milepost.jobs import hours, policy, writes
from milepost.jobs.models import Slot
from milepost.jobs.reads import last_sign_of_life
from milepost.jobs.worker import Runner
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DONE: list[object] = []

pytestmark = pytest.mark.django_db(transaction=True)


@task
def note(what: object) -> None:
    DONE.append(what)


@task
def fail() -> None:
    raise ConnectionError("the network is down")


@task
def refuse() -> None:
    raise Refusal("file_cut_off", say("The file ends in the middle."))


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    DONE.clear()


def only_job() -> DBTaskResult[Any, Any]:
    return DBTaskResult.objects.get()


def run_all() -> None:
    Runner("here").run()


def make_due() -> None:
    DBTaskResult.objects.update(run_after=NOW - timedelta(days=1))


def test_a_job_is_enqueued_once_for_each_state_it_is_for() -> None:
    assert policy.enqueue_once("forecast:7", "12@2026-03-02", note, 7, now=NOW)
    assert not policy.enqueue_once("forecast:7", "12@2026-03-02", note, 7, now=NOW)
    assert policy.enqueue_once("forecast:7", "13@2026-03-02", note, 7, now=NOW)
    assert policy.enqueue_once("forecast:8", "12@2026-03-02", note, 8, now=NOW)
    run_all()
    assert sorted(map(str, DONE)) == ["7", "7", "8"]


def test_a_job_that_cannot_be_enqueued_leaves_its_slot_free() -> None:
    with pytest.raises(TypeError):
        policy.enqueue_once("forecast:7", "12", note, object(), now=NOW)
    assert policy.enqueue_once("forecast:7", "12", note, 7, now=NOW)


def test_a_failed_job_is_tried_five_times_later_each_time() -> None:
    fail.enqueue()
    pauses = []
    for _ in range(policy.TRIES - 1):
        run_all()
        job = only_job()
        assert job.status == TaskResultStatus.READY
        pauses.append(round((job.run_after - datetime.now(UTC)).total_seconds()))
        make_due()
    run_all()
    assert pauses == [1, 4, 16, 64]
    assert only_job().status == TaskResultStatus.FAILED
    assert "ConnectionError" in only_job().exception_class_path


def test_a_failed_job_waits_for_its_hour() -> None:
    fail.enqueue()
    run_all()
    run_all()
    assert len(only_job().worker_ids) == 1


def test_a_refusal_is_an_answer_and_not_tried_again() -> None:
    refuse.enqueue()
    run_all()
    assert only_job().status == TaskResultStatus.FAILED
    assert policy.resume_failed(now=NOW) == 0


def test_what_this_worker_left_behind_runs_again() -> None:
    note.enqueue("left behind")
    only_job().claim("here")
    assert policy.reclaim("here", now=NOW) == 1
    run_all()
    assert DONE == ["left behind"]


def test_what_a_living_worker_runs_is_left_alone() -> None:
    note.enqueue("somebody's")
    only_job().claim("there")
    writes.say_alive("there", now=NOW - timedelta(seconds=30), first=True)
    assert policy.reclaim("here", now=NOW) == 0


def test_what_a_silent_worker_ran_is_taken_over() -> None:
    note.enqueue("somebody's")
    only_job().claim("there")
    writes.say_alive("there", now=NOW - timedelta(seconds=61), first=True)
    assert policy.reclaim("here", now=NOW) == 1


def test_a_job_that_kills_its_workers_is_given_up() -> None:
    note.enqueue("poison")
    for _ in range(policy.TRIES):
        only_job().claim("here")
    policy.reclaim("here", now=NOW)
    assert only_job().status == TaskResultStatus.FAILED


def test_a_worker_killed_before_it_decided_about_a_failure_decides_at_its_next_start() -> None:
    fail.enqueue()
    job = only_job()
    job.claim("here")
    job.set_failed(ConnectionError())
    assert policy.resume_failed(now=NOW) == 1
    assert only_job().status == TaskResultStatus.READY


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (datetime(2026, 3, 2, 2, 59, tzinfo=UTC), "2026-03-01T03:00:00+00:00"),
        (datetime(2026, 3, 2, 3, 0, tzinfo=UTC), "2026-03-02T03:00:00+00:00"),
        (datetime(2026, 3, 1, 0, 0, tzinfo=UTC), "2026-02-28T03:00:00+00:00"),
    ],
)
def test_the_latest_missed_hour_is_made_up_for(now: datetime, slot: str) -> None:
    assert hours.last_slot(hours.HOURS[0], now).isoformat() == slot


def test_an_hour_of_the_day_runs_once_however_often_the_worker_looks() -> None:
    for minute in range(10):
        hours.enqueue_what_is_due(now=NOW + timedelta(minutes=minute))
    assert DBTaskResult.objects.count() == len(hours.HOURS)
    hours.enqueue_what_is_due(now=NOW + timedelta(days=1))
    assert DBTaskResult.objects.count() == 2 * len(hours.HOURS)


def test_old_bookkeeping_is_forgotten_and_new_is_kept() -> None:
    policy.enqueue_once("forecast:7", "old", note, 7, now=NOW - timedelta(days=8))
    policy.enqueue_once("forecast:7", "new", note, 7, now=NOW)
    run_all()
    DBTaskResult.objects.update(finished_at=NOW - timedelta(days=8))
    policy.forget(now=NOW)
    assert list(Slot.objects.values_list("slot", flat=True)) == ["new"]
    assert not DBTaskResult.objects.exists()


def test_the_last_sign_of_life_is_that_of_the_liveliest_worker() -> None:
    assert last_sign_of_life() is None
    writes.say_alive("a", now=NOW, first=True)
    writes.say_alive("b", now=NOW - timedelta(hours=1), first=True)
    assert last_sign_of_life() == NOW
    writes.say_alive("b", now=NOW + timedelta(seconds=10))
    assert last_sign_of_life() == NOW + timedelta(seconds=10)
