"""The promise line: what it shows, on which scale, and that it says the same in words."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from milepost.web import pictures, spoken
from milepost.web.pictures import Line

TODAY = date(2026, 3, 12)
LATE = Line(promised=date(2026, 4, 17), forecast=date(2026, 4, 23), baseline=date(2026, 4, 15), standing=-4)
EARLY = Line(promised=date(2026, 6, 2), forecast=date(2026, 5, 18), standing=9)


def drawn(line: Line, *others: Line) -> ElementTree.Element:
    return ElementTree.fromstring(pictures.promise_line(line, pictures.scale([line, *others], today=TODAY)))


def place(picture: ElementTree.Element) -> float:
    return float(picture.findall("circle")[0].attrib["cx"].rstrip("%"))


def test_all_lines_of_a_list_share_a_scale_from_today_to_a_little_past_the_latest_date() -> None:
    scale = pictures.scale([LATE, EARLY], today=TODAY)
    assert scale.percent(TODAY) == 0
    assert 85 < scale.percent(date(2026, 6, 2)) < 100


def test_a_date_of_the_past_is_shown_too() -> None:
    broken = Line(promised=date(2026, 2, 20), forecast=date(2026, 4, 1), standing=-28)
    scale = pictures.scale([broken], today=TODAY)
    assert scale.percent(date(2026, 2, 20)) == 0
    assert 0 < scale.percent(TODAY) < 100


def test_a_list_without_any_date_still_has_a_scale() -> None:
    scale = pictures.scale([], today=TODAY)
    assert 0 < scale.percent(TODAY + timedelta(days=7)) < 100


def test_the_forecast_stands_behind_the_flag_when_late_and_before_it_in_hand() -> None:
    scale = pictures.scale([LATE, EARLY], today=TODAY)
    assert place(drawn(LATE, EARLY)) > scale.percent(LATE.promised or TODAY)
    assert place(drawn(EARLY, LATE)) < scale.percent(EARLY.promised or TODAY)


@pytest.mark.parametrize(("standing", "token"), [(-4, "late"), (0, "risk"), (9, "kept"), (None, "faint")])
def test_the_colour_is_that_of_the_standing(standing: int | None, token: str) -> None:
    line = Line(promised=date(2026, 4, 17), forecast=date(2026, 4, 17), standing=standing)
    assert drawn(line).findall("circle")[0].attrib["fill"] == f"var(--{token})"


def test_what_is_not_known_is_not_drawn() -> None:
    only_forecast = pictures.promise_line(Line(promised=None, forecast=date(2026, 5, 8)), pictures.scale([], today=TODAY))
    assert "<circle" in only_forecast
    assert "<path" not in only_forecast
    only_promise = pictures.promise_line(Line(promised=date(2026, 5, 8), forecast=None), pictures.scale([], today=TODAY))
    assert "<circle" not in only_promise


RANGED = Line(
    promised=date(2026, 4, 17), forecast=date(2026, 4, 15), standing=2, likely=date(2026, 4, 20), until=date(2026, 4, 27), chance=31
)


def test_the_dot_stands_on_the_date_that_is_as_likely_as_not_and_the_band_goes_on_to_8_in_10_chances() -> None:
    of = pictures.scale([RANGED], today=TODAY)
    picture = pictures.promise_line(RANGED, of)
    assert f'<circle cx="{of.percent(date(2026, 4, 20))}%"' in picture
    wide = round(of.percent(date(2026, 4, 27)) - of.percent(date(2026, 4, 20)), 2)
    assert f'<rect x="{of.percent(date(2026, 4, 20))}%" y="17" width="{wide}%" height="10"' in picture
    assert (
        pictures.sentence(RANGED, today=TODAY)
        == "promised 17 Apr · forecast 15 Apr · likely 20–27 Apr · 2 working days in hand · 31 in 100"
    )


@pytest.mark.parametrize(
    ("standing", "until", "shown"),
    [(5, date(2026, 4, 16), "kept"), (5, date(2026, 4, 18), "risk"), (-1, date(2026, 4, 30), "late"), (0, None, "risk")],
)
def test_a_promise_is_kept_only_where_8_in_10_chances_keep_it(standing: int, until: date | None, shown: str) -> None:
    assert spoken.sureness(standing, promised=date(2026, 4, 17), until=until) == shown


def test_a_range_names_its_month_once() -> None:
    assert spoken.short_span(date(2026, 3, 10), date(2026, 3, 16), today=TODAY) == "10–16 Mar"
    assert spoken.short_span(date(2026, 3, 28), date(2026, 4, 3), today=TODAY) == "28 Mar – 3 Apr"
    assert spoken.short_span(date(2026, 3, 28), date(2026, 3, 28), today=TODAY) == "28 Mar"


def test_the_picture_says_in_words_what_it_shows() -> None:
    assert drawn(LATE).findtext("title") == "promised 17 Apr · forecast 23 Apr · baseline 15 Apr · 4 working days late"
    assert pictures.sentence(Line(None, None), today=TODAY) == "no date yet"


def test_the_picture_needs_no_style_of_its_own() -> None:
    assert "style=" not in pictures.promise_line(LATE, pictures.scale([LATE], today=TODAY))


def test_the_axis_names_the_months_and_the_year_where_it_changes() -> None:
    texts = [text.text for text in ElementTree.fromstring(pictures.axis(pictures.scale([LATE, EARLY], today=TODAY)))]
    assert texts == ["today", "April", "May", "June"]
    late = Line(promised=date(2027, 2, 15), forecast=None)
    assert "Jan 2027" in pictures.axis(pictures.scale([late], today=date(2026, 11, 23)))
