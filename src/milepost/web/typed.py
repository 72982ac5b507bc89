"""What people type for a date or a length of time: "fri", "+3d", "12 mar"; "3d", "4h", "90m", "1.5d", "3 d 4 h"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from babel import Locale
from babel.dates import get_day_names, get_month_names

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

MINUTES_PER_DAY = 480
MINUTES_PER_WEEK = 2400

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AHEAD = re.compile(r"([+-])\s*(\d{1,4})\s*([dw]?)")
_DAY_MONTH = re.compile(r"(\d{1,2})\.?\s*([^\W\d_]+)\.?\s*(\d{4})?")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s*(\d{4})?")
_DOTTED = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})?")
_LENGTH = re.compile(r"(\d+(?:[.,]\d+)?)\s*(w|d|h|min|m)")


def typed_date(text: str, *, today: date, locale: str = "en", field: str | None = None) -> date:
    """The day that `text` means, seen from `today`. A weekday or a day without a year is the next one, today included.

    Understands ISO dates, "today", "tomorrow", weekdays, "+3d" and "+2w" (calendar days), "12 mar", "mar 12", "12.3.";
    names of days and months in English and in `locale`. Refuses what it does not understand with `date_not_understood`.
    """
    plain = " ".join(text.lower().replace(",", " ").split())
    try:
        found = (
            _iso(plain)
            or _word(plain, today, locale)
            or _ahead(plain, today)
            or _dotted(plain, today)
            or _named_month(plain, today, locale)
        )
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise Refusal(
            "date_not_understood",
            say("“{text}” is not a date we understand. Write it like fri, +3d, 12 mar or 2026-03-12.", text=text),
            field=field,
        )
    return found


def typed_minutes(
    text: str, *, minutes_per_day: int = MINUTES_PER_DAY, minutes_per_week: int = MINUTES_PER_WEEK, field: str | None = None
) -> int:
    """Working minutes that `text` means: "3d", "4h", "90m", "1.5d", "3 d 4 h". Refuses a bare number: its unit would be a guess."""
    plain = " ".join(text.lower().split())
    size = {"w": minutes_per_week, "d": minutes_per_day, "h": 60, "m": 1, "min": 1}
    parts = _LENGTH.findall(plain)
    if plain == "0":
        return 0
    if not parts or _LENGTH.sub("", plain).strip():
        raise Refusal(
            "duration_not_understood",
            say("“{text}” is not a length of time we understand. Write it like 3d, 4h or 90m.", text=text),
            field=field,
        )
    minutes = round(sum(float(number.replace(",", ".")) * size[unit] for number, unit in parts))
    if minutes > 100 * 52 * minutes_per_week:
        raise Refusal("duration_too_long", say("That is more than a hundred years. Write it like 3d, 4h or 90m."), field=field)
    return minutes


def written_minutes(minutes: int, *, minutes_per_day: int = MINUTES_PER_DAY) -> str:
    """The way back: "3d 4h", what `typed_minutes` reads as the same number."""
    days, rest = divmod(minutes, minutes_per_day)
    parts = [(days, "d"), (rest // 60, "h"), (rest % 60, "m")]
    return " ".join(f"{number}{unit}" for number, unit in parts if number) or "0h"


def _iso(text: str) -> date | None:
    found = _ISO.fullmatch(text)
    return date(*map(int, found.groups())) if found else None


def _word(text: str, today: date, locale: str) -> date | None:
    near = {"today": 0, "tomorrow": 1, "yesterday": -1, "heute": 0, "morgen": 1, "gestern": -1}
    if text in near:
        return today + timedelta(days=near[text])
    weekday = _named(text, _weekdays(locale))
    return None if weekday is None else today + timedelta(days=(weekday - today.weekday()) % 7)


def _ahead(text: str, today: date) -> date | None:
    found = _AHEAD.fullmatch(text)
    if not found:
        return None
    sign, number, unit = found.groups()
    days = int(number) * (7 if unit == "w" else 1)
    return today + timedelta(days=days if sign == "+" else -days)


def _dotted(text: str, today: date) -> date | None:
    found = _DOTTED.fullmatch(text)
    return _day_of(today, int(found[1]), int(found[2]), found[3]) if found else None


def _named_month(text: str, today: date, locale: str) -> date | None:
    if found := _DAY_MONTH.fullmatch(text):
        day, word, year = found.groups()
    elif found := _MONTH_DAY.fullmatch(text):
        word, day, year = found.groups()
    else:
        return None
    month = _named(word, _months(locale))
    return None if month is None else _day_of(today, int(day), month, year)


def _day_of(today: date, day: int, month: int, year: str | None) -> date | None:
    """Without a year: the next such day. Nine years reach the next 29 February from anywhere."""
    if year:
        return date(int(year), month, day)
    days = (date(y, month, day) for y in range(today.year, today.year + 9) if _exists(y, month, day))
    return next((found for found in days if found >= today), None)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _named(word: str, names: dict[str, int]) -> int | None:
    """The number of the one name that `word` is or begins; three letters at least, two where a language is that short."""
    word = word.rstrip(".")
    if word in names:
        return names[word]
    hits = {number for name, number in names.items() if len(word) >= 3 and name.startswith(word)}
    return hits.pop() if len(hits) == 1 else None


def _weekdays(locale: str) -> dict[str, int]:
    return _names(get_day_names, locale)


def _months(locale: str) -> dict[str, int]:
    return _names(get_month_names, locale)


def _names(names_of: Callable[..., Mapping[int, str]], locale: str) -> dict[str, int]:
    spoken = (Locale("en"), Locale.parse(locale.replace("-", "_")))
    return {
        name.lower().rstrip("."): number
        for language in spoken
        for width in ("wide", "abbreviated")
        for number, name in names_of(width, locale=language).items()
    }
