"""Planned and done on a page: the figures of the report, a picture that says the same, and a way out where there is no baseline."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasts_writes
from milepost.forecast.reads import EarnedValue, ValuePoint
from milepost.plans import writes as planning
from milepost.web import curves
from tests.cast import NOW, Firm

MONDAY = date(2026, 3, 2)
LATER = NOW + timedelta(days=4)


def value(points: list[tuple[int, int | None]], *, earned_days: float = 0, gone_days: float = 0) -> EarnedValue:
    """A report over these points, one a day, of a budget of 100."""
    made = tuple(ValuePoint(MONDAY + timedelta(days=day), *point) for day, point in enumerate(points))
    now = [point for point in made if point.earned is not None][-1]
    assert now.earned is not None
    days = {"begun_on": MONDAY, "ends_on": made[-1].on, "planned_days": 4.0, "gone_days": gone_days, "earned_days": earned_days}
    earned_on = MONDAY + timedelta(days=round(earned_days))
    figures = {"budget": 100, "planned": now.planned, "earned": now.earned, "percent": now.earned, "spent": None, "unbudgeted": 0}
    indices = dict.fromkeys(("spi", "cpi", "at_completion", "spi_time", "tspi", "pace_on"))
    behind = round(gone_days - earned_days)
    return EarnedValue(number=20, as_of=LATER.date(), **days, **figures, **indices, earned_on=earned_on, days_behind=behind, points=made)  # type: ignore[arg-type]


BEHIND = value([(0, 0), (25, 10), (50, 20), (75, None), (100, None)], earned_days=1, gone_days=2)


def lines(report: EarnedValue, fan: curves.Fan | None = None) -> list[list[list[float]]]:
    """The lines of the picture, as places: what was planned, what is done, the edges of the fan."""
    drawn = ElementTree.fromstring(curves.value_curve(report, fan, today=LATER.date()))
    return [[[float(n) for n in place.split(",")] for place in line.attrib["points"].split()] for line in drawn.iter("polyline")]


def test_the_lines_climb_as_the_work_does() -> None:
    planned, done = lines(BEHIND)
    assert [x for x, _ in planned] == [0, 250, 500, 750, 1000]
    span = curves.FOOT - curves.TOP
    assert [round(100 * (curves.FOOT - y) / span) for _, y in planned] == [0, 25, 50, 75, 100]
    assert [round(100 * (curves.FOOT - y) / span) for _, y in done] == [0, 10, 20]


def test_the_fan_leads_from_what_is_done_to_the_likely_dates() -> None:
    fan = curves.Fan(MONDAY + timedelta(days=6), MONDAY + timedelta(days=8))
    sooner, later, _planned, done = lines(BEHIND, fan)
    assert sooner[0] == later[0] == done[-1]
    assert (sooner[-1], later[-1]) == ([750, curves.TOP], [1000, curves.TOP])


def test_a_finished_plan_has_no_fan() -> None:
    whole = value([(0, 0), (50, 60), (100, 100)], earned_days=2, gone_days=2)
    assert len(lines(whole, curves.Fan(MONDAY, MONDAY))) == 2


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (BEHIND, "20 % of the work is done. That was planned for Tue 3 Mar: 1 working day behind."),
        (
            value([(0, 0), (25, 60)], earned_days=3, gone_days=1),
            "60 % of the work is done. That was planned for Thu 5 Mar: 2 working days ahead.",
        ),
        (value([(0, 0), (25, 25)], earned_days=1, gone_days=1), "25 % of the work is done, just as much as was planned to be."),
        (value([(0, 0), (25, 0)], gone_days=1), "Nothing is done yet, on working day 1 of the baseline."),
        (value([(0, 0)]), "The baseline begins on Mon 2 Mar; nothing was planned to be done by now."),
        (value([(0, 100)], gone_days=1), "All the work of the baseline is done."),
    ],
)
def test_the_picture_in_words(report: EarnedValue, said: str) -> None:
    assert curves.value_sentence(report, today=LATER.date()) == said


@pytest.mark.django_db
def test_the_page_says_what_the_report_says(firm: Firm, manager: Client) -> None:
    boss = firm.manager.actor
    project = planning.add_project(boss, name="Pier", start_on=MONDAY, now=NOW)
    task = planning.add_task(boss, project, name="Concept", duration_minutes=4800, now=NOW)
    forecasts_writes.freeze_baseline(boss, project, name="As agreed", now=NOW)
    planning.record_progress(boss, task, percent=20, remaining_minutes=None, now=LATER)
    with time_machine.travel(LATER + timedelta(days=1)):
        page = manager.get(f"/projects/{project}/value/").content.decode()
    found = forecasts.earned_value(boss, project, now=LATER + timedelta(days=1))
    assert found is not None
    assert f"{found.percent} % of the work is done" in page
    assert page.count("<tr><td><time") == len(found.points)


@pytest.mark.django_db
def test_without_a_baseline_it_says_how_to_get_one(firm: Firm, manager: Client) -> None:
    project = planning.add_project(firm.manager.actor, name="Quay", start_on=MONDAY, now=NOW)
    page = manager.get(f"/projects/{project}/value/").content.decode()
    assert "No baseline with work yet" in page
    assert f"/projects/{project}/baselines/" in page
