"""Lengths of working time: "3d", "4h", "90m", "1w 2d", "2.5d", "3 days"."""

from __future__ import annotations

import re

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

MINUTES_PER_DAY = 480
DAYS_PER_WEEK = 5
DAYS_PER_MONTH = 20
LONGEST_WEEKS = 100 * 52

_UNITS = {
    "w": ("w", "wk", "wks", "week", "weeks", "woche", "wochen"),
    "d": ("d", "day", "days", "tag", "tage"),
    "h": ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"),
    "m": ("m", "min", "mins", "minute", "minutes", "minuten"),
    "mo": ("mo", "mon", "mons", "month", "months", "monat", "monate"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
NUMBER = r"\d{1,15}(?:[.,]\d{1,6})?"
UNIT = "|".join(sorted(_UNIT_OF, key=len, reverse=True))
LENGTH = rf"{NUMBER}\s*(?:{UNIT})(?![^\W\d_])\.?(?:[\s,]*{NUMBER}\s*(?:{UNIT})(?![^\W\d_])\.?){{0,4}}"
_PART = re.compile(rf"({NUMBER})\s*({UNIT})(?![^\W\d_])\.?")
_WHOLE = re.compile(rf"{LENGTH},?")


def length(text: str, per_day: int = MINUTES_PER_DAY, *, per_week: int | None = None, field: str | None = None) -> int:
    """Working minutes that `text` means; `per_day` are the minutes of a working day, a week is five of them unless said.

    Refuses a bare number with `duration_not_understood`: its unit would be a guess. Only 0 needs none.
    """
    plain = " ".join(text.lower().split())
    if plain == "0":
        return 0
    if not _WHOLE.fullmatch(plain):
        raise Refusal(
            "duration_not_understood",
            say("“{text}” is not a length of time we understand. Write it like 3d, 4h, 90m or 1w 2d.", text=text[:60]),
            field=field,
        )
    return _checked(_minutes(plain, per_day, per_week or DAYS_PER_WEEK * per_day), field)


def _minutes(plain: str, per_day: int, per_week: int) -> int:
    size = {"mo": DAYS_PER_MONTH * per_day, "w": per_week, "d": per_day, "h": 60, "m": 1}
    return round(sum(float(number.replace(",", ".")) * size[_UNIT_OF[unit]] for number, unit in _PART.findall(plain)))


def _checked(minutes: int, field: str | None) -> int:
    if minutes > LONGEST_WEEKS * DAYS_PER_WEEK * MINUTES_PER_DAY:
        raise Refusal("duration_too_long", say("That is more than a hundred years. Write it like 3d, 4h or 90m."), field=field)
    return minutes


def written_length(minutes: int, *, per_day: int = MINUTES_PER_DAY) -> str:
    """The way back: "3d 4h", what `length` reads as the same number."""
    days, rest = divmod(minutes, per_day)
    parts = [(days, "d"), (rest // 60, "h"), (rest % 60, "m")]
    return " ".join(f"{number}{unit}" for number, unit in parts if number) or "0h"
