"""`milepost level`: when the plan in a file ends with the people it has, and who waits for whom. Needs no database and keeps nothing."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from milepost.cli import plan_file, terminal
from milepost.cli.as_json import minute, printed
from milepost.cli.terminal import INDENT, Paper
from milepost.forecast.rules import moment
from milepost.forecast.rules.columns import last_day
from milepost.forecast.rules.levelling import Levelled, Moved
from milepost.forecast.snapshot import levelling
from milepost.plans.draft import Draft

LISTED = 20
"""Tasks that move which are written out."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    plan_file.argument(parser)
    parser.add_argument("--promised", type=plan_file.day, metavar="DATE", help="the date promised to the client: being late costs most")
    parser.add_argument("--seconds", type=float, metavar="S", help="search no longer than this; else as long as it gets better")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number searches differently; the same finds the same")
    parser.add_argument("--split", action="store_true", help="let absences interrupt tasks wherever they lie")
    parser.add_argument("--json", action="store_true", help="print everything as JSON, for programs")


def run(options: argparse.Namespace) -> int:
    """Prints the levelled plan, as a page or as JSON."""
    draft = plan_file.read(options.plan)
    found = levelling.level(
        draft,
        as_of=plan_file.looked_from(draft, options.as_of),
        promised=options.promised,
        split=options.split,
        seed=options.seed,
        budget=None if options.seconds is None else sys.maxsize,
        seconds=options.seconds,
    )
    print(printed(as_json(draft, found)) if options.json else "\n".join(_page(draft, found, Paper.of(sys.stdout))))
    return 0


def as_json(draft: Draft, found: Levelled) -> dict[str, Any]:
    """The levelled plan for programs: wall-clock minutes in ISO form, lengths in minutes."""
    people = {resource.uid: resource.name for resource in draft.resources}
    columns = (found.columns.start.tolist(), found.columns.finish.tolist())
    return {
        "project": draft.name,
        "as_of": found.as_of.isoformat(),
        "finish": minute(found.finish),
        "finish_without_people": minute(found.free_finish),
        "no_sooner_than": minute(found.bound),
        "gap_working_days": found.gap_days,
        "proved": found.proved,
        "standing_working_days": found.standing_days,
        "critical_path": list(found.critical_path),
        "moved": [_moved(each, people) for each in found.moved],
        "tasks": [
            {"uid": task.uid, "name": task.name, "start": minute(moment(start)), "finish": minute(moment(finish))}
            for task, start, finish in zip(draft.tasks, *columns, strict=True)
        ],
        "warnings": [{"code": note.code, "message": note.sentence.translated(_), "uid": note.task} for note in found.notes],
    }


def _moved(each: Moved, people: dict[int, str]) -> dict[str, Any]:
    return {
        "uid": each.uid,
        "later_minutes": each.minutes,
        "person": None if each.resource is None else people[each.resource],
        "waits_for": each.waits_for,
        "because": each.sentence.translated(_),
    }


def _page(draft: Draft, found: Levelled, paper: Paper) -> Iterator[str]:
    year = found.as_of.year
    yield from terminal.title(draft.name, found.as_of, paper)
    for words in (_finish(found, year), _standing(found), _sureness(found, year)):
        yield from _wrapped(words, paper)
    yield from _moves(found, year, paper)
    cautions = [note for note in found.notes if note.code in ("overload_left", "demand_above_capacity")]
    if cautions:
        yield from terminal.heading(_("To look at"), paper)
        for note in cautions:
            yield from _wrapped(terminal.said(note.sentence, year), paper)


def _wrapped(words: str, paper: Paper) -> Iterator[str]:
    yield from textwrap.wrap(words, paper.width, initial_indent=INDENT, subsequent_indent=INDENT)


def _finish(found: Levelled, year: int) -> str:
    finish = terminal.day(last_day(found.finish), year)
    if found.finish == found.free_finish:
        return _("The plan ends on {day}: its people lose it no time.").format(day=finish)
    free = terminal.day(last_day(found.free_finish), year)
    return _("With its people the plan ends on {day}. If everybody were free at all times it would end on {free}.").format(
        day=finish, free=free
    )


def _standing(found: Levelled) -> str:
    days = found.standing_days
    if days is None:
        return ""
    if days < 0:
        late = ngettext("{days} working day late for the promised date.", "{days} working days late for the promised date.", -days)
        return late.format(days=-days)
    return ngettext("{days} working day in hand.", "{days} working days in hand.", days).format(days=days)


def _sureness(found: Levelled, year: int) -> str:
    if found.proved:
        return _("No other order of the work ends sooner; this is proved.")
    bound = terminal.day(last_day(found.bound), year)
    return _("The best order found. Whether a better one exists is not proved; none ends before {day}.").format(day=bound)


def _moves(found: Levelled, year: int, paper: Paper) -> Iterator[str]:
    if not found.moved:
        yield from terminal.heading(_("Nobody has two things to do at once: no task moves"), paper)
        return
    count = len(found.moved)
    yield from terminal.heading(ngettext("{count} task moves", "{count} tasks move", count).format(count=count), paper)
    waiting = [each for each in found.moved if each.resource is not None]
    for each in waiting[:LISTED]:
        yield from _wrapped(terminal.said(each.sentence, year), paper)
    yield from terminal.and_more(len(waiting), LISTED, paper)
    behind = count - len(waiting)
    if behind:
        words = ngettext("{count} more follows what it waits for.", "{count} more follow what they wait for.", behind)
        yield paper.ink(INDENT + words.format(count=behind), terminal.FAINT)
