"""The brief as a page for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from gettext import gettext as _
from gettext import ngettext

from milepost.cli import terminal
from milepost.cli.terminal import Paper
from milepost.day.rules import Brief, Finishable, Slipping, TaskLine, working_time


def page(brief: Brief, paper: Paper) -> str:
    """The whole brief, without a line break at its end."""
    return "\n".join(line.rstrip() for line in _lines(brief, paper))


def _lines(brief: Brief, paper: Paper) -> Iterator[str]:
    yield from _head(brief, paper)
    yield from _finishable(brief.finishable, brief.as_of.year, paper)
    yield from _critical_path(brief, paper)
    yield from _slipping(brief.slipping, brief.as_of.year, paper)
    yield from _warnings(brief, paper)


def _head(brief: Brief, paper: Paper) -> Iterator[str]:
    yield from terminal.title(brief.project, brief.as_of, paper)
    rows = [(_("Forecast"), terminal.instant(brief.finish, brief.as_of.year))]
    if brief.promised is not None:
        rows.insert(0, (_("Promised"), terminal.day(brief.promised, brief.as_of.year)))
        rows.append((_("Standing"), _standing(brief.standing_working_days or 0, paper)))
    widest = max(len(name) for name, _value in rows)
    for name, value in rows:
        yield f"{terminal.INDENT}{name:<{widest}}  {value}"


def _standing(days: int, paper: Paper) -> str:
    if days < 0:
        words = ngettext("{days} working day late", "{days} working days late", -days).format(days=-days)
        return paper.ink(words, terminal.LATE)
    if days == 0:
        return paper.ink(_("on the day"), terminal.KEPT)
    return paper.ink(ngettext("{days} working day in hand", "{days} working days in hand", days).format(days=days), terminal.KEPT)


def _finishable(found: Sequence[Finishable], year: int, paper: Paper) -> Iterator[str]:
    yield from terminal.heading(_("Finishable today"), paper)
    if not found:
        yield terminal.INDENT + _("Nothing: no task is both free to run and short enough for the day.")
    for each in found[: terminal.LISTED]:
        length = working_time(each.remaining_minutes).translated(_) if each.remaining_minutes else _("milestone")
        yield terminal.two(each.name, f"{length}  {', '.join(each.who)}".strip(), paper)
        yield from terminal.reason(terminal.said(each.because, year), paper)
    yield from terminal.and_more(len(found), terminal.LISTED, paper)


def _critical_path(brief: Brief, paper: Paper) -> Iterator[str]:
    ahead = [line for line in brief.critical_path if line.dates.finish.date() >= brief.as_of]
    yield from terminal.heading(_("Critical path: what sets the finish"), paper)
    if not ahead:
        yield terminal.INDENT + _("Everything on it is done.")
    shown = ahead if len(ahead) <= terminal.LISTED + 1 else ahead[: terminal.LISTED - 1]
    for line in shown:
        yield from _step(line, brief.as_of.year, paper)
    if len(ahead) > len(shown):
        rest = len(ahead) - len(shown) - 1
        yield paper.ink(terminal.INDENT + _("… {count} more, and last:").format(count=rest), terminal.FAINT)
        yield from _step(ahead[-1], brief.as_of.year, paper)


def _step(line: TaskLine, year: int, paper: Paper) -> Iterator[str]:
    yield terminal.two(line.name, terminal.span(line.dates.start, line.dates.finish, year), paper)
    yield from terminal.reason(terminal.said(line.why, year), paper)


def _slipping(found: Sequence[Slipping], year: int, paper: Paper) -> Iterator[str]:
    if not found:
        return
    yield from terminal.heading(_("Slipping"), paper)
    for each in found[: terminal.LISTED]:
        late = ngettext("{days} working day", "{days} working days", each.days).format(days=each.days)
        yield terminal.two(each.name, paper.ink(late, terminal.LATE), paper)
        words = _("The deadline is {day}.") if each.against == "deadline" else _("The baseline says {day}.")
        yield from terminal.reason(f"{words.format(day=terminal.day(each.against_on, year))} {terminal.said(each.because, year)}", paper)
    yield from terminal.and_more(len(found), terminal.LISTED, paper)


def _warnings(brief: Brief, paper: Paper) -> Iterator[str]:
    if not brief.warnings:
        return
    yield from terminal.heading(_("Worth a look"), paper)
    for each in brief.warnings[: 2 * terminal.LISTED]:
        yield from textwrap.wrap(
            terminal.said(each.sentence, brief.as_of.year),
            paper.width,
            initial_indent=f"{terminal.INDENT}· ",
            subsequent_indent=terminal.INDENT * 2,
        )
    yield from terminal.and_more(len(brief.warnings), 2 * terminal.LISTED, paper)
