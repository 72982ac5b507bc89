"""A spreadsheet file becomes the text that its cells would be if they were pasted, and cannot be made to hurt."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

import pytest
import xlsxwriter

from milepost.exchange import outline
from milepost.exchange.sheets import text_of
from milepost.kernel.refusal import Refusal

TODAY = date(2026, 3, 2)


def sheet(*rows: Sequence[object], beside: dict[tuple[int, int], str] | None = None) -> bytes:
    """A file of Excel with these rows on its second sheet; the first one is empty."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.add_worksheet("Notes")
        page = book.add_worksheet("Plan")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        for place, text in (beside or {}).items():
            page.write(*place, text)
    return written.getvalue()


def unfolding() -> bytes:
    """A sheet of 50 kB whose texts unfold into more memory than the child has."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(("Task",)))) as plain, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in plain.namelist():
            content = plain.read(name)
            if name.endswith("sharedStrings.xml"):
                content = content.replace(b"<t>Task</t>", b"<t>" + b"A" * 40_000_000 + b"</t>")
            bomb.writestr(name, content)
    return written.getvalue()


def test_the_first_sheet_that_holds_anything_begins_a_plan() -> None:
    content = sheet(("Task", "Duration", "Start"), ("Dig", "3d", date(2026, 3, 9)), ("Plant\nroses", 2.0, None))
    text = text_of(content, name="Plan.XLSX")
    assert text.split("\n") == ["Task\tDuration\tStart", "Dig\t3d\t2026-03-09", "Plant roses\t2"]
    first = outline.read(text, today=TODAY).sketch.tasks[0]
    assert (first.name, first.takes_minutes, first.start_on) == ("Dig", 1440, date(2026, 3, 9))


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: b"PK\3\4", "sheet_unreadable"),
        (lambda: b"", "sheet_unreadable"),
        (lambda: sheet(("Task",))[:2000], "sheet_unreadable"),
        (unfolding, "sheet_too_demanding"),
        (lambda: sheet(("Task",), beside={(1_048_575, 16_383): "far away"}), "sheet_too_demanding"),
        (lambda: sheet(*((f"Task {n} " + "x" * 250,) for n in range(9000))), "sheet_too_demanding"),
    ],
)
def test_what_is_no_list_of_tasks_is_refused(made: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Refusal, check=lambda refusal: (refusal.code, refusal.field) == (code, "file")):
        text_of(made(), name="list.xlsx")
