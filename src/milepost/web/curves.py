"""What was planned and what is done, day after day: two lines that climb to the whole, and a fan to where the rest may end.

Places are per cent of the width and pixels of the height, colours by token, as in `charts`. The planned line is dashed and the done one
is full and thick, as the words under the chart say; the table beside it holds the same figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.forecast.reads.earned import EarnedValue, ValuePoint
from milepost.web import spoken

TOP, FOOT = 14, 190
WHOLE = 1000
"""A chart is drawn so many units wide and stretched to its place; its lines stay as thick as they are."""


@dataclass(frozen=True, slots=True)
class Fan:
    """Where the rest may end: as likely as not by `p50_on`, in 8 of 10 cases by `p80_on`."""

    p50_on: date
    p80_on: date


def value_curve(report: EarnedValue, fan: Fan | None, *, today: date) -> SafeString:
    """Planned and done work over the days of the baseline, and the way to the likely finish. Decoration of `value_sentence`."""
    axis = _Axis(report, fan)
    planned = _line(
        [axis.at(point.on, point.planned) for point in report.points], 'stroke="var(--soft)" stroke-width="1.6" stroke-dasharray="5 4"'
    )
    done = [axis.at(point.on, point.earned) for point in report.points if point.earned is not None]
    drawn = "".join((_fan(axis, report, fan), planned, _line(done, 'stroke="var(--accent)" stroke-width="3"')))
    stretched = (
        f'<svg width="100%" height="{FOOT}" viewBox="0 0 {WHOLE} {FOOT}" preserveAspectRatio="none" overflow="visible">{drawn}</svg>'
    )
    rails = (f'<line x1="0" x2="100%" y1="{y}" y2="{y}" stroke="var(--line)"/>' for y in (TOP, FOOT))
    title = escape(value_sentence(report, today=today))
    rest = "".join((*rails, stretched, *_behind(axis, report), *_labels(axis, report, today)))
    return mark_safe(f'<svg class="chart" role="img" height="{FOOT + 44}"><title>{title}</title>{rest}</svg>')  # noqa: S308 numbers and escaped words


def value_sentence(report: EarnedValue, *, today: date) -> str:
    """The conclusion in words: how far the work is against the day on which the baseline had wanted it so."""
    if report.earned >= report.budget:
        return _("All the work of the baseline is done.")
    if not report.gone_days:
        return _("The baseline begins on %(day)s; nothing was planned to be done by now.") % {
            "day": spoken.day(report.begun_on, today=today)
        }
    if not report.earned:
        days = {"days": round(report.gone_days)}
        return _("Nothing is done yet, on working day %(days)s of the baseline.") % days
    said = {"done": report.percent, "day": spoken.day(report.earned_on, today=today), "days": abs(report.days_behind)}
    if not report.days_behind:
        return _("%(done)s %% of the work is done, just as much as was planned to be.") % said
    if report.days_behind < 0:
        text = ngettext(
            "%(done)s %% of the work is done. That was planned for %(day)s: %(days)s working day ahead.",
            "%(done)s %% of the work is done. That was planned for %(day)s: %(days)s working days ahead.",
            abs(report.days_behind),
        )
        return text % said
    text = ngettext(
        "%(done)s %% of the work is done. That was planned for %(day)s: %(days)s working day behind.",
        "%(done)s %% of the work is done. That was planned for %(day)s: %(days)s working days behind.",
        report.days_behind,
    )
    return text % said


class _Axis:
    """Days from left to right, work from the foot to the top."""

    def __init__(self, report: EarnedValue, fan: Fan | None) -> None:
        self.first = report.points[0].on
        self.last = max(report.points[-1].on, fan.p80_on) if fan else report.points[-1].on
        self.budget = report.budget

    def across(self, on: date) -> float:
        return round(WHOLE * (on - self.first).days / max(1, (self.last - self.first).days), 1)

    def height(self, minutes: int) -> float:
        return round(FOOT - (FOOT - TOP) * minutes / self.budget, 1)

    def at(self, on: date, minutes: int) -> tuple[float, float]:
        return self.across(on), self.height(minutes)


def _line(places: Sequence[tuple[float, float]], look: str) -> str:
    points = " ".join(f"{x},{y}" for x, y in places)
    return f'<polyline points="{points}" fill="none" {look} stroke-linejoin="round" vector-effect="non-scaling-stroke"/>'


def _fan(axis: _Axis, report: EarnedValue, fan: Fan | None) -> str:
    """From what is done to the whole, by the two likely dates."""
    if fan is None or report.earned >= report.budget:
        return ""
    begin = axis.at(_now(report).on, report.earned)
    ends = [axis.at(on, report.budget) for on in (fan.p50_on, fan.p80_on)]
    points = " ".join(f"{x},{y}" for x, y in (begin, *ends))
    edges = "".join(
        _line([begin, end], 'stroke="var(--accent)" stroke-width="1.2" stroke-dasharray="1 4" stroke-linecap="round"') for end in ends
    )
    return f'<polygon points="{points}" fill="var(--accent)" fill-opacity="0.12"/>{edges}'


def _behind(axis: _Axis, report: EarnedValue) -> Iterator[str]:
    """Level from what is done to the day that had wanted so much: its length is the delay, or the lead."""
    now = _now(report)
    if not 0 < report.earned < report.budget:
        return
    y = axis.height(report.earned)
    left, right = axis.across(report.earned_on) / 10, axis.across(now.on) / 10
    if left != right:
        colour = "late" if left < right else "kept"
        yield f'<line x1="{left}%" x2="{right}%" y1="{y}" y2="{y}" stroke="var(--{colour})" stroke-width="1.6"/>'
        yield f'<circle cx="{left}%" cy="{y}" r="3.5" fill="var(--surface)" stroke="var(--soft)" stroke-width="1.6"/>'
    yield f'<circle cx="{right}%" cy="{y}" r="5" fill="var(--accent)"/>'


def _labels(axis: _Axis, report: EarnedValue, today: date) -> Iterator[str]:
    for place, anchor, on in ((0, "start", axis.first), (100, "end", axis.last)):
        yield f'<text class="label" x="{place}%" y="{FOOT + 20}" text-anchor="{anchor}">{escape(spoken.short_day(on, today=today))}</text>'
    now = _now(report)
    at = axis.across(now.on) / 10
    anchor = "end" if at > 70 else "start" if at < 30 else "middle"
    said = _("%(day)s: planned %(planned)s %%, done %(done)s %%") % {
        "day": spoken.short_day(now.on, today=today),
        "planned": 100 * report.planned // report.budget,
        "done": report.percent,
    }
    yield f'<line x1="{at}%" x2="{at}%" y1="{TOP}" y2="{FOOT + 6}" stroke="var(--line)" stroke-dasharray="2 3"/>'
    yield f'<text class="label strong" x="{at}%" y="{FOOT + 38}" text-anchor="{anchor}">{escape(said)}</text>'


def _now(report: EarnedValue) -> ValuePoint:
    """The last day that is over."""
    return [point for point in report.points if point.earned is not None][-1]
