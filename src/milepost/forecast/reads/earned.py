"""Earned value and earned schedule of a project: what the baseline had planned by now, what is done of it, and the pace."""

from __future__ import annotations

from datetime import datetime

from milepost.accounts import reads as accounts
from milepost.forecast.reads.fresh import concluded
from milepost.forecast.rules.value import EarnedValue, ValuePoint
from milepost.forecast.snapshot import value as valuing
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.plans import reads as plans

__all__ = ["EarnedValue", "ValuePoint", "earned_value"]


def earned_value(actor: Actor, project_id: int, *, now: datetime) -> EarnedValue | None:
    """The newest facts against the baseline, in minutes of work; None before a baseline with work was frozen.

    Refuses what the engine refuses; `NotFound` if the actor may not know the project.
    """
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    as_of = clock.today(project.zone, now)
    draft = concluded(project_id, as_of)[0].draft
    return valuing.value(draft, plans.reported(project_id, zone=project.zone), as_of=as_of)
