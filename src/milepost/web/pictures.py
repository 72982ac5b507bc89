"""Pictures drawn on the server as inline SVG: presentation attributes only, colours by token, a title that says the same.

The promise line: a thin axis of time, a flag at the promised date, a hollow tick at the baseline, and a dot at the forecast. Where
the likely range is known, the dot stands at the date that is as likely as not and a soft band goes on to 8 in 10 chances: before the
flag the promise is kept, around it at risk, behind it late. All lines of a list share one `Scale`, so that they can be compared by eye.
Places are per cent of the width; shapes keep their form at any width.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milepost.day import reads as day
from milepost.forecast import reads as forecast
from milepost.web import spoken

MIDDLE = 22
Span = forecast.PlannedTask | None
MOST_LABELS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """What one promise line shows; what is None is not drawn. `standing` is in working days.

    The likely range goes from `likely` to `until`; `chance` of 100 is how sure the promise is.
    """

    promised: date | None
    forecast: date | None
    baseline: date | None = None
    standing: int | None = None
    likely: date | None = None
    until: date | None = None
    chance: int | None = None

    @classmethod
    def of(cls, standing: day.Standing) -> Line:
        """The line of a project's standing."""
        return cls(
            promised=standing.promised_on,
            forecast=standing.finish_on,
            baseline=standing.baseline_on,
            standing=standing.days,
            likely=standing.p50_on,
            until=standing.p80_on,
            chance=standing.chance,
        )

    def dates(self) -> Iterator[date]:
        """The dates on it."""
        return (on for on in (self.promised, self.forecast, self.baseline, self.likely, self.until) if on)

    @property
    def dot(self) -> date | None:
        """Where the dot stands: on the date that is as likely as not, or where that is not known, on the forecast."""
        return self.likely or self.forecast


@dataclass(frozen=True, slots=True)
class Scale:
    """The days from the left end to the right end of every line of a list."""

    first: date
    last: date
    today: date

    def percent(self, on: date) -> float:
        """Where a day stands, in per cent of the width."""
        return round(100 * (on - self.first).days / (self.last - self.first).days, 2)


def scale(lines: Iterable[Line], *, today: date) -> Scale:
    """From today (or an earlier date that is shown) to a little past the latest date."""
    dates = [on for line in lines for on in line.dates()]
    first = min([today, *dates])
    last = max([today + timedelta(days=14), *dates])
    return Scale(first=first, last=last + timedelta(days=max(2, (last - first).days // 16)), today=today)


def promise_line(line: Line, of: Scale) -> SafeString:
    """One promise line with its title and description."""
    colour = _colour(line)
    parts = [_axis(of), *_months(of), _tick(of)]
    if line.promised and line.dot:
        parts.append(_distance(of.percent(line.dot), of.percent(line.promised), colour))
    if line.likely and line.until:
        parts.append(_band(of.percent(line.likely), of.percent(line.until), colour))
    if line.baseline:
        parts.append(_baseline(of.percent(line.baseline)))
    if line.promised:
        parts.append(_flag(of.percent(line.promised)))
    if line.dot:
        parts.append(f'<circle cx="{of.percent(line.dot)}%" cy="{MIDDLE}" r="4.5" fill="{colour}"/>')
    title, body = escape(sentence(line, today=of.today)), "".join(parts)
    return mark_safe(f'<svg class="promise" role="img" height="34"><title>{title}</title>{body}</svg>')  # noqa: S308 numbers and escaped words


def sentence(line: Line, *, today: date) -> str:
    """The line in words: "promised 17 Apr · forecast 23 Apr · likely 21–27 Apr · 4 working days late · 31 in 100"."""
    far = spoken.distance(line.standing) if line.promised and line.forecast else ""
    sure = "" if line.chance is None else spoken.chance(line.chance)
    return " · ".join(part for part in (dates(line, today=today), far, sure) if part) or _("no date yet")


def dates(line: Line, *, today: date) -> str:
    """Its dates in words: "promised 17 Apr · forecast 23 Apr · likely 21–27 Apr"."""
    said = [
        (line.promised, _("promised %(day)s")),
        (line.forecast, _("forecast %(day)s")),
        (line.baseline, _("baseline %(day)s")),
    ]
    alone = [text % {"day": spoken.short_day(on, today=today)} for on, text in said if on]
    return " · ".join([*alone, *([_("likely %(days)s") % {"days": likely_range(line, today=today)}] if line.likely else [])])


def likely_range(line: Line, *, today: date) -> str:
    """ "21–27 Apr": from as likely as not to 8 in 10 chances."""
    return spoken.short_span(line.likely, line.until or line.likely, today=today) if line.likely else ""


def axis(of: Scale) -> SafeString:
    """The caption under a list of promise lines: today and the months. Decoration: every line says its dates in words."""
    labels = [(of.percent(of.today), _("today")), *((of.percent(on), _month(on, of)) for on in _labelled(of))]
    texts = "".join(
        f'<text class="label" x="{at}%" y="12" text-anchor="{"start" if at < 4 else "middle"}">{escape(said)}</text>' for at, said in labels
    )
    return mark_safe(f'<svg class="promise-axis" height="18" aria-hidden="true">{texts}</svg>')  # noqa: S308 numbers and escaped words


def bar(start: datetime, finish: datetime, first: datetime, last: datetime, *, percent: int, critical: bool, summary: bool) -> SafeString:
    """A task's bar between `first` and `last` of its plan, for print and for pages without script; its dates stand beside it."""
    if start == finish:
        return _diamond(start, first, last, critical=critical)
    whole = max((last - first).total_seconds(), 1)
    left = round(100 * (start - first).total_seconds() / whole, 2)
    width = max(round(100 * (finish - start).total_seconds() / whole, 2), 0.4)
    colour = "var(--ink)" if summary else "var(--late)" if critical else "var(--accent)"
    high = 4 if summary else 12
    shape = f'x="{left}%" y="{12 - high // 2}" height="{high}" rx="2" fill="{colour}"'
    rest = "" if summary else f'<rect {shape} width="{width}%" fill-opacity="0.3"/>'
    done = f'<rect {shape} width="{width if summary else round(width * percent / 100, 2)}%"/>'
    return mark_safe(f'<svg height="24" width="100%" aria-hidden="true">{rest}{done}</svg>')  # noqa: S308 numbers only


def moved_bars(before: Span, after: Span, first: date, last: date) -> SafeString:
    """A task before and after a move between the days `first` and `last`: pale and thin above, full below. Its dates stand beside it."""
    whole = max((last - first).days, 0) + 1
    drawn = []
    for span, y, high, look in ((before, 3, 5, 'fill="var(--faint)" fill-opacity="0.55"'), (after, 10, 9, 'fill="var(--accent)"')):
        if span is None or span.start is None or span.finish is None:
            continue
        left = round(100 * (span.start.date() - first).days / whole, 2)
        width = round(100 * ((span.finish.date() - span.start.date()).days + 1) / whole, 2)
        drawn.append(f'<rect x="{left}%" y="{y}" width="{width}%" height="{high}" rx="2" {look}/>')
    return mark_safe(f'<svg height="22" width="100%" aria-hidden="true">{"".join(drawn)}</svg>')  # noqa: S308 numbers only


def _diamond(at: datetime, first: datetime, last: datetime, *, critical: bool) -> SafeString:
    left = round(100 * (at - first) / max(last - first, timedelta(minutes=1)), 2)
    shape = f'<path d="M0 5l7 7-7 7-7-7z" fill="var(--{"late" if critical else "ink"})"/>'
    picture = f'<svg height="24" width="100%" aria-hidden="true"><svg x="{left}%" overflow="visible">{shape}</svg></svg>'
    return mark_safe(picture)  # noqa: S308 numbers only


def _colour(line: Line) -> str:
    said = spoken.sureness(line.standing, promised=line.promised, until=line.until)
    return f"var(--{'faint' if said == 'plain' else said})"


def _axis(of: Scale) -> str:
    return f'<line x1="0" x2="100%" y1="{MIDDLE}" y2="{MIDDLE}" stroke="var(--line)"/>'


def _months(of: Scale) -> Iterator[str]:
    for on in _month_starts(of):
        yield f'<line x1="{of.percent(on)}%" x2="{of.percent(on)}%" y1="{MIDDLE - 3}" y2="{MIDDLE + 3}" stroke="var(--line)"/>'


def _tick(of: Scale) -> str:
    at = of.percent(of.today)
    return f'<line x1="{at}%" x2="{at}%" y1="{MIDDLE - 8}" y2="{MIDDLE + 8}" stroke="var(--faint)"/>'


def _distance(forecast: float, promised: float, colour: str) -> str:
    left, width = min(forecast, promised), round(abs(forecast - promised), 2)
    return f'<rect x="{left}%" y="{MIDDLE - 1.5}" width="{width}%" height="3" fill="{colour}" fill-opacity="0.5"/>'


def _band(start: float, end: float, colour: str) -> str:
    width = round(end - start, 2)
    return f'<rect x="{start}%" y="{MIDDLE - 5}" width="{width}%" height="10" rx="2" fill="{colour}" fill-opacity="0.28"/>'


def _baseline(at: float) -> str:
    tick = f'<rect x="-2" y="{MIDDLE - 6}" width="4" height="12" rx="1.5" fill="var(--bg)" stroke="var(--faint)"/>'
    return f'<svg x="{at}%" overflow="visible">{tick}</svg>'


def _flag(at: float) -> str:
    pole = f'<path d="M0 3V{MIDDLE + 7}" stroke="var(--ink)" stroke-width="1.6"/>'
    return f'<svg x="{at}%" overflow="visible">{pole}<path d="M0 3h11l-3 4 3 4H0z" fill="var(--ink)"/></svg>'


def _month_starts(of: Scale) -> Iterator[date]:
    on = (of.first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while on < of.last:
        yield on
        on = (on + timedelta(days=32)).replace(day=1)


def _labelled(of: Scale) -> list[date]:
    """The months that get a word: few enough to read, none on top of "today" or beyond the end."""
    starts = list(_month_starts(of))
    every = -(-len(starts) // MOST_LABELS) or 1
    today = of.percent(of.today)
    return [on for on in starts[::every] if abs(of.percent(on) - today) > 22 and of.percent(on) < 96]


def _month(on: date, of: Scale) -> str:
    """ "April", or "Apr" where there are many; the year where another one begins."""
    if on.month == 1 and on.year != of.today.year:
        return format_date(on, pgettext("first month of another year", "LLL y"), locale=spoken.locale())
    return format_date(on, "LLL" if len(list(_month_starts(of))) > 4 else "LLLL", locale=spoken.locale())
