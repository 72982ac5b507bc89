"""The histogram of the finish: what it shows, where the promise stands in it, and that it says the same in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest

from milepost.forecast.reads.outlooks import Bar, Outlook
from milepost.web import charts

TODAY = date(2026, 3, 2)
DAYS = [date(2026, 3, 9) + timedelta(days=each) for each in range(5)]
LIKELY = Outlook(
    project_id=1,
    revision=7,
    facts_revision=7,
    as_of=TODAY,
    made_at=datetime(2026, 3, 2, 8, tzinfo=UTC),
    older=False,
    run=None,
    trials=10_000,
    promised_on=DAYS[3],
    p10_on=DAYS[0],
    p50_on=DAYS[2],
    p80_on=DAYS[3],
    p90_on=DAYS[4],
    chance=82,
    chance_error=1,
    error_days=0,
    histogram=tuple(Bar(on, on, share, on > DAYS[3]) for on, share in zip(DAYS, (120, 200, 250, 250, 180), strict=True)),
)


def drawn(outlook: Outlook) -> ElementTree.Element:
    return ElementTree.fromstring(charts.histogram(outlook, today=TODAY))


def bars(picture: ElementTree.Element) -> list[ElementTree.Element]:
    return [each for each in picture.findall("rect") if each.get("rx") == "1.5"]


def test_a_bar_is_as_high_as_its_day_is_likely() -> None:
    heights = [float(bar.attrib["height"]) for bar in bars(drawn(LIKELY))]
    assert heights == [*sorted(heights[:3]), heights[2], heights[4]]
    assert heights[0] == pytest.approx(heights[2] * 120 / 250, abs=0.1)


def test_what_is_after_the_promise_stands_behind_the_flag() -> None:
    picture = drawn(LIKELY)
    flag = float(picture.findall("svg")[0].attrib["x"].rstrip("%"))
    places = [float(bar.attrib["x"].rstrip("%")) for bar in bars(picture)]
    assert [place > flag for place in places] == [bar.late for bar in LIKELY.histogram]


def test_without_a_promise_there_is_no_flag_and_nothing_is_late() -> None:
    picture = drawn(replace(LIKELY, promised_on=None, histogram=tuple(replace(bar, late=False) for bar in LIKELY.histogram)))
    assert not picture.findall("svg")
    assert {bar.attrib["fill"] for bar in bars(picture)} == {"var(--accent)"}


@pytest.mark.parametrize("promised", [date(2026, 1, 5), date(2027, 1, 5)])
def test_a_promise_far_from_every_trial_stands_at_the_edge(promised: date) -> None:
    histogram = tuple(replace(bar, late=bar.first > promised) for bar in LIKELY.histogram)
    flag = drawn(replace(LIKELY, promised_on=promised, histogram=histogram)).findall("svg")[0]
    assert flag.attrib["x"] in {"0.0%", "100.0%"}


def test_the_title_says_the_same() -> None:
    assert drawn(LIKELY).findtext("title") == "As likely as not done by Wed 11 Mar; 8 in 10 chances by Thu 12 Mar."


def test_a_certain_finish_is_one_date() -> None:
    assert charts.outlook_sentence(replace(LIKELY, p50_on=DAYS[3]), today=TODAY) == "Done by Thu 12 Mar, in 8 of 10 cases."


def test_one_day_alone_is_one_bar_with_one_date() -> None:
    picture = drawn(replace(LIKELY, histogram=LIKELY.histogram[:1], promised_on=None))
    assert len(bars(picture)) == 1
    assert len(picture.findall("text")) == 1
