"""Tables: comma-separated files, cells pasted from a spreadsheet. A cell is text or a number, never a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from milepost.exchange import typed
from milepost.exchange.outline.headings import columns
from milepost.exchange.outline.reading import Context, Found, Line
from milepost.exchange.typed.days import on_weekdays
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

DELIMITERS = "\t;,|"
HEADING_WITHIN = 5
"""Lines above the heading, such as the title of a report, that are passed over."""
MOST_COLUMNS = 200
LONGEST_HEADING = 10_000
_STROKES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|\s*[ap]m)?$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?")
_SHARE = re.compile(r"\s*\[\d{1,4}\s*%\]$")
_YES = {"yes", "y", "true", "1", "x", "ja"}

Cells = list[list[str]]


def cells_of(text: str) -> Cells | None:
    """The cells of a text that is a table: one whose first lines hold a heading with a column for the name of the task. Else None."""
    start = [line[:LONGEST_HEADING] for line in islice(text.splitlines(), HEADING_WITHIN * 4) if line.strip()][:HEADING_WITHIN]
    for delimiter in DELIMITERS:
        if any(_is_heading(next(csv.reader([line], delimiter=delimiter), [])) for line in start):
            return _split(text, delimiter)
    return None


def looks_pasted(text: str) -> bool:
    """Whether these are cells of a spreadsheet without their heading: most lines have tabs between words."""
    lines = [line.strip() for line in islice(text.splitlines(), 200) if line.strip()]
    return len(lines) < 2 * sum("\t" in line for line in lines)


def _is_heading(cells: Sequence[str]) -> bool:
    places, _ = columns(cells[:MOST_COLUMNS])
    return "name" in places and len(places) > 1


def _split(text: str, delimiter: str) -> Cells:
    try:
        rows = list(csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), delimiter=delimiter))
    except csv.Error:
        raise Refusal("table_broken", say("This table cannot be read: a quotation mark is not closed, or a cell is too long.")) from None
    return rows


@dataclass(frozen=True, slots=True)
class _Table:
    """A table whose columns are known."""

    places: Mapping[str, int]
    units: Mapping[str, str]
    month_first: bool | None
    context: Context

    def cell(self, row: Sequence[str], column: str) -> str:
        """The text in a column of a row; empty where there is none."""
        place = self.places.get(column, -1)
        return row[place].strip() if 0 <= place < len(row) else ""

    def length(self, row: Sequence[str], column: str) -> int | None:
        text = self.cell(row, column).rstrip("? ")
        if not text:
            return None
        unit = self.units.get(column, "")
        return typed.length(f"{text}{unit}" if unit and _NUMBER.fullmatch(text) else text, self.context.per_day)

    def day(self, row: Sequence[str], column: str) -> date | None:
        text = _TIME.sub("", self.cell(row, column))
        if not text or text.upper() == "NA":
            return None
        return typed.day(text, today=self.context.today, locale=self.context.locale, month_first=self.month_first)


def without_heading() -> Refusal:
    """The refusal of cells that nobody named."""
    return Refusal("table_without_heading", say("The first row of a table names its columns, such as Task, Duration, Predecessors, Who."))


def read_table(rows: Sequence[Sequence[str]], found: Found, *, context: Context) -> None:
    """Adds a line to `found` for each row below the heading, or says what was wrong with it. Refuses a table without a heading."""
    top = next((number for number, row in enumerate(rows[: HEADING_WITHIN * 4]) if _is_heading(row)), None)
    if top is None:
        raise without_heading()
    places, units = columns(rows[top][:MOST_COLUMNS])
    body = [(number, row) for number, row in enumerate(rows[top + 1 :], top + 2) if any(cell.strip() for cell in row)]
    _take_numbers_for_days(body, places, units, found)
    table = _Table(places, units, _month_first(body, places), context)
    _say_what_is_left(rows[top], places, found)
    phase = ""
    for number, row in body:
        if found.hopeless():
            break
        phase = _open_phase(number, table.cell(row, "phase"), phase, found)
        try:
            found.add(_line(number, row, table))
        except Refusal as refusal:
            if refusal.code == "outline_too_long":
                raise
            found.trouble(number, refusal)
    found.links_said = any(line.links for line in found.lines)


def _take_numbers_for_days(
    body: Sequence[tuple[int, Sequence[str]]], places: Mapping[str, int], units: dict[str, str], found: Found
) -> None:
    """Where a column of lengths holds nothing but numbers, they are days."""
    for column in ("best", "takes", "worst"):
        place = places.get(column)
        if place is None or column in units:
            continue
        written = [row[place].strip() for _, row in body if place < len(row) and row[place].strip()]
        if written and all(map(_NUMBER.fullmatch, written)):
            units[column] = "d"
            found.assumed.append(say("The numbers in “{column}” are taken for days.", column=column))


def _open_phase(number: int, named: str, before: str, found: Found) -> str:
    """A row of a new phase opens a summary for it."""
    if named and named != before:
        found.add(Line(number, named, level=0))
    return named or before


def _line(number: int, row: Sequence[str], table: _Table) -> Line:
    name = table.cell(row, "name")
    if not name:
        raise Refusal("line_without_name", say("This row does not say what is to be done."))
    line = Line(number, " ".join(name.split()), level=_level(row, table), links=table.cell(row, "after"))
    line.key = table.cell(row, "id") or table.cell(row, "wbs")
    line.who = _people(table.cell(row, "who"))
    line.best_minutes, line.takes_minutes, line.worst_minutes = (table.length(row, column) for column in ("best", "takes", "worst"))
    line.deliverable, line.notes = table.cell(row, "deliverable"), table.cell(row, "notes")
    line.due_on = table.day(row, "due")
    if table.cell(row, "milestone").casefold() in _YES:
        line.takes_minutes = 0
    _place_in_time(line, table.day(row, "start"), table.day(row, "finish"), table)
    return line


def _level(row: Sequence[str], table: _Table) -> int:
    """From the level, from a number such as 1.2.3, or from the spaces before the name."""
    written = table.cell(row, "level")
    if written:
        if not written.isascii() or not written.isdecimal() or len(written) > 3:
            raise Refusal("level_not_understood", say("“{text}” is not a level. Write 1, 2, 3 …", text=written[:20]))
        return max(1, int(written))
    if number := table.cell(row, "wbs").strip("."):
        return number.count(".") + 1
    name = row[table.places["name"]].expandtabs(4)
    return 1 + len(name) - len(name.lstrip())


def _people(text: str) -> list[str]:
    return [name for part in re.split(r"[,;&+]|\n", text) if (name := _SHARE.sub("", part.strip()).lstrip("@"))]


def _place_in_time(line: Line, start: date | None, finish: date | None, table: _Table) -> None:
    """Start and finish say how long it takes where nothing else does. A task that waits for another starts when that is done."""
    if start and finish and finish < start:
        raise Refusal("finish_before_start", say("This row ends before it starts."))
    if line.takes_minutes is None and start and finish:
        days = sum(on_weekdays(start + timedelta(days=step)) for step in range(min((finish - start).days + 1, 40_000)))
        line.takes_minutes = days * table.context.per_day
    elif finish and not start:
        line.due_on = line.due_on or finish
    line.start_on = None if line.links else start


def _month_first(body: Sequence[tuple[int, Sequence[str]]], places: Mapping[str, int]) -> bool | None:
    """How 3/4/2026 is meant: as the days of the table beside it are that can be meant in one way only."""
    wanted = [places[column] for column in ("start", "finish", "due") if column in places]
    for _, row in body:
        for place in wanted:
            found = _STROKES.match(row[place].strip()) if place < len(row) else None
            if found and (int(found[1]) > 12) != (int(found[2]) > 12):
                return int(found[2]) > 12
    return None


def _say_what_is_left(heading: Sequence[str], places: Mapping[str, int], found: Found) -> None:
    left = [cell.strip()[:40] for place, cell in enumerate(heading[:MOST_COLUMNS]) if cell.strip() and place not in places.values()]
    if left:
        found.assumed.append(say("These columns are not used: {columns}.", columns=", ".join(left[:10])))
