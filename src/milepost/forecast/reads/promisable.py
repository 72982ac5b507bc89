"""Whether a date can be promised: how sure it is, and which date would be surer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models, snapshot
from milepost.forecast.reads.outlooks import in_hundred
from milepost.forecast.reads.values import Head
from milepost.forecast.rules import last_day
from milepost.forecast.rules.simulation import Simulation, Spreads
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.say import Sentence, unpacked
from milepost.plans import reads as plans
from milepost.plans.sketch import Sketch

SAFE = 80
"""Chances in a hundred from which on a date is called one that can be promised."""


@dataclass(frozen=True, slots=True)
class Promisable:
    """What the trials of the plan say of the day `wanted_on`: kept in `chance` of 100; both None where no day is wanted.

    The plan is as likely as not done by `p50_on`; 8 and 9 in 10 trials end by `p80_on` and `p90_on`. `older`: facts or day have moved
    on since the trials. Without dates `refused` says why.
    """

    wanted_on: date | None
    older: bool
    refused: Sentence | None = None
    chance: int | None = None
    p50_on: date | None = None
    p80_on: date | None = None
    p90_on: date | None = None

    def safe(self) -> bool:
        """Whether the wanted day is kept in at least 80 of 100 trials."""
        return self.chance is not None and self.chance >= SAFE


@dataclass(frozen=True, slots=True)
class FirstFinish:
    """When a plan that is only sketched would be done, if every task takes as long as written.

    `days` are working days from there to the day that is expected: positive in hand, negative late.
    """

    finish_on: date
    days: int | None


def promisable(actor: Actor, project_id: int, *, wanted_on: date | None, now: datetime) -> Promisable | None:
    """What the newest trials of the plan say of a day; None before the first. `NotFound` if the actor may not know the project."""
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    return promisable_of(Head(project_id, project.name, project.zone, audit.revision(project_id)), wanted_on=wanted_on, now=now)


def promisable_of(head: Head, *, wanted_on: date | None, now: datetime) -> Promisable | None:
    """The same of a project that its reader is known to see. One query."""
    row = models.Simulation.objects.filter(pk=head.project_id).first()
    if row is None:
        return None
    older = (row.revision, row.as_of) != (head.facts_revision, clock.today(head.zone, now))
    if row.columns is None:
        return Promisable(wanted_on, older, refused=None if row.refusal is None else unpacked(row.refusal["sentence"]))
    drawn = Simulation.from_json(row.content, Spreads.unpacked(bytes(row.columns)))
    return Promisable(
        wanted_on=wanted_on,
        older=older,
        chance=None if wanted_on is None else in_hundred(drawn.probability(wanted_on).share),
        p50_on=last_day(drawn.p50),
        p80_on=last_day(drawn.p80),
        p90_on=last_day(drawn.p90),
    )


def first_finish(actor: Actor, sketch: Sketch, *, start_on: date, expected_on: date | None = None, now: datetime) -> FirstFinish | None:
    """When a project of the sketch would be done; None without tasks. Refuses what the engine finds no dates for."""
    accounts.require(actor, "plans.add_project")
    if not sketch.tasks:
        return None
    as_of = clock.today(accounts.workspace_of(actor.workspace_id).zone, now)
    found = snapshot.conclude(plans.sketched(actor, sketch, start_on=start_on, as_of=as_of), as_of=as_of)
    return FirstFinish(last_day(found.finish), None if expected_on is None else found.standing(expected_on))
