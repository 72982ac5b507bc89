"""People write dates as they think them."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from milepost.exchange import typed
from milepost.kernel.refusal import Refusal

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
        ("next fri", date(2026, 3, 20)),
        ("last fri", date(2026, 3, 6)),
        ("last tue", date(2026, 3, 3)),
        ("on Friday", date(2026, 3, 13)),
        ("+4d", date(2026, 3, 16)),
        ("in 2 weeks", date(2026, 3, 24)),
        ("in 3 months", date(2026, 6, 10)),
        ("day after tomorrow", date(2026, 3, 12)),
        ("12.3.27", date(2027, 3, 12)),
        ("12th of March", date(2026, 3, 12)),
        ("31/3/2026", date(2026, 3, 31)),
        ("3/31/2026", date(2026, 3, 31)),
        ("4/4/2026", date(2026, 4, 4)),
        ("end of month", date(2026, 3, 31)),
        ("end of May", date(2026, 5, 29)),
        ("end of february 2027", date(2027, 2, 26)),
        ("end of next month", date(2026, 4, 30)),
        ("end of week", date(2026, 3, 13)),
        ("end of q2", date(2026, 6, 30)),
        ("start of february", date(2027, 2, 1)),
        ("next week", date(2026, 3, 16)),
        ("next month", date(2026, 4, 1)),
        ("mid june", date(2026, 6, 15)),
        ("end of year", date(2026, 12, 31)),
    ],
)
def test_a_date_is_read_as_it_was_meant(text: str, meant: date) -> None:
    assert typed.day(text, today=TUESDAY) == meant


@pytest.mark.parametrize(
    ("text", "meant"), [("12. März", date(2026, 3, 12)), ("mi", date(2026, 3, 11)), ("heute", TUESDAY), ("12 mar", date(2026, 3, 12))]
)
def test_names_of_days_and_months_may_be_in_the_readers_language(text: str, meant: date) -> None:
    assert typed.day(text, today=TUESDAY, locale="de") == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "ma",
        "31 feb",
        "30.2.2026",
        "2026-13-01",
        "99999999",
        "+99999w 3d",
        "0000-01-01",
        "12 mar 2026 noon",
        "next",
        "next 3",
        "end of",
        "end of q5",
        "in fri",
        "end of june 0",
    ],
)
def test_what_is_no_date_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        typed.day(text, today=TUESDAY, field="on")
    assert refused.value.code == "date_not_understood"
    assert refused.value.field == "on"
    assert "12 mar" in str(refused.value)


def test_a_day_beyond_the_end_of_the_calendar_is_refused() -> None:
    with pytest.raises(Refusal):
        typed.day("+3d", today=date.max)


@pytest.mark.parametrize(("month_first", "meant"), [(True, date(2026, 3, 4)), (False, date(2026, 4, 3))])
def test_a_day_with_strokes_is_read_only_when_the_order_is_known(month_first: bool, meant: date) -> None:
    assert typed.day("3/4/2026", today=TUESDAY, month_first=month_first) == meant
    with pytest.raises(Refusal, match="could be two days"):
        typed.day("3/4/2026", today=TUESDAY)


def test_days_ahead_are_working_days_of_the_plan() -> None:
    def works(day: date) -> bool:
        return day.weekday() < 4 and day != date(2026, 3, 12)

    assert typed.day("+2d", today=TUESDAY, works=works) == date(2026, 3, 16)
    assert typed.day("-2d", today=TUESDAY, works=works) == date(2026, 3, 5)
    assert typed.day("end of week", today=TUESDAY, works=works) == date(2026, 3, 11)


def test_where_nobody_ever_works_a_day_is_still_a_day() -> None:
    assert typed.day("+1d", today=TUESDAY, works=lambda day: False) == date(2026, 3, 11)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.sampled_from(["en", "de", "fr", "es", "pl"]))
def test_a_day_that_was_shown_is_read_as_the_same(day: date, locale: str) -> None:
    for pattern in ("d MMM y", "d MMMM y", "yyyy-MM-dd", "d.M.yyyy"):
        assert typed.day(format_date(day, pattern, locale=locale), today=TUESDAY, locale=locale) == day


@given(st.integers(1, 300))
def test_so_many_working_days_ahead_pass_so_many_working_days(number: int) -> None:
    then = typed.day(f"+{number}d", today=TUESDAY)
    days = [TUESDAY + timedelta(days=step) for step in range(1, (then - TUESDAY).days + 1)]
    assert sum(day.weekday() < 5 for day in days) == number
    assert typed.day(f"-{number}d", today=then) == TUESDAY


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    with suppress(Refusal):
        assert isinstance(typed.day(text, today=TUESDAY), date)
