"""The brief as a page for a terminal: plain words, aligned, eighty columns, colour only where it means something."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from gettext import ngettext
from typing import TextIO
from unicodedata import east_asian_width

from milepost.day.rules import Brief, Finishable, Slipping, TaskLine, working_time
from milepost.kernel.say import Sentence

WIDEST = 80
INDENT = "  "
LISTED = 12
"""Lines of a list, or steps of the critical path, that are written out before the rest is summed up."""

BOLD, FAINT, LATE, KEPT = "1", "2", "31", "32"


@dataclass(frozen=True, slots=True)
class Paper:
    """What is written on: how wide, and whether it shows colours."""

    width: int = WIDEST
    coloured: bool = False

    @classmethod
    def of(cls, stream: TextIO) -> Paper:
        """The terminal behind `stream`; a pipe or a file, or a person who set NO_COLOR, gets no colours."""
        if not stream.isatty():
            return cls()
        return cls(min(WIDEST, shutil.get_terminal_size().columns), "NO_COLOR" not in os.environ)

    def ink(self, text: str, colour: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.coloured else text


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
    day = _("as of {day}").format(day=_day(brief.as_of, 0))
    yield paper.ink(_padded(_cut(brief.project, paper.width - len(day) - 2), paper.width - len(day)), BOLD) + day
    yield paper.ink("─" * paper.width, FAINT)
    rows = [(_("Forecast"), _instant(brief.finish, brief.as_of.year))]
    if brief.promised is not None:
        rows.insert(0, (_("Promised"), _day(brief.promised, brief.as_of.year)))
        rows.append((_("Standing"), _standing(brief.standing_working_days or 0, paper)))
    widest = max(len(name) for name, _value in rows)
    for name, value in rows:
        yield f"{INDENT}{name:<{widest}}  {value}"


def _standing(days: int, paper: Paper) -> str:
    if days < 0:
        words = ngettext("{days} working day late", "{days} working days late", -days).format(days=-days)
        return paper.ink(words, LATE)
    if days == 0:
        return paper.ink(_("on the day"), KEPT)
    return paper.ink(ngettext("{days} working day in hand", "{days} working days in hand", days).format(days=days), KEPT)


def _finishable(found: Sequence[Finishable], year: int, paper: Paper) -> Iterator[str]:
    yield from _heading(_("Finishable today"), paper)
    if not found:
        yield INDENT + _("Nothing: no task is both free to run and short enough for the day.")
    for each in found[:LISTED]:
        length = working_time(each.remaining_minutes).translated(_) if each.remaining_minutes else _("milestone")
        yield _two(each.name, f"{length}  {', '.join(each.who)}".strip(), paper)
        yield from _reason(_said(each.because, year), paper)
    yield from _and_more(len(found), LISTED, paper)


def _critical_path(brief: Brief, paper: Paper) -> Iterator[str]:
    ahead = [line for line in brief.critical_path if line.dates.finish.date() >= brief.as_of]
    yield from _heading(_("Critical path: what sets the finish"), paper)
    if not ahead:
        yield INDENT + _("Everything on it is done.")
    shown = ahead if len(ahead) <= LISTED + 1 else ahead[: LISTED - 1]
    for line in shown:
        yield from _step(line, brief.as_of.year, paper)
    if len(ahead) > len(shown):
        rest = len(ahead) - len(shown) - 1
        yield paper.ink(INDENT + _("… {count} more, and last:").format(count=rest), FAINT)
        yield from _step(ahead[-1], brief.as_of.year, paper)


def _step(line: TaskLine, year: int, paper: Paper) -> Iterator[str]:
    yield _two(line.name, _span(line.dates.start, line.dates.finish, year), paper)
    yield from _reason(_said(line.why, year), paper)


def _slipping(found: Sequence[Slipping], year: int, paper: Paper) -> Iterator[str]:
    if not found:
        return
    yield from _heading(_("Slipping"), paper)
    for each in found[:LISTED]:
        late = ngettext("{days} working day", "{days} working days", each.days).format(days=each.days)
        yield _two(each.name, paper.ink(late, LATE), paper)
        words = _("The deadline is {day}.") if each.against == "deadline" else _("The baseline says {day}.")
        yield from _reason(f"{words.format(day=_day(each.against_on, year))} {_said(each.because, year)}", paper)
    yield from _and_more(len(found), LISTED, paper)


def _warnings(brief: Brief, paper: Paper) -> Iterator[str]:
    if not brief.warnings:
        return
    yield from _heading(_("Worth a look"), paper)
    for each in brief.warnings[: 2 * LISTED]:
        yield from textwrap.wrap(
            _said(each.sentence, brief.as_of.year), paper.width, initial_indent=f"{INDENT}· ", subsequent_indent=INDENT * 2
        )
    yield from _and_more(len(brief.warnings), 2 * LISTED, paper)


def _and_more(found: int, listed: int, paper: Paper) -> Iterator[str]:
    if found > listed:
        yield paper.ink(INDENT + _("… and {count} more").format(count=found - listed), FAINT)


def _said(sentence: Sentence, year: int) -> str:
    return _dated(sentence, year).translated(_)


def _dated(sentence: Sentence, year: int) -> Sentence:
    """The sentence with its dates and instants as this page writes them."""
    return Sentence(sentence.text, {name: _shown(value, year) for name, value in sentence.values.items()})


def _shown(value: object, year: int) -> object:
    if isinstance(value, Sentence):
        return _dated(value, year)
    if isinstance(value, datetime):
        return _instant(value, year)
    return _day(value, year) if isinstance(value, date) else value


def _heading(words: str, paper: Paper) -> Iterator[str]:
    yield ""
    yield paper.ink(words, BOLD)


def _two(left: str, right: str, paper: Paper) -> str:
    room = paper.width - len(INDENT) - _columns(right) - 2
    return f"{INDENT}{_padded(_cut(left, room), room)}  {right}"


def _reason(words: str, paper: Paper) -> Iterator[str]:
    for line in textwrap.wrap(words, paper.width - 2, initial_indent=INDENT * 2, subsequent_indent=INDENT * 2):
        yield paper.ink(line, FAINT)


def _columns(text: str) -> int:
    plain = text.split("m", 1)[1].removesuffix("\x1b[0m") if text.startswith("\x1b[") else text
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in plain)


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - _columns(text))


def _cut(text: str, width: int) -> str:
    if _columns(text) <= width:
        return text
    while text and _columns(text) >= width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _span(start: datetime, finish: datetime, year: int) -> str:
    if start.date() == finish.date():
        return _day(finish.date(), year)
    return f"{_day(start.date(), year)} – {_day(finish.date(), year)}"


def _day(day: date, year: int) -> str:
    short = f"{day:%a} {day.day} {day:%b}"
    return short if day.year == year else f"{short} {day.year}"


def _instant(at: datetime, year: int) -> str:
    return f"{_day(at.date(), year)}, {at:%H:%M}"
