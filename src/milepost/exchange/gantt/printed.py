"""A plan as a PDF."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from milepost.accounts import reads as accounts
from milepost.exchange.exporting import LONGEST_NAME, ProjectFile
from milepost.exchange.gantt import drawing
from milepost.exchange.gantt.drawing import EPOCH, MILESTONE, SUMMARY, Drawing, Ground, cut
from milepost.exchange.gantt.sheets import HEAD, MARGINS, MINUTES_OF_DAY, ROW, SIZE, Sheet, Wanted, enlarged, sheet_count, sheets
from milepost.exchange.task_table import outline_numbers
from milepost.forecast import reads as forecasts
from milepost.forecast.reads import Chart
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.papers import PAPERS, pdf, picture
from milepost.plans import reads as plans

NUMBER, NAME, DATE, DONE = 30.0, 165.0, 52.0, 30.0
"""How wide the columns of the table are."""
TABLE, SHORT_TABLE = NUMBER + NAME + 2 * DATE + DONE, NUMBER + NAME
INDENT, LETTER_WIDE = 7.0, 3.9
DAY = "d MMM y"


def gantt(actor: Actor, project_id: int, wanted: Wanted, *, now: datetime) -> ProjectFile:
    """The project's timeline on the paper `wanted`, with the dates of the newest forecast, as a PDF.

    Refused: a plan without tasks, and more sheets than anybody would hang up.
    """
    accounts.require(actor, "plans.export_plan")
    project = plans.heading(actor, project_id)
    chart = forecasts.chart(actor, project_id, now=now)
    content = pdf("gantt", _filled(project.name, chart, wanted), made_at=now)
    return ProjectFile(f"{project.name[:LONGEST_NAME]}.pdf", content, "application/pdf")


def paper_counts(actor: Actor, project_id: int, *, now: datetime) -> tuple[tuple[str, int], ...]:
    """How many sheets the project takes on each paper, lying and one sheet wide. `NotFound` for one the actor may not know."""
    accounts.require(actor, "plans.export_plan")
    tasks = len(forecasts.chart(actor, project_id, now=now).id)
    return tuple((paper.name, sheet_count(Wanted(paper), tasks)) for paper in PAPERS)


def _filled(name: str, chart: Chart, wanted: Wanted) -> dict[str, Any]:
    """What the template is filled with."""
    top = min(chart.level, default=0)
    shown = [row for row, level in enumerate(chart.level) if level - top < wanted.depth]
    if not shown:
        raise Refusal("nothing_to_print", say("This plan has no tasks yet, so there is nothing to print."))
    locale = Locale.parse(to_locale(get_language() or "en"))
    laid = sheets(wanted, len(shown), _span(chart, shown), (TABLE, SHORT_TABLE))
    numbers = list(outline_numbers(chart.level))
    width, height = wanted.size
    ground = Ground(chart, shown)
    return {
        "title": name,
        "lang": locale.language,
        "standing": _standing(chart, locale),
        "foot": _("Milepost"),
        "page_words": _("sheet {page} of {pages}"),
        "paper": {"width": width, "height": height},
        "margin": MARGINS,
        "head": HEAD,
        "row": ROW,
        "size": SIZE,
        "enlarged": enlarged(wanted, len(shown), TABLE),
        "legend": picture(_legend(), width=LEGEND_WIDE),
        "legend_said": ", ".join(said for _sign, said in _signs()),
        "sheets": [_sheet(ground, numbers, sheet, locale) for sheet in laid],
    }


def _span(chart: Chart, shown: list[int]) -> tuple[int, int]:
    """The first and the last day that something is drawn on."""
    columns = (chart.start, chart.finish, chart.baseline_start, chart.baseline_finish, chart.deadline)
    days = [minutes // MINUTES_OF_DAY for row in shown for column in columns if (minutes := column[row]) is not None]
    days += [day for _row, day in chart.promises]
    return (min(days), max(days)) if days else (0, 0)


def _standing(chart: Chart, locale: Locale) -> str:
    """Promised, forecast, as of: the three dates that are never mixed."""
    said = []
    promised = dict(chart.promises).get(None)
    finish = max((minutes for minutes in chart.finish if minutes is not None), default=None)
    if promised is not None:
        said.append(_("promised %(day)s") % {"day": _said(promised, locale)})
    if finish is not None:
        said.append(_("forecast %(day)s") % {"day": _said(finish // MINUTES_OF_DAY, locale)})
    if chart.as_of is not None:
        said.append(_("as of %(day)s") % {"day": _said(chart.as_of, locale)})
    return "  ·  ".join(said)


def _said(day: int, locale: Locale) -> str:
    return format_date(EPOCH + timedelta(days=day), DAY, locale=locale)


def _sheet(ground: Ground, numbers: list[str], sheet: Sheet, locale: Locale) -> dict[str, Any]:
    whole = sheet.table == TABLE
    first, last = (format_date(_date(day), DAY, locale=locale) for day in (sheet.first, sheet.last))
    return {
        "columns": _columns() if whole else _columns()[:2],
        "table": sheet.table,
        "rows": [_row(ground.chart, ground.shown[place], numbers, locale, whole=whole) for place in sheet.rows],
        "picture": picture(Drawing(ground, sheet, locale).svg(), width=sheet.width),
        "said": _("The timeline of these tasks from %(first)s to %(last)s, as the table says it.") % {"first": first, "last": last},
    }


def _date(day: float) -> date:
    return EPOCH + timedelta(days=int(day))


def _columns() -> list[dict[str, Any]]:
    named = (
        (_("No."), NUMBER, False),
        (_("Task"), NAME, False),
        (_("Start"), DATE, True),
        (_("Finish"), DATE, True),
        (_("Done"), DONE, True),
    )
    return [{"name": name, "width": width, "right": right} for name, width, right in named]


def _row(chart: Chart, row: int, numbers: list[str], locale: Locale, *, whole: bool) -> dict[str, Any]:
    indent = INDENT * min(8, chart.level[row] - min(chart.level))
    cells = [cut(numbers[row], 8), cut(chart.name[row], int((NAME - 6 - indent) / LETTER_WIDE))]
    if whole:
        ends = (chart.finish[row] if chart.kind[row] == MILESTONE else chart.start[row], chart.finish[row])
        cells += ["" if minutes is None else _said(minutes // MINUTES_OF_DAY, locale) for minutes in ends]
        cells.append(f"{chart.percent[row]} %")
    return {"cells": cells, "indent": indent, "strong": chart.kind[row] == SUMMARY}


SIGN_WIDE, LEGEND_WIDE = 16, 400


def _signs() -> list[tuple[str, str]]:
    """What stands for what on the timeline."""
    bar = '<rect y="-3" width="12" height="6" rx="1" fill="var(--{0}-bg)" stroke="var(--{0})" stroke-width="{1}"/>'
    return [
        (bar.format("accent", 0.5), _("task")),
        (bar.format("late", 1.1), _("critical")),
        ('<path d="M4-4l4 4-4 4-4-4z" fill="var(--ink)"/>', _("milestone")),
        (f'<rect y="-1" width="12" height="{drawing.DEEP}" fill="var(--faint)" fill-opacity="0.55"/>', _("baseline")),
        ('<path d="M3-5V5" stroke="var(--ink)" stroke-width="1.2"/>', _("promised")),
        ('<path d="M3-5V5" stroke="var(--accent)" stroke-width="0.8" stroke-dasharray="3 2"/>', _("today")),
    ]


def _legend() -> str:
    parts, x = [], 0.0
    for sign, said in _signs():
        text = f'<text x="{SIGN_WIDE}" y="2.5" {drawing.LETTER} fill="var(--soft)">{said}</text>'
        parts.append(f'<g transform="translate({x:.0f} 6)">{sign}{text}</g>')
        x += SIGN_WIDE + 10 + drawing.LETTER_WIDE * len(said)
    return f'<svg height="12">{"".join(parts)}</svg>'
