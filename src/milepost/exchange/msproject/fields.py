"""The texts of one record as values, each refused by name where it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say

FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST_MINUTES = 2**31 - 1
MOST_NUMBER = 2**31 - 1

_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{0,18})?([eE][+-]?\d{1,2})?", re.ASCII)
_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<days>\d{1,9})D)?(?:T(?:(?P<hours>\d{1,9}(?:\.\d{1,9})?)H)?"
    r"(?:(?P<minutes>\d{1,9}(?:\.\d{1,9})?)M)?(?:(?P<seconds>\d{1,12}(?:\.\d{1,9})?)S)?)?",
    re.ASCII,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TRUE = frozenset({"1", "true"})
_CLOCK = re.compile(r"(?:.*T)?(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?", re.ASCII)


class Fields:
    """The child texts of one element. Every reader takes the element's name, and a default for where it is absent or empty.

    `where` names the record in a refusal: the task, the resource, the calendar.
    """

    __slots__ = ("texts", "where")

    def __init__(self, texts: Mapping[str, str | None], where: Callable[[Mapping[str, str | None]], Sentence]) -> None:
        self.texts = texts
        self.where = where

    def text(self, name: str, longest: int = 0) -> str:
        """The text without white space around it; with `longest`, on one line and cut to that length."""
        found = self.texts.get(name) or ""
        return " ".join(found.split())[:longest] if longest else found.strip()

    def flag(self, name: str, absent: bool = False) -> bool:
        """1 or true, 0 or false."""
        found = self.texts.get(name)
        return absent if not found else found in _TRUE or found.strip().lower() in _TRUE

    def whole(self, name: str, absent: int, low: int = -MOST_NUMBER, high: int = MOST_NUMBER) -> int:
        """A whole number from `low` to `high`; fractions are rounded."""
        found = self.texts.get(name)
        if not found:
            return absent
        number = _number(found, 1)
        if number is None or not low <= number <= high:
            raise self._bad_number(name, found, low, high)
        return number

    def hundredths(self, name: str, absent: int) -> int:
        """A share as per cent: 1.0 is 100."""
        found = self.texts.get(name)
        if not found:
            return absent
        number = _number(found, 100)
        if number is None or not 0 <= number <= MOST_NUMBER:
            raise self._bad_number(name, found, 0, MOST_NUMBER // 100)
        return number

    def uid(self, name: str = "UID") -> int | None:
        """The number of a record; None where absent or negative, which is how the format says "none"."""
        found = self.whole(name, -1)
        return found if found >= 0 else None

    def minutes(self, name: str, absent: int = 0) -> int:
        """A duration such as PT8H30M0S, in minutes, never negative."""
        found = self.texts.get(name)
        if not found:
            return absent
        minutes = _minutes(found.strip())
        if minutes is None:
            raise self._refused("duration_not_readable", name, say("“{text}” is not a duration", text=_short(found)))
        if minutes < 0:
            raise self._refused("duration_negative", name, say("the duration “{text}” is negative", text=_short(found)))
        if minutes > MOST_MINUTES:
            raise self._bad_number(name, found, 0, MOST_MINUTES)
        return minutes

    def tenths(self, name: str) -> int:
        """A number of tenths of a minute, in minutes, rounded away from zero at the half."""
        tenths = self.whole(name, 0)
        return (abs(tenths) + 5) // 10 * (1 if tenths >= 0 else -1)

    def at(self, name: str) -> datetime | None:
        """A wall-clock time to the nearest minute; None where absent."""
        found = self.texts.get(name)
        if not found or not found.strip():
            return None
        instant = _instant(found.strip())
        if instant is None:
            raise self._refused("date_not_readable", name, say("“{text}” is not a date", text=_short(found)))
        if not FIRST_YEAR <= instant.year <= LAST_YEAR:
            raise self._refused(
                "date_out_of_range",
                name,
                say("the date “{text}” is not between {first} and {last}", text=_short(found), first=FIRST_YEAR, last=LAST_YEAR),
            )
        return instant

    def on(self, name: str) -> date | None:
        """The day of a wall-clock time, whatever the hour."""
        found = self.texts.get(name)
        instant = self.at(name)
        return date.fromisoformat(found.strip()[:10]) if found and instant else None

    def clock(self, name: str) -> int | None:
        """A time of day in minutes from midnight; None where absent."""
        found = self.texts.get(name)
        if not found or not found.strip():
            return None
        match = _CLOCK.fullmatch(found.strip())
        if match is None or int(match[1]) > 24 or int(match[2]) > 59:
            raise self._refused("time_not_readable", name, say("“{text}” is not a time of day", text=_short(found)))
        return int(match[1]) * 60 + int(match[2])

    def _bad_number(self, name: str, found: str, low: int, high: int) -> Refusal:
        if _NUMBER.fullmatch(found.strip()) is None and _DURATION.fullmatch(found.strip()) is None:
            return self._refused("number_not_readable", name, say("“{text}” is not a number", text=_short(found)))
        what = say("{number} is not between {low} and {high}", number=_short(found), low=low, high=high)
        return self._refused("number_out_of_range", name, what)

    def _refused(self, code: str, name: str, what: Sentence) -> Refusal:
        sentence = say(
            "{where}, field {field}: {what}. Correct it in the program that wrote the file, and save the file again.",
            where=self.where(self.texts),
            field=name,
            what=what,
        )
        return Refusal(code, sentence, field=name, details={"uid": self.texts.get("UID")})


@lru_cache(16_384)
def _number(text: str, times: int) -> int | None:
    stripped = text.strip()
    return round(Decimal(stripped) * times) if _NUMBER.fullmatch(stripped) else None


@lru_cache(16_384)
def _minutes(text: str) -> int | None:
    match = _DURATION.fullmatch(text)
    if match is None or text[-1] in "PT":
        return None
    days, hours, minutes, seconds = (Decimal(match[part] or 0) for part in ("days", "hours", "minutes", "seconds"))
    total = days * 1440 + hours * 60 + minutes + seconds / 60
    return -round(total) if match["sign"] and total else int(total + Decimal("0.5"))


@lru_cache(16_384)
def _instant(text: str) -> datetime | None:
    if not _DAY.match(text):
        return None
    try:
        instant = datetime.fromisoformat(text).replace(tzinfo=None)
        return instant.replace(second=0, microsecond=0) + timedelta(minutes=instant.second >= 30 and instant.year <= LAST_YEAR)
    except ValueError:
        return None


def _short(text: str) -> str:
    stripped = text.strip()
    return stripped if len(stripped) <= 40 else stripped[:40] + "…"
