"""What a working week and an absence must be, and which days a country keeps."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.kernel.refusal import Refusal
from milepost.kernel.worktime import OFFICE_WEEK
from milepost.people import rules

FREE: list[list[int]] = []


def refused(code: str, days: list[list[list[int]]]) -> None:
    with pytest.raises(Refusal) as refusal:
        rules.week(days)
    assert (refusal.value.code, refusal.value.field) == (code, "week")


def test_the_office_week_is_one() -> None:
    assert rules.week(OFFICE_WEEK) == OFFICE_WEEK


def test_a_night_shift_ends_on_the_next_day() -> None:
    assert rules.week([[[1320, 1800]], *[FREE] * 6])[0] == ((1320, 1800),)


def test_shifts_may_touch() -> None:
    assert rules.week([[[540, 720], [720, 900]], *[FREE] * 6])[0] == ((540, 720), (720, 900))


def test_somebody_may_work_round_the_clock() -> None:
    rules.week([[[0, 1440]]] * 7)


@pytest.mark.parametrize("days", [[], [[[540, 600]]] * 6, [[[540, 600]]] * 8])
def test_a_week_has_seven_days(days: list[list[list[int]]]) -> None:
    refused("week_not_seven_days", days)


def test_a_week_has_work() -> None:
    refused("week_without_work", [FREE] * 7)


@pytest.mark.parametrize("shift", [[-1, 60], [1440, 1500], [600, 600], [700, 600], [0, 1441], [1000, 2500]])
def test_a_shift_begins_within_its_day_and_lasts_at_most_one(shift: list[int]) -> None:
    refused("shift_invalid", [[shift], *[FREE] * 6])


@pytest.mark.parametrize(
    "days",
    [
        [[[540, 720], [700, 900]], *[FREE] * 6],
        [[[720, 900], [540, 720]], *[FREE] * 6],
        [[[1320, 1800]], [[300, 600]], *[FREE] * 5],
        [[[300, 600]], *[FREE] * 5, [[1320, 1800]]],
    ],
    ids=["overlapping", "out of order", "into the next morning", "Sunday night into Monday"],
)
def test_shifts_do_not_overlap(days: list[list[list[int]]]) -> None:
    refused("shifts_overlap", days)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), "absence_ends_first"),
        (date(1900, 1, 1), date(2026, 3, 1), "absence_far_away"),
        (date(2026, 3, 1), date(9999, 12, 31), "absence_far_away"),
    ],
)
def test_an_absence_ends_after_it_begins_and_within_reach(first: date, last: date, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        rules.check_absence(first, last)
    assert refusal.value.code == code


def test_a_region_keeps_more_holidays_than_its_country() -> None:
    whole = rules.public_holidays("DE", "", date(2026, 1, 1), date(2026, 12, 31))
    bavaria = rules.public_holidays("DE", "BY", date(2026, 1, 1), date(2026, 12, 31))
    extra = {day.first for day in bavaria} - {day.first for day in whole}
    assert extra == {date(2026, 1, 6), date(2026, 6, 4), date(2026, 11, 1)}


def test_holidays_come_in_order_across_years_and_only_within_the_span() -> None:
    days = [day.first for day in rules.public_holidays("DE", "BY", date(2026, 12, 26), date(2027, 1, 6))]
    assert days == [date(2026, 12, 26), date(2027, 1, 1), date(2027, 1, 6)]


def test_without_a_country_there_are_none() -> None:
    assert rules.public_holidays("", "", date(2026, 1, 1), date(2026, 12, 31)) == ()
