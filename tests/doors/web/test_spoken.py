"""Dates, lengths and distances, as the pages say them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from milepost.web import spoken

TODAY = date(2026, 3, 12)


def test_a_day_has_its_weekday_and_a_year_only_when_it_is_another() -> None:
    assert spoken.day(TODAY, today=TODAY) == "Thu 12 Mar"
    assert spoken.day(date(2027, 3, 12), today=TODAY) == "Fri 12 Mar 2027"
    assert spoken.day(TODAY, today=TODAY, long=True) == "Thursday 12 March"
    assert spoken.short_day(date(2027, 1, 4), today=TODAY) == "4 Jan 2027"


def test_a_day_speaks_the_readers_language() -> None:
    with translation.override("de"):
        assert "März" in spoken.day(TODAY, today=TODAY, long=True)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 3, 16), date(2026, 3, 20), "Mon 16 – Fri 20 Mar"),
        (date(2026, 3, 30), date(2026, 4, 2), "Mon 30 Mar – Thu 2 Apr"),
        (date(2026, 3, 16), date(2026, 3, 16), "Mon 16 Mar"),
        (date(2026, 12, 30), date(2027, 1, 4), "Wed 30 Dec – Mon 4 Jan 2027"),
    ],
)
def test_a_span_says_the_month_once_where_that_is_enough(first: date, last: date, said: str) -> None:
    assert spoken.span(first, last, today=TODAY) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 h"), (45, "45 min"), (90, "1 h 30 min"), (240, "4 h"), (480, "1 d"), (1680, "3 d 4 h"), (1705, "3 d 4 h"), (-480, "−1 d")],
)
def test_a_length_is_said_in_its_two_largest_units(minutes: int, said: str) -> None:
    assert spoken.duration(minutes).replace("\u00a0", " ") == said


def test_a_day_of_work_is_as_long_as_the_project_says() -> None:
    assert spoken.duration(840, minutes_per_day=420).replace("\u00a0", " ") == "2 d"


@pytest.mark.parametrize(
    ("days", "said", "kind"),
    [
        (-4, "4 working days late", "late"),
        (-1, "1 working day late", "late"),
        (0, "on the day", "risk"),
        (1, "1 working day in hand", "kept"),
        (12, "12 working days in hand", "kept"),
        (None, "no date promised", "plain"),
    ],
)
def test_a_distance_is_a_sentence_and_never_a_negative_number(days: int | None, said: str, kind: str) -> None:
    assert (spoken.distance(days), spoken.kind(days)) == (said, kind)


def test_a_standing_without_a_distance_says_why_there_is_none() -> None:
    assert spoken.state("refused", None) == "cannot be scheduled"
    assert spoken.tone("refused", None) == "late"
    assert spoken.state("not_yet", None) == "forecast on its way"
    assert spoken.state("in_hand", 3) == "3 working days in hand"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 3, 12, 8, 12, tzinfo=UTC), "today 09:12"),
        (datetime(2026, 3, 11, 23, 30, tzinfo=UTC), "today 00:30"),
        (datetime(2026, 3, 11, 15, 40, tzinfo=UTC), "yesterday 16:40"),
        (datetime(2026, 3, 3, 15, 40, tzinfo=UTC), "Tue 3 Mar 16:40"),
    ],
)
def test_an_instant_is_seen_from_the_readers_zone_and_day(at: datetime, said: str) -> None:
    assert spoken.when(at, zone="Europe/Berlin", now=datetime(2026, 3, 12, 9, 0, tzinfo=UTC)) == said


def test_people_are_shortened_to_initials_and_roles_to_their_beginning() -> None:
    assert spoken.initials("Anna Maria Kessler") == "AK"
    assert spoken.initials("Developer") == "Develo"
