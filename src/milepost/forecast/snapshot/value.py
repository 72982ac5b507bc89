"""A plan against what its baseline budgeted: earned value, earned schedule and their curve over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import numpy as np

from milepost import engine
from milepost.engine.calendars import DAY
from milepost.forecast.rules import Ints, last_day, minute, moment
from milepost.forecast.rules.value import EarnedValue, ValuePoint
from milepost.forecast.snapshot.concluding import prepare
from milepost.plans.draft import FROZEN_HERE, BaselineDates, Draft, ResourceKind, Task

MOST_POINTS = 60
Report = tuple[date, int, int]
"""On a day somebody said of the task with this uid that so many per cent are done."""


def compared(draft: Draft) -> list[BaselineDates]:
    """The baseline that a plan is compared with: the one frozen here last, else the file's first."""
    number = max((each.number for each in draft.baselines if each.number >= FROZEN_HERE), default=0)
    return [each for each in draft.baselines if each.number == number]


def value(draft: Draft, reports: Sequence[Report], *, as_of: date) -> EarnedValue | None:
    """The report at the end of the day before `as_of`, from what people `reports`, oldest first. None without a baseline with work.

    Raises Refusal where the plan has no dates.
    """
    frozen = {each.task: each for each in compared(draft) if each.start and each.finish}
    network = prepare(draft, as_of=as_of).network
    baseline = _baseline(draft, frozen)
    budget = np.where(_counts(draft, frozen), baseline.budget, 0)
    if not budget.any():
        return None
    baseline = engine.Baseline(baseline.start, baseline.finish, budget)
    spent = _spent(draft)
    at = minute(datetime.combine(as_of, time()))
    percent = np.array([min(100, task.percent) for task in draft.tasks], np.int64)
    known = np.zeros(len(budget), np.int64) if spent is None else spent
    found = engine.value(network, baseline, at=at, spent=known, percent=percent)
    if found.time is None:
        return None
    begin = int(baseline.start[budget > 0].min())
    end = int(baseline.finish[budget > 0].max())
    pace = found.time.ieac and engine.after_days(network, begin, found.time.ieac)
    days = _days(begin, max(end, at), as_of)
    return EarnedValue(
        number=next(iter(frozen.values())).number,
        as_of=as_of,
        budget=found.total.bac,
        planned=found.total.pv,
        earned=found.total.ev,
        spent=None if spent is None else found.total.ac,
        percent=100 * found.total.ev // found.total.bac,
        spi=_float(found.total.spi),
        cpi=_float(found.total.cpi),
        at_completion=None if spent is None or found.total.eac is None else round(found.total.eac),
        begun_on=moment(begin).date(),
        ends_on=last_day(moment(end)),
        planned_days=float(found.time.planned),
        gone_days=float(found.time.actual),
        earned_days=float(found.time.earned),
        earned_on=_on(engine.after_days(network, begin, found.time.earned), begin),
        days_behind=-round(found.time.sv),
        spi_time=_float(found.time.spi),
        tspi=_float(found.time.tspi),
        pace_on=last_day(moment(pace)) if pace else None,
        unbudgeted=sum(not task.summary and not task.milestone and task.active and task.uid not in frozen for task in draft.tasks),
        points=tuple(
            _points(days, engine.planned_by(network, baseline, _evenings(days)), _earned(draft, budget, reports, days, as_of), as_of)
        ),
    )


def _counts(draft: Draft, frozen: dict[int, BaselineDates]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([not task.summary and task.active and task.uid in frozen for task in draft.tasks], np.bool_)


def _baseline(draft: Draft, frozen: dict[int, BaselineDates]) -> engine.Baseline:
    lines = [frozen.get(task.uid) for task in draft.tasks]
    start = [minute(line.start) if line and line.start else engine.NONE for line in lines]
    finish = [minute(line.finish) if line and line.finish else engine.NONE for line in lines]
    budget = [(line.effort_minutes or line.duration_minutes) if line else 0 for line in lines]
    return engine.Baseline(*(np.array(column, np.int64) for column in (start, finish, budget)))


def _spent(draft: Draft) -> Ints | None:
    """Minutes worked so far by row; None where nobody recorded any."""
    people = {each.uid for each in draft.resources if each.kind is ResourceKind.WORK}
    worked: dict[int, int] = defaultdict(int)
    for line in draft.assignments:
        if line.resource in people:
            worked[line.task] += line.actual_work_minutes
    found = np.array([worked[task.uid] for task in draft.tasks], np.int64)
    return found if found.any() else None


def _days(begin: int, end: int, as_of: date) -> list[date]:
    """The days of the curve: each one, or of a long plan every so many that sixty do, and yesterday; the first is before it begins."""
    first, last = moment(begin).date() - timedelta(days=1), last_day(moment(end))
    step = max(1, -(-(last - first).days // MOST_POINTS))
    yesterday = max(first, as_of - timedelta(days=1))
    return sorted({yesterday, last, *(first + timedelta(days=n) for n in range(0, (last - first).days, step))})


def _evenings(days: Iterable[date]) -> Ints:
    return np.array([minute(datetime.combine(on, time())) + DAY for on in days], np.int64)


def _earned(draft: Draft, budget: Ints, reports: Sequence[Report], days: Sequence[date], as_of: date) -> list[int]:
    """What was done by the end of each day: as it was reported, and at the latest on the day the work really ended."""
    gains: dict[date, int] = defaultdict(int)
    said: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for on, uid, percent in reports:
        said[uid].append((on, percent))
    for task, worth in zip(draft.tasks, budget.tolist(), strict=True):
        if worth:
            _gain(gains, worth, said[task.uid], task, as_of)
    return [sum(gain for on, gain in gains.items() if on <= day) for day in days]


def _gain(gains: dict[date, int], worth: int, said: Sequence[tuple[date, int]], task: Task, as_of: date) -> None:
    """Adds what one task earned on which day. What a file brought, nobody said when, counts as of now."""
    yesterday = as_of - timedelta(days=1)
    over = task.actual_finish.date() if task.actual_finish else None
    steps = [(on, percent) for on, percent in said if over is None or on < over]
    steps.append((min(over or yesterday, yesterday), min(100, task.percent)))
    earned = 0
    for on, percent in steps:
        now = worth * percent // 100
        gains[min(on, yesterday)] += now - earned
        earned = now


def _points(days: Sequence[date], planned: Ints, earned: Sequence[int], as_of: date) -> Iterable[ValuePoint]:
    for on, plan, done in zip(days, planned.tolist(), earned, strict=True):
        yield ValuePoint(on, plan, done if on < as_of else None)


def _on(at: int | None, begin: int) -> date:
    """The working day whose work ends at an instant: the first one where nothing is earned."""
    return moment(begin).date() if at is None or at <= begin else last_day(moment(at))


def _float(share: Fraction | None) -> float | None:
    return None if share is None else float(share)
