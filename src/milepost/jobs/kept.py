"""What is kept true, in this order: plans that were handed in are read, forecasts are as fresh as the facts.

Nobody tells us. Each line compares, and what differs is enqueued once for the state it was found in.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from milepost.day import reads as day
from milepost.forecast import reads as forecast
from milepost.jobs import policy, tasks
from milepost.plans import reads as plans

CALM = timedelta(seconds=0.5)
"""Dates come first: reasons and the morning follow once a plan has rested that long."""


def enqueue_what_is_due(*, now: datetime) -> None:
    """One keyed job for each waiting import, each forecast that is older than its facts or its day, each morning older than those."""
    for waiting in plans.waiting_imports():
        policy.enqueue_once(f"import:{waiting.import_id}", waiting.since.isoformat(), tasks.read_import, waiting.import_id, now=now)
    for stale in forecast.stale(now):
        policy.enqueue_once(f"forecast:{stale.project_id}", f"{stale.revision}@{stale.as_of}", tasks.conclude, stale.project_id, now=now)
    for behind in day.stale():
        slot = f"{behind.revision}@{behind.as_of}"
        policy.enqueue_once(f"morning:{behind.project_id}", slot, tasks.tell, behind.project_id, behind.revision, now=now, after=CALM)
