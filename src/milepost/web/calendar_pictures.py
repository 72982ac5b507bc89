"""A week as bars and a year as a strip of days, drawn as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from milepost.kernel.worktime import Week
from milepost.plans.reads import CalendarDay
from milepost.web import spoken

ROW, BAR = 12, 8
HOUR = 8
SIDE, STEP = 12, 14
LEFT = 34
MIDNIGHT = 24 * 60


def week_picture(week: Week) -> SafeString:
    """Seven rows, Monday first; what runs over midnight goes on in the row below."""
    bars = [bar for number, shifts in enumerate(week) for shift in shifts for bar in _bars(number, *shift)]
    drawn = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" rx="2"/>',
        ((start * HOUR / 60, row * ROW + 2, (end - start) * HOUR / 60, BAR) for row, start, end in bars),
    )
    lines = format_html_join(
        "", '<line x1="{}" x2="{}" y1="0" y2="{}"/>', ((hour * HOUR, hour * HOUR, 7 * ROW) for hour in (0, 6, 12, 18, 24))
    )
    return format_html('<svg class="week-picture" viewBox="0 0 {} {}" aria-hidden="true">{}{}</svg>', 24 * HOUR, 7 * ROW, lines, drawn)


def _bars(day: int, start: int, end: int) -> Iterable[tuple[int, int, int]]:
    yield day, start, min(end, MIDNIGHT)
    if end > MIDNIGHT:
        yield (day + 1) % 7, 0, end - MIDNIGHT


def year_picture(days: Sequence[CalendarDay], months: Sequence[str]) -> SafeString:
    """A row of days for each month; each day says on hover what it is. `months` are their names."""
    names = format_html_join("", '<text x="0" y="{}">{}</text>', ((number * STEP + 10, name) for number, name in enumerate(months)))
    cells = format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"><title>{}</title></rect>', map(_cell, days))
    size = (LEFT + 31 * STEP, 12 * STEP)
    return format_html('<svg class="year-picture" viewBox="0 0 {} {}" aria-hidden="true">{}{}</svg>', *size, names, cells)


def _cell(day: CalendarDay) -> tuple[object, ...]:
    at = (LEFT + (day.on.day - 1) * STEP, (day.on.month - 1) * STEP)
    return (day.kind.value, *at, SIDE, SIDE, _said(day.on, day.name, day.minutes))


def _said(on: date, name: str, minutes: int) -> str:
    hours = f"{spoken.hours(minutes)} h" if minutes else ""
    return " · ".join(part for part in (on.isoformat(), name, hours) if part)
