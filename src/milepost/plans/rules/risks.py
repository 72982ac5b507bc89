"""What a risk must be, and how likely and how large it is called."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say
from milepost.plans.rules.texts import LONGEST_NOTE, check_day, check_minutes, name, text

MOST_RISKS = 300
"""Open at a time in one project."""


class Response(StrEnum):
    """What is done about a risk."""

    AVOID = "avoid"
    REDUCE = "reduce"
    TRANSFER = "transfer"
    ACCEPT = "accept"


class RiskState(StrEnum):
    """`HAPPENED` makes an issue of it; `CLOSED` says that it cannot happen any more, or that the issue is over."""

    OPEN = "open"
    HAPPENED = "happened"
    CLOSED = "closed"


CHANCES: tuple[tuple[int, Sentence], ...] = (
    (10, say("Very unlikely")),
    (30, say("Unlikely")),
    (50, say("Possible")),
    (70, say("Likely")),
    (99, say("Very likely")),
)
"""How often in 100 cases at most, and what that is called."""
IMPACTS: tuple[tuple[int, Sentence], ...] = (
    (0, say("No time")),
    (960, say("Up to 2 days")),
    (2400, say("Up to a week")),
    (4800, say("Up to two weeks")),
    (2**62, say("More than two weeks")),
)
"""Working minutes that a task lasts longer at most, and what that is called."""


def step(value: int, scale: tuple[tuple[int, Sentence], ...]) -> int:
    """The place of a value on a scale, from 0."""
    return next(place for place, (most, _) in enumerate(scale) if value <= most)


def risk(
    called: str, effect: str, percent: int, minutes: int, response: Response | str, measures: str, review_on: date | None
) -> dict[str, Any]:
    """A risk as it is kept, by the names of its columns."""
    if not 1 <= percent <= 99:
        sentence = say("A risk happens in 1 to 99 of 100 cases. What is certain belongs into the plan itself.")
        raise Refusal("percent_out_of_range", sentence, field="percent")
    check_minutes(minutes, field="minutes")
    if review_on is not None:
        check_day(review_on, field="review_on")
    if response not in tuple(Response):
        raise Refusal("response_unknown", say("A risk is avoided, reduced, transferred or accepted."), field="response")
    return {
        "name": name(called),
        "effect": text(effect, field="effect", longest=LONGEST_NOTE),
        "percent": percent,
        "minutes": minutes,
        "response": Response(response),
        "measures": text(measures, field="measures", longest=LONGEST_NOTE),
        "review_on": review_on,
    }


def state(given: RiskState | str) -> RiskState:
    """A state by its name; refuses what is none."""
    if given not in tuple(RiskState):
        raise Refusal("state_unknown", say("A risk is open, has happened, or is closed."), field="state")
    return RiskState(given)
