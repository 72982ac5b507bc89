"""What a project does to the others: how they end without it, as it is planned, and if it were later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models
from milepost.forecast.reads.runs import RIPPLE, Run, run
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.say import Sentence, unpacked
from milepost.plans import reads as plans


@dataclass(frozen=True, slots=True)
class OtherCase:
    """How another project ends if what is left of this one is `weeks` weeks later than planned, or with None, if it were not there.

    `later_days` are working days later than in the case of 0 weeks, negative: earlier; `standing_days` working days to its promise:
    positive in hand, negative late.
    """

    weeks: int | None
    finish_on: date
    later_days: int
    standing_days: int | None


@dataclass(frozen=True, slots=True)
class Other:
    """A project that gives way to this one. Without dates `refused` says why."""

    project_id: int
    name: str
    promised_on: date | None
    refused: Sentence | None
    cases: tuple[OtherCase, ...]

    @property
    def breaks_at(self) -> int | None:
        """After how many weeks of delay its promise is broken that is kept as planned; None where none of them does."""
        planned = next((case for case in self.cases if case.weeks == 0), None)
        if planned is None or planned.standing_days is None or planned.standing_days < 0:
            return None
        return next((case.weeks for case in self.cases if case.weeks and case.standing_days is not None and case.standing_days < 0), None)


@dataclass(frozen=True, slots=True)
class Ripple:
    """What somebody asked for last, from the facts of `revision` on the day `as_of`.

    `others` give way to this project, those it moves the most first; `first` are the names of those that need its people and go before
    it: what it does never reaches them. `older` tells that facts or day have moved on since, its own or theirs.
    """

    project_id: int
    revision: int
    as_of: date
    made_at: datetime
    older: bool
    run: Run | None
    refused: Sentence | None
    others: tuple[Other, ...]
    first: tuple[str, ...]


def ripple(actor: Actor, project_id: int, *, now: datetime) -> Ripple | None:
    """The newest answer; None before the first. `NotFound` if the actor may not know the project. A constant number of queries."""
    accounts.require(actor, "forecast.see_others")
    project = plans.heading(actor, project_id)
    row = models.Ripple.objects.filter(pk=project_id).first()
    if row is None:
        return None
    names = dict(plans.visible_names(actor))
    told = [each for each in row.content.get("others", ()) if each["project_id"] in names]
    drawn_from = {project_id: row.revision, **{each["project_id"]: each["revision"] for each in told}}
    return Ripple(
        project_id=project_id,
        revision=row.revision,
        as_of=row.as_of,
        made_at=row.made_at,
        older=row.as_of != clock.today(project.zone, now) or audit.revisions(drawn_from) != drawn_from,
        run=run(actor, project_id, RIPPLE),
        refused=None if row.refusal is None else unpacked(row.refusal["sentence"]),
        others=tuple(sorted((_other(each, names) for each in told), key=lambda other: (-_reach(other), other.name))),
        first=tuple(names[other] for other in row.content.get("first", ()) if other in names),
    )


def _other(kept: dict[str, Any], names: dict[int, str]) -> Other:
    promised = kept.get("promised_on")
    return Other(
        project_id=kept["project_id"],
        name=names[kept["project_id"]],
        promised_on=None if promised is None else date.fromisoformat(promised),
        refused=None if kept["refused"] is None else unpacked(kept["refused"]),
        cases=tuple(OtherCase(**{**each, "finish_on": date.fromisoformat(each["finish_on"])}) for each in kept["cases"]),
    )


def _reach(other: Other) -> int:
    """The most days by which the project moves another one, either way."""
    return max((abs(case.later_days) for case in other.cases), default=0)
