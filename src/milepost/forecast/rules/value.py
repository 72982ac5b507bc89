"""What earned value says of a plan. Pure values; working minutes where a budget, planned or earned value is meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ValuePoint:
    """The end of the day `on`: what the baseline had planned by then, and what was done by then, None for days to come."""

    on: date
    planned: int
    earned: int | None


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """The plan against baseline `number` at the end of the day before `as_of`, in working minutes.

    A task is worth its effort in the baseline, and its duration where nobody estimated one. `planned_days` is how long the baseline
    takes, `gone_days` the working days since it began, `earned_days` the day on which it would have had what is done now (earned
    schedule); `earned_on` is that day's date, and `days_behind` the difference in whole days, below nothing where more is done than
    was planned. `pace_on` is the finish at the pace so far, None where nothing is done yet or it would take longer than a lifetime.
    Where `spent` is None nobody recorded hours, and `cpi` and `at_completion`, the work it will have taken if the rest goes as what is
    done did, are None too. An index is None where there is nothing to divide by. `unbudgeted` tasks came after the baseline and count
    for nothing.
    """

    number: int
    as_of: date
    budget: int
    planned: int
    earned: int
    spent: int | None
    percent: int
    spi: float | None
    cpi: float | None
    at_completion: int | None
    begun_on: date
    ends_on: date
    planned_days: float
    gone_days: float
    earned_days: float
    earned_on: date
    days_behind: int
    spi_time: float | None
    tspi: float | None
    pace_on: date | None
    unbudgeted: int
    points: tuple[ValuePoint, ...]
