"""Days as people type them: "fri", "next fri", "+3d", "12 mar", "12.3.", "end of month"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel import Locale
from babel.dates import get_day_names, get_month_names

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say

Works = Callable[[date], bool]

NEAR = {"today": 0, "tomorrow": 1, "yesterday": -1, "day after tomorrow": 2, "heute": 0, "morgen": 1, "übermorgen": 2, "gestern": -1}
LONGEST_STRETCH = 400
"""Days without work that are passed over in search of the next working day."""
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AHEAD = re.compile(r"(?P<sign>[+-]|in )\s*(?P<number>\d{1,4})\s*(?P<unit>d|days?|w|weeks?|m|months?)?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?\s*(?:of )?([^\W\d_]+)\.?\s*'?(\d{4}|\d{2})?")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*(\d{4})?")
_DOTTED = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})?")
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})")
_EDGE = re.compile(r"(end|start|beginning|mid|middle)(?: of)?(?: (?:the|this))? (.+)")
_SHORT = {
    "eow": "end of week",
    "eom": "end of month",
    "eoy": "end of year",
    "next week": "start of next week",
    "next month": "start of next month",
    "next year": "start of next year",
}
_ENGLISH = Locale("en")


def on_weekdays(day: date) -> bool:
    """Monday to Friday: what counts as a working day where no calendar is at hand."""
    return day.weekday() < 5


@dataclass(frozen=True, slots=True)
class _Seen:
    """From where a day is seen."""

    today: date
    locale: str
    works: Works
    month_first: bool | None


def day(
    text: str,
    *,
    today: date,
    works: Works = on_weekdays,
    locale: str = "en",
    month_first: bool | None = None,
    field: str | None = None,
) -> date:
    """The day that `text` means, seen from `today`. A weekday or a day without a year is the next one, today included.

    "next fri" is the Friday of the next week, "+3d" the third working day from today (as `works` says), "+2w" two weeks by the
    calendar on the wall, "end of month" its last working day. Names of days and months are read in English and in `locale`.
    "3/4/2026" is refused unless `month_first` says how it is meant or only one reading exists. Refuses what it does not understand
    with `date_not_understood`.
    """
    plain = " ".join(text.lower().replace(",", " ").split())
    seen = _Seen(today, locale, works, month_first)
    try:
        found = next((found for read in _WAYS if (found := read(plain, seen)) is not None), None)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise Refusal("date_not_understood", _sentence(text, plain, seen), field=field)
    return found


def _sentence(text: str, plain: str, seen: _Seen) -> Sentence:
    slashed = _SLASHED.fullmatch(plain)
    if slashed and seen.month_first is None and max(int(slashed[1]), int(slashed[3])) <= 12:
        return say("“{text}” could be two days. Write it like 12 mar or 2026-03-12.", text=text)
    return say("“{text}” is not a date we understand. Write it like fri, +3d, 12 mar, 2026-03-12 or end of month.", text=text[:60])


def _iso(text: str, seen: _Seen) -> date | None:
    found = _ISO.fullmatch(text)
    return date(*map(int, found.groups())) if found else None


def _near(text: str, seen: _Seen) -> date | None:
    return seen.today + timedelta(days=NEAR[text]) if text in NEAR else None


def _weekday(text: str, seen: _Seen) -> date | None:
    which, _, word = text.rpartition(" ")
    number = _named(word, _weekdays(seen.locale))
    if number is None or which not in ("", "this", "on", "next", "last"):
        return None
    monday = seen.today - timedelta(days=seen.today.weekday())
    if which == "next":
        return monday + timedelta(days=7 + number)
    if which == "last":
        return seen.today - timedelta(days=(seen.today.weekday() - number - 1) % 7 + 1)
    return seen.today + timedelta(days=(number - seen.today.weekday()) % 7)


def _ahead(text: str, seen: _Seen) -> date | None:
    found = _AHEAD.fullmatch(text)
    if not found:
        return None
    number = int(found["number"]) * (-1 if found["sign"] == "-" else 1)
    unit = (found["unit"] or "d")[0]
    if unit == "w":
        return seen.today + timedelta(weeks=number)
    return _months_on(seen.today, number) if unit == "m" else _working_days_on(seen, number)


def _working_days_on(seen: _Seen, number: int) -> date:
    step = timedelta(days=1 if number > 0 else -1)
    found = seen.today
    for _ in range(abs(number)):
        found = _next_working(found + step, step, seen.works)
    return found


def _next_working(start: date, step: timedelta, works: Works) -> date:
    """The first working day from `start` on; `start` itself where nobody ever works."""
    found = start
    for _ in range(LONGEST_STRETCH):
        if works(found):
            return found
        found += step
    return start


def _months_on(start: date, number: int) -> date:
    """The same day so many months later, or the last one of a month that is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _edge(text: str, seen: _Seen) -> date | None:
    """ "end of month", "start of next week", "end of march", "next month", "end of q2", "mid june"."""
    found = _EDGE.fullmatch(_SHORT.get(text, text))
    span = _span(found[2], seen) if found else None
    if not found or span is None:
        return None
    first, last = span
    if found[1].startswith("mid"):
        return _next_working(first + (last - first) // 2, timedelta(days=1), seen.works)
    at_end = found[1] == "end"
    return _next_working(last if at_end else first, timedelta(days=-1 if at_end else 1), seen.works)


def _span(text: str, seen: _Seen) -> tuple[date, date] | None:
    """First and last day of a week, month, quarter or year that is named."""
    following = text.startswith("next ")
    word = text.removeprefix("next ")
    if word == "week":
        monday = seen.today + timedelta(days=7 * following - seen.today.weekday())
        return monday, monday + timedelta(days=6)
    if word == "year":
        return date(seen.today.year + following, 1, 1), date(seen.today.year + following, 12, 31)
    if word == "month":
        return _months_from(_months_on(seen.today.replace(day=1), int(following)), 1)
    return None if following else _named_span(word, seen)


def _named_span(word: str, seen: _Seen) -> tuple[date, date] | None:
    """The next such month or quarter that is not over yet, or the one of the year that is named."""
    found = re.fullmatch(r"([^\W_]+)\s*(\d{4})?", word)
    quarter = re.fullmatch(r"q([1-4])", found[1]) if found else None
    number = 3 * int(quarter[1]) - 2 if quarter else _named(found[1], _months(seen.locale)) if found else None
    if not found or number is None:
        return None
    length = 3 if quarter else 1
    if found[2]:
        return _months_from(date(int(found[2]), number, 1), length)
    spans = (_months_from(date(seen.today.year + more, number, 1), length) for more in (0, 1))
    return next(span for span in spans if span[1] >= seen.today)


def _months_from(first: date, number: int) -> tuple[date, date]:
    return first, _months_on(first, number) - timedelta(days=1)


def _dotted(text: str, seen: _Seen) -> date | None:
    found = _DOTTED.fullmatch(text)
    return _day_of(seen.today, int(found[1]), int(found[2]), found[3]) if found else None


def _slashed(text: str, seen: _Seen) -> date | None:
    found = _SLASHED.fullmatch(text)
    if not found:
        return None
    first, second = int(found[1]), int(found[3])
    month_first = seen.month_first if max(first, second) <= 12 and first != second else second > 12
    if month_first is None:
        return None
    month, of_month = (first, second) if month_first else (second, first)
    return _day_of(seen.today, of_month, month, found[4])


def _named_month(text: str, seen: _Seen) -> date | None:
    if found := _DAY_MONTH.fullmatch(text):
        of_month, word, year = found.groups()
    elif found := _MONTH_DAY.fullmatch(text):
        word, of_month, year = found.groups()
    else:
        return None
    month = _named(word, _months(seen.locale))
    return None if month is None else _day_of(seen.today, int(of_month), month, year)


_WAYS: tuple[Callable[[str, _Seen], date | None], ...] = (_iso, _near, _edge, _weekday, _ahead, _dotted, _slashed, _named_month)


def _day_of(today: date, of_month: int, month: int, year: str | None) -> date | None:
    """Without a year: the next such day. Nine years reach the next 29 February from anywhere."""
    if year:
        return date(int(year) if len(year) == 4 else 2000 + int(year), month, of_month)
    days = (date(y, month, of_month) for y in range(today.year, today.year + 9) if _exists(y, month, of_month))
    return next((found for found in days if found >= today), None)


def _exists(year: int, month: int, of_month: int) -> bool:
    return 1 <= month <= 12 and 1 <= of_month <= monthrange(year, month)[1]


def _named(word: str, names: dict[str, int]) -> int | None:
    """The number of the one name that `word` is or begins; three letters at least, two where a language is that short."""
    word = word.rstrip(".")
    if word in names:
        return names[word]
    hits = {number for name, number in names.items() if len(word) >= 3 and name.startswith(word)}
    return hits.pop() if len(hits) == 1 else None


@cache
def _weekdays(locale: str) -> dict[str, int]:
    return _names(get_day_names, locale)


@cache
def _months(locale: str) -> dict[str, int]:
    return _names(get_month_names, locale)


def _names(names_of: Callable[..., Mapping[int, str]], locale: str) -> dict[str, int]:
    spoken = (_ENGLISH, Locale.parse(locale.replace("-", "_")))
    return {
        name.lower().rstrip("."): number
        for language in spoken
        for width in ("wide", "abbreviated")
        for number, name in names_of(width, locale=language).items()
    }
