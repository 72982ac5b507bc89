"""By how much the finish moved since the last working day, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models
from milepost.forecast.reads import stored
from milepost.forecast.reads.values import Head, Stamp
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.say import Sentence, unpacked
from milepost.plans import reads as plans

NEVER = (-1, date.min)


@dataclass(frozen=True, slots=True)
class SlipPart:
    """One cause's share of the move: `days` as a person says it, `minutes` exactly; positive later, negative earlier."""

    cause: str
    days: int
    minutes: int
    sentence: Sentence
    task_ids: tuple[int, ...]
    """The tasks it is about, the first few."""


@dataclass(frozen=True, slots=True)
class Slip:
    """The finish moved from `before_on` to `finish_on` by `days` working days (positive later) since the end of the day `since_on`.

    The parts add up to the whole exactly. `older` tells that facts or day have moved on since it was drawn.
    """

    project_id: int
    revision: int
    as_of: date
    older: bool
    since_on: date
    before_on: date
    finish_on: date
    days: int
    minutes: int
    sentence: Sentence
    parts: tuple[SlipPart, ...]


def slip_since(actor: Actor, project_id: int, *, now: datetime) -> Slip | None:
    """What moved the finish since the last working day; None where there is nothing to compare with. `NotFound` without the project."""
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    return slips_of([Head(project_id, project.name, project.zone, audit.revision(project_id))], now=now).get(project_id)


def slips(actor: Actor, *, now: datetime, project_id: int | None = None) -> dict[int, Slip]:
    """The same of every project the actor may know, or of the one. Five queries for any number of them."""
    return slips_of(stored.heads(actor, project_id=project_id), now=now)


def slips_of(heads: Iterable[Head], *, now: datetime) -> dict[int, Slip]:
    """The same of each of these projects, for who is known to see them. One query."""
    known = {head.project_id: head for head in heads}
    rows = models.Slip.objects.filter(pk__in=list(known), since_on__isnull=False)
    return {row.pk: _value(row, older=_is_older(row, known[row.pk], now)) for row in rows}


def _is_older(row: models.Slip, head: Head, now: datetime) -> bool:
    return (row.revision, row.as_of) != (head.facts_revision, clock.today(head.zone, now))


def _value(row: models.Slip, *, older: bool) -> Slip:
    content = row.content
    return Slip(
        project_id=row.pk,
        revision=row.revision,
        as_of=row.as_of,
        older=older,
        since_on=row.since_on or row.as_of,
        before_on=date.fromisoformat(content["before_on"]),
        finish_on=date.fromisoformat(content["finish_on"]),
        days=content["days"],
        minutes=content["minutes"],
        sentence=unpacked(content["sentence"]),
        parts=tuple(_part(part) for part in content["parts"]),
    )


def _part(kept: Mapping[str, Any]) -> SlipPart:
    return SlipPart(kept["cause"], kept["days"], kept["minutes"], unpacked(kept["sentence"]), tuple(kept["tasks"]))


def unexplained() -> tuple[Stamp, ...]:
    """The projects of which the slip is older than the stored forecast. Two queries."""
    kept = {row[0]: row[1:] for row in models.Slip.objects.values_list("pk", "revision", "as_of")}
    return tuple(each for each in stored.stamps() if kept.get(each.project_id, NEVER) < (each.revision, each.as_of))
