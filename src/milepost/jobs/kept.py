"""What is kept true, in this order: plans that were handed in are read, forecasts are as fresh as the facts, and so is what follows.

Nobody tells us. Each line compares, and what differs is enqueued once for the state it was found in.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from milepost.day import reads as day
from milepost.forecast import reads as forecast
from milepost.jobs import policy, tasks
from milepost.plans import reads as plans

CALM, REST = timedelta(seconds=0.5), timedelta(seconds=2)
"""Dates come first: reasons and the morning follow once a plan has rested that long, what takes seconds once it rested longer."""
MANY = 8
"""From so many simulations on they are worked out together, which takes processes or a cluster; one is better left to itself."""
RUNS = {
    forecast.SIMULATION: tasks.simulate,
    forecast.LEVELLING: tasks.level,
    forecast.CALM: tasks.keep_calm,
    forecast.RECOVERY: tasks.recover,
    forecast.RIPPLE: tasks.ripple,
}


def enqueue_what_is_due(*, now: datetime) -> None:
    """One keyed job for each waiting import, each forecast that is older than its facts or its day, and what follows from those."""
    for waiting in plans.waiting_imports():
        policy.enqueue_once(f"import:{waiting.import_id}", waiting.since.isoformat(), tasks.read_import, waiting.import_id, now=now)
    for stale in forecast.stale(now):
        policy.enqueue_once(f"forecast:{stale.project_id}", f"{stale.revision}@{stale.as_of}", tasks.conclude, stale.project_id, now=now)
    for behind in day.stale():
        slot = f"{behind.revision}@{behind.as_of}"
        policy.enqueue_once(f"morning:{behind.project_id}", slot, tasks.tell, behind.project_id, behind.revision, now=now, after=CALM)
    for old in forecast.unexplained():
        slot = f"{old.revision}@{old.as_of}"
        policy.enqueue_once(f"slip:{old.project_id}", slot, tasks.compare, old.project_id, old.revision, now=now, after=REST)
    for project_id, mark in day.unproposed().items():
        policy.enqueue_once(f"due:{project_id}", mark, tasks.propose, project_id, now=now, after=CALM)
    runs = forecast.due_runs()
    many = [due for due in runs if due.kind == forecast.SIMULATION]
    if len(many) >= MANY:
        slots = {(f"{due.kind}:{due.project_id}", due.slot): [due.project_id, due.revision] for due in many}
        policy.enqueue_together(slots, tasks.simulate_together, now=now, after=REST)
        runs = tuple(due for due in runs if due.kind != forecast.SIMULATION)
    for due in runs:
        policy.enqueue_once(f"{due.kind}:{due.project_id}", due.slot, RUNS[due.kind], due.project_id, due.revision, now=now, after=REST)
