"""What a due date may be."""

from __future__ import annotations

from collections.abc import Collection

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

SURE = (0, 80, 90)
"""In how many of 100 cases a proposed date is to be kept; 0: it is the day of the plan."""
MOST_DUES = 2_000
"""Set by one change."""


def check_sure(percent: int) -> None:
    """Refuses a confidence that is none of those there are."""
    if percent not in SURE:
        sentence = say("Due dates are proposed as planned, or so that 8 or 9 of 10 are kept.")
        raise Refusal("confidence_unknown", sentence, field="percent")


def check_dues(named: Collection[tuple[str, int]]) -> None:
    """Refuses no dates, too many, and two for one thing."""
    if not named:
        raise Refusal("dues_none", say("Choose some dates."), field="dates")
    if len(named) > MOST_DUES:
        raise Refusal("dues_too_many", say("One change sets {most} due dates at most.", most=MOST_DUES), field="dates")
    if len(set(named)) < len(named):
        raise Refusal("due_twice", say("Two dates were given for one thing."), field="dates")
