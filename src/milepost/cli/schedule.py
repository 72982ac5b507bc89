"""`milepost schedule`: the dates of every task of the plan in a file, with floats and what drives them. Keeps nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from gettext import gettext as _
from typing import Any

from milepost.cli import plan_file, terminal
from milepost.cli.as_json import minute, printed
from milepost.cli.terminal import Paper
from milepost.forecast import snapshot
from milepost.forecast.rules import Conclusion, TaskDates
from milepost.plans.draft import Draft


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    plan_file.argument(parser)
    parser.add_argument("--json", action="store_true", help="print everything as JSON, for programs")


def run(options: argparse.Namespace) -> int:
    """Prints the schedule, as a table or as JSON."""
    draft = plan_file.read(options.plan)
    found = snapshot.conclude(draft, as_of=plan_file.looked_from(draft, options.as_of))
    print(printed(as_json(draft, found)) if options.json else "\n".join(_page(draft, found, Paper.of(sys.stdout))))
    return 0


def as_json(draft: Draft, found: Conclusion) -> dict[str, Any]:
    """The schedule for programs: days and wall-clock minutes in ISO form, lengths in minutes."""
    return {
        "project": draft.name,
        "as_of": found.as_of.isoformat(),
        "start": minute(found.start),
        "finish": minute(found.finish),
        "critical_path": list(found.critical_path),
        "tasks": [_task(task.name, found.task(task.uid)) for task in draft.tasks],
        "warnings": [{"code": each.code, "message": each.sentence.translated(_), "uid": each.task} for each in found.warnings],
    }


def _task(name: str, dates: TaskDates) -> dict[str, Any]:
    return {
        "uid": dates.uid,
        "name": name,
        "summary": dates.summary,
        "start": minute(dates.start),
        "finish": minute(dates.finish),
        "early_start": minute(dates.early_start),
        "early_finish": minute(dates.early_finish),
        "late_start": minute(dates.late_start),
        "late_finish": minute(dates.late_finish),
        "total_float_minutes": dates.total_float_minutes,
        "free_float_minutes": dates.free_float_minutes,
        "remaining_minutes": dates.remaining_minutes,
        "critical": dates.critical,
        "driver": dates.driver,
    }


def _page(draft: Draft, found: Conclusion, paper: Paper) -> Iterator[str]:
    year = found.as_of.year
    yield from terminal.title(draft.name, found.as_of, paper)
    yield f"{terminal.INDENT}{_('Finish')}  {terminal.instant(found.finish, year)}"
    yield ""
    level = min((task.level for task in draft.tasks), default=1)
    for task in draft.tasks:
        dates = found.task(task.uid)
        name = "  " * (task.level - level) + task.name
        yield terminal.two(name, f"{_mark(dates)} {_dates(dates, year):<23} {_float(dates, draft.minutes_per_day):>7}", paper)
    yield ""
    yield terminal.INDENT + _("* critical. The last column is the float in working days.")


def _mark(dates: TaskDates) -> str:
    return "*" if dates.critical else " "


def _dates(dates: TaskDates, year: int) -> str:
    return terminal.span(dates.start, dates.finish, year)


def _float(dates: TaskDates, day: int) -> str:
    return f"{dates.total_float_minutes / day:.1f}"
