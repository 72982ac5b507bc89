"""Working time on the axis: conversions, zones, absences, very many exceptions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine import kernels
from milepost.engine.calendars import ALWAYS, Calendar, Every, Some, axis, day_number, minute, minutes_by_day, moment
from milepost.forecast import snapshot
from milepost.kernel.refusal import Refusal
from milepost.kernel.worktime import DayException, WorkingTime
from milepost.plans.draft import Calendar as DraftCalendar
from milepost.plans.draft import Constraint, Draft, Task

DAY = ((480, 720), (780, 1020))
OFFICE = Calendar((DAY,) * 5 + ((), ()))
NIGHTS = Calendar((((1320, 1800),),) * 5 + ((), ()))
FIRST, LAST = day_number(date(2026, 1, 1)), day_number(date(2026, 12, 31))
AXIS = axis((OFFICE, NIGHTS, ALWAYS, Every((0, 2)), Some((0, 1))), FIRST, LAST)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 4), st.integers(1, 100_000))
def test_a_working_minute_has_one_start_one_finish_and_goes_back_to_itself(c: int, w: int) -> None:
    start, finish = kernels.start_of(AXIS, c, w), kernels.finish_of(AXIS, c, w)
    assert kernels.work_at(AXIS, c, start) == w == kernels.work_at(AXIS, c, finish)
    assert finish <= start
    assert kernels.work_at(AXIS, c, start + 1) == w + 1
    assert kernels.work_at(AXIS, c, finish - 1) == w - 1


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2), st.integers(FIRST, LAST - 60), st.integers(1, 60))
def test_days_add_up_to_what_lies_between_their_midnights(c: int, day: int, days: int) -> None:
    first, last = moment(day * 1440).date(), moment((day + days - 1) * 1440).date()
    between = kernels.work_at(AXIS, c, (day + days) * 1440) - kernels.work_at(AXIS, c, day * 1440)
    assert minutes_by_day((OFFICE, NIGHTS, ALWAYS)[c], first, last).sum() == between


def test_a_night_shift_belongs_half_to_the_next_day() -> None:
    assert minutes_by_day(NIGHTS, date(2026, 3, 2), date(2026, 3, 8)).tolist() == [120, 480, 480, 480, 480, 360, 0]


def test_an_absence_takes_its_hours_out() -> None:
    away = Calendar(OFFICE.week, absences=((datetime(2026, 3, 3, 10), datetime(2026, 3, 4, 14)),))
    assert minutes_by_day(away, date(2026, 3, 2), date(2026, 3, 5)).tolist() == [480, 120, 180, 480]


def test_a_calendar_of_another_zone_moves_with_the_offset_of_each_day() -> None:
    """New York is six hours behind Berlin, but five between the two days on which the clocks change."""
    there = Calendar((((540, 1020),),) * 7, zone="America/New_York")
    ax = axis((there,), day_number(date(2026, 3, 2)), day_number(date(2026, 4, 2)), "Europe/Berlin")
    opens = [moment(kernels.start_of(ax, 0, kernels.work_at(ax, 0, minute(datetime(2026, 3, day, 12))))) for day in (5, 20, 30)]
    assert opens == [datetime(2026, 3, 5, 15), datetime(2026, 3, 20, 14), datetime(2026, 3, 30, 15)]


def test_overlapping_shifts_count_once() -> None:
    assert minutes_by_day(Calendar((((480, 720), (600, 780)),) * 7), date(2026, 3, 2), date(2026, 3, 2)).tolist() == [300]


@pytest.mark.parametrize("week", [(((480, 480),),) * 7, (((480, 300),),) * 7, (((1500, 1600),),) * 7, (((-5, 60),),) * 7, (DAY,) * 6])
def test_a_week_that_cannot_be_is_refused(week: object) -> None:
    with pytest.raises(ValueError, match=r"week has seven days|shift begins"):
        Calendar(week)  # type: ignore[arg-type]


def test_a_hundred_thousand_exceptions_are_laid_out_quickly() -> None:
    many = tuple((date(2020, 1, 1) + timedelta(days=n % 4000),) * 2 + (((480, 500 + n % 60),),) for n in range(100_000))
    since = perf_counter()
    axis((Calendar(OFFICE.week, exceptions=many),), FIRST, LAST)
    assert perf_counter() - since < 5


def test_standing_counts_working_days_both_ways() -> None:
    time = WorkingTime((DAY,) * 5 + ((), ()), exceptions=(DayException(date(2026, 3, 5), date(2026, 3, 5)),))
    assert snapshot.working_days(time, date(2026, 3, 2), date(2026, 3, 9)) == 4
    assert snapshot.working_days(time, date(2026, 3, 9), date(2026, 3, 2)) == -4
    assert snapshot.working_days(time, date(2026, 3, 2), date(2026, 3, 2)) == 0


def test_thousands_of_calendars_over_centuries_are_refused_before_they_fill_the_memory() -> None:
    people = tuple(
        DraftCalendar(
            uid, f"Person {uid}", WorkingTime((DAY,) * 5 + ((), ()), exceptions=(DayException(date(2026, 1, 1), date(2026, 1, uid)),))
        )
        for uid in range(1, 31)
    )
    far = Task(1, "Far", duration_minutes=60, constraint=Constraint.SNET, constraint_at=datetime(2320, 1, 1), calendar=1)
    tasks = (far, *(Task(uid, f"Task {uid}", duration_minutes=60, calendar=uid) for uid in range(2, 31)))
    with pytest.raises(Refusal) as refused:
        snapshot.conclude(Draft("Far", datetime(2026, 1, 5, 8), tasks, (), people, 1), as_of=date(2026, 1, 5))
    assert refused.value.code == "beyond_horizon"
    assert str(refused.value).startswith("The plan needs 31 calendars over 29")
