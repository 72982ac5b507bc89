"""A table as a file for a spreadsheet, XLSX or CSV. What somebody typed is never a formula in it; numbers and dates stay such."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

Cell = str | int | float | bool | date | datetime | None
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST_TEXT = 32_767
"""Letters in a cell, which is what spreadsheets take."""
FIRST_DAY = date(1900, 3, 1)
"""From here on spreadsheets count days rightly; what is earlier is written as text."""
SHOWN: dict[type, str] = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by name with their width in letters, and rows with as many cells. `name` is that of the sheet."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]


def table_file(table: Table, kind: str) -> tuple[bytes, str]:
    """The table as bytes and their content type; `kind` is `xlsx` or `csv`, anything else is refused."""
    if kind == "xlsx":
        return _xlsx(table), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    if kind == "csv":
        return _csv(table), "text/csv; charset=utf-8"
    raise Refusal("format_unknown", say("A table is written as xlsx or csv, not as {kind}.", kind=kind), field="format")


def _csv(table: Table) -> bytes:
    """With a mark by which Excel knows the encoding."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([name for name, _ in table.columns])
    lines.writerows([_as_text(cell) for cell in row] for row in table.rows)
    return written.getvalue().encode("utf-8-sig")


def _as_text(cell: Cell) -> str | int | float:
    """Spreadsheets read a CSV's text as if it were typed, so what would be a formula gets an apostrophe in front."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


def _xlsx(table: Table) -> bytes:
    import xlsxwriter  # a tenth of a second that only this needs

    written = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(written, safe) as book:
        sheet, bold = book.add_worksheet(table.name), book.add_format({"bold": True, "bottom": 1})
        dates = {kind: book.add_format({"num_format": shown, "align": "left"}) for kind, shown in SHOWN.items()}
        for place, (name, width) in enumerate(table.columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, name, bold)
        last = 0
        for last, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                _write(sheet, last, place, cell, dates)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(table.columns) - 1)
    return written.getvalue()


def _write(sheet: Any, row: int, place: int, cell: Cell, dates: Mapping[type, Any]) -> None:
    if isinstance(cell, date):
        early = (cell.date() if isinstance(cell, datetime) else cell) < FIRST_DAY
        sheet.write_string(row, place, str(cell)) if early else sheet.write_datetime(row, place, cell, dates[type(cell)])
    elif isinstance(cell, str):
        sheet.write_string(row, place, cell[:LONGEST_TEXT])
    elif cell is not None:
        sheet.write(row, place, cell)
