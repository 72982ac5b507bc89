"""What progress means, what per cent of a whole is, what closes a circle, when nobody works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.refusal import Refusal
from milepost.kernel.worktime import OFFICE_DAY, DayException, OtherWeek, WorkingTime
from milepost.plans import rules

NOW = datetime(2026, 3, 2, 12, 0)
BEGINNING = datetime(2026, 3, 2, 9, 0)
UNTOUCHED = rules.Done(0, 960, None, 0, None, None)
reports = st.one_of(
    st.builds(rules.Report, st.integers(0, 100), st.none()),
    st.builds(rules.Report, st.none(), st.integers(0, 10_000)),
    st.builds(rules.Report, st.integers(1, 99), st.integers(1, 10_000)),
)


def after(done: rules.Done, *said: rules.Report) -> rules.Done:
    for report in said:
        done = rules.reported(done, report, day_start=BEGINNING, now=NOW)
    return done


@given(st.lists(reports, min_size=1, max_size=8))
def test_after_any_reports_the_facts_agree_with_each_other(said: list[rules.Report]) -> None:
    done = after(UNTOUCHED, *said)
    left = rules.remaining(done.duration_minutes, done.percent, done.remaining_minutes)
    assert 0 <= done.percent <= 100
    assert (done.percent == 100) == (left == 0) == (done.actual_finish is not None)
    assert done.percent == 0 or done.actual_start is not None
    assert done.actual_minutes + left == done.duration_minutes
    assert done.actual_start is None or done.actual_start <= (done.actual_finish or NOW)


@given(st.lists(reports, max_size=5), reports)
def test_a_report_said_twice_changes_nothing_the_second_time(before: list[rules.Report], report: rules.Report) -> None:
    once = after(UNTOUCHED, *before, report)
    again = after(once, report)
    assert replace(again, duration_minutes=0, actual_minutes=0) == replace(once, duration_minutes=0, actual_minutes=0)
    assert abs(again.duration_minutes - once.duration_minutes) <= 1


def test_a_day_without_work_begins_when_it_is_reported() -> None:
    sunday = datetime(2026, 3, 1, 15, 0)
    assert rules.day_start(WorkingTime(), sunday) == sunday


@pytest.mark.parametrize(
    ("outline", "percents"),
    [
        ([], []),
        ([(1, False, 480, 30)], [30]),
        ([(1, True, 0, 77), (2, False, 100, 100), (2, False, 300, 0)], [25, 100, 0]),
        ([(1, True, 0, 0), (2, True, 0, 0), (3, False, 480, 50), (2, False, 480, 100), (1, False, 60, 5)], [75, 50, 50, 100, 5]),
        ([(1, True, 0, 0), (2, False, 10_000, 100), (2, False, 1, 99)], [99, 100, 99]),
        ([(1, True, 0, 0), (2, False, 0, 100)], [100, 100]),
        ([(1, True, 0, 0)], [0]),
    ],
)
def test_a_summary_is_as_far_as_the_work_below_it(outline: list[tuple[int, bool, int, int]], percents: list[int]) -> None:
    assert rules.rolled_up(outline) == percents


OUTLINE = [(1, 1), (2, 2), (3, 2), (4, 1), (5, 2)]
"""Summaries 1 with 2 and 3 below it, 4 with 5."""


@pytest.mark.parametrize(
    ("links", "predecessor", "successor"),
    [
        ([], 2, 2),
        ([(2, 3)], 3, 2),
        ([], 1, 2),
        ([], 2, 1),
        ([(1, 4)], 5, 2),
        ([(1, 5)], 4, 3),
        ([(2, 5)], 4, 1),
    ],
)
def test_circles_are_refused_also_through_summaries(links: list[tuple[int, int]], predecessor: int, successor: int) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_link(OUTLINE, links, predecessor=predecessor, successor=successor)
    assert refused.value.code == "link_circle"


@pytest.mark.parametrize(("links", "predecessor", "successor"), [([], 2, 3), ([(2, 3)], 2, 5), ([(1, 4)], 3, 5), ([(2, 5)], 3, 4)])
def test_what_closes_no_circle_is_let_pass(links: list[tuple[int, int]], predecessor: int, successor: int) -> None:
    rules.check_link(OUTLINE, links, predecessor=predecessor, successor=successor)


TIMES = WorkingTime(
    other_weeks=(OtherWeek(date(2026, 7, 1), date(2026, 7, 31), (OFFICE_DAY,) * 4 + ((), (), ()), "summer"),),
    exceptions=(
        DayException(date(2026, 3, 4), date(2026, 3, 5), (), "fair"),
        DayException(date(2026, 3, 7), date(2026, 3, 7), OFFICE_DAY, "inventory"),
    ),
)


def test_working_time_comes_back_from_json_as_it_was() -> None:
    assert rules.unpacked_time(rules.packed_time(TIMES)) == TIMES


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [(date(2026, 3, 2), date(2026, 3, 8), [4, 5, 8]), (date(2026, 7, 3), date(2026, 7, 6), [3, 4, 5])],
)
def test_days_without_work(first: date, last: date, days: list[int]) -> None:
    assert [day.day for day in rules.days_without_work(TIMES, first, last)] == days


def test_of_two_exceptions_on_one_day_the_later_holds() -> None:
    day = date(2026, 3, 4)
    assert rules.shifts_on(WorkingTime(exceptions=(DayException(day, day), DayException(day, day, OFFICE_DAY))), day) == OFFICE_DAY
    assert rules.shifts_on(WorkingTime(exceptions=(DayException(day, day, OFFICE_DAY), DayException(day, day))), day) == ()


@pytest.mark.parametrize(
    ("text", "code"), [("", "name_empty"), (" \n ", "name_empty"), ("x" * 301, "text_too_long"), ("a\ud800", "text_unprintable")]
)
def test_names_that_say_nothing_or_cannot_be_kept_are_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.name(text)
    assert (refused.value.code, refused.value.field) == (code, "name")


def test_a_name_is_one_line() -> None:
    assert rules.name("  St. Anna\n Clinic ") == "St. Anna Clinic"
