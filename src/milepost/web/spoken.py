"""Dates, lengths and distances as a page says them: "Thu 12 Mar", "3 d 4 h", "4 working days late"."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language, gettext, ngettext, pgettext, to_locale

HOUR = 60


def locale() -> str:
    """The reader's language as Babel names it."""
    return to_locale(get_language() or "en")


def day(on: date, *, today: date, long: bool = False) -> str:
    """ "Thu 12 Mar", or "Thursday 12 March" when `long`; the year is said only when it is not the one of `today`."""
    if on.year == today.year:
        pattern = pgettext("date of this year", "EEEE d MMMM") if long else pgettext("date of this year", "EEE d MMM")
    else:
        pattern = pgettext("date of another year", "EEEE d MMMM y") if long else pgettext("date of another year", "EEE d MMM y")
    return format_date(on, pattern, locale=locale())


def short_day(on: date, *, today: date) -> str:
    """ "12 Mar", with the year when it is not the one of `today`: for captions where the weekday would be noise."""
    same = on.year == today.year
    pattern = pgettext("short date of this year", "d MMM") if same else pgettext("short date of another year", "d MMM y")
    return format_date(on, pattern, locale=locale())


def span(first: date, last: date, *, today: date) -> str:
    """ "Mon 16 – Fri 20 Mar": the month once where both days share it; a single day alone."""
    if first == last:
        return day(first, today=today)
    alike = (first.year, first.month) == (last.year, last.month)
    if not alike:
        return f"{day(first, today=today)} – {day(last, today=today)}"
    start = format_date(first, pgettext("first day of a span within a month", "EEE d"), locale=locale())
    return f"{start} – {day(last, today=today)}"


def short_span(first: date, last: date, *, today: date) -> str:
    """ "10–16 Mar", or "28 Mar – 3 Apr": a range where the weekdays would be noise; a single day alone."""
    if first == last:
        return short_day(first, today=today)
    if (first.year, first.month) != (last.year, last.month):
        return f"{short_day(first, today=today)} – {short_day(last, today=today)}"
    start = format_date(first, pgettext("first day of a short span within a month", "d"), locale=locale())
    return f"{start}–{short_day(last, today=today)}"


def clock_time(at: datetime) -> str:
    """ "16:40", as the reader's language writes it."""
    return format_time(at, pgettext("time of day", "HH:mm"), locale=locale())


def when(at: datetime, *, zone: str, now: datetime) -> str:
    """An instant seen from `now` in `zone`: "today 09:12", "yesterday 16:40", "Tue 10 Mar 16:40"."""
    local, here = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    ago = (here.date() - local.date()).days
    said = {0: gettext("today"), 1: gettext("yesterday")}.get(ago) or day(local.date(), today=here.date())
    return f"{said} {clock_time(local)}"


def duration(minutes: int, *, minutes_per_day: int = 480) -> str:
    """Working minutes as "3 d 4 h"; below a day "4 h 30 min"; the two largest units that are not empty."""
    size = abs(minutes)
    days, rest = divmod(size, minutes_per_day)
    hours, left = divmod(rest, HOUR)
    said = [f"{number}\u00a0{unit}" for number, unit in zip((days, hours, left), units(), strict=True) if number][:2]
    return ("−" if minutes < 0 else "") + (" ".join(said) or f"0\u00a0{units()[1]}")


def units() -> tuple[str, str, str]:
    """The short names of working day, hour and minute."""
    return _units(get_language())


@cache
def _units(_language: str | None) -> tuple[str, str, str]:
    return pgettext("working days, short", "d"), pgettext("hours, short", "h"), pgettext("minutes, short", "min")


def distance(working_days: int | None) -> str:
    """From the forecast to the promise: "4 working days late", "12 working days in hand", "on the day"."""
    if working_days is None:
        return gettext("no date promised")
    if working_days == 0:
        return gettext("on the day")
    number = abs(working_days)
    if working_days < 0:
        return ngettext("%(number)d working day late", "%(number)d working days late", number) % {"number": number}
    return ngettext("%(number)d working day in hand", "%(number)d working days in hand", number) % {"number": number}


def kind(working_days: int | None) -> str:
    """The token a standing is drawn in: late, risk (nothing in hand), kept, or plain without a promise."""
    if working_days is None:
        return "plain"
    return "late" if working_days < 0 else "kept" if working_days else "risk"


def sureness(working_days: int | None, *, promised: date | None, until: date | None) -> str:
    """The same where the 8-in-10 date `until` is known: kept only if that is kept too, at risk where it lies after the promise."""
    said = kind(working_days)
    return "risk" if said == "kept" and promised and until and until > promised else said


def chance(in_hundred: int) -> str:
    """ "73 in 100"."""
    return gettext("%(number)d in 100") % {"number": in_hundred}


def state(name: str, working_days: int | None) -> str:
    """A standing's state in words; where there is a distance, the distance."""
    said = {"refused": gettext("cannot be scheduled"), "not_yet": gettext("forecast on its way"), "no_promise": gettext("no date promised")}
    return said.get(name) or distance(working_days)


def tone(name: str, working_days: int | None, *, promised: date | None = None, until: date | None = None) -> str:
    """The class a standing's state is shown in."""
    return "late" if name == "refused" else sureness(working_days, promised=promised, until=until)


def initials(name: str) -> str:
    """Two letters of a person's name; of a name in one word, such as a role's, its beginning."""
    parts = name.split()
    return (parts[0][0] + parts[-1][0]).upper() if len(parts) > 1 else name[:6]


def utc(at: datetime) -> str:
    """The instant in ISO form, for machines and tooltips."""
    return at.astimezone(UTC).isoformat(timespec="minutes") if at.tzinfo else at.isoformat(timespec="minutes")


def money(amount: Decimal, currency: str) -> str:
    """An amount as the reader's language writes it: "€12,500.00"; without a currency only its number."""
    return format_currency(amount, currency, locale=locale()) if currency else format_decimal(amount, "#,##0.00", locale=locale())


def hours(minutes: int) -> str:
    """Hours to a tenth, without what nobody needs: 7.5, 40."""
    return f"{minutes / 60:.1f}".removesuffix(".0")
