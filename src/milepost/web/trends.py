"""The finish as it was forecast, day after day: a line that falls where time was won and climbs where it was lost.

Places are per cent of the width and pixels of the height, colours by token, as in `charts`. The table beside it says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from milepost.forecast.reads.ledgers import SlipLine
from milepost.web import spoken

TOP, FOOT = 22, 150


def finish_trend(lines: Sequence[SlipLine], *, today: date) -> SafeString | str:
    """The finish forecast on each day: to the right the days it was forecast on, upwards later finishes. Nothing for one day."""
    points = _points(lines)
    if len(points) < 2:
        return ""
    drawn = "".join((*_steps(points), *_dots(points), *_labels(points, today)))
    title = escape(trend_sentence(lines, today=today))
    base = f'<line x1="0" x2="100%" y1="{FOOT}" y2="{FOOT}" stroke="var(--line)"/>'
    return mark_safe(f'<svg class="chart" role="img" height="{FOOT + 30}"><title>{title}</title>{base}{drawn}</svg>')  # noqa: S308 numbers and escaped words


def trend_sentence(lines: Sequence[SlipLine], *, today: date) -> str:
    """The line in words: from which finish to which."""
    said = {"before": spoken.day(lines[0].before_on, today=today), "now": spoken.day(lines[-1].finish_on, today=today)}
    return _("The finish was forecast for %(before)s at first, and for %(now)s at last.") % said


def _points(lines: Sequence[SlipLine]) -> list[tuple[date, date]]:
    """The day of each forecast and the finish it named."""
    return [*((line.since_on, line.before_on) for line in lines[:1]), *((line.as_of, line.finish_on) for line in lines)]


def _across(points: Sequence[tuple[date, date]], on: date) -> float:
    first, last = points[0][0], points[-1][0]
    return round(2 + 96 * (on - first).days / max(1, (last - first).days), 2)


def _height(points: Sequence[tuple[date, date]], finish: date) -> float:
    finishes = [finish for _on, finish in points]
    earliest, span = min(finishes), (max(finishes) - min(finishes)).days
    return round(FOOT - 14 - (FOOT - TOP - 14) * ((finish - earliest).days / span if span else 0.5), 1)


def _steps(points: Sequence[tuple[date, date]]) -> Iterator[str]:
    """Level until the next forecast, then up or down."""
    for (on, finish), (following, then) in pairwise(points):
        left, right = _across(points, on), _across(points, following)
        level, next_level = _height(points, finish), _height(points, then)
        yield f'<line x1="{left}%" x2="{right}%" y1="{level}" y2="{level}" stroke="var(--accent)" stroke-width="2"/>'
        yield f'<line x1="{right}%" x2="{right}%" y1="{level}" y2="{next_level}" stroke="var(--accent)" stroke-width="2"/>'


def _dots(points: Sequence[tuple[date, date]]) -> Iterator[str]:
    """Full where the finish is later than the forecast before said, hollow otherwise."""
    for place, (on, finish) in enumerate(points):
        later = place and finish > points[place - 1][1]
        fill = "var(--late)" if later else "var(--surface)"
        rim = "late" if later else "accent"
        place_of = f'cx="{_across(points, on)}%" cy="{_height(points, finish)}"'
        yield f'<circle {place_of} r="4" fill="{fill}" stroke="var(--{rim})" stroke-width="1.6"/>'


def _labels(points: Sequence[tuple[date, date]], today: date) -> Iterator[str]:
    """What the first forecast said, and the last."""
    for at, anchor, (on, finish) in ((0, "start", points[0]), (100, "end", points[-1])):
        days = {"day": spoken.short_day(on, today=today), "finish": spoken.short_day(finish, today=today)}
        said = escape(_("on %(day)s: done by %(finish)s") % days)
        yield f'<text class="label" x="{at}%" y="{FOOT + 22}" text-anchor="{anchor}">{said}</text>'
