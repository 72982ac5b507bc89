"""Simulations against what is known without them: moments, maxima, shares, and the critical path where nothing varies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from math import exp, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost import engine
from milepost.engine import montecarlo, montecarlo_instants, montecarlo_kernels
from milepost.engine.montecarlo_one import OneCalendar
from milepost.engine.montecarlo_several import SeveralCalendars
from milepost.forecast import snapshot
from milepost.plans.draft import Calendar, Draft, Link, Task
from tests.engine.plans import AS_OF, START, WEEKS, drafts

FIXED, PERT, TRIANGULAR, UNIFORM, LOGNORMAL, DISCRETE = engine.Shape
WHOLE_DAY = WEEKS[4]
TRIALS = 20_000
SURE = 4.5
"""Standard errors; one test in a hundred thousand strays further by chance, and the seeds are fixed."""


def network(tasks: Sequence[Task], links: Sequence[Link] = (), calendars: Sequence[Calendar] = (Calendar(1, "Always", WHOLE_DAY),)) -> Any:
    """A plan in which every minute counts, so that instants are working minutes."""
    draft = Draft("Known", START, tuple(tasks), tuple(links), tuple(calendars), 1)
    return snapshot.prepare(draft, as_of=AS_OF).network


def chain(count: int, minutes: int = 1000) -> Any:
    return network(
        [Task(uid, f"Task {uid}", duration_minutes=minutes) for uid in range(1, count + 1)], [Link(u, u + 1) for u in range(1, count)]
    )


def side_by_side(count: int, minutes: int = 1000) -> Any:
    return network([Task(uid, f"Task {uid}", duration_minutes=minutes) for uid in range(1, count + 1)])


def spread(count: int, shape: int, low: int, likely: int, high: int, **more: Any) -> engine.Spread:
    return engine.Spread(*(np.full(count, value, np.int64) for value in (shape, low, likely, high)), **more)


def minutes(found: engine.Simulated) -> np.ndarray[Any, Any]:
    """How long the plan took in every trial."""
    return found.ends - engine.minute(START)


def near(values: np.ndarray[Any, Any], mean: float, deviation: float, at_most: float = 0.0) -> None:
    """The sample's mean and deviation are those given, within the Monte-Carlo error and `at_most` of rounding."""
    n = len(values)
    assert abs(values.mean() - mean) < SURE * deviation / sqrt(n) + at_most
    assert abs(values.std() - deviation) < SURE * deviation / sqrt(n) + at_most + 0.01 * deviation


def test_a_chain_of_pert_tasks_has_the_sum_of_means_and_variances() -> None:
    found = engine.simulate(chain(12), spread(12, PERT, 600, 900, 2100), trials=TRIALS)
    mean = (600 + 4 * 900 + 2100) / 6
    variance = (mean - 600) * (2100 - mean) / 7
    near(minutes(found), 12 * mean, sqrt(12 * variance), at_most=2)


@pytest.mark.parametrize(
    ("shape", "mean", "deviation"),
    [
        (TRIANGULAR, (600 + 900 + 2100) / 3, sqrt((600**2 + 900**2 + 2100**2 - 600 * 900 - 600 * 2100 - 900 * 2100) / 18)),
        (UNIFORM, 1350, 1500 / sqrt(12)),
    ],
)
def test_one_task_has_the_moments_of_its_distribution(shape: int, mean: float, deviation: float) -> None:
    near(minutes(engine.simulate(chain(1), spread(1, shape, 600, 900, 2100), trials=TRIALS)), mean, deviation, at_most=1)


def test_a_lognormal_task_has_its_tenths_and_its_mean() -> None:
    found = engine.simulate(chain(1), spread(1, LOGNORMAL, 800, 0, 1800), trials=TRIALS)
    took, sigma = minutes(found), np.log(1800 / 800) / (2 * NormalDist().inv_cdf(0.9))
    median = sqrt(800 * 1800)
    near(took, median * exp(sigma**2 / 2), median * exp(sigma**2 / 2) * sqrt(exp(sigma**2) - 1), at_most=2)
    assert abs((took <= 800).mean() - 0.1) < SURE * sqrt(0.09 / TRIALS) + 0.002
    assert abs((took <= 1800).mean() - 0.9) < SURE * sqrt(0.09 / TRIALS) + 0.002


def test_a_discrete_task_takes_its_minutes_as_often_as_said() -> None:
    pairs = ((480, 0.5), (960, 0.3), (2400, 0.2))
    found = engine.simulate(chain(1), spread(1, DISCRETE, 0, 0, 0, discrete={0: pairs}), trials=TRIALS)
    took, counts = np.unique(minutes(found), return_counts=True)
    assert took.tolist() == [480, 960, 2400]
    for (_, chance), count in zip(pairs, counts, strict=True):
        assert abs(count / TRIALS - chance) < SURE * sqrt(chance * (1 - chance) / TRIALS) + 0.001


@pytest.mark.parametrize("count", [2, 5, 20])
def test_the_latest_of_several_uniform_tasks_is_their_maximum(count: int) -> None:
    found = engine.simulate(side_by_side(count), spread(count, UNIFORM, 0, 0, 10_000), trials=TRIALS)
    mean = 10_000 * count / (count + 1)
    near(minutes(found), mean, 10_000 * sqrt(count / (count + 1) ** 2 / (count + 2)), at_most=3)
    assert abs(found.probability(engine.minute(START) + 5000).share - 0.5**count) < SURE * sqrt(0.25 / TRIALS)


def test_two_equal_paths_are_critical_half_of_the_time_each() -> None:
    found = engine.simulate(side_by_side(2), spread(2, PERT, 600, 1000, 1800), trials=TRIALS)
    assert np.all(abs(found.criticality - 0.5) < found.criticality_error * 2.5)
    assert found.criticality.sum() >= 1


def test_what_moves_together_in_full_adds_up_linearly() -> None:
    """A chain of ten is ten times one, in every percentile; apart it spreads by the root of ten only."""
    shared = engine.Factor("project", tuple(range(10)), (1.0,) * 10)
    together = engine.simulate(chain(10), spread(10, PERT, 600, 900, 2100, factors=(shared,)), trials=TRIALS)
    one = engine.simulate(chain(1), spread(1, PERT, 600, 900, 2100, factors=(engine.Factor("project", (0,), (1.0,)),)), trials=TRIALS)
    start = engine.minute(START)
    assert np.all(abs((together.end[0] - start) - 10 * (one.end[0] - start)) <= 10)
    apart = engine.simulate(chain(10), spread(10, PERT, 600, 900, 2100), trials=TRIALS)
    assert minutes(together).std() / minutes(apart).std() == pytest.approx(sqrt(10), rel=0.03)


def test_tasks_that_share_part_of_their_uncertainty_are_correlated_by_so_much() -> None:
    shared = engine.Factor("project", (0, 1), (sqrt(0.3), sqrt(0.3)))
    found = engine.simulate(chain(2), spread(2, LOGNORMAL, 950, 0, 1050, factors=(shared,)), trials=TRIALS)
    alone = engine.simulate(chain(1), spread(1, LOGNORMAL, 950, 0, 1050), trials=TRIALS)
    correlation = minutes(found).var() / minutes(alone).var() / 2 - 1
    assert correlation == pytest.approx(0.3, abs=0.04)


def test_a_risk_happens_as_often_as_said_and_does_what_is_said() -> None:
    risks = [engine.Risk("Permit", 0.25, (0,), minutes=2000), engine.Risk("Flood", 0.1, (0,), factor=3.0)]
    found = engine.simulate(chain(1), engine.certain(1), trials=TRIALS, risks=risks)
    took, counts = np.unique(minutes(found), return_counts=True)
    assert took.tolist() == [1000, 3000, 9000]
    assert counts / TRIALS == pytest.approx([0.75 * 0.9, 0.25 * 0.9 + 0.75 * 0.1, 0.025], abs=0.015)
    swings = {each.index: each for each in found.drivers}
    assert swings[0].swing == pytest.approx(0.9 * 2000 + 0.1 * 6000, abs=2 * swings[0].error)
    assert swings[1].swing == pytest.approx(0.75 * 2000 + 0.25 * 6000, abs=2 * swings[1].error)


def test_a_risk_of_one_half_that_costs_a_day_moves_the_mean_by_half_a_day() -> None:
    found = engine.simulate(chain(1), engine.certain(1), trials=TRIALS, risks=[engine.Risk("Permit", 0.5, (0,), minutes=480)])
    error = 1.96 * 240 / sqrt(TRIALS)
    assert minutes(found).mean() - 1000 == pytest.approx(240, abs=2 * error)
    assert found.risks[0].swing == pytest.approx(480)


def test_the_plan_without_a_risk_is_what_a_simulation_without_it_says() -> None:
    """Against a second simulation, which never heard of the flood; the other risk is in both."""
    permit, flood = engine.Risk("Permit", 0.3, (1,), minutes=300), engine.Risk("Flood", 0.4, (0,), minutes=900)
    plan, wide = chain(5), spread(5, PERT, 600, 900, 2100)
    promises = [engine.Promise(int(engine.simulate(plan, wide, trials=TRIALS).end[0, percent])) for percent in (1, 2)]
    both = engine.simulate(plan, wide, trials=TRIALS, risks=[permit, flood], promises=promises)
    alone = engine.simulate(plan, wide, trials=TRIALS, risks=[permit], promises=promises)
    told = both.risks[1]
    for place in range(4):
        assert told.end_without[1, place] - 60 <= alone.end[0, place] <= told.end_without[2, place] + 60
    for here, there, less in zip(both.kept, alone.kept, told.kept_less, strict=True):
        assert there.share - here.share == pytest.approx(less.share, abs=2 * (here.error + there.error))
        assert 0.1 < less.share < 0.4
        assert less.error < 0.02
    assert told.swing == pytest.approx(900, abs=2 * told.error)


def test_a_risk_keeps_its_luck_when_another_one_comes_or_goes() -> None:
    """One that never happens changes nothing, wherever it stands; two of one name have each a luck of their own."""
    flood, never = engine.Risk("Flood", 0.4, (0,), minutes=900), engine.Risk("Never", 0.0, (1,), minutes=480)
    alone = minutes(engine.simulate(chain(2), engine.certain(2), trials=2000, risks=[flood]))
    assert minutes(engine.simulate(chain(2), engine.certain(2), trials=2000, risks=[never, flood])).tolist() == alone.tolist()
    twice = minutes(engine.simulate(chain(2), engine.certain(2), trials=2000, risks=[flood, flood]))
    assert set(np.unique(twice).tolist()) == {2000, 2900, 3800}


def test_a_risk_that_always_or_never_happens_has_nothing_to_be_compared_with() -> None:
    never, always = engine.Risk("Never", 0.0, (0,), minutes=480), engine.Risk("Always", 1.0, (0,), minutes=480)
    assert engine.simulate(chain(1), engine.certain(1), trials=100, risks=[never, always]).risks == ()


def test_what_drives_the_finish_is_found_with_its_share_and_swing() -> None:
    """A task of ten times the deviation has a hundred times the variance; its swing is that of its own tenths."""
    low = np.array([1000, 1000], np.int64)
    wide = engine.Spread(np.full(2, UNIFORM, np.int64), low, low, np.array([1100, 2000], np.int64))
    found = engine.simulate(chain(2), wide, trials=TRIALS)
    assert (found.drivers[0].kind, found.drivers[0].index) == ("task", 1)
    assert found.drivers[0].share == pytest.approx(100 / 101, abs=0.01)
    deviation = 1000 / sqrt(12)
    assert found.drivers[0].swing == pytest.approx(2 * 1.2816 * deviation, abs=2 * found.drivers[0].error)


def test_a_shared_factor_is_told_apart_from_the_tasks_that_share_it() -> None:
    shared = engine.Factor("project", tuple(range(10)), (sqrt(0.5),) * 10)
    found = engine.simulate(chain(10), spread(10, LOGNORMAL, 950, 0, 1050, factors=(shared,)), trials=TRIALS)
    kinds = {each.kind: each for each in reversed(found.drivers)}
    assert kinds["factor"].share == pytest.approx(5 * 10 / 55, abs=0.02)
    assert sum(each.share for each in found.drivers) == pytest.approx(1, abs=0.05)
    assert kinds["task"].share == pytest.approx(0.5 / 55, abs=0.005)


def test_all_promises_together_are_no_likelier_than_each() -> None:
    start = engine.minute(START)
    promises = [engine.Promise(start + 1500, 0), engine.Promise(start + 3100, 2), engine.Promise(start + 3200)]
    found = engine.simulate(chain(3), spread(3, PERT, 600, 900, 2100), trials=4000, promises=promises)
    assert 0 < found.together.share <= min(each.share for each in found.kept) < 1
    assert found.kept[2] == found.probability(start + 3200)


def test_a_later_promise_is_no_less_likely_and_percentiles_are_in_order() -> None:
    found = engine.simulate(chain(3), spread(3, PERT, 600, 900, 2100), trials=3000)
    chances = [found.probability(at).share for at in range(int(found.ends[0]) - 60, int(found.ends[-1]) + 60, 30)]
    assert chances == sorted(chances)
    assert (chances[0], chances[-1]) == (0, 1)
    assert np.all(np.diff(found.finish, axis=0) >= 0)
    assert np.all((found.finish_low <= found.finish) & (found.finish <= found.finish_high))
    assert np.all((found.end[1] <= found.end[0]) & (found.end[0] <= found.end[2]))


def test_percentiles_of_a_row_are_those_of_its_trials() -> None:
    """The last task's finish, read from its bins, is the plan's end, read from all trials."""
    found = engine.simulate(chain(6), spread(6, PERT, 600, 900, 2100), trials=TRIALS)
    width = (found.ends[-1] - found.ends[0]) / 256
    assert np.all(abs(found.finish[:, 5] - found.end[0]) <= width)


def test_the_stated_error_holds_for_other_seeds() -> None:
    """Of 40 simulations with seeds of their own, the interval of the first holds the median of nearly all."""
    many = [engine.simulate(chain(3), spread(3, PERT, 600, 900, 2100), trials=2000, seed=seed) for seed in range(1, 41)]
    truth = engine.simulate(chain(3), spread(3, PERT, 600, 900, 2100), trials=100_000, seed=99)
    for percentile in range(4):
        inside = sum(one.end[1, percentile] <= truth.end[0, percentile] <= one.end[2, percentile] for one in many)
        assert inside >= 33
    at = int(truth.end[0, 1])
    covered = sum(abs(one.probability(at).share - truth.probability(at).share) <= one.probability(at).error for one in many)
    assert covered >= 33


def same(one: engine.Simulated, other: engine.Simulated) -> bool:
    """Every value of two simulations is equal."""
    pairs = [(getattr(one, field.name), getattr(other, field.name)) for field in fields(one) if field.name != "network"]
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in pairs)


@pytest.mark.parametrize("calendars", [1, 4])
def test_the_answer_is_the_same_for_any_number_of_threads(calendars: int) -> None:
    net, wide = _made(60, calendars)
    found = [engine.simulate(net, wide, trials=5000, threads=threads) for threads in (1, 2, 4)]
    assert same(found[0], found[1])
    assert same(found[0], found[2])
    assert not np.array_equal(found[0].ends, engine.simulate(net, wide, trials=5000, seed=2).ends)


def _made(tasks: int, calendars: int) -> tuple[engine.Network, engine.Spread]:
    from milepost.cli.bench.plans import make_plan, on_one_calendar

    made = make_plan(tasks)
    net = snapshot.prepare(made if calendars > 1 else on_one_calendar(made), as_of=AS_OF).network
    planned, rows = net.plan.tasks.minutes, len(net.plan.tasks)
    shape = np.where((net.summary == 0) & (planned > 0), PERT, FIXED).astype(np.int64)
    shared = engine.Factor("project", tuple(range(rows)), (0.4,) * rows)
    return net, engine.Spread(shape, planned * 8 // 10, planned, planned * 16 // 10, factors=(shared,))


@pytest.mark.parametrize("calendars", [1, 4])
def test_compiled_trials_are_those_of_their_plain_twins(calendars: int) -> None:
    net, wide = _made(40, calendars)
    risks = [engine.Risk("Strike", 0.4, (3, 5), minutes=600, factor=1.5)]
    trials = 3
    run = montecarlo._prepared(net, wide, risks, (), trials, 1)
    tallies = []
    for course in (run.course, _plain(run.ground)):
        tally = run.tally()._replace(end=np.zeros(trials, np.int32))
        course.run(run.drawn.draws, 0, trials, course.bench(1, 1), tally)
        tallies.append(tally)
    assert isinstance(run.course, OneCalendar if calendars == 1 else SeveralCalendars)
    assert all(np.array_equal(one, other) for one, other in zip(*tallies, strict=True))
    assert tallies[0].end.std() > 0


def _plain(ground: Any) -> Any:
    if ground.network.uniform:
        return OneCalendar(ground, montecarlo_kernels.TWINS.plain())
    return SeveralCalendars(ground, montecarlo_instants.plain())


def passes(net: engine.Network, tried: np.ndarray[Any, Any]) -> tuple[Any, Any]:
    """Finish of every row and end by the critical path, with the minutes of each node that a trial drew."""
    changed = replace(net, nodes=net.nodes._replace(minutes=tried))
    return engine.finishes(changed)


@settings(max_examples=12, deadline=None)
@given(drafts(calendars=1, constrained=True), st.integers(0, 1000))
def test_every_trial_over_one_calendar_is_a_critical_path(draft: Draft, seed: int) -> None:
    _every_trial_is_a_critical_path(draft, seed)


@settings(max_examples=12, deadline=None)
@given(drafts(calendars=4, constrained=True), st.integers(0, 1000))
def test_every_trial_over_several_calendars_is_a_critical_path(draft: Draft, seed: int) -> None:
    _every_trial_is_a_critical_path(draft, seed)


def _every_trial_is_a_critical_path(draft: Draft, seed: int) -> None:
    """The end of each of a few trials is what the critical path says for the minutes drawn, to the working minute."""
    net = snapshot.prepare(draft, as_of=AS_OF).network
    planned = net.plan.tasks.minutes
    wide = engine.Spread(np.full(len(planned), UNIFORM, np.int64), planned // 2, planned, planned * 2)
    run = montecarlo._prepared(net, wide, (), (), 4, seed)
    place = run.course.bench(0, 0)
    tally = run.tally()
    for trial in range(4):
        drawn = _drawn(run, trial, place)
        run.course.run(run.drawn.draws, trial, trial + 1, place, tally)
        finish, end = passes(net, drawn)
        expected = run.course.work(np.array([end - run.ground.axis.origin])) if not net.uniform else _work(run, np.array([end]))
        assert run.course.work(tally.end[trial : trial + 1].astype(np.int64)) == expected
        assert len(finish) == len(planned)


def _work(run: Any, instants: np.ndarray[Any, Any]) -> Any:
    from milepost.engine import twins

    work = np.empty(len(instants), np.int64)
    twins.chosen(run.ground.network.size).works_at(run.ground.axis, np.full(len(instants), run.ground.nodes.calendar[0]), instants, work)
    return work


def _drawn(run: Any, trial: int, place: Any) -> Any:
    """The minutes of every node in one trial."""
    loops, bench = run.course.loops, getattr(place, "bench", place)
    loops.score_shared(run.drawn.draws, trial, bench)
    found = []
    for j in range(len(run.ground.network.row)):
        loops.draw_minutes(run.drawn.draws, j, trial, bench)
        found.append(int(bench.length[0]))
    return np.array(found, np.int64)
