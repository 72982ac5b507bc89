"""The slip ledger: what moved a finish, day by day and by cause, over any period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from milepost.accounts import reads as accounts
from milepost.forecast import models
from milepost.forecast.rules.slipping import CAUSES
from milepost.kernel.actor import Actor
from milepost.kernel.say import Sentence, unpacked
from milepost.plans import reads as plans


@dataclass(frozen=True, slots=True)
class SlipLinePart:
    """What one cause did to the finish, in working minutes, later is positive."""

    cause: str
    name: Sentence
    minutes: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class SlipLine:
    """From the end of `since_on` to `as_of` the finish moved from `before_on` to `finish_on`, by `minutes` of working time.

    `sum_minutes` is the move since the first line of the period. `unbroken` is False where the line before ended with another
    finish: something moved it then that nobody recorded. The parts add up to `minutes` exactly.
    """

    since_on: date
    as_of: date
    before_on: date
    finish_on: date
    minutes: int
    sum_minutes: int
    unbroken: bool
    parts: tuple[SlipLinePart, ...]


@dataclass(frozen=True, slots=True)
class CauseSum:
    """What one cause did over the whole period, in working minutes, later is positive."""

    cause: str
    name: Sentence
    minutes: int


@dataclass(frozen=True, slots=True)
class SlipLedger:
    """The lines of a period, oldest first, and their sums by cause, the largest first. The sums add up to `minutes` exactly."""

    project_id: int
    minutes_per_day: int
    first: date | None
    last: date | None
    minutes: int
    causes: tuple[CauseSum, ...]
    lines: tuple[SlipLine, ...]


def slip_ledger(actor: Actor, project_id: int, *, first: date | None = None, last: date | None = None) -> SlipLedger:
    """The moves worked out from the day `first` to the day `last`, both included; None: all there are.

    `NotFound` if the actor may not know the project.
    """
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    rows = models.KeptSlip.objects.filter(project_id=project_id, as_of__gte=first or date.min, as_of__lte=last or date.max)
    lines = tuple(_lines(list(rows.order_by("since_on"))))
    total = sum(line.minutes for line in lines)
    return SlipLedger(project_id, project.minutes_per_day, first, last, total, tuple(_causes(lines)), lines)


def _lines(rows: Sequence[models.KeptSlip]) -> Iterator[SlipLine]:
    moved, finish_on = 0, None
    for row in rows:
        moved += row.minutes
        unbroken = finish_on in (None, row.before_on)
        finish_on = row.finish_on
        yield SlipLine(row.since_on, row.as_of, row.before_on, finish_on, row.minutes, moved, unbroken, _parts(row))


def _parts(row: models.KeptSlip) -> tuple[SlipLinePart, ...]:
    return tuple(SlipLinePart(part["cause"], CAUSES[part["cause"]], part["minutes"], unpacked(part["sentence"])) for part in row.parts)


def _causes(lines: Sequence[SlipLine]) -> Iterator[CauseSum]:
    sums: Counter[str] = Counter()
    for part in (part for line in lines for part in line.parts):
        sums[part.cause] += part.minutes
    for cause in sorted(sums, key=lambda cause: (-abs(sums[cause]), cause)):
        yield CauseSum(cause, CAUSES[cause], sums[cause])
