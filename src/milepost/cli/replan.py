"""`milepost replan`: which dates move now that things have changed, as few and as little as possible, and the ways to an earlier finish."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import Any

from milepost.cli import plan_file, terminal
from milepost.cli.as_json import minute, printed
from milepost.cli.terminal import INDENT, LISTED, Paper
from milepost.forecast.rules.replanning import Bargain, Replanned, Shift, WayBack
from milepost.forecast.snapshot import replanning
from milepost.plans.draft import Draft


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    plan_file.argument(parser)
    parser.add_argument(
        "--before", type=Path, metavar="OLD.xml", help="the plan before; else the dates saved in the file, else its baseline"
    )
    parser.add_argument("--promised", type=plan_file.day, metavar="DATE", help="the day the plan was promised for")
    parser.add_argument("--seconds", type=float, metavar="S", help="how long each search may take; else a fixed number of tries")
    parser.add_argument("--json", action="store_true", help="print everything as JSON, for programs")


def run(options: argparse.Namespace) -> int:
    """Prints what moves and the ways back, as a page or as JSON."""
    draft = plan_file.read(options.plan)
    as_of = plan_file.looked_from(draft, options.as_of)
    before = replanning.saved_dates(plan_file.read(options.before) if options.before else draft)
    found = replanning.replan(draft, before, as_of=as_of, promised=options.promised, seconds=options.seconds)
    print(printed(as_json(draft, found)) if options.json else "\n".join(_page(draft, found, Paper.of(sys.stdout))))
    return 0


def as_json(draft: Draft, found: Replanned) -> dict[str, Any]:
    """Everything for programs: wall-clock minutes in ISO form, lengths in working days or minutes."""
    return {
        "project": draft.name,
        "as_of": found.as_of.isoformat(),
        "finish_before": minute(found.finish_before),
        "finish": minute(found.finish),
        "promised": found.promised.isoformat() if found.promised else None,
        "keeps_promise": found.keeps_promise,
        "moved_tasks": len(found.shifts),
        "moved_days": found.moved_days,
        "right_shift": {"finish": minute(found.right_finish), "moved_tasks": found.right_moved, "moved_days": found.right_moved_days},
        "tasks": [_task(draft, shift) for shift in found.shifts],
        "trade_off": [{"finish": minute(each.finish), "moved_days": each.moved_days} for each in found.bargains],
        "options": [_option(way) for way in found.ways],
        "warnings": [{"code": each.code, "message": each.sentence.translated(_), "uid": each.task} for each in found.notes],
    }


def _task(draft: Draft, shift: Shift) -> dict[str, Any]:
    return {
        "uid": shift.uid,
        "name": _name(draft, shift.uid),
        "start_before": minute(shift.start_before) if shift.start_before else None,
        "finish_before": minute(shift.finish_before) if shift.finish_before else None,
        "start": minute(shift.start),
        "finish": minute(shift.finish),
        "days": shift.days,
        "because": shift.because.translated(_),
    }


def _option(way: WayBack) -> dict[str, Any]:
    return {
        "kind": way.kind,
        "finish": minute(way.finish),
        "gain_days": way.gain_days,
        "cost_minutes": way.cost_minutes,
        "risk_minutes": way.risk_minutes,
        "tasks": list(way.tasks),
        "people": list(way.people),
        "moved": way.moved,
        "keeps_promise": way.keeps_promise,
        "message": way.sentence.translated(_),
    }


def _name(draft: Draft, uid: int) -> str:
    return next(task.name for task in draft.tasks if task.uid == uid)


def _page(draft: Draft, found: Replanned, paper: Paper) -> Iterator[str]:
    year = found.as_of.year
    yield from terminal.title(draft.name, found.as_of, paper)
    yield terminal.two(_("Finish in the plan before"), terminal.instant(found.finish_before, year), paper)
    yield terminal.two(_("Finish now"), _finish(found, year, paper), paper)
    moved = ngettext("{count} date moves", "{count} dates move", len(found.shifts)).format(count=len(found.shifts))
    yield terminal.two(moved, _("starts move by {days} working days in all").format(days=_days(found.moved_days)), paper)
    right = _("{count} dates, {days} days, finish {finish}")
    said = right.format(count=found.right_moved, days=_days(found.right_moved_days), finish=terminal.day(found.right_finish.date(), year))
    yield terminal.two(_("Simple right-shift"), said, paper)
    yield from _shifts(draft, found, paper, year)
    yield from _bargains(found.bargains, paper, year)
    yield from _ways(found, paper, year)


def _finish(found: Replanned, year: int, paper: Paper) -> str:
    at = terminal.instant(found.finish, year)
    if found.promised is None or found.keeps_promise is None:
        return at
    promised = _("promised {day}").format(day=terminal.day(found.promised, year))
    return paper.ink(f"{at} ({promised})", terminal.KEPT if found.keeps_promise else terminal.LATE)


def _shifts(draft: Draft, found: Replanned, paper: Paper, year: int) -> Iterator[str]:
    if not found.shifts:
        return
    yield from terminal.heading(_("What moves, and why"), paper)
    for shift in found.shifts[:LISTED]:
        dates = terminal.span(shift.start, shift.finish, year)
        yield terminal.two(_name(draft, shift.uid), f"{dates} {_signed(shift.days):>7}", paper)
        yield from terminal.reason(terminal.said(shift.because, year), paper)
    yield from terminal.and_more(len(found.shifts), LISTED, paper)


def _signed(days: float) -> str:
    return f"+{_days(days)}" if days > 0 else _days(days)


def _days(days: float) -> str:
    """Whole days without a decimal."""
    return f"{days:.1f}".removesuffix(".0")


def _bargains(bargains: tuple[Bargain, ...], paper: Paper, year: int) -> Iterator[str]:
    if len(bargains) < 2:
        return
    yield from terminal.heading(_("An earlier finish moves more"), paper)
    for each in bargains:
        words = _("{days} working days move").format(days=_days(each.moved_days))
        yield terminal.two(terminal.instant(each.finish, year), words, paper)


def _ways(found: Replanned, paper: Paper, year: int) -> Iterator[str]:
    yield from terminal.heading(_("What can be done"), paper)
    for way in found.ways:
        yield terminal.two(f"{terminal.instant(way.finish, year)}  {_won(way)}", _price(way), paper)
        yield from terminal.reason(terminal.said(way.sentence, year), paper)
    yield INDENT + _("Each line was computed by scheduling the plan with that change.")


def _won(way: WayBack) -> str:
    return _("{days} days earlier").format(days=_days(way.gain_days)) if way.gain_days else ""


def _price(way: WayBack) -> str:
    hours = round(abs(way.cost_minutes) / 60, 1)
    parts = []
    if way.cost_minutes:
        parts.append((_("{hours} h more") if way.cost_minutes > 0 else _("{hours} h less")).format(hours=hours))
    parts.append(ngettext("{count} date moves", "{count} dates move", way.moved).format(count=way.moved))
    return ", ".join(parts)
