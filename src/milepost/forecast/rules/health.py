"""What a schedule-health report is. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from milepost.kernel.say import Sentence


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One check of a plan.

    `found` of `total` tasks or links break its rule, `uids` are the tasks concerned. `share` is found ÷ total and may be at most
    `threshold`; where `at_least` is true it is an index that must reach it. `passed` and `share` are None where the plan does not hold
    what the check needs. `sentence` says what was found and what to do; `source` names the standard.
    """

    code: str
    title: Sentence
    passed: bool | None
    share: float | None
    threshold: float
    at_least: bool
    found: int
    total: int
    uids: tuple[int, ...]
    sentence: Sentence
    source: str


@dataclass(frozen=True, slots=True)
class HealthReport:
    """Every check of one plan as of a day."""

    as_of: date
    checks: tuple[HealthCheck, ...]

    @property
    def failed(self) -> tuple[HealthCheck, ...]:
        """The checks whose rule is broken more than the standard allows."""
        return tuple(check for check in self.checks if check.passed is False)
