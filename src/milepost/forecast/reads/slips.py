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
from milepost.forecast.reads.values import Stamp
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
    return _told([project_id], {project_id: project.zone}, now).get(project_id)


def slips(actor: Actor, *, now: datetime, project_id: int | None = None) -> dict[int, Slip]:
    """The same of every project the actor may know, or of the one. Three queries for any number of them."""
    accounts.require(actor, "forecast.see")
    visible = plans.visible_to(actor) if project_id is None else plans.visible_to(actor).filter(pk=project_id)
    zones = dict(visible.order_by().values_list("pk", "zone"))
    return _told(zones, zones, now)


def _told(wanted: Iterable[int], zones: Mapping[int, str], now: datetime) -> dict[int, Slip]:
    rows = list(models.Slip.objects.filter(pk__in=list(wanted), since_on__isnull=False))
    revisions = audit.revisions([row.pk for row in rows])
    return {row.pk: _value(row, older=(row.revision, row.as_of) != (revisions[row.pk], clock.today(zones[row.pk], now))) for row in rows}


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
