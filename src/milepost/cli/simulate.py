"""`milepost simulate`: how sure the finish of the plan in a file is, and what decides it. Needs no database and keeps nothing."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator
from datetime import date, datetime
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from milepost.cli import plan_file, terminal
from milepost.cli.as_json import minute, printed
from milepost.cli.terminal import INDENT, Paper
from milepost.forecast.rules.columns import last_day
from milepost.forecast.rules.simulation import Driver, Kept, Simulation
from milepost.forecast.snapshot import simulation
from milepost.plans.draft import Draft

LISTED = 6
"""What decides the finish, and bars of the chart, that are written out."""
MOST_TRIALS = 1_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    plan_file.argument(parser)
    parser.add_argument("--promised", type=plan_file.day, metavar="DATE", help="the date promised to the client, such as 2026-05-29")
    parser.add_argument("--trials", type=_trials, default=10_000, metavar="N", help="how often the plan is tried, 10000 unless said")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number draws other lengths; the same draws the same")
    parser.add_argument("--json", action="store_true", help="print everything as JSON, for programs")


def run(options: argparse.Namespace) -> int:
    """Prints what is likely, as a page or as JSON."""
    draft = plan_file.read(options.plan)
    as_of = plan_file.looked_from(draft, options.as_of)
    promises: dict[int | None, date] = {} if options.promised is None else {None: options.promised}
    found = simulation.simulate(draft, as_of=as_of, promises=promises, trials=options.trials, seed=options.seed)
    print(printed(as_json(draft, found)) if options.json else "\n".join(_page(draft, found, Paper.of(sys.stdout))))
    return 0


def _trials(text: str) -> int:
    try:
        trials = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number") from error
    if not 1 <= trials <= MOST_TRIALS:
        raise argparse.ArgumentTypeError(f"between 1 and {MOST_TRIALS}")
    return trials


def as_json(draft: Draft, found: Simulation) -> dict[str, Any]:
    """What is likely, for programs: days and wall-clock minutes in ISO form, lengths in minutes, chances from 0 to 1."""
    return {
        "project": draft.name,
        "as_of": found.as_of.isoformat(),
        "trials": found.trials,
        "seed": found.seed,
        "planned_finish": minute(found.planned),
        "finish": {name: minute(getattr(found, name)) for name in ("p10", "p50", "p80", "p90")},
        "error_working_days": found.error_days,
        "promised": _promise(found.kept[0]) if found.kept else None,
        "drivers": [_driver(each) for each in found.drivers],
        "histogram": [{"day": bar.day.isoformat(), "trials": bar.trials} for bar in found.bars],
        "assumed": [note.translated(_) for note in found.notes],
        "tasks": [_task(task.name, found, row) for row, task in enumerate(draft.tasks)],
    }


def _promise(kept: Kept) -> dict[str, Any]:
    return {"date": kept.promised and kept.promised.isoformat(), "probability": round(kept.share, 4), "error": round(kept.error, 4)}


def _driver(each: Driver) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "uid": each.uid,
        "name": each.name,
        "share": round(each.share, 4),
        "swing_minutes": each.swing_minutes,
        "error_minutes": each.error_minutes,
        "sentence": each.sentence.translated(_),
    }


def _task(name: str, found: Simulation, row: int) -> dict[str, Any]:
    spread = found.spreads[row]
    dates = {percentile: minute(getattr(spread, percentile)) for percentile in ("p10", "p50", "p80", "p90")}
    return {"uid": spread.uid, "name": name, **dates, "criticality": spread.criticality}


def _page(draft: Draft, found: Simulation, paper: Paper) -> Iterator[str]:
    year = found.as_of.year
    yield from terminal.title(draft.name, found.as_of, paper)
    yield from _wrapped(_likely(found, year), paper)
    for kept in found.kept:
        yield from _wrapped(_promised(kept, year), paper)
    words = _("With every task as long as estimated it would be {day}.")
    yield from _wrapped(words.format(day=_day(found.planned, year)), paper)
    yield from _deciding(found, year, paper)
    yield from _chart(found, year, paper)
    yield from terminal.heading(_("What this rests on"), paper)
    for note in found.notes:
        yield from _wrapped(terminal.said(note, year), paper)
    yield from _wrapped(_error(found), paper)


def _wrapped(words: str, paper: Paper) -> Iterator[str]:
    yield from textwrap.wrap(words, paper.width, initial_indent=INDENT, subsequent_indent=INDENT)


def _day(at: datetime, year: int) -> str:
    return terminal.day(last_day(at), year)


def _likely(found: Simulation, year: int) -> str:
    words = _("As likely as not by {even}; 8 in 10 chances by {sure}.")
    return words.format(even=_day(found.p50, year), sure=_day(found.p80, year))


def _promised(kept: Kept, year: int) -> str:
    words = _("The promise of {day} is kept in {share} of 100 cases (±{error}).")
    share, error = 100 * kept.share, 100 * kept.error
    if share > 99.5:
        words = _("The promise of {day} is kept in more than 99 of 100 cases.")
    elif share < 0.5:
        words = _("The promise of {day} is kept in less than 1 of 100 cases.")
    return words.format(day=_promise_day(kept.promised, year), share=round(share), error=max(1, round(error)))


def _promise_day(on: date | None, year: int) -> str:
    return terminal.day(on, year) if on else ""


def _deciding(found: Simulation, year: int, paper: Paper) -> Iterator[str]:
    yield from terminal.heading(_("What decides it"), paper)
    if not found.drivers:
        yield INDENT + _("Nothing stands out.")
    for each in found.drivers[:LISTED]:
        yield from _wrapped(terminal.said(each.sentence, year), paper)
    yield from terminal.and_more(len(found.drivers), LISTED, paper)


def _chart(found: Simulation, year: int, paper: Paper) -> Iterator[str]:
    """The days on which the plan ended, in a handful of equal stretches of time, with a bar each."""
    yield from terminal.heading(_("When it ends"), paper)
    first, last = found.bars[0].day, found.bars[-1].day
    width = (last - first).days // (2 * LISTED) + 1
    counts = [0] * ((last - first).days // width + 1)
    for bar in found.bars:
        counts[(bar.day - first).days // width] += bar.trials
    for number, count in enumerate(counts):
        since = date.fromordinal(first.toordinal() + number * width)
        line = "█" * round(40 * count / max(counts))
        yield f"{INDENT}{_('from {day}').format(day=terminal.day(since, year)):<22}  {line or '·'}"


def _error(found: Simulation) -> str:
    """How exact this is as far as drawing lots goes."""
    days = max(1, round(found.error_days))
    drawn = _("{trials} trials.").format(trials=f"{found.trials:,}")
    words = ngettext(
        "Other trials would give dates within {days} working day of these.",
        "Other trials would give dates within {days} working days of these.",
        days,
    )
    return f"{drawn} {words.format(days=days)}"
