"""The milestone trend on a page: the same days in the table and in the picture."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasts_writes
from milepost.forecast.reads import MilestoneLine, MilestonePoint
from milepost.plans import writes as planning
from milepost.web import trends
from tests.cast import NOW, Firm

MONDAY = date(2026, 3, 2)


def line(*finishes: int, task_id: int | None = 1, name: str = "Opening", days: int = 0) -> MilestoneLine:
    """Forecast day after day for so many days after Monday."""
    points = tuple(MilestonePoint(MONDAY + timedelta(days=on), MONDAY + timedelta(days=finish)) for on, finish in enumerate(finishes))
    return MilestoneLine(task_id, name, None, False, days, points)


def drawn(*lines: MilestoneLine) -> ElementTree.Element:
    return ElementTree.fromstring(trends.milestone_trend(lines, today=MONDAY))


def test_later_forecasts_stand_higher_and_each_point_has_its_dot() -> None:
    dots = [float(dot.attrib["cy"]) for dot in drawn(line(10, 14, 12)).findall("circle")]
    assert dots[1] < dots[2] < dots[0]


def test_no_two_numbers_stand_on_each_other() -> None:
    picture = drawn(line(10, 12), line(10, 12, task_id=2), line(10, 12, task_id=3))
    heights = [float(text.attrib["y"]) for text in picture.findall("text") if "strong" in text.attrib["class"]]
    assert sorted(heights) == heights[::-1]
    assert min(a - b for a, b in pairwise(heights)) >= trends.BETWEEN_NUMBERS


def test_lines_are_told_apart_without_colour() -> None:
    picture = drawn(*(line(10, 12, task_id=number) for number in range(4)))
    assert len({part.attrib["stroke-dasharray"] for part in picture.findall("line") if part.attrib.get("stroke-width") == "1.8"}) == 4


def test_one_day_is_no_trend() -> None:
    assert trends.milestone_trend([line(10)], today=MONDAY) == ""


def test_the_picture_in_words() -> None:
    lines = [line(10, 14, days=4), line(10, 11, name="Test", days=1), line(9, 9, name="Start"), line(10, 14, task_id=None, days=4)]
    said = trends.milestone_sentence(lines, today=MONDAY)
    assert said == "2 of 3 milestones are forecast later than on Mon 2 Mar; the most, by 4 working days, is “Opening”."
    assert trends.milestone_sentence([line(9, 9)], today=MONDAY) == "No milestone is forecast later than on Mon 2 Mar."


@pytest.mark.django_db
def test_the_page_has_a_row_for_each_line(firm: Firm, manager: Client) -> None:
    later = NOW + timedelta(days=1)
    forecasts_writes.keep_milestones(firm.project_id, now=NOW)
    planning.record_progress(firm.manager.actor, firm.task_ids["survey"], percent=0, remaining_minutes=9600, now=later)
    forecasts_writes.keep_milestones(firm.project_id, now=later)
    with time_machine.travel(later):
        page = manager.get(f"/projects/{firm.project_id}/milestones/").content.decode()
    lines = forecasts.milestone_trend(firm.manager.actor, firm.project_id, now=later)
    assert page.count("<tr><td") == len(lines) == 2
    assert f"{lines[0].days} days later" in page
    assert '<svg class="chart"' in page


@pytest.mark.django_db
def test_before_anything_is_kept_it_says_so(firm: Firm, manager: Client) -> None:
    project = planning.add_project(firm.manager.actor, name="Quay", start_on=MONDAY, now=NOW)
    assert "No forecast kept yet" in manager.get(f"/projects/{project}/milestones/").content.decode()
