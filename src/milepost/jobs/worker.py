"""The worker: hears that something changed, compares, enqueues what is due, runs what is ready. One rhythm, no queue of its own."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django_tasks.base import DEFAULT_TASK_QUEUE_NAME, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as Engine
from django_tasks_db.models import DBTaskResult

from milepost.forecast import reads as forecasts
from milepost.jobs import hours, kept, policy, stopping, tasks, writes
from milepost.jobs.pulse import pulse
from milepost.kernel import clock, memory
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

REST_SECONDS = 0.5
COMPARE_SECONDS = 20.0
SIGN_OF_LIFE_SECONDS = 10.0
AFTER_ERROR_SECONDS = 2.0
BEHIND_PEOPLE, BEHIND_DATES = 5, 5
"""How much the worker's share of a busy processor yields to whoever waits for a page, and a long run's to new dates."""
LINGER_SECONDS = 15.0
"""So long what a long run has loaded is kept for the next one."""

log = structlog.get_logger("milepost.jobs")


def name_of_this_worker() -> str:
    """Stable over restarts, so that a worker finds what it left behind: `MILEPOST_WORKER`, or the machine's name."""
    return (os.environ.get("MILEPOST_WORKER") or socket.gethostname())[:64]


class Runner(Engine):
    """django-tasks-db's worker, run in batches: everything that is ready, then back to listening. Failures meet our policy.

    It works on one queue only.
    """

    def __init__(self, name: str, *, queue: str = DEFAULT_TASK_QUEUE_NAME) -> None:
        super().__init__(
            queue_names=[queue],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )

    def has_work(self) -> bool:
        """Whether a job of its queue is ready to run."""
        return DBTaskResult.objects.ready().filter(queue_name__in=self.queue_names).exists()

    def run_task(self, db_task_result: policy.Job) -> None:
        super().run_task(db_task_result)
        if db_task_result.status == TaskResultStatus.FAILED:
            again = policy.retry(db_task_result, now=clock.now())
            log.warning("job failed", job=db_task_result.task_path, again=again, error=db_task_result.exception_class_path)


def work(stop: threading.Event) -> None:
    """Works until `stop` is set on all that takes milliseconds, and notices what is due."""
    os.nice(BEHIND_PEOPLE)
    name = name_of_this_worker()
    _resume(name)
    policy.resume_failed(now=clock.now())
    threading.Thread(target=_live, args=(name, stop), daemon=True, name="sign-of-life").start()
    threading.Thread(target=_warm, daemon=True, name="warm-up").start()
    _rounds(Runner(name), stop)


def work_long(stop: threading.Event) -> None:
    """Works on what takes seconds, on what the processor has left, until `stop` is set or nothing came for a while after a run.

    A process of its own: new dates never wait for it, and its memory is free again when it ends and its like is forked anew.
    """
    os.nice(BEHIND_PEOPLE + BEHIND_DATES)
    name = beside(name_of_this_worker())
    _resume(name)
    threading.Thread(target=_live, args=(name, stop), daemon=True, name="sign-of-life").start()
    _long_rounds(Runner(name, queue=tasks.LONG), stop)


def beside(name: str) -> str:
    """Under which name a worker's second process, for what takes seconds, claims its jobs."""
    return f"{name[:58]}+long"


def stop_on_signals(stop: threading.Event) -> None:
    """The first signal lets the present job end and puts a long run back, the second does not."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(1)
        stop.set()
        stopping.stop_long_runs()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)


def _rounds(runner: Runner, stop: threading.Event) -> None:
    ear, compare_again, worked = pulse(), 0.0, False
    while not stop.is_set():
        try:
            if time.monotonic() >= compare_again:
                compare_again = time.monotonic() + COMPARE_SECONDS
                policy.reclaim(runner.worker_id, now=clock.now())
                enqueue_what_is_due()
            elif ear.wait(REST_SECONDS):
                enqueue_what_is_due()
            elif worked:
                memory.give_back()
                worked = False
            worked |= run_what_is_ready(runner)
        except DatabaseError:
            log.exception("the database does not answer")
            connection.close()
            stop.wait(AFTER_ERROR_SECONDS)
    ear.close()


def enqueue_what_is_due() -> None:
    """Compares; asked whenever something changed, and now and then, because midnight changes nothing in the database."""
    now = clock.now()
    kept.enqueue_what_is_due(now=now)
    hours.enqueue_what_is_due(now=now)


def run_what_is_ready(runner: Runner) -> bool:
    """Runs until no job is ready; a job that waits for its next try becomes ready without any change. Says whether one was."""
    ready = runner.has_work()
    if ready:
        runner.run()
    close_old_connections()
    return ready


def _long_rounds(runner: Runner, stop: threading.Event) -> None:
    """What was cut off is taken up again by the next one."""
    leave_at = float("inf")
    while not stop.is_set() and time.monotonic() < leave_at:
        try:
            if run_what_is_ready(runner):
                leave_at = time.monotonic() + LINGER_SECONDS
        except DatabaseError:
            log.exception("the database does not answer")
            connection.close()
        stop.wait(REST_SECONDS)


def _resume(name: str) -> None:
    now = clock.now()
    writes.say_alive(name, now=now, first=True)
    taken = policy.reclaim(name, now=now)
    if taken:
        log.warning("jobs that were left behind run again", worker=name, jobs=taken)


def _live(name: str, stop: threading.Event) -> None:
    """Says that we live, also during a long job."""
    while not stop.wait(SIGN_OF_LIFE_SECONDS):
        try:
            writes.say_alive(name, now=clock.now())
        except DatabaseError:
            log.warning("no sign of life could be left")
        finally:
            connection.close()


def _warm() -> None:
    """Loads the engine's compiled loops before the first edit needs them."""
    try:
        forecasts.expect_large_plans()
    finally:
        connection.close()


@contextmanager
def only_one() -> Iterator[None]:
    """Refuses where a worker of this name already runs here: the two would take each other's jobs for left behind."""
    name = name_of_this_worker()
    file = Path(settings.MILEPOST_HOME) / f"worker-{name.replace(os.sep, '-')}.lock"
    with file.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("worker_runs_already", say("A worker named {name} already runs here. Set MILEPOST_WORKER.", name=name)) from None
        yield
