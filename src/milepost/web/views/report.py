"""The forecast of a project on paper: what its pages show, each picture with how to read it and a table that says the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milepost.day import reads as day
from milepost.exchange.exporting import LONGEST_NAME
from milepost.forecast import reads as forecasts
from milepost.papers import pdf, picture
from milepost.web import charts, curves, pictures, spoken, trends
from milepost.web.downloads import download
from milepost.web.templatetags.milepost import say
from milepost.web.views.value import fan, indices, share
from milepost.web.visit import Visit

WIDE = 640
"""A picture is drawn as on a page so many pixels wide."""
MOST_ROWS, WEEK_ENDS = 60, 4


@require_safe
def report(visit: Visit, project_id: int) -> HttpResponse:
    """The likely dates, planned and done work, the milestones' trend and what moved the finish, as far as there is any, as a PDF."""
    where = day.headline(visit.actor, project_id, now=visit.now)
    likely = forecasts.outlook(visit.actor, project_id, now=visit.now)
    filled = {
        "title": _("Forecast of %(name)s") % {"name": where.name},
        "lang": get_language() or "en",
        "standing": " · ".join(_standing(visit, where)),
        "foot": f"{visit.workspace.name} · {spoken.day(visit.today, today=visit.today)}",
        "page_words": _("page {page} of {pages}"),
        "sections": [
            *_likely(visit, likely),
            *_value(visit, project_id, likely),
            *_milestones(visit, project_id),
            *_moved(visit, project_id),
        ],
    }
    content = pdf("report", filled, made_at=visit.now)
    return download(content, "application/pdf", f"{where.name[:LONGEST_NAME]} {_('forecast')}.pdf")


def _standing(visit: Visit, where: day.Standing) -> Iterator[str]:
    yield pictures.sentence(pictures.Line.of(where), today=visit.today)
    if where.as_of is not None:
        yield _("as of %(day)s") % {"day": spoken.day(where.as_of, today=visit.today)}


def _section(
    title: str, conclusion: str, drawn: str, reading: str, *tables: dict[str, Any], paragraphs: Iterable[str] = ()
) -> dict[str, Any]:
    shown = picture(str(drawn), width=WIDE) if drawn else ""
    return {
        "title": title,
        "conclusion": conclusion,
        "paragraphs": list(paragraphs),
        "picture": shown,
        "reading": reading,
        "tables": [table for table in tables if table["rows"]],
    }


def _table(names: Iterable[str], rows: Iterable[Iterable[object]], *, wide: int = 0, right: frozenset[int] = frozenset()) -> dict[str, Any]:
    """A table of which the column `wide` takes the room that is left; figures stand to the right."""
    columns = [{"name": name, "wide": place == wide, "right": place in right} for place, name in enumerate(names)]
    return {"columns": columns, "rows": [[str(cell) for cell in row] for row in rows][:MOST_ROWS]}


def _likely(visit: Visit, likely: forecasts.Outlook | None) -> Iterator[dict[str, Any]]:
    if likely is None or not likely.histogram:
        return

    def on(date: Any) -> str:
        return "" if date is None else spoken.day(date, today=visit.today)

    by = [(_("1 in 10 chances by"), likely.p10_on), (_("As likely as not by"), likely.p50_on)]
    by += [(_("8 in 10 chances by"), likely.p80_on), (_("9 in 10 chances by"), likely.p90_on)]
    kept = [(on(each.promised_on), each.name or _("the whole project"), each.percent) for each in likely.promises]
    hangs = [(each.name, each.percent, f"{on(each.p50_on)} – {on(each.p80_on)}") for each in likely.critical]
    drivers = [(each.name or _("The work as a whole"), say(each.sentence), f"{each.share_percent} %") for each in likely.drivers]
    yield _section(
        _("When will it be done?"),
        charts.outlook_sentence(likely, today=visit.today),
        charts.histogram(likely, today=visit.today),
        _(
            "Each bar is a day, as high as it is likely to be the last one. The dot is the date that is as likely as not, the band goes "
            "on to 8 in 10 chances."
        ),
        _table((_("How sure"), _("Finish")), [(said, on(date)) for said, date in by]),
        _table((_("Promised"), _("For"), _("Kept in 100")), kept, wide=1, right=frozenset({2})),
        _table((_("What decides it"), _("How"), _("Part of it")), drivers, wide=1, right=frozenset({2})),
        _table((_("What the finish hangs on"), _("In 100 trials"), _("Likely done")), hangs, right=frozenset({1})),
        paragraphs=[say(note) for note in likely.notes],
    )


def _value(visit: Visit, project_id: int, likely: forecasts.Outlook | None) -> Iterator[dict[str, Any]]:
    found = forecasts.earned_value(visit.actor, project_id, now=visit.now)
    if not found:
        return
    points = [
        (spoken.day(point.on, today=visit.today), f"{share(point.planned, found)} %", "–" if done is None else f"{done} %")
        for point in found.points
        if point.on.weekday() == WEEK_ENDS or point in (found.points[0], found.points[-1])
        for done in [share(point.earned, found)]
    ]
    yield _section(
        _("Planned and done"),
        curves.value_sentence(found, today=visit.today),
        curves.value_curve(found, fan(likely), today=visit.today),
        _(
            "Dashed: the work planned by each day. Full: the work that is done. The level line from the dot leads to the day that had "
            "wanted as much."
        ),
        _table(
            (_("The pace in figures"), _("What it means"), ""),
            [(name, said, figure) for name, _term, figure, said in indices(found)],
            wide=1,
        ),
        _table((_("At the end of"), _("Planned"), _("Done")), points, right=frozenset({1, 2})),
    )


def _milestones(visit: Visit, project_id: int) -> Iterator[dict[str, Any]]:
    lines = forecasts.milestone_trend(visit.actor, project_id, now=visit.now)
    if not lines:
        return
    drawn = trends.most_moved(lines)
    rows = [
        (
            drawn.index(line) + 1 if line in drawn else "–",
            line.name or _("The whole project"),
            *(spoken.short_day(point.finish_on, today=visit.today) for point in (line.points[0], line.points[-1])),
            f"{line.days:+d}" if line.days else "0",
        )
        for line in lines
    ]
    yield _section(
        _("Milestone trend"),
        trends.milestone_sentence(lines, today=visit.today),
        trends.milestone_trend(drawn, today=visit.today),
        _(
            "To the right, the days of the forecasts; the higher a line, the later its milestone. A level line keeps its date, a climbing "
            "one slips."
        ),
        _table((_("Line"), _("Milestone"), _("At first"), _("Now"), _("Days moved")), rows, wide=1, right=frozenset({4})),
    )


def _moved(visit: Visit, project_id: int) -> Iterator[dict[str, Any]]:
    ledger = forecasts.slip_ledger(visit.actor, project_id)
    if not ledger.lines:
        return

    def time(minutes: int) -> str:
        length = spoken.duration(abs(minutes), minutes_per_day=ledger.minutes_per_day)
        return f"{'+' if minutes > 0 else '−'} {length}" if minutes else "0"

    yield _section(
        _("What moved the finish"),
        trends.trend_sentence(ledger.lines, today=visit.today),
        trends.finish_trend(ledger.lines, today=visit.today),
        _(
            "To the right, the day of each forecast; the higher the line, the later the finish it named. A full dot is a day that lost "
            "time."
        ),
        _table((_("Cause"), _("Working time")), [(say(cause.name), time(cause.minutes)) for cause in ledger.causes], right=frozenset({1})),
        _table(
            (_("Day"), _("What moved it"), _("Moved")),
            [
                (spoken.short_day(line.as_of, today=visit.today), " ".join(say(part.sentence) for part in line.parts), time(line.minutes))
                for line in ledger.lines[::-1]
                if line.parts
            ],
            wide=1,
            right=frozenset({2}),
        ),
    )
