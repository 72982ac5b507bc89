"""What the firm's own past says about its estimates: how far they are off, by how much, and whether past forecasts could be trusted.

The logarithm of actual over estimated minutes is taken as normal within each group of tasks (one kind, one person, one role), with
the firm's own mean and deviation behind all groups and a documented default behind the firm. A group of few tasks is drawn towards
the firm, a firm of few tasks towards the default: empirical Bayes, as if the prior were `PRIOR_TASKS` tasks more.

Sources: Efron & Morris, "Stein's paradox in statistics", Scientific American 236 (1977), for shrinkage; Trietsch, Mazmanyan,
Gevorgyan & Baker, "Modeling activity times by the Parkinson distribution with a lognormal core", European Journal of Operational
Research 216 (2012), for the lognormal; Gneiting & Raftery, "Strictly proper scoring rules, prediction, and estimation", Journal of
the American Statistical Association 102 (2007), for the pinball loss.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from milepost.engine.montecarlo_told import Chance
from milepost.engine.plan import N_, Impossible, say

Reals = NDArray[np.float64]
DEFAULT_BIAS, DEFAULT_SIGMA = 0.0, log(1.5) / NormalDist().inv_cdf(0.9)
"""Where nothing is known: as many tasks take longer than estimated as take less, one in ten more than one and a half times as long and
one in ten less than two thirds: the cone of uncertainty where requirements are settled (Boehm, "Software Engineering Economics", 1981;
McConnell, "Software Estimation", 2006)."""
PRIOR_TASKS = 10
"""How many tasks the prior weighs as much as."""
FURTHEST = 3.0
"""Ratios beyond e to this power, about twenty, are taken for slips of the pen and count as that."""
BINS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """A task that is done: minutes it was estimated at, minutes it took, and the groups it belongs to."""

    estimated: int
    actual: int
    groups: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class Habit:
    """How actual and estimated minutes compare: actual = estimated · exp(bias + sigma · z) with z standard normal, from `tasks` tasks."""

    bias: float
    sigma: float
    tasks: int

    def minutes(self, estimated: int, chance: float) -> int:
        """The minutes that a task estimated at `estimated` stays within with probability `chance`, strictly between 0 and 1."""
        return round(estimated * exp(self.bias + self.sigma * NormalDist().inv_cdf(chance)))


DEFAULT = Habit(DEFAULT_BIAS, DEFAULT_SIGMA, 0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The habit of the firm and of each of its groups."""

    firm: Habit
    groups: Mapping[Hashable, Habit]

    def habit(self, groups: Sequence[Hashable]) -> Habit:
        """That of the group with the most tasks among `groups`, else the firm's."""
        known = [self.groups[group] for group in groups if group in self.groups]
        return max(known, key=lambda habit: habit.tasks, default=self.firm)


def calibrated(outcomes: Sequence[Outcome]) -> Calibration:
    """The habits that `outcomes` show. Without any, the default. Raises Impossible for minutes below zero."""
    counted, ratios = _ratios(outcomes)
    firm = _shrunk(ratios, DEFAULT)
    of_group: dict[Hashable, list[float]] = {}
    for outcome, ratio in zip(counted, ratios.tolist(), strict=True):
        for group in outcome.groups:
            of_group.setdefault(group, []).append(ratio)
    return Calibration(firm, {group: _shrunk(np.array(own), firm) for group, own in of_group.items()})


def _ratios(outcomes: Sequence[Outcome]) -> tuple[list[Outcome], Reals]:
    """Logarithms of actual over estimated; a task without either has no ratio."""
    if any(outcome.estimated < 0 or outcome.actual < 0 for outcome in outcomes):
        raise Impossible("history_negative", say("A finished task took less than no time. Check the history."))
    counted = [outcome for outcome in outcomes if outcome.estimated > 0 and outcome.actual > 0]
    ratios = np.array([outcome.actual / outcome.estimated for outcome in counted])
    return counted, np.clip(np.log(ratios), -FURTHEST, FURTHEST) if counted else np.zeros(0)


def _shrunk(ratios: Reals, prior: Habit) -> Habit:
    """Mean and deviation of `ratios`, drawn towards `prior` as if it were so many tasks more: a normal-inverse-gamma posterior."""
    n = len(ratios)
    if not n:
        return Habit(prior.bias, prior.sigma, 0)
    mean = float(ratios.mean())
    weight = n + PRIOR_TASKS
    bias = (n * mean + PRIOR_TASKS * prior.bias) / weight
    squares = float(np.square(ratios - mean).sum()) + PRIOR_TASKS * prior.sigma**2
    between = n * PRIOR_TASKS / weight * (mean - prior.bias) ** 2
    return Habit(bias, sqrt((squares + between) / weight), n)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of the forecasts that said a chance between `low` and `high`: what they said on average, and how often it came true."""

    low: float
    high: float
    forecasts: int
    said: float
    seen: Chance


def reliability(said: Sequence[float], came_true: Sequence[bool]) -> tuple[Reliability, ...]:
    """The chart of forecasts against what happened, in ten bins; empty bins are left out. Raises Impossible outside 0 to 1."""
    chances, truths = np.array(said, np.float64), np.array(came_true, bool)
    if len(chances) != len(truths) or np.any((chances < 0) | (chances > 1)):
        raise Impossible("probability_out_of_range", say("Every forecast is a probability between 0 and 1 with its outcome."))
    bins = np.minimum((chances * BINS).astype(np.int64), BINS - 1)
    chart = []
    for number in np.unique(bins).tolist():
        inside = bins == number
        count = int(inside.sum())
        seen = Chance.of(int(truths[inside].sum()), count)
        chart.append(Reliability(number / BINS, (number + 1) / BINS, count, float(chances[inside].mean()), seen))
    return tuple(chart)


def pinball(chance: float, predicted: float, actual: float) -> float:
    """The loss of a forecast that said `predicted` would be exceeded with probability 1 - `chance`; the least is 0."""
    return (chance if actual >= predicted else chance - 1) * (actual - predicted)


@dataclass(frozen=True, slots=True)
class BackTest:
    """How forecasts of each task from nothing but the tasks before it would have done.

    `covered` has, for each of `chances`, how often the task took no longer than foretold; a trustworthy forecast covers as often as
    it says. `loss` is the mean pinball loss over the estimate, `naive_loss` that of taking every estimate at its word.
    """

    chances: tuple[float, ...]
    tasks: int
    covered: tuple[Chance, ...]
    loss: tuple[float, ...]
    naive_loss: tuple[float, ...]


def back_test(outcomes: Sequence[Outcome], *, least: int = 5, chances: Sequence[float] = (0.5, 0.8)) -> BackTest:
    """Foretell every one of `outcomes`, in the order they happened, from those before it, once there are `least` of those.

    Raises Impossible where none is left to foretell or a chance is none.
    """
    if any(not 0 < chance < 1 for chance in chances):
        raise Impossible("probability_out_of_range", say("A probability lies between 0 and 1."))
    counted, _ = _ratios(outcomes)
    later = range(least, len(counted))
    if not later:
        text = N_("The history holds {tasks} finished tasks; a back-test needs more than {least}.")
        raise Impossible("history_too_thin", say(text, tasks=len(counted), least=least))
    habits = [calibrated(counted[:number]).habit(counted[number].groups) for number in later]
    told = [counted[number] for number in later]
    covered, loss, naive = [], [], []
    for chance in chances:
        foretold = [habit.minutes(each.estimated, chance) for habit, each in zip(habits, told, strict=True)]
        covered.append(Chance.of(sum(each.actual <= f for each, f in zip(told, foretold, strict=True)), len(told)))
        loss.append(_mean_loss(chance, foretold, told))
        naive.append(_mean_loss(chance, [each.estimated for each in told], told))
    return BackTest(tuple(chances), len(told), tuple(covered), tuple(loss), tuple(naive))


def _mean_loss(chance: float, foretold: Sequence[int], told: Sequence[Outcome]) -> float:
    losses = [pinball(chance, f / each.estimated, each.actual / each.estimated) for f, each in zip(foretold, told, strict=True)]
    return sum(losses) / len(losses)
