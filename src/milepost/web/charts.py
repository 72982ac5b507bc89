"""Charts drawn on the server as inline SVG, like the pictures: places in per cent of the width, colours by token, words beside them.

The histogram of the finish: a bar for every day, as high as it is likely; a flag where the promise stands, a band below from
the 50 % to the 80 % date. What is after the promise lies behind the flag, so that colour says nothing alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from milepost.forecast.reads.calibration import CalibrationReport
from milepost.forecast.reads.outlooks import Bar, Outlook
from milepost.web import spoken

TOP, FOOT = 22, 142
"""Where the highest bar ends and where all begin, in pixels."""
BAND = FOOT + 12


def histogram(outlook: Outlook, *, today: date) -> SafeString:
    """How likely each day is to be the one on which the project is done. Decoration of `outlook_sentence`, which is its title."""
    drawn = "".join((*_bars(outlook), *_flag(outlook, today), *_range(outlook), *_ends(outlook, today)))
    title = escape(outlook_sentence(outlook, today=today))
    base = f'<line x1="0" x2="100%" y1="{FOOT}" y2="{FOOT}" stroke="var(--line)"/>'
    return mark_safe(f'<svg class="chart" role="img" height="{FOOT + 42}"><title>{title}</title>{base}{drawn}</svg>')  # noqa: S308 numbers and escaped words


def share(percent: int) -> SafeString:
    """A bar as long as `percent` of its place. The figure stands beside it."""
    rail = '<rect width="100%" height="6" rx="3" fill="var(--sunken)"/>'
    part = f'<rect width="{max(1, min(100, percent))}%" height="6" rx="3" fill="var(--accent)"/>'
    return mark_safe(f'<svg class="share" height="6" aria-hidden="true">{rail}{part}</svg>')  # noqa: S308 numbers only


def outlook_sentence(outlook: Outlook, *, today: date) -> str:
    """The conclusion in words: "As likely as not done by Thu 12 Mar; 8 in 10 chances by Thu 19 Mar." in full."""
    if outlook.p50_on is None or outlook.p80_on is None:
        return _("No likely date is known.")
    said = {"half": spoken.day(outlook.p50_on, today=today), "most": spoken.day(outlook.p80_on, today=today)}
    if outlook.p50_on == outlook.p80_on:
        return _("Done by %(most)s, in 8 of 10 cases.") % said
    return _("As likely as not done by %(half)s; 8 in 10 chances by %(most)s.") % said


def seen(outlook: Outlook) -> tuple[Bar, ...]:
    """The bars that can be seen: up to the last day that one trial in a thousand reaches."""
    likely = [at for at, bar in enumerate(outlook.histogram) if bar.in_thousand]
    return outlook.histogram[: likely[-1] + 1] if likely else ()


def _bars(outlook: Outlook) -> Iterator[str]:
    """One bar a step; what comes after the promise is striped by a gap, not only of another colour."""
    bars = seen(outlook)
    highest = max((bar.in_thousand for bar in bars), default=0) or 1
    for at, bar in enumerate(bars):
        high = round((FOOT - TOP) * bar.in_thousand / highest, 1)
        place = f'x="{_place(outlook, at + 0.1)}%" y="{FOOT - high}" width="{round(80 / len(bars), 2)}%" height="{high}"'
        colour = "late" if bar.late else "accent" if outlook.promised_on is None else "kept"
        yield f'<rect {place} rx="1.5" fill="var(--{colour})" fill-opacity="{0.55 if bar.late else 0.8}"/>'


def _place(outlook: Outlook, at: float) -> float:
    return round(100 * at / max(1, len(seen(outlook))), 2)


def _step(outlook: Outlook, on: date) -> int:
    """The bar that holds a day, the first or last one where it lies outside."""
    found = [at for at, bar in enumerate(seen(outlook)) if bar.first <= on]
    return found[-1] if found else 0


def _flag(outlook: Outlook, today: date) -> Iterator[str]:
    """At the end of the promised day: what is behind it is late. Beyond the bars the flag stands at their edge."""
    if outlook.promised_on is None or not outlook.histogram:
        return
    at = _place(outlook, sum(not bar.late for bar in seen(outlook)))
    said = escape(_("promised %(day)s") % {"day": spoken.short_day(outlook.promised_on, today=today)})
    side, anchor = (-6, "end") if at > 50 else (16, "start")
    pole = f'<path d="M0 2V{FOOT + 6}" stroke="var(--ink)" stroke-width="1.6"/>'
    cloth = f'<path d="M0 2h{-11 if at > 97 else 11}l{3 if at > 97 else -3} 4 {-3 if at > 97 else 3} 4H0z" fill="var(--ink)"/>'
    text = f'<text class="label strong" x="{side if at <= 97 else -16}" y="11" text-anchor="{anchor}">{said}</text>'
    yield f'<svg x="{at}%" overflow="visible">{pole}{cloth}{text}</svg>'


def _range(outlook: Outlook) -> Iterator[str]:
    if outlook.p50_on is None or outlook.p80_on is None or not outlook.histogram:
        return
    first, last = (_place(outlook, _step(outlook, on) + 0.5) for on in (outlook.p50_on, outlook.p80_on))
    place = f'x="{first}%" y="{BAND - 5}" width="{round(max(last - first, 0.4), 2)}%" height="10"'
    yield f'<rect {place} rx="2" fill="var(--accent)" fill-opacity="0.28"/>'
    yield f'<circle cx="{first}%" cy="{BAND}" r="4.5" fill="var(--accent)"/>'


def _ends(outlook: Outlook, today: date) -> Iterator[str]:
    bars = seen(outlook)
    if not bars:
        return
    ends = ((0, "start", bars[0].first), (100, "end", bars[-1].last))
    for at, anchor, on in ends[: 2 if len(bars) > 1 else 1]:
        yield f'<text class="label" x="{at}%" y="{FOOT + 36}" text-anchor="{anchor}">{escape(spoken.short_day(on, today=today))}</text>'


SQUARE = 260
"""How high the chart of calibration is; a hundredth is so many pixels ÷ 100."""


def calibration(report: CalibrationReport) -> SafeString | str:
    """To the right what was said, upwards what came true, each with the range that chance allows. On the line, forecasts are true."""
    if not report.kept:
        return ""

    def high(percent: int) -> float:
        return round(SQUARE - SQUARE * max(0, min(100, percent)) / 100 + TOP, 1)

    drawn = [f'<line x1="0" x2="100%" y1="{high(0)}" y2="{high(100)}" stroke="var(--line)" stroke-dasharray="4 4"/>']
    for each in report.kept:
        ends = high(each.seen - each.error), high(each.seen + each.error)
        drawn.append(f'<line x1="{each.said}%" x2="{each.said}%" y1="{ends[0]}" y2="{ends[1]}" stroke="var(--accent)" stroke-width="1.6"/>')
        drawn.append(f'<circle cx="{each.said}%" cy="{high(each.seen)}" r="4.5" fill="var(--accent)"/>')
    for percent, anchor in ((0, "start"), (50, "middle"), (100, "end")):
        drawn.append(f'<text class="label" x="{percent}%" y="{high(0) + 20}" text-anchor="{anchor}">{percent}</text>')
    title = escape(calibration_sentence(report))
    base = f'<line x1="0" x2="100%" y1="{high(0)}" y2="{high(0)}" stroke="var(--line)"/>'
    return mark_safe(f'<svg class="chart" role="img" height="{SQUARE + TOP + 30}"><title>{title}</title>{base}{"".join(drawn)}</svg>')  # noqa: S308 numbers and escaped words


def calibration_sentence(report: CalibrationReport) -> str:
    """Whether an 80 % was an 80 %, and a 50 % a 50 %, as far as chance lets one say."""
    judged = [each for each in (report.at(80), report.at(50)) if each]
    if not judged:
        return _("Too few tasks are finished to say whether our likely dates can be trusted.")
    shown = next((each for each in judged if each.surely_off), judged[0])
    said = {"said": shown.said, "seen": shown.seen}
    if shown.surely_off < 0:
        return _("What we said in %(said)s of 100 cases came true in %(seen)s: our likely dates are too hopeful.") % said
    if shown.surely_off > 0:
        return _("What we said in %(said)s of 100 cases came true in %(seen)s: our likely dates are too careful.") % said
    return _("What we said in %(said)s of 100 cases came true in %(seen)s: so far our likely dates can be trusted.") % said
