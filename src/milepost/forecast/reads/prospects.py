"""What is ahead of a project, for its page: the outlook, the levelled plan and the runs behind them, in few queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from milepost.accounts import reads as accounts
from milepost.forecast import models
from milepost.forecast.reads import levellings, outlooks, runs
from milepost.forecast.reads.levellings import Levelling
from milepost.forecast.reads.outlooks import Outlook
from milepost.forecast.reads.runs import LEVELLING, SIMULATION, Run
from milepost.forecast.reads.values import Head
from milepost.kernel.actor import Actor
from milepost.plans import reads as plans


@dataclass(frozen=True, slots=True)
class Prospects:
    """Everything that long runs found out about one project; None where there is nothing yet. `runs` by kind."""

    outlook: Outlook | None
    levelled: Levelling | None
    runs: dict[str, Run]


def prospects(actor: Actor, head: Head, *, now: datetime) -> Prospects:
    """What is ahead of the project of a `head` that the actor was given. Four queries; nothing of a project they may not know.

    The moved tasks do not say where they stood before: that would take the whole forecast.
    """
    accounts.require(actor, "forecast.see")
    visible = plans.visible_to(actor).order_by().filter(pk=head.project_id).values("pk")
    newest = {each.kind: each for each in runs.of_visible(actor, visible)}
    simulated = models.Simulation.objects.filter(project__in=visible).first()
    levelled = models.Levelled.objects.filter(project__in=visible).first()
    names = plans.names(head.project_id) if simulated or levelled else ()
    return Prospects(
        outlook=None if simulated is None else outlooks.from_row(simulated, head, names, newest.get(SIMULATION), now),
        levelled=None if levelled is None else levellings.from_row(levelled, head, names, newest.get(LEVELLING), None, now),
        runs=newest,
    )
