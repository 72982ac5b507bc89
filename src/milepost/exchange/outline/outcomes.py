"""Objectives and deliverables as people write them down, one per line, and written again.

Invoices leave sooner: days from delivery to invoice, 12 → 3, by end of june
Invoicing module
  - An invoice leaves on the day of delivery
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from milepost.exchange import typed
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.rules.outcomes import MOST_CRITERIA
from milepost.plans.sketch import SketchDeliverable, SketchObjective

MOST = 50
"""Objectives, and deliverables, of one project that are begun with."""
_BY = re.compile(r",?\s+by\s+([^,:]{2,30})$", re.IGNORECASE)
_CHANGE = re.compile(r"^(.*?)(?:,\s+|:\s*|\s+from\s+)((?:[^,:→]|,(?!\s)){0,100}?)\s*(?:→|->)\s*(.{1,100})$")
_BULLET = re.compile(r"^(?:\s+|\s*[-*•–]\s+)(?=\S)(?:[-*•–]\s+)?")


def read_objectives(text: str, *, today: date, locale: str = "en") -> tuple[SketchObjective, ...]:
    """One objective per line: its name, and behind a colon what it is measured by, from where to where, by when."""
    lines = [(number, line.strip(" \t-*•")) for number, line in enumerate(text.splitlines(), 1) if line.strip(" \t-*•")]
    _check_number(lines)
    return tuple(_objective(line, today, locale) for _, line in lines)


def _objective(line: str, today: date, locale: str) -> SketchObjective:
    by_on = None
    if found := _BY.search(line):
        try:
            by_on, line = typed.day(found[1], today=today, locale=locale), line[: found.start()]
        except Refusal:
            by_on = None
    if not (change := _CHANGE.match(line)):
        name, _, metric = line.partition(": ")
        return SketchObjective(name.strip(), metric.strip(), by_on=by_on)
    name, _, metric = change[1].partition(": ")
    return SketchObjective(name.strip(), metric.strip(), change[2].strip(), change[3].strip(), by_on)


def read_deliverables(text: str) -> tuple[SketchDeliverable, ...]:
    """One deliverable per line; the indented or bulleted lines below it are its acceptance criteria."""
    found: list[tuple[int, str]] = []
    criteria: list[list[str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        bullet = _BULLET.match(line)
        if not line.strip():
            continue
        if bullet and found:
            criteria[-1].append(line[bullet.end() :].strip())
        else:
            found.append((number, line.strip(" \t-*•:")))
            criteria.append([])
    _check_number(found)
    if any(len(each) > MOST_CRITERIA for each in criteria):
        raise Refusal("criteria_too_many", say("At most {most} acceptance criteria, please.", most=MOST_CRITERIA))
    return tuple(SketchDeliverable(name, tuple(each)) for (_, name), each in zip(found, criteria, strict=True))


def _check_number(lines: Sequence[tuple[int, str]]) -> None:
    if len(lines) > MOST:
        raise Refusal("outcomes_too_many", say("At most {most} of them to begin with, please.", most=MOST))


def written_objectives(objectives: Sequence[SketchObjective]) -> str:
    """The way back."""
    return "\n".join(_written(each) for each in objectives)


def _written(each: SketchObjective) -> str:
    metric = f": {each.metric}" if each.metric else ""
    change = f", {each.baseline_value} → {each.target}" if each.target else ""
    return f"{each.name}{metric}{change}{f', by {each.by_on}' if each.by_on else ''}"


def written_deliverables(deliverables: Sequence[SketchDeliverable]) -> str:
    """The way back."""
    return "\n".join("\n".join([each.name, *(f"  - {criterion}" for criterion in each.criteria)]) for each in deliverables)
