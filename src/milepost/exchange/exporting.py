"""A project as a file for MS Project."""

from __future__ import annotations

from datetime import datetime

from milepost.accounts import reads as accounts
from milepost.exchange import msproject
from milepost.forecast import reads as forecasts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import Refusal
from milepost.plans import reads as plans


def project_file(actor: Actor, project_id: int, *, now: datetime) -> bytes:
    """The facts of the project with the dates the forecast draws from them now; without dates where it refuses the plan."""
    accounts.require(actor, "plans.export_plan")
    plans.project(actor, project_id)
    return msproject.write(plans.draft(project_id), dates=_dates(actor, project_id, now))


def _dates(actor: Actor, project_id: int, now: datetime) -> dict[int, tuple[datetime, datetime]]:
    try:
        schedule = forecasts.schedule(actor, project_id, now=now)
    except Refusal:  # a plan that is wrong may still go back to where it can be put right
        return {}
    return {task.dates.uid: (task.dates.start, task.dates.finish) for task in schedule.tasks}
