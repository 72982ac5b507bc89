"""The finish, and the milestones, as they were forecast day after day: lines that fall where time was won and climb where it was lost.

Places are per cent of the width and pixels of the height, colours by token, as in `charts`. The table beside it says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.forecast.reads.ledgers import SlipLine
from milepost.forecast.reads.milestones import MilestoneLine, MilestonePoint
from milepost.web import spoken

TOP, FOOT = 22, 150
TALL = 300
"""Where the trend of several milestones has its foot."""
MOST_LINES = 9
DASHES = ("none", "7 4", "2 3", "9 3 2 3")
BETWEEN_NUMBERS = 15


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


def most_moved(lines: Sequence[MilestoneLine]) -> list[MilestoneLine]:
    """The lines that are drawn: those that moved most, in their order."""
    moved = sorted(lines, key=lambda line: -abs(line.days))[:MOST_LINES]
    return [line for line in lines if line in moved]


def milestone_trend(lines: Sequence[MilestoneLine], *, today: date) -> SafeString | str:
    """A numbered line for each milestone: to the right the days it was forecast on, upwards later dates. Nothing for one day."""
    points = [point for line in lines for point in line.points]
    days, finishes = sorted({point.on for point in points}), sorted({point.finish_on for point in points})
    if len(days) < 2:
        return ""

    def place(point: MilestonePoint) -> tuple[float, float]:
        across = round(1 + 92 * (point.on - days[0]).days / (days[-1] - days[0]).days, 2)
        share = (point.finish_on - finishes[0]).days / max(1, (finishes[-1] - finishes[0]).days)
        return across, round(TALL - 10 - (TALL - TOP - 10) * share, 1)

    drawn = "".join(part for number, line in enumerate(lines) for part in _milestone(number, line, place))
    numbers = "".join(_numbers([place(line.points[-1])[1] for line in lines]))
    rails = "".join(_rails(days, finishes, today))
    title = escape(milestone_sentence(lines, today=today))
    return mark_safe(f'<svg class="chart" role="img" height="{TALL + 30}"><title>{title}</title>{rails}{drawn}{numbers}</svg>')  # noqa: S308 numbers and escaped words


def milestone_sentence(lines: Sequence[MilestoneLine], *, today: date) -> str:
    """How many milestones are forecast later than at first, and which one most."""
    named = [line for line in lines if line.task_id is not None]
    since = {"day": spoken.day(min(point.on for line in lines for point in line.points), today=today)}
    later = [line for line in named if line.days > 0]
    if not later:
        return _("No milestone is forecast later than on %(day)s.") % since
    worst = max(later, key=lambda line: line.days)
    said = since | {"later": len(later), "all": len(named), "name": worst.name, "days": worst.days}
    text = ngettext(
        "%(later)s of %(all)s milestones are forecast later than on %(day)s; the most, by %(days)s working day, is “%(name)s”.",
        "%(later)s of %(all)s milestones are forecast later than on %(day)s; the most, by %(days)s working days, is “%(name)s”.",
        worst.days,
    )
    return text % said


def _milestone(number: int, line: MilestoneLine, place: Callable[[MilestonePoint], tuple[float, float]]) -> Iterator[str]:
    """Level until another day is named; dashed in its own way, so that lines that cross can be followed."""
    colour = "late" if line.days > 0 else "kept" if line.days < 0 else "soft"
    look = f'stroke="var(--{colour})" stroke-width="1.8" stroke-dasharray="{DASHES[number % len(DASHES)]}"'
    places = [place(point) for point in line.points]
    for (left, level), (right, next_level) in pairwise(places):
        yield f'<line x1="{left}%" x2="{right}%" y1="{level}" y2="{level}" {look}/>'
        yield f'<line x1="{right}%" x2="{right}%" y1="{level}" y2="{next_level}" {look}/>'
    for across, level in places:
        yield f'<circle cx="{across}%" cy="{level}" r="3" fill="var(--surface)" stroke="var(--{colour})" stroke-width="1.6"/>'


def _numbers(heights: Sequence[float]) -> Iterator[str]:
    """The number of each line at its end, moved apart where two would stand on each other."""
    taken = float(TALL + BETWEEN_NUMBERS)
    for place, height in sorted(enumerate(heights), key=lambda each: -each[1]):
        taken = min(height, taken - BETWEEN_NUMBERS)
        yield f'<text class="label strong" x="95%" y="{taken + 4}">{place + 1}</text>'


def _rails(days: Sequence[date], finishes: Sequence[date], today: date) -> Iterator[str]:
    for y, on in ((TOP, finishes[-1]), (TALL - 10, finishes[0])):
        yield f'<line x1="0" x2="100%" y1="{y}" y2="{y}" stroke="var(--line)" stroke-dasharray="2 3"/>'
        yield f'<text class="label" x="0" y="{y - 5}">{escape(spoken.short_day(on, today=today))}</text>'
    for at, anchor, on in ((0, "start", days[0]), (94, "end", days[-1])):
        said = escape(_("as of %(day)s") % {"day": spoken.short_day(on, today=today)})
        yield f'<text class="label" x="{at}%" y="{TALL + 22}" text-anchor="{anchor}">{said}</text>'
