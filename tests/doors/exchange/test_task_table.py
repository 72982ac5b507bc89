"""The tasks as a table for a spreadsheet: what it says is what the plan says, and nothing in it is ever run."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from python_calamine import CalamineWorkbook

from milepost.exchange.table_files import Table, table_file
from milepost.exchange.task_table import task_table
from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasting
from milepost.kernel.refusal import Refusal
from tests.cast import NOW, Cast, plan

BEGINNINGS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "=cmd|' /C calc'!A1&", "@SUM(1)*cmd|x&", "-2+3&", "+1&", '=""&')
PAYLOADS = [beginning + ending for beginning in BEGINNINGS for ending in ("", "1+1", "A1", 'WEBSERVICE("x")', "HYPERLINK(A1)")]


def sheet(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def formulas(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return sum(book.read(name).count(b"<f>") for name in book.namelist())


def test_the_table_says_what_the_plan_and_its_forecast_say(cast: Cast) -> None:
    actor, project = cast.north.manager.actor, cast.north.project_id
    forecasting.conclude(project, now=NOW)
    chart = forecasts.chart(actor, project, now=NOW)
    head, *rows = sheet(task_table(actor, project, "xlsx", now=NOW).content)
    said = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["Task"] for row in said] == chart.name
    epoch = datetime(1970, 1, 1)
    for place, row in enumerate(said):
        start, finish = row["Start"], row["Finish"]
        assert isinstance(start, datetime)
        assert isinstance(finish, datetime)
        assert (start - epoch).total_seconds() / 60 == chart.start[place]
        assert (finish - epoch).total_seconds() / 60 == chart.finish[place]
        assert row["Duration in days"] == pytest.approx(chart.duration[place] / chart.minutes_per_day, abs=0.005)
        assert row["Done in %"] == chart.percent[place]
        assert (row["Critical"] == "yes") == bool(chart.critical[place])
    linked = {row["Number"]: row["Predecessors"] for row in said}
    assert sum(len(str(each).split(", ")) for each in linked.values() if each) == len(chart.links)


def test_text_and_sheet_hold_the_same(cast: Cast) -> None:
    actor, project = cast.north.manager.actor, cast.north.project_id
    text = task_table(actor, project, "csv", now=NOW).content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert [line[1] for line in lines] == [row[1] for row in sheet(task_table(actor, project, "xlsx", now=NOW).content)]


def test_no_text_becomes_a_formula() -> None:
    table = Table("Tasks", [("Task", 20), ("Note", 20)], [(payload, payload) for payload in PAYLOADS])
    book, _ = table_file(table, "xlsx")
    assert formulas(book) == 0
    assert ["".join(str(row[0]).split()) for row in sheet(book)[1:]] == ["".join(payload.split()) for payload in PAYLOADS]
    text, _ = table_file(table, "csv")
    cells = [cell for line in csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_numbers_and_dates_stay_what_they_are() -> None:
    days = [date(2026, 11, 23), datetime(2026, 11, 23, 17, 0), date(1899, 1, 1), None, -3.5, 12]
    book, _ = table_file(Table("Days", [(str(place), 12) for place in range(len(days))], [days]), "xlsx")
    assert sheet(book)[1] == [date(2026, 11, 23), datetime(2026, 11, 23, 17, 0), "1899-01-01", "", -3.5, 12]


def test_a_table_without_rows_has_its_columns() -> None:
    book, _ = table_file(Table("Empty", [("Task", 10)], []), "xlsx")
    assert sheet(book) == [["Task"]]


def test_another_format_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="xlsx or csv"):
        task_table(cast.north.manager.actor, cast.north.project_id, "ods", now=NOW)


def test_a_table_of_a_plan_with_hostile_names_opens_as_text(cast: Cast) -> None:
    draft = plan("hostile", cast.north.member.email)
    hostile = replace(draft, tasks=tuple(replace(task, name=f"=1+{task.uid}") for task in draft.tasks))
    project = forecasting.import_plan(cast.north.manager.actor, hostile, file_name="hostile.xml", now=NOW).project_id
    assert formulas(task_table(cast.north.manager.actor, project, "xlsx", now=NOW).content) == 0
