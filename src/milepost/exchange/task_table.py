"""A project's tasks as a table for a spreadsheet: the facts, what the forecast makes of them, and the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from milepost.accounts import reads as accounts
from milepost.exchange.exporting import LONGEST_NAME, ProjectFile
from milepost.exchange.table_files import Cell, Table, table_file
from milepost.forecast import reads as forecasts
from milepost.kernel.actor import Actor
from milepost.plans import reads as plans

EPOCH = datetime(1970, 1, 1)
SUMMARY, MILESTONE = 1, 2


def task_table(actor: Actor, project_id: int, kind: str, *, now: datetime) -> ProjectFile:
    """The project's tasks in its order as `xlsx` or `csv`, with the dates of the newest forecast. Another kind is refused."""
    accounts.require(actor, "plans.export_plan")
    project = plans.heading(actor, project_id)
    chart = forecasts.chart(actor, project_id, now=now)
    content, content_type = table_file(Table(_("Tasks"), _columns(), _rows(chart)), kind)
    return ProjectFile(f"{project.name[:LONGEST_NAME]}.{kind}", content, content_type)


def _columns() -> list[tuple[str, int]]:
    """Names that a pasted list of tasks is read back by, so that a table can come home; how wide each is."""
    return [
        (_("Number"), 10),
        (_("Task"), 50),
        (_("Kind"), 10),
        (_("Deliverable"), 26),
        (_("Start"), 16),
        (_("Finish"), 16),
        (_("Duration in days"), 16),
        (_("Work in hours"), 14),
        (_("Done in %"), 10),
        (_("Who"), 26),
        (_("Predecessors"), 22),
        (_("Critical"), 9),
        (_("Total float in days"), 17),
        (_("Deadline"), 12),
        (_("Promised"), 12),
        (_("Baseline start"), 16),
        (_("Baseline finish"), 16),
    ]


def _rows(chart: forecasts.Chart) -> Iterator[list[Cell]]:
    numbers = list(outline_numbers(chart.level))
    deliverables, promised = dict(chart.deliverables), dict(chart.promises)
    before: dict[int, list[str]] = {}
    for first, then, kind, _id, lag, unit in chart.links:
        before.setdefault(then, []).append(_link(numbers[first], kind, lag, unit, chart.minutes_per_day))
    kinds = {0: _("Task"), SUMMARY: _("Summary"), MILESTONE: _("Milestone")}
    for row, name in enumerate(chart.name):
        deliverable = chart.deliverable[row]
        yield [
            numbers[row],
            name,
            kinds[chart.kind[row]],
            None if deliverable is None else deliverables.get(deliverable),
            _instant(chart.start[row]),
            _instant(chart.finish[row]),
            round(chart.duration[row] / chart.minutes_per_day, 2),
            round(chart.effort[row] / 60, 2) or None,
            chart.percent[row],
            ", ".join(chart.people[place] for place in chart.who[row]),
            ", ".join(before.get(row, ())),
            _("yes") if chart.critical[row] else None,
            None if chart.start[row] is None else round(chart.total_float[row] / chart.minutes_per_day, 2),
            _day(chart.deadline[row]),
            None if row not in promised else EPOCH.date() + timedelta(days=promised[row]),
            _instant(chart.baseline_start[row]),
            _instant(chart.baseline_finish[row]),
        ]


def outline_numbers(levels: list[int]) -> Iterator[str]:
    """1, 1.1, 1.2, 2 … from the levels of the tasks in order."""
    counts: list[int] = []
    top = min(levels, default=0)
    for level in levels:
        depth = min(level - top, len(counts))
        counts[depth:] = [counts[depth] + 1 if depth < len(counts) else 1]
        yield ".".join(map(str, counts))


def _link(number: str, kind: str, lag: int, unit: str, minutes_per_day: int) -> str:
    """As MS Project writes it: `3FS+2d`, `3SS+1ed` for days by the clock, `3FF+50%`."""
    if not lag:
        return f"{number}{kind}"
    if unit in {"percent", "elapsed_percent"}:
        return f"{number}{kind}{lag:+d}{'e' if unit == 'elapsed_percent' else ''}%"
    return f"{number}{kind}{lag / 1440:+g}ed" if unit == "elapsed" else f"{number}{kind}{lag / minutes_per_day:+g}d"


def _instant(minutes: int | None) -> datetime | None:
    return None if minutes is None else EPOCH + timedelta(minutes=minutes)


def _day(minutes: int | None) -> date | None:
    return None if minutes is None else (EPOCH + timedelta(minutes=minutes)).date()
