"""What every page for a terminal is made of: plain words, aligned, eighty columns, colour only where it means something."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from typing import TextIO
from unicodedata import east_asian_width

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


def title(name: str, as_of: date, paper: Paper) -> Iterator[str]:
    """The plan's name, the day it is seen from, and a rule below."""
    words = _("as of {day}").format(day=day(as_of, 0))
    yield paper.ink(padded(cut(name, paper.width - len(words) - 2), paper.width - len(words)), BOLD) + words
    yield paper.ink("─" * paper.width, FAINT)


def and_more(found: int, listed: int, paper: Paper) -> Iterator[str]:
    """What stands below a list that was cut."""
    if found > listed:
        yield paper.ink(INDENT + _("… and {count} more").format(count=found - listed), FAINT)


def said(sentence: Sentence, year: int) -> str:
    """A sentence with its dates as a page writes them."""
    return _dated(sentence, year).translated(_)


def _dated(sentence: Sentence, year: int) -> Sentence:
    """The sentence with its dates and instants as this page writes them."""
    return Sentence(sentence.text, {name: _shown(value, year) for name, value in sentence.values.items()})


def _shown(value: object, year: int) -> object:
    if isinstance(value, Sentence):
        return _dated(value, year)
    if isinstance(value, datetime):
        return instant(value, year)
    return day(value, year) if isinstance(value, date) else value


def heading(words: str, paper: Paper) -> Iterator[str]:
    """An empty line and a title."""
    yield ""
    yield paper.ink(words, BOLD)


def two(left: str, right: str, paper: Paper) -> str:
    """A line with something at its left, cut where it must be, and something at its right."""
    room = paper.width - len(INDENT) - columns(right) - 2
    return f"{INDENT}{padded(cut(left, room), room)}  {right}"


def reason(words: str, paper: Paper) -> Iterator[str]:
    """The lines below a line that say why."""
    for line in textwrap.wrap(words, paper.width - 2, initial_indent=INDENT * 2, subsequent_indent=INDENT * 2):
        yield paper.ink(line, FAINT)


def columns(text: str) -> int:
    """How wide a text stands, colours aside."""
    plain = text.split("m", 1)[1].removesuffix("\x1b[0m") if text.startswith("\x1b[") else text
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in plain)


def padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def cut(text: str, width: int) -> str:
    if columns(text) <= width:
        return text
    while text and columns(text) >= width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def span(start: datetime, finish: datetime, year: int) -> str:
    if start.date() == finish.date():
        return day(finish.date(), year)
    return f"{day(start.date(), year)} – {day(finish.date(), year)}"


def day(on: date, year: int) -> str:
    """A day; its year only where that is not `year`."""
    short = f"{on:%a} {on.day} {on:%b}"
    return short if on.year == year else f"{short} {on.year}"


def instant(at: datetime, year: int) -> str:
    return f"{day(at.date(), year)}, {at:%H:%M}"
