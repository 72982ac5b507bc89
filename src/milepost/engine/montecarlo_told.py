"""What a simulation tells: percentiles, chances, what is critical and what drives the end, each with its Monte-Carlo error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from milepost.engine import montecarlo_tables as tables
from milepost.engine.montecarlo_draws import Drawn
from milepost.engine.montecarlo_kernels import Tally
from milepost.engine.network import Network
from milepost.engine.plan import Ints
from milepost.engine.sampling import Promise, Risk

Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
PERCENTS = (10, 50, 80, 90)
SURE = 1.96
"""Standard errors on either side that hold 95 of 100 answers."""
WITHIN = 2 * tables.TENTH
"""Standard deviations between the points that one in ten stays under and one in ten exceeds."""
SHOWN = 50
"""Drivers told at most."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability and half the width of its 95 % interval (Wilson 1927), both from 0 to 1."""

    share: float
    error: float

    @classmethod
    def of(cls, hits: int, trials: int) -> Chance:
        """The chance seen in `hits` of `trials`."""
        p, z = hits / trials, SURE * SURE / trials
        return cls(p, SURE * sqrt(p * (1 - p) / trials + z / (4 * trials)) / (1 + z))


@dataclass(frozen=True, slots=True)
class Driver:
    """What decides the plan's end: a task's own uncertainty, a shared factor, or a risk, by row or by number.

    `share` is the part of the variance of the end that goes with it; `swing` is how many working minutes of the
    project the end lies later in its bad tenth than in its good one, or with the risk than without; `error` is the 95 % error of it.
    """

    kind: Literal["task", "factor", "risk"]
    index: int
    share: float
    swing: float
    error: float


@dataclass(frozen=True, slots=True, eq=False)
class RiskEffect:
    """What one risk does, told from the trials in which it happened and from those in which it did not.

    A risk is drawn independently of everything else, so the trials without it are a simulation of the plan without it. `index` is its
    number. `end_without` are instants of the plan's end in those trials, like `Simulated.end`. `kept_less` is by how much less likely
    each promise is kept because of the risk, with its 95 % error; an end by chance alone may make it negative. `swing` is how many
    working minutes of the project the end lies later on average where it happens, `error` the 95 % error of that.
    """

    index: int
    end_without: Ints
    kept_less: tuple[Chance, ...]
    swing: float
    error: float


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """What a simulation found. Instants are wall-clock minutes; `finish` is a row of instants for each of `PERCENTS`.

    `finish_low` and `finish_high` bound each percentile with 95 % certainty as far as the number of trials goes. `planned` is the plan's
    end with no uncertainty at all. `end` has three instants for each of `PERCENTS`: the plan's end and its bounds. `ends` are the ends
    of all trials, sorted. `criticality` is the share of trials in which each row is on a longest chain to the end, `criticality_error`
    half of its 95 % interval. `kept` has one chance per promise, `together` the chance that all are kept at once.
    """

    network: Network
    trials: int
    seed: int
    planned: int
    finish: Ints
    finish_low: Ints
    finish_high: Ints
    end: Ints
    ends: Ints
    criticality: Reals
    criticality_error: Reals
    kept: tuple[Chance, ...]
    together: Chance
    drivers: tuple[Driver, ...]
    risks: tuple[RiskEffect, ...] = ()
    """Of each risk that happened in some trials and not in all."""

    def probability(self, at: int) -> Chance:
        """The chance that the plan ends by the instant `at`."""
        return Chance.of(int(np.searchsorted(self.ends, at, side="right")), self.trials)


def ranks(trials: int) -> Ints:
    """The places, from 1, of each percentile among sorted trials, and of its lower and upper 95 % bound: an array of 3 by percentiles."""
    middle = np.array([percent / 100 * trials for percent in PERCENTS])
    away = SURE * np.sqrt(middle * (1 - middle / trials))
    places = np.ceil(np.stack((middle, middle - away, middle + away))).astype(np.int64)
    within: Ints = np.clip(places, 1, trials)
    return within


def met(kept: Ints, promises: Sequence[Promise]) -> Flags:
    """Whether each promise was kept, from finishes by promise and trial."""
    on_time: Flags = kept <= np.array([promise.at for promise in promises], np.int64)[:, None]
    return on_time


def promised(met: Flags) -> tuple[tuple[Chance, ...], Chance]:
    """The chance of each promise, and of all together, from whether each was kept by promise and trial."""
    trials = met.shape[1]
    single = tuple(Chance.of(int(each.sum()), trials) for each in met)
    return single, Chance.of(int(met.all(axis=0).sum()), trials)


def drivers(network: Network, drawn: Drawn, tally: Tally, ends: Ints, risks: Sequence[Risk]) -> tuple[Driver, ...]:
    """What decides the `ends`, in working minutes by trial, the largest share first; nothing that chance alone may have brought about."""
    trials = len(ends)
    end = ends.astype(np.float64)
    deviation = float(end.std())
    if deviation == 0 or trials < 3:
        return ()
    by_factor = _with_factors(drawn, end)
    found = _of_tasks(network, drawn, tally, float(end.mean()) - float(tally.reference[0]), by_factor, deviation)
    found += _of_factors(by_factor, deviation, trials)
    found += _of_risks(drawn, end, risks, deviation)
    return tuple(sorted(found, key=lambda each: -each.share)[:SHOWN])


def _share(correlation: float, trials: int) -> float:
    return max(0.0, correlation * correlation - 1 / trials)


def _with_factors(drawn: Drawn, end: Reals) -> Reals:
    """Covariance of the end and the score of each factor."""
    draws, away = drawn.draws, end - end.mean()
    keys = zip(draws.factor_key, draws.factor_second, strict=True)
    scores = [draws.normal[tables.drawn(key, second, len(end)) >> np.uint32(20)] for key, second in keys]
    return np.array([float((score * away).mean()) for score in scores])


def _of_tasks(network: Network, drawn: Drawn, tally: Tally, mean_end: float, by_factor: Reals, deviation: float) -> list[Driver]:
    """A task's own part: its covariance with the end, less what both owe to shared factors."""
    draws, trials = drawn.draws, len(tally.end)
    mean, error = tally.length / trials, SURE * WITHIN * deviation / sqrt(trials)
    covariance = tally.product / trials - mean * mean_end
    variance = tally.square / trials - mean * mean
    node = np.repeat(np.arange(len(draws.table)), np.diff(draws.factor_first))
    shared = draws.weight * drawn.with_score[node]
    np.subtract.at(covariance, node, shared * by_factor[draws.factor] if len(by_factor) else shared)
    np.subtract.at(variance, node, np.square(shared))
    own = np.sqrt(np.maximum(variance, 1e-9))
    correlation = covariance / (own * deviation)
    sure = (draws.table >= 0) & (variance > 1e-6) & (tally.critical[: len(draws.table)] > 0) & (correlation > 3 / sqrt(trials))
    return [
        Driver("task", int(network.row[j]), _share(float(correlation[j]), trials), WITHIN * float(correlation[j]) * deviation, error)
        for j in np.flatnonzero(sure).tolist()
    ]


def _of_factors(by_factor: Reals, deviation: float, trials: int) -> list[Driver]:
    error = SURE * WITHIN * deviation / sqrt(trials)
    return [
        Driver("factor", number, _share(covariance / deviation, trials), WITHIN * covariance, error)
        for number, covariance in enumerate(by_factor.tolist())
        if abs(covariance) / deviation > 3 / sqrt(trials)
    ]


def _happened(drawn: Drawn, risks: Sequence[Risk], trials: int) -> Iterator[tuple[int, Flags]]:
    """The number of each risk that happened in some trials and not in others, and in which."""
    draws = drawn.draws
    for number in range(len(risks)):
        happens = tables.drawn(draws.risk_key[number], draws.risk_second[number], trials) < draws.risk_below[number]
        if 0 < int(happens.sum()) < trials:
            yield number, happens


def _of_risks(drawn: Drawn, end: Reals, risks: Sequence[Risk], deviation: float) -> list[Driver]:
    trials, found = len(end), []
    for number, happens in _happened(drawn, risks, trials):
        swing = float(end[happens].mean() - end[~happens].mean())
        p = int(happens.sum()) / trials
        correlation = swing * sqrt(p * (1 - p)) / deviation
        if abs(correlation) > 3 / sqrt(trials):
            found.append(Driver("risk", number, _share(correlation, trials), swing, SURE * deviation / sqrt(trials * p * (1 - p))))
    return found


def effects(drawn: Drawn, work: Ints, ends: Ints, met: Flags, risks: Sequence[Risk]) -> tuple[RiskEffect, ...]:
    """What each risk does that happened in some trials and not in all.

    `work` and `ends` are the plan's end by trial, in working minutes and as instants; `met` says by promise and trial what was kept.
    """
    return tuple(_effect(number, risks[number], happens, work, ends, met) for number, happens in _happened(drawn, risks, len(ends)))


def _effect(number: int, risk: Risk, happens: Flags, work: Ints, ends: Ints, met: Flags) -> RiskEffect:
    without = np.sort(ends[~happens])
    later, usual = work[happens], work[~happens]
    error = SURE * sqrt(float(later.var()) / len(later) + float(usual.var()) / len(usual))
    less = tuple(_less(risk.probability, each[happens], each[~happens]) for each in met)
    return RiskEffect(number, without[ranks(len(without)) - 1], less, float(later.mean() - usual.mean()), error)


def _less(p: float, there: Flags, elsewhere: Flags) -> Chance:
    """By how much `p` times of happening lower a chance that is one where it happens and another where it does not."""
    hit, usual = float(there.mean()), float(elsewhere.mean())
    variance = hit * (1 - hit) / len(there) + usual * (1 - usual) / len(elsewhere)
    return Chance(p * (usual - hit), SURE * p * sqrt(variance))
