"""What takes seconds runs beside what takes milliseconds, and is taken up again where it was left."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime

import pytest
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from milepost.jobs import policy, worker, writes
from milepost.jobs.tasks import LONG
from milepost.jobs.worker import Runner, beside

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DONE: list[str] = []

pytestmark = pytest.mark.django_db(transaction=True)


@task(queue_name=LONG)
def take_long(what: str) -> None:
    DONE.append(what)


@task
def be_quick(what: str) -> None:
    DONE.append(what)


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    DONE.clear()


def test_quick_jobs_never_wait_for_long_ones() -> None:
    take_long.enqueue("long")
    be_quick.enqueue("quick")
    quick, long = Runner("here"), Runner(beside("here"), queue=LONG)
    quick.run()
    assert (DONE, quick.has_work(), long.has_work()) == (["quick"], False, True)
    long.run()
    assert (DONE, long.has_work()) == (["quick", "long"], False)


def test_the_quick_half_of_a_worker_leaves_a_long_run_of_its_other_half_alone() -> None:
    take_long.enqueue("long")
    DBTaskResult.objects.get().claim(beside("here"))
    writes.say_alive(beside("here"), now=NOW, first=True)
    assert policy.reclaim("here", now=NOW) == 0


def test_what_the_long_half_left_behind_runs_again() -> None:
    take_long.enqueue("long")
    DBTaskResult.objects.get().claim(beside("here"))
    assert policy.reclaim(beside("here"), now=NOW) == 1
    Runner(beside("here"), queue=LONG).run()
    assert DONE == ["long"]


def test_a_long_name_still_has_a_half_of_its_own() -> None:
    assert beside("w" * 64) != "w" * 64
    assert len(beside("w" * 64)) <= 64


def test_the_long_half_ends_a_while_after_its_run_so_that_its_memory_is_free_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "LINGER_SECONDS", 0.2)
    monkeypatch.setattr(os, "nice", lambda by: by)  # the tests after this one run in the same process
    take_long.enqueue("long")
    stop = threading.Event()
    worker.work_long(stop)
    assert (DONE, stop.is_set()) == (["long"], False)
    stop.set()
