"""The timeline of one sheet as SVG: months and days above, a bar for each task, what was promised, where today is.

Colour says nothing alone: critical bars have a thick outline, summaries end in points, milestones are diamonds, the baseline lies below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import escape

from babel import Locale
from babel.dates import format_date
from django.utils.translation import gettext as _

from milepost.exchange.gantt.sheets import HEAD, MINUTES_OF_DAY, ROW, Sheet
from milepost.forecast.reads import Chart

EPOCH = date(1970, 1, 1)
SUMMARY, MILESTONE = 1, 2
BAR, DEEP = 6.0, 2.0
"""How high a bar is and how high the baseline below it."""
DAY_SEEN, WEEK_SEEN, MONTH_SEEN = 10.0, 20.0, 26.0
"""From so many points on a day, a week, a month is worth its number."""
SHADE_SEEN = 1.2
LETTER_WIDE = 3.6
HALO = 'stroke="var(--surface)" stroke-width="2.4" stroke-linejoin="round" paint-order="stroke"'
LETTER = 'font-family="Noto Sans" font-size="6.5"'


class Ground:
    """What all sheets of a chart share: the rows that are `shown`, where each stands among them, and the links that it has."""

    def __init__(self, chart: Chart, shown: Sequence[int]) -> None:
        self.chart, self.shown = chart, shown
        self.places = {row: place for place, row in enumerate(shown)}
        self.links: dict[int, list[tuple[int, int, str]]] = {}
        for before, then, kind, *_lag in chart.links:
            if before in self.places and then in self.places:
                for row in (before, then):
                    self.links.setdefault(row, []).append((before, then, kind))


class Drawing:
    """The timeline of one sheet."""

    def __init__(self, ground: Ground, sheet: Sheet, locale: Locale) -> None:
        self.ground, self.chart, self.sheet, self.locale = ground, ground.chart, sheet, locale
        self.rows = [ground.shown[place] for place in sheet.rows]
        self.high = HEAD + ROW * len(self.rows)
        self.a_day = sheet.width / (sheet.last - sheet.first)

    def svg(self) -> str:
        """The whole picture."""
        parts = (*self._closed(), *self._axis(), *self._lines(), *self._links(), *self._bars(), *self._promise(), *self._today())
        return f'<svg height="{self.high:.1f}">{"".join(parts)}</svg>'

    def _x(self, minutes: float) -> float:
        return (minutes / MINUTES_OF_DAY - self.sheet.first) * self.a_day

    def _y(self, row: int) -> float:
        return HEAD + ROW * (self.ground.places[row] - self.sheet.rows.start + 0.5)

    def _day(self, day: float) -> float:
        return (day - self.sheet.first) * self.a_day

    def _closed(self) -> Iterator[str]:
        if self.a_day >= SHADE_SEEN:
            for first, last in self.chart.closed:
                if first < self.sheet.last and last >= self.sheet.first:
                    place = f'x="{self._day(first):.2f}" width="{(last + 1 - first) * self.a_day:.2f}"'
                    yield f'<rect {place} y="{HEAD / 2}" height="{self.high - HEAD / 2:.1f}" fill="var(--sunken)"/>'

    def _axis(self) -> Iterator[str]:
        """Years or months above; months, weeks or days below, as there is room."""
        fine = self.a_day * 28 >= MONTH_SEEN
        yield from self._scale("m" if fine else "y", 0, "LLLL y" if self.a_day * 28 >= 60 else "LLL yy" if fine else "y")
        if self.a_day >= DAY_SEEN or self.a_day * 7 >= WEEK_SEEN:
            yield from self._scale("d" if self.a_day >= DAY_SEEN else "w", HEAD / 2, "d")
        elif not fine:
            yield from self._scale("q", HEAD / 2, "QQQ")
        yield f'<line x2="{self.sheet.width:.1f}" y1="{HEAD}" y2="{HEAD}" stroke="var(--faint)" stroke-width="0.6"/>'

    def _scale(self, unit: str, top: float, pattern: str) -> Iterator[str]:
        first, last = EPOCH + timedelta(days=int(self.sheet.first)), EPOCH + timedelta(days=int(self.sheet.last) + 1)
        for on, then in _steps(unit, first, last):
            x, end = self._day((on - EPOCH).days), self._day((then - EPOCH).days)
            yield _pole(x, top, self.high if top else HEAD, 'stroke="var(--line)" stroke-width="0.4"')
            said = format_date(on, pattern, locale=self.locale)
            at = max(x, 0.0) + 2
            if end - at > LETTER_WIDE * len(said):
                yield f'<text x="{at:.1f}" y="{top + HEAD / 2 - 4}" {LETTER} fill="var(--soft)">{escape(said)}</text>'

    def _lines(self) -> Iterator[str]:
        for line in range(1, len(self.rows) + 1):
            y = HEAD + ROW * line
            yield f'<line x2="{self.sheet.width:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="var(--line)" stroke-width="0.4"/>'

    def _links(self) -> Iterator[str]:
        """From bar to bar, also where one of them is on another sheet."""
        for before, then, kind in dict.fromkeys(link for row in self.rows for link in self.ground.links.get(row, ())):
            ends = self._end(before, late=kind[0] == "F"), self._end(then, late=kind[1] == "F")
            if ends[0] is None or ends[1] is None:
                continue
            top, foot = self._y(before), self._y(then)
            (x, to), way = (self._x(ends[0]), self._x(ends[1])), 3 if kind[0] == "F" else -3
            side = foot - ROW / 2 if foot > top else foot + ROW / 2
            path = f"M{x:.1f} {top:.1f}h{way}V{side:.1f}H{to - (3 if kind[1] == 'S' else -3):.1f}V{foot:.1f}H{to:.1f}"
            yield f'<path d="{path}" fill="none" stroke="var(--faint)" stroke-width="0.45"/>'

    def _end(self, row: int, *, late: bool) -> int | None:
        return self.chart.finish[row] if late else self.chart.start[row]

    def _bars(self) -> Iterator[str]:
        chart = self.chart
        for row in self.rows:
            y, start, finish = self._y(row), chart.start[row], chart.finish[row]
            frozen = chart.baseline_start[row], chart.baseline_finish[row]
            if frozen[0] is not None and frozen[1] is not None:
                yield self._rect(*frozen, y + BAR / 2 + 0.8, DEEP, 'fill="var(--faint)" fill-opacity="0.55"')  # type: ignore[arg-type]
            if start is None or finish is None:
                continue
            if chart.kind[row] == MILESTONE:
                yield self._diamond(self._x(finish), y, "late" if chart.critical[row] else "ink")
            elif chart.kind[row] == SUMMARY:
                yield self._summary(self._x(start), self._x(finish), y)
            else:
                yield from self._bar(row, start, finish, y)
            deadline = chart.deadline[row]
            if deadline is not None:
                x = self._x(deadline)
                yield f'<path d="M{x:.1f} {y + 4:.1f}l-2.6-5h5.2z" fill="none" stroke="var(--late)" stroke-width="0.8"/>'
            yield from self._name_people(row, finish, y)

    def _rect(self, start: float, finish: float, top: float, high: float, look: str) -> str:
        x = self._x(start)
        return f'<rect x="{x:.2f}" y="{top:.2f}" width="{max(0.6, self._x(finish) - x):.2f}" height="{high:.2f}" {look}/>'

    def _bar(self, row: int, start: int, finish: int, y: float) -> Iterator[str]:
        critical, percent = self.chart.critical[row], self.chart.percent[row]
        colour = "late" if critical else "accent"
        edge = f'stroke="var(--{colour})" stroke-width="{1.1 if critical else 0.5}"'
        yield self._rect(start, finish, y - BAR / 2, BAR, f'rx="1" fill="var(--{colour}-bg)" {edge}')
        if percent:
            yield self._rect(start, start + (finish - start) * percent / 100, y - BAR / 4, BAR / 2, f'fill="var(--{colour})"')

    def _summary(self, x: float, end: float, y: float) -> str:
        return f'<path d="M{x:.1f} {y - 2:.1f}H{end:.1f}v5l-2.5-2.8H{x + 2.5:.1f}l-2.5 2.8z" fill="var(--ink)"/>'

    def _diamond(self, x: float, y: float, colour: str) -> str:
        return f'<path d="M{x:.1f} {y - 4:.1f}l4 4-4 4-4-4z" fill="var(--{colour})"/>'

    def _name_people(self, row: int, finish: int, y: float) -> Iterator[str]:
        """Behind the bar; before it where there is no room behind."""
        names = cut(", ".join(self.chart.people[place] for place in self.chart.who[row]), 40)
        wide, start, end = LETTER_WIDE * len(names), self._x(self.chart.start[row] or finish) - 6, self._x(finish) + 6
        behind = end + wide < self.sheet.width
        if names and end > 0 and start < self.sheet.width and (behind or start > wide):
            place = f'x="{end:.1f}"' if behind else f'x="{start:.1f}" text-anchor="end"'
            yield f'<text {place} y="{y + 2.3:.1f}" {LETTER} {HALO} fill="var(--faint)">{escape(names)}</text>'

    def _promise(self) -> Iterator[str]:
        """A line through all sheets for the promise of the project, a flag at the row of each other one."""
        for row, day in self.chart.promises:
            x = self._day(day + 1)
            if row is None:
                yield _pole(x, HEAD / 2, self.high, 'stroke="var(--ink)" stroke-width="1.2"')
                said = escape(_("promised"))
                side = f'x="{x - 2:.1f}" y="{HEAD - 4}" text-anchor="end"'
                yield f'<text {side} {LETTER} {HALO} font-weight="600" fill="var(--ink)">{said}</text>'
            elif self.ground.places.get(row, -1) in self.sheet.rows:
                y = self._y(row)
                yield f'<path d="M{x:.1f} {y + 5:.1f}v-10h6l-1.6 2.4 1.6 2.4h-6" fill="none" stroke="var(--ink)" stroke-width="0.8"/>'

    def _today(self) -> Iterator[str]:
        if self.chart.as_of is not None:
            look = 'stroke="var(--accent)" stroke-width="0.8" stroke-dasharray="3 2"'
            yield _pole(self._day(self.chart.as_of), HEAD / 2, self.high, look)


def _pole(x: float, top: float, foot: float, look: str) -> str:
    return f'<path d="M{x:.2f} {top}V{foot:.1f}" {look}/>'


def cut(text: str, most: int) -> str:
    """At most so many letters, with a sign where some are left out."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _steps(unit: str, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days, weeks, months, quarters or years (`d`, `w`, `m`, `q`, `y`) from `first` to `last`, each with the next one."""
    months = {"m": 1, "q": 3, "y": 12}.get(unit)
    on = first - timedelta(days=first.weekday() if unit == "w" else 0)
    if months:
        on = date(first.year, (first.month - 1) // months * months + 1, 1)
    while on < last:
        then = on + timedelta(days=7 if unit == "w" else 1)
        if months:
            then = date(on.year + (on.month - 1 + months) // 12, (on.month - 1 + months) % 12 + 1, 1)
        yield on, then
        on = then
