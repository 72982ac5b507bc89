"""The jobs. Each may run twice, be cut off anywhere and start again: it compares before it works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django_tasks import task

from milepost.audit import reads as ledger
from milepost.audit import writes as audit
from milepost.day import writes as day
from milepost.exchange import sandbox
from milepost.forecast import writes as forecast
from milepost.jobs import policy, spreading, stopping
from milepost.kernel import clock
from milepost.plans import reads as plans
from milepost.plans import writes as keeping
from milepost.plans.draft import Draft

ANSWERS_KEPT_FOR = timedelta(days=2)
LONG = "long"
"""The queue of what takes seconds: a thread of its own works on it, so that new dates never wait."""


@task(priority=10)
def conclude(project_id: int) -> None:
    """Makes one project's forecast fresh; nothing to do if another job did it meanwhile."""
    forecast.conclude(project_id, now=clock.now())


@task
def tell(project_id: int, revision: int) -> None:
    """Writes down why the dates of this revision are what they are, and what the morning says of it.

    Where the facts have moved on nobody would read it, and the new dates must not wait for it: the next revision is told.
    """
    if ledger.revision(project_id) == revision:
        forecast.explain(project_id)
        day.conclude(project_id, now=clock.now())


@task(priority=-5, queue_name=LONG)
def compare(project_id: int, revision: int) -> None:
    """Says what moved the finish since the last working day, and keeps today's facts for tomorrow. Newer facts have their own job."""
    if ledger.revision(project_id) == revision:
        forecast.compare(project_id, now=clock.now())
        forecast.keep_facts(project_id, now=clock.now())
        forecast.keep_milestones(project_id, now=clock.now())


@task(priority=-10, queue_name=LONG)
def simulate(project_id: int, revision: int) -> None:
    """Draws the likely dates anew. Where the facts have moved on, those have their own job."""
    if ledger.revision(project_id) == revision:
        forecast.simulate(project_id, now=clock.now(), going_on=stopping.going_on)


@task(priority=-10, queue_name=LONG)
def simulate_together(projects: list[list[int]]) -> None:
    """The same for many projects, each with its revision, wherever the settings say that there are processors."""
    newest = ledger.revisions([project_id for project_id, _ in projects])
    still = [project_id for project_id, revision in projects if newest.get(project_id) == revision]
    spread = partial(spreading.spread, on=settings.FORECASTS_ON, going_on=stopping.going_on)
    forecast.simulate_together(still, now=clock.now(), spread=spread, going_on=stopping.going_on)


@task(priority=-20, queue_name=LONG)
def level(project_id: int, revision: int) -> None:
    """Levels the plan anew. Where the facts have moved on, those have their own job."""
    if ledger.revision(project_id) == revision:
        forecast.level(project_id, now=clock.now(), going_on=stopping.going_on)


@task(priority=-25, queue_name=LONG)
def keep_calm(project_id: int, revision: int) -> None:
    """Draws the calm plan anew. Where the facts have moved on, those have their own job."""
    if ledger.revision(project_id) == revision:
        forecast.keep_calm(project_id, now=clock.now(), going_on=stopping.going_on)


@task(priority=-5)
def propose(project_id: int) -> None:
    """Proposes due dates from the newest calm plan; nothing to do if another job did it meanwhile."""
    day.propose(project_id, now=clock.now())


@task(priority=-10, queue_name=LONG)
def recover(project_id: int, revision: int) -> None:
    """Works out the ways to an earlier finish, for whoever asked. Where the facts have moved on, those have their own job."""
    if ledger.revision(project_id) == revision:
        forecast.recover(project_id, now=clock.now(), going_on=stopping.going_on)


@task(priority=-10, queue_name=LONG)
def ripple(project_id: int, revision: int) -> None:
    """Works out what a project does to the others, for whoever asked. Where the facts have moved on, those have their own job."""
    if ledger.revision(project_id) == revision:
        forecast.ripple(project_id, now=clock.now(), going_on=stopping.going_on)


@task
def read_import(import_id: int) -> None:
    """Reads a file that was handed in, in the sandbox, and takes it over or keeps why not."""
    file = plans.import_for_job(import_id)
    forecast.read_import(import_id, read=_reading(file.file_name if file else ""), now=clock.now())


def _reading(name: str) -> Callable[[Path, Callable[[float], None]], Draft]:
    """How to read a file that was called `name` when it came: a project without a title is called after it."""
    return lambda path, progress: sandbox.read_in_sandbox(path, name=name, progress=progress)


@task(priority=-10)
def tidy() -> None:
    """Forgets what has no use any more: ended sessions, old idempotency keys, files and snapshots nobody may read, jobs long done."""
    now = clock.now()
    SessionStore.clear_expired()
    audit.forget_answers(before=now - ANSWERS_KEPT_FOR)
    keeping.sweep_files(now=now)
    day.forget_snapshots(now=now)
    policy.forget(now=now)
