"""What objectives and acceptance criteria must be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.rules.texts import check_day, name, text

MOST_CRITERIA = 100


def objective(called: str, metric: str, baseline_value: str, target: str, by_on: date | None) -> dict[str, Any]:
    """An objective as it is kept, by the names of its columns."""
    if by_on is not None:
        check_day(by_on, field="by_on")
    return {
        "name": name(called),
        "metric": text(metric, field="metric"),
        "baseline_value": text(baseline_value, field="baseline_value", longest=100),
        "target": text(target, field="target", longest=100),
        "by_on": by_on,
    }


def criteria(given: Sequence[str]) -> list[str]:
    """Acceptance criteria without those that say nothing; refuses too many."""
    if len(given) > MOST_CRITERIA:
        raise Refusal("criteria_too_many", say("At most {most} acceptance criteria, please.", most=MOST_CRITERIA), field="criteria")
    return [text(each, field="criteria", longest=500) for each in given if each.strip()]
