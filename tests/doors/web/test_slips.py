"""The slip ledger on a page and as a file: the same figures, and nothing in the file is a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasts_writes
from milepost.forecast.reads.ledgers import SlipLine
from milepost.plans import writes as planning
from milepost.web import trends
from tests.cast import NOW, Firm

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(firm: Firm) -> int:
    """A project whose finish moved on two days, for a task with a name that spreadsheets would run."""
    boss = firm.manager.actor
    project = planning.add_project(boss, name="Pier", start_on=NOW.date(), now=NOW)
    task = planning.add_task(boss, project, name="=1+1", duration_minutes=960, now=NOW)
    for day in range(3):
        now = NOW + timedelta(days=day)
        planning.record_progress(boss, task, percent=0, remaining_minutes=960 * (day + 1), now=now)
        forecasts_writes.compare(project, now=now)
        forecasts_writes.keep_facts(project, now=now)
    return project


def test_the_file_holds_the_same_minutes_as_the_ledger_and_no_formula(firm: Firm, manager: Client, here: int) -> None:
    answer = manager.get(f"/projects/{here}/slips/file/")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    ledger = forecasts.slip_ledger(firm.manager.actor, here)
    assert sum(int(row["Working minutes"]) for row in rows) == ledger.minutes > 0
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_the_page_says_every_day_and_every_sum(manager: Client, here: int) -> None:
    page = manager.get(f"/projects/{here}/slips/").content.decode()
    assert page.count("<tr><td><time") == 2
    assert "later, all in all" in page
    assert "No day to compare yet" in manager.get(f"/projects/{here}/slips/?last=2020-01-01").content.decode()


@pytest.mark.parametrize("asked", ["first=tomorrow", "last=99999-01-01", "first=0001-01-01&last=9999-12-31"])
def test_days_that_are_none_are_no_error(manager: Client, here: int, asked: str) -> None:
    assert manager.get(f"/projects/{here}/slips/?{asked}").status_code == 200


def line(day: int, before: int, after: int) -> SlipLine:
    on = date(2026, 3, 2)
    since, as_of, then, now = (on + timedelta(days=n) for n in (day, day + 1, before, after))
    return SlipLine(since, as_of, then, now, 0, 0, unbroken=True, parts=())


def test_later_finishes_stand_higher_and_days_that_lost_time_are_full() -> None:
    drawn = ElementTree.fromstring(trends.finish_trend([line(0, 10, 12), line(1, 12, 11)], today=date(2026, 3, 4)))
    dots = drawn.findall("circle")
    first, later, earlier = (float(dot.attrib["cy"]) for dot in dots)
    assert later < earlier < first
    assert [dot.attrib["fill"] == "var(--late)" for dot in dots] == [False, True, False]
    assert [float(dot.attrib["cx"].rstrip("%")) for dot in dots] == [2, 50, 98]


def test_nothing_is_drawn_of_no_day() -> None:
    assert trends.finish_trend([], today=date(2026, 3, 4)) == ""
