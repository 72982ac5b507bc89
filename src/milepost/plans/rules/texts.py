"""Text, days and lengths of time that people give."""

from __future__ import annotations

import re
from datetime import date

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

LONGEST_NAME = 300
LONGEST_NOTE = 1000
LONGEST_NOTES = 1_000_000
FIRST_DAY, LAST_DAY = date(1984, 1, 1), date(2149, 12, 31)
"""The years a plan may speak of: those of MS Project, with a hundred to spare."""
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
LONGEST_MINUTES = 60 * 24 * 365 * 100


def text(given: str, *, field: str, longest: int = LONGEST_NAME) -> str:
    """`given` without the space around it; refuses more than `longest` characters and characters that cannot be kept."""
    kept = given.strip()
    if len(kept) > longest:
        raise Refusal("text_too_long", say("At most {longest} characters, please.", longest=longest), field=field)
    if UNKEEPABLE.search(kept):
        raise Refusal("text_unprintable", say("There is a character in this text that cannot be kept."), field=field)
    return kept


def name(given: str, *, field: str = "name") -> str:
    """A name: one line that says something."""
    kept = " ".join(text(given, field=field).split())
    if not kept:
        raise Refusal("name_empty", say("Please give a name."), field=field)
    return kept


def check_day(day: date, *, field: str) -> None:
    """Refuses a day no plan can speak of."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refusal("day_far_away", say("A plan speaks of days from {first} to {last}.", first=FIRST_DAY, last=LAST_DAY), field=field)


def check_minutes(minutes: int, *, field: str) -> None:
    """Refuses a negative length of time and one of more than a hundred years."""
    if not 0 <= minutes <= LONGEST_MINUTES:
        raise Refusal("minutes_impossible", say("A length of time is not negative, and below a hundred years."), field=field)
