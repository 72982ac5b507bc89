"""People write dates and lengths of time as they think them."""

from datetime import date

import pytest

from milepost.kernel.refusal import Refusal
from milepost.web.typed import typed_date, typed_minutes

TUESDAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("fri", date(2026, 3, 13)),
        ("Friday", date(2026, 3, 13)),
        ("tue", TUESDAY),
        ("today", TUESDAY),
        ("tomorrow", date(2026, 3, 11)),
        ("+3d", date(2026, 3, 13)),
        ("+ 3", date(2026, 3, 13)),
        ("+2w", date(2026, 3, 24)),
        ("-1d", date(2026, 3, 9)),
        ("12 mar", date(2026, 3, 12)),
        ("12 March 2027", date(2027, 3, 12)),
        ("mar 12", date(2026, 3, 12)),
        ("March 12th, 2026", date(2026, 3, 12)),
        ("9 mar", date(2027, 3, 9)),
        ("12.3.", date(2026, 3, 12)),
        ("12.3.2025", date(2025, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)),
        ("29 feb", date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_as_it_was_meant(text: str, meant: date) -> None:
    assert typed_date(text, today=TUESDAY) == meant


@pytest.mark.parametrize(
    ("text", "meant"), [("12. März", date(2026, 3, 12)), ("mi", date(2026, 3, 11)), ("heute", TUESDAY), ("12 mar", date(2026, 3, 12))]
)
def test_names_of_days_and_months_may_be_in_the_readers_language(text: str, meant: date) -> None:
    assert typed_date(text, today=TUESDAY, locale="de") == meant


@pytest.mark.parametrize(
    "text", ["", "soon", "ma", "31 feb", "30.2.2026", "2026-13-01", "99999999", "+99999w 3d", "0000-01-01", "12 mar 2026 noon"]
)
def test_what_is_no_date_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        typed_date(text, today=TUESDAY, field="on")
    assert refused.value.code == "date_not_understood"
    assert refused.value.field == "on"
    assert "12 mar" in str(refused.value)


def test_a_day_beyond_the_end_of_the_calendar_is_refused() -> None:
    with pytest.raises(Refusal):
        typed_date("+3d", today=date.max)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("3d", 1440),
        ("4h", 240),
        ("90m", 90),
        ("90min", 90),
        ("1.5d", 720),
        ("1,5 d", 720),
        ("3 d 4 h", 1680),
        ("1w", 2400),
        ("0", 0),
        ("0h", 0),
    ],
)
def test_a_length_of_time_is_working_time(text: str, minutes: int) -> None:
    assert typed_minutes(text) == minutes


def test_a_day_is_as_long_as_the_project_says() -> None:
    assert typed_minutes("2d", minutes_per_day=450) == 900


@pytest.mark.parametrize("text", ["7", "-3d", "3dd", "d", "", "three days", "1e9d", "3d left"])
def test_a_length_without_a_clear_unit_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        typed_minutes(text, field="remaining")
    assert refused.value.code == "duration_not_understood"
    assert "90m" in str(refused.value)


def test_more_than_a_hundred_years_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        typed_minutes("999999999999999w")
    assert refused.value.code == "duration_too_long"
