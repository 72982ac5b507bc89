"""Calibration on a page: a verdict that chance allows, and a picture of the same figures."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client

from milepost.forecast.reads import CalibrationReport, Kept
from milepost.web import charts


def report(seen: int, error: int = 5) -> CalibrationReport:
    return CalibrationReport(40, 35, 5000, 7000, (Kept(50, 50, error), Kept(80, seen, error)))


@pytest.mark.parametrize(
    ("seen", "error", "verdict"),
    [(60, 5, "too hopeful"), (95, 5, "too careful"), (78, 5, "can be trusted"), (60, 25, "can be trusted"), (85, 5, "can be trusted")],
)
def test_the_verdict_says_no_more_than_chance_allows(seen: int, error: int, verdict: str) -> None:
    assert verdict in charts.calibration_sentence(report(seen, error))


def test_a_half_that_is_surely_off_is_said_where_the_eighty_is_not() -> None:
    found = CalibrationReport(40, 35, 5000, 7000, (Kept(50, 92, 16), Kept(80, 92, 16)))
    assert charts.calibration_sentence(found) == "What we said in 50 of 100 cases came true in 92: our likely dates are too careful."


def test_every_forecast_stands_where_it_was_said_and_where_it_came_true() -> None:
    drawn = ElementTree.fromstring(str(charts.calibration(report(60))))
    dots = [(dot.attrib["cx"], float(dot.attrib["cy"])) for dot in drawn.findall("circle")]
    assert [across for across, _ in dots] == ["50%", "80%"]
    assert dots[0][1] - dots[1][1] == pytest.approx(charts.SQUARE * 0.1)


@pytest.mark.django_db
def test_a_firm_that_has_finished_nothing_is_told_so(manager: Client) -> None:
    page = manager.get("/calibration/").content.decode()
    assert "Too few tasks are finished" in page
    assert charts.calibration(CalibrationReport(0, 0, 4800, 6000, ())) == ""
