"""What a label is called and in which of the look's colours it is shown."""

from __future__ import annotations

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.rules.texts import name

COLOURS = ("soft", "accent", "kept", "risk", "late", "wait")
"""Tokens of the look, so that a label is readable by day and by night."""
LONGEST_LABEL = 40


def label_name(given: str) -> str:
    """The name of a label: a few words."""
    kept = name(given)
    if len(kept) > LONGEST_LABEL:
        raise Refusal("label_too_long", say("A label has at most {longest} characters.", longest=LONGEST_LABEL), field="name")
    return kept


def check_colour(colour: str) -> None:
    """Refuses what is no colour of the look."""
    if colour not in COLOURS:
        raise Refusal("colour_unknown", say("Choose one of these colours: {colours}.", colours=", ".join(COLOURS)), field="colour")
