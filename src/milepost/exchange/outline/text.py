"""Indented text, bullets, headings and numbered lists as lines with levels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from milepost.exchange.outline.endings import read_line, without_link
from milepost.exchange.outline.reading import Context, Found
from milepost.exchange.typed import folded
from milepost.kernel.refusal import Refusal

TAB = 4
_BULLET = re.compile(r"(?:[-*+•◦▪‣–—·]\s+|\d{1,4}[.)]\s+|[a-zA-Z][.)]\s+)?(?:\[[ xX]?\]\s+)?")
_NUMBERED = re.compile(r"(\d{1,4}(?:\.\d{1,4})+)\.?\s+")
_COUNTED = re.compile(r"(\d{1,4})[.)]\s+")
_HEADING = re.compile(r"(#{1,6})\s+")
_RULE = re.compile(r"[-=_*~\s]{3,}|```.*")


@dataclass(slots=True)
class _Depths:
    """How deep lines are: the widths of the indents that are open, below the heading that was last."""

    heading: int = 0
    widths: list[int] = field(default_factory=list)

    def of_heading(self, depth: int) -> int:
        self.heading, self.widths = depth, []
        return depth

    def of_indent(self, width: int) -> int:
        while self.widths and self.widths[-1] > width:
            self.widths.pop()
        if not self.widths or self.widths[-1] < width:
            self.widths.append(width)
        return self.heading + len(self.widths)


def read_text(text: str, found: Found, *, context: Context) -> None:
    """Adds a line to `found` for each task of `text`, or says what was wrong with it."""
    depths = _Depths()
    for number, raw in enumerate(text.splitlines(), 1):
        if found.hopeless():
            break
        if not raw.strip() or _RULE.fullmatch(raw):
            continue
        try:
            _read(number, raw, depths, found, context)
        except Refusal as refusal:
            if refusal.code == "outline_too_long":
                raise
            found.trouble(number, refusal)
    _settle_loose_links(found, context)


def _read(number: int, raw: str, depths: _Depths, found: Found, context: Context) -> None:
    plain = raw.expandtabs(TAB)
    stripped = plain.lstrip()
    key, level = "", None
    if heading := _HEADING.match(stripped):
        level, rest = depths.of_heading(len(heading[1])), stripped[heading.end() :].rstrip("# ")
    elif numbered := _NUMBERED.match(stripped):
        key, rest = numbered[1], stripped[numbered.end() :]
        level = depths.heading + key.count(".") + 1
    else:
        counted = _COUNTED.match(stripped)
        key, rest = counted[1] if counted else "", _BULLET.sub("", stripped, count=1)
    line = read_line(number, rest.replace("**", "").replace("`", ""), context=context)
    line.level, line.key = level or depths.of_indent(len(plain) - len(stripped)), key
    found.add(line)


def _settle_loose_links(found: Found, context: Context) -> None:
    """ "Build 3d after Design" links where there is a task "Design", and is a name where there is none."""
    names = {folded(line.name) for line in found.lines} | {folded(line.perhaps[0]) for line in found.lines if line.perhaps}
    for line in found.lines:
        if line.perhaps and folded(line.perhaps[1].split(None, 1)[1]) in names:
            without_link(line, context=context)
