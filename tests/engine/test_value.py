"""Earned value and earned schedule: textbook figures, identities, and nothing divided by nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost import engine
from milepost.forecast import snapshot
from milepost.plans.draft import Draft, Link, Task
from tests.engine.plans import CALENDARS

START = datetime(2026, 3, 2, 8)
LAWS = settings(max_examples=40, deadline=None)


def chain(count: int = 4, finished: int = 0, *, late: int = 0, under: bool = False) -> Draft:
    """Tasks of one day each in a row; the first ones `finished`, each `late` days after its baseline."""
    rows = [Task(100, "All", summary=True)] if under else []
    morning, evening = timedelta(hours=8), timedelta(hours=17)
    for uid in range(1, count + 1):
        task = Task(uid, f"Task {uid}", level=2 if under else 1, duration_minutes=480)
        day = datetime(2026, 3, 2) + timedelta(days=_weekday(uid - 1 + late))
        done = replace(task, actual_start=day + morning, actual_finish=day + evening, percent=100)
        rows.append(done if uid <= finished else task)
    return Draft("Chain", START, tuple(rows), tuple(Link(uid, uid + 1) for uid in range(1, count)), CALENDARS, 1)


def _weekday(number: int) -> int:
    return number + 2 * (number // 5)


def network(draft: Draft, on: date) -> engine.Network:
    return snapshot.prepare(draft, as_of=on).network


def baseline(draft: Draft, budget: int = 480) -> engine.Baseline:
    """The dates of the plan before anybody began, the same budget for each task."""
    fresh = tuple(replace(task, actual_start=None, actual_finish=None, percent=0) for task in draft.tasks)
    schedule = engine.scheduled(network(replace(draft, tasks=fresh), START.date()))
    return engine.Baseline(schedule.start, schedule.finish, np.full(len(fresh), budget, np.int64))


def minutes(at: datetime) -> int:
    return engine.minute(at)


def valued(draft: Draft, at: datetime, spent: int = 0) -> engine.Value:
    cost = np.array([spent if task.actual_start else 0 for task in draft.tasks], np.int64)
    return engine.value(network(draft, at.date()), baseline(draft), at=minutes(at), spent=cost)


def test_the_figures_of_a_plan_that_is_late_and_dear() -> None:
    found = valued(chain(4, finished=1), datetime(2026, 3, 3, 17), spent=600)
    total = found.total
    assert (total.bac, total.pv, total.ev, total.ac) == (1920, 960, 480, 600)
    assert (total.sv, total.cv) == (-480, -120)
    assert (total.spi, total.cpi) == (Fraction(1, 2), Fraction(4, 5))
    assert (total.eac, total.eac_as_planned, total.eac_with_schedule) == (2400, 2040, 600 + 1440 / Fraction(2, 5))
    assert (total.etc, total.vac, total.tcpi) == (1800, -480, Fraction(1440, 1320))
    assert total.unknown == {}
    assert found.time is not None
    assert (found.time.planned, found.time.actual, found.time.earned) == (4, 2, 1)
    assert (found.time.sv, found.time.spi, found.time.ieac, found.time.tspi) == (-1, Fraction(1, 2), 8, Fraction(3, 2))


def test_a_budget_accrues_evenly_over_the_working_time_of_its_task() -> None:
    draft = Draft("One", START, (Task(1, "One", duration_minutes=960),), (), CALENDARS, 1)
    planned = [valued(draft, datetime(2026, 3, day, hour)).total.pv for day, hour in ((2, 8), (2, 10), (2, 12), (2, 13), (3, 8), (3, 17))]
    assert planned == [0, 60, 120, 120, 240, 480]


def test_at_the_end_of_a_late_plan_spi_forgets_and_spi_of_time_does_not() -> None:
    found = valued(chain(4, finished=4, late=2), datetime(2026, 3, 20, 17), spent=480)
    assert found.total.spi == 1
    assert found.time is not None
    assert (found.time.earned, found.time.actual, found.time.sv) == (4, 6, -2)
    assert found.time.spi == Fraction(2, 3)
    assert found.time.ieac == 6


@LAWS
@given(st.integers(1, 8), st.data())
def test_a_complete_plan_has_an_spi_of_one(count: int, data: st.DataObject) -> None:
    late = data.draw(st.integers(0, 6))
    found = valued(chain(count, finished=count, late=late), datetime(2026, 4, 20, 17), spent=480)
    assert found.total.spi == found.total.cpi == 1
    assert found.time is not None
    assert found.time.spi == Fraction(count, count + late)


@LAWS
@given(st.integers(1, 8), st.integers(0, 8), st.integers(2, 27))
def test_a_breakdown_adds_up(count: int, finished: int, day: int) -> None:
    draft = chain(count, finished=min(count, finished), under=True)
    found = valued(draft, datetime(2026, 3, day, 11, 30), spent=333)
    assert found.of(0) == found.total
    parts = [found.of(row) for row in range(1, count + 1)]
    for name in ("bac", "pv", "ev", "ac", "sv", "cv"):
        assert sum(getattr(part, name) for part in parts) == getattr(found.total, name)


@LAWS
@given(st.integers(1, 8), st.integers(2, 27), st.integers(0, 8))
def test_planned_value_only_grows_and_stays_within_the_budget(count: int, day: int, hours: int) -> None:
    at = datetime(2026, 3, day, 8)
    first, second = (valued(chain(count), when).total for when in (at, at + timedelta(hours=hours)))
    assert 0 <= first.pv <= second.pv <= second.bac


@LAWS
@given(st.integers(1, 8), st.integers(0, 8))
def test_who_is_on_schedule_has_earned_the_time_gone_by(count: int, gone: int) -> None:
    gone = min(gone, count)
    at = datetime(2026, 3, 2, 17) + timedelta(days=_weekday(gone - 1)) if gone else START
    found = valued(chain(count, finished=gone), at, spent=480)
    assert found.time is not None
    assert found.time.earned == found.time.actual == gone
    assert found.total.sv == found.time.sv == 0


def test_half_done_counts_half_and_per_cent_may_be_given() -> None:
    draft = chain(2)
    half = replace(draft.tasks[0], actual_start=START, percent=50)
    draft = replace(draft, tasks=(half, draft.tasks[1]))
    assert valued(draft, datetime(2026, 3, 2, 17)).total.ev == 240
    given_ = engine.value(
        network(draft, date(2026, 3, 2)),
        baseline(draft),
        at=minutes(datetime(2026, 3, 2, 17)),
        spent=np.zeros(2, np.int64),
        percent=np.array([25, 50], np.int64),
    )
    assert [given_.of(row).ev for row in range(2)] == [120, 240]
    assert given_.time is not None
    assert given_.time.earned == Fraction(360, 480)


def test_nothing_is_divided_by_nothing() -> None:
    found = valued(chain(2), START)
    assert (found.total.spi, found.total.cpi, found.total.eac, found.total.etc, found.total.vac) == (None,) * 5
    assert found.total.unknown["cpi"].text == "Nothing has been spent yet."
    assert set(found.total.unknown) == {"spi", "cpi", "eac", "eac_with_schedule", "etc", "vac"}
    assert found.time is not None
    assert set(found.time.unknown) == {"spi", "ieac"}
    over = valued(chain(2), datetime(2026, 3, 3, 17))
    assert over.time is not None
    assert (over.time.tspi, over.time.unknown["tspi"].text) == (None, "The baseline's time is over.")
    spent_all = engine.Figures(bac=100, pv=100, ev=50, ac=100)
    assert (spent_all.tcpi, spent_all.unknown["tcpi"].text) == (None, "The whole budget is spent.")


def test_a_baseline_without_length_that_is_not_done_has_earned_no_day() -> None:
    """All of it was planned for the very first instant, as in a file whose baseline was frozen before anything had dates."""
    draft = chain(3)
    instant = np.full(3, minutes(START), np.int64)
    frozen = engine.Baseline(instant, instant, np.full(3, 480, np.int64))
    found = engine.value(network(draft, date(2026, 3, 4)), frozen, at=minutes(datetime(2026, 3, 4)), spent=np.zeros(3, np.int64))
    assert found.time is not None
    assert (found.total.pv, found.total.ev, found.time.earned) == (1440, 0, 0)


def test_a_task_that_was_not_in_the_baseline_has_no_budget_but_its_cost_counts() -> None:
    draft = chain(2, finished=1)
    frozen = baseline(draft)
    frozen = engine.Baseline(np.where([True, False], engine.NONE, frozen.start), frozen.finish, frozen.budget)
    found = engine.value(network(draft, date(2026, 3, 3)), frozen, at=minutes(datetime(2026, 3, 3, 8)), spent=np.array([500, 0], np.int64))
    assert (found.total.bac, found.total.ev, found.total.ac) == (480, 0, 500)


def test_a_plan_without_a_budget_says_so() -> None:
    found = engine.value(
        network(chain(1), START.date()),
        engine.Baseline(*(np.array([number], np.int64) for number in (engine.NONE, engine.NONE, 480))),
        at=minutes(START),
        spent=np.zeros(1, np.int64),
    )
    assert found.time is None
    assert found.unknown["time"].text == "The baseline holds no budget."


@pytest.mark.parametrize(
    ("spent", "percent", "budget"), [([1, 2], None, [1]), ([1], [101], [1]), ([1], [-1], [1]), ([1], None, [-5])], ids=str
)
def test_columns_that_say_nonsense_are_refused(spent: list[int], percent: list[int] | None, budget: list[int]) -> None:
    frozen = engine.Baseline(*(np.array(column, np.int64) for column in ([0], [0], budget)))
    share = None if percent is None else np.array(percent, np.int64)
    with pytest.raises(ValueError, match=r"row of the plan|0 to 100|not negative"):
        engine.value(network(chain(1), START.date()), frozen, at=0, spent=np.array(spent, np.int64), percent=share)


@LAWS
@given(st.integers(1, 8), st.lists(st.integers(0, 40 * 24 * 60), max_size=5))
def test_the_curve_is_the_planned_value_at_each_instant(count: int, after: list[int]) -> None:
    draft = chain(count)
    instants = np.array([minutes(START) + each for each in after], np.int64)
    curve = engine.planned_by(network(draft, START.date()), baseline(draft), instants).tolist()
    assert curve == [valued(draft, START + timedelta(minutes=each)).total.pv for each in after]


@LAWS
@given(st.fractions(0, 300, max_denominator=480))
def test_so_many_days_after_the_start_so_many_days_have_gone_by(days: Fraction) -> None:
    draft = chain(1)
    at = engine.after_days(network(draft, START.date()), minutes(START), days)
    assert at is not None
    when = datetime(1970, 1, 1) + timedelta(minutes=at)
    found = valued(draft, when)
    assert found.time is not None
    assert abs(found.time.actual - days) <= Fraction(1, 2 * 480)


def test_a_finish_beyond_a_lifetime_is_none() -> None:
    assert engine.after_days(network(chain(1), START.date()), minutes(START), Fraction(20_000)) is None


def test_nothing_was_planned_where_nothing_has_a_budget() -> None:
    draft = chain(2)
    curve = engine.planned_by(network(draft, START.date()), baseline(draft, budget=0), np.array([minutes(START) + 99_999], np.int64))
    assert curve.tolist() == [0]
