"""How good the estimates are: every figure worked out again from the finished tasks, one by one."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import exp, log, sqrt
from statistics import NormalDist

import pytest

from milepost.forecast import reads
from milepost.forecast import writes as forecasts
from milepost.kernel.refusal import NotAllowed
from milepost.plans import models
from milepost.plans.draft import Draft, Task
from tests.cast import NOW, Cast, Firm

RATIOS = (1.0, 2.0, 0.5, 1.5, 1.0, 1.2, 3.0, 0.8, 1.1, 1.0, 2.5, 0.9)


@pytest.fixture
def firm(cast: Cast) -> Firm:
    return cast.north


def past(firm: Firm, ratios: tuple[float, ...]) -> None:
    """A project whose tasks were estimated at a day each and took so many times as long, one after the other."""
    tasks = tuple(Task(uid, f"Task {uid}", duration_minutes=480) for uid in range(1, len(ratios) + 1))
    project = forecasts.import_plan(
        firm.manager.actor, Draft("Quay", datetime(2026, 1, 5, 9), tasks), file_name="q.xml", now=NOW
    ).project_id
    forecasts.freeze_baseline(firm.manager.actor, project, name="As signed", now=NOW)
    for task, ratio in zip(models.Task.objects.filter(project_id=project).order_by("uid"), ratios, strict=True):
        task.actual_minutes = round(480 * ratio)
        task.actual_finish = datetime(2026, 1, 5, 17) + timedelta(days=task.uid)
        task.percent = 100
        task.save()


def habit(ratios: list[float]) -> tuple[float, float]:
    """Mean and deviation of the logarithms, drawn towards the default as if that were ten tasks more."""
    default = log(1.5) / NormalDist().inv_cdf(0.9)
    logs, n = [log(ratio) for ratio in ratios], len(ratios)
    mean = sum(logs) / n
    squares = sum((each - mean) ** 2 for each in logs) + 10 * default**2 + n * 10 / (n + 10) * mean**2
    return n * mean / (n + 10), sqrt(squares / (n + 10))


def test_each_task_is_foretold_from_those_before_it(firm: Firm) -> None:
    past(firm, RATIOS)
    report = reads.calibration(firm.manager.actor)
    assert (report.finished, report.foretold) == (12, 7)
    for each in report.kept:
        inside = 0
        for place in range(5, 12):
            bias, sigma = habit(list(RATIOS[:place]))
            inside += round(480 * RATIOS[place]) <= round(480 * exp(bias + sigma * NormalDist().inv_cdf(each.said / 100)))
        assert each.seen == round(100 * inside / 7), each.said


def test_ten_days_become_what_the_habit_says(firm: Firm) -> None:
    past(firm, RATIOS)
    report = reads.calibration(firm.manager.actor)
    bias, sigma = habit(list(RATIOS))
    assert report.half == pytest.approx(4800 * exp(bias), abs=3)
    assert report.most == pytest.approx(4800 * exp(bias + sigma * NormalDist().inv_cdf(0.8)), abs=3)


def test_estimates_that_always_hold_show_that_we_are_too_careful(firm: Firm) -> None:
    past(firm, (1.0,) * 30)
    half = reads.calibration(firm.manager.actor).at(50)
    assert half is not None
    assert (half.seen, half.surely_off) == (100, 1)


@pytest.mark.parametrize("count", [0, 5])
def test_a_thin_past_says_nothing_of_forecasts_and_the_default_of_habits(firm: Firm, count: int) -> None:
    if count:
        past(firm, (1.0,) * count)
    report = reads.calibration(firm.manager.actor)
    assert (report.finished, report.foretold, report.kept) == (count, 0, ())
    assert report.half == 4800


def test_the_past_of_another_firm_is_none_of_ours(cast: Cast) -> None:
    past(cast.north, RATIOS)
    assert reads.calibration(cast.south.owner.actor).finished == 0


def test_only_those_who_manage_see_it(firm: Firm) -> None:
    for who in (firm.member, firm.client):
        with pytest.raises(NotAllowed):
            reads.calibration(who.actor)
