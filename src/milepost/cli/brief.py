"""`milepost brief`: where the plan in a file stands. Needs no database and keeps nothing."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from gettext import gettext
from pathlib import Path
from typing import Any

from milepost.cli import brief_text, plan_file
from milepost.cli.as_json import minute, printed
from milepost.cli.terminal import Paper
from milepost.day import rules
from milepost.day.rules import Brief, Caution, Finishable, TaskLine
from milepost.forecast import snapshot


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    plan_file.argument(parser)
    parser.add_argument("--promised", type=plan_file.day, metavar="DATE", help="the date promised to the client, such as 2026-05-29")
    parser.add_argument("--json", action="store_true", help="print everything as JSON, for programs")


def run(options: argparse.Namespace) -> int:
    """Prints the brief, as a page or as JSON."""
    found = brief_of(options.plan, promised=options.promised, as_of=options.as_of)
    print(printed(as_json(found)) if options.json else brief_text.page(found, Paper.of(sys.stdout)))
    return 0


def brief_of(plan: Path, *, promised: date | None, as_of: date | None) -> Brief:
    """The brief of the plan in a file, as of the day given, else of the file's status date, else of today here."""
    draft = plan_file.read(plan)
    return rules.brief(draft, snapshot.conclude(draft, as_of=plan_file.looked_from(draft, as_of)), promised)


def as_json(found: Brief) -> dict[str, Any]:
    """The brief for programs: days and wall-clock minutes in ISO form, lengths in minutes."""
    return {
        "project": found.project,
        "as_of": found.as_of.isoformat(),
        "finish": minute(found.finish),
        "promised": found.promised.isoformat() if found.promised else None,
        "standing_working_days": found.standing_working_days,
        "tasks": [_task(line) for line in found.tasks],
        "finishable_today": [_finishable(each) for each in found.finishable],
        "warnings": [_caution(each) for each in found.warnings],
    }


def _task(line: TaskLine) -> dict[str, Any]:
    dates = line.dates
    return {
        "uid": dates.uid,
        "name": line.name,
        "summary": dates.summary,
        "start": minute(dates.start),
        "finish": minute(dates.finish),
        "early_start": minute(dates.early_start),
        "early_finish": minute(dates.early_finish),
        "late_start": minute(dates.late_start),
        "late_finish": minute(dates.late_finish),
        "total_float_minutes": dates.total_float_minutes,
        "critical": dates.critical,
        "why": line.why.translated(gettext),
    }


def _finishable(each: Finishable) -> dict[str, Any]:
    return {
        "uid": each.uid,
        "name": each.name,
        "kind": each.kind,
        "remaining_minutes": each.remaining_minutes,
        "who": list(each.who),
        "because": each.because.translated(gettext),
    }


def _caution(each: Caution) -> dict[str, Any]:
    return {"code": each.code, "message": each.sentence.translated(gettext), "uid": each.uid}
