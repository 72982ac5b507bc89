"""How long tasks may take: distributions, what they share, and events that may happen. Values that a simulation draws from.

The model of one task is a normal score of its own, `z = own · e + Σ weight · f`, where `e` belongs to the task alone, each `f` to a
factor that several tasks share (the project, a person, a role), all are independent and standard normal, and
`own² = 1 - Σ weight²`. The score is turned into a probability and that into minutes by the task's own distribution: a Gaussian
copula. Two tasks of weight 1 to one factor move together in full, so that their percentiles add up.

Sources: Malcolm, Roseboom, Clark & Fazar, "Application of a technique for research and development program evaluation" (1959) for
PERT's mean; Vose, "Risk Analysis" (2008), for its beta with lambda 4; Nelsen, "An Introduction to Copulas" (2006).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np

from milepost.engine.plan import CENTURY, N_, Impossible, Ints, Saying, TaskRow, say

Pair = tuple[int, float]
"""Minutes and how likely they are."""


class Shape(IntEnum):
    """How a duration is spread between its low and its high end."""

    FIXED = 0
    PERT = 1
    TRIANGULAR = 2
    UNIFORM = 3
    LOGNORMAL = 4
    DISCRETE = 5


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """Something that several tasks share: `rows` depend on it with `weights` from 0 (not at all) to 1 (wholly)."""

    name: str
    rows: tuple[int, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How long the task in each row may take: one value per row of the plan, minutes as the plan counts the task's duration.

    `low`, `likely`, `high` are the optimistic, most likely and pessimistic minutes; for LOGNORMAL `low` and `high` are the points
    that one in ten stays under and one in ten exceeds, and `likely` is not used; UNIFORM does not use it either; DISCRETE rows have
    their minutes and chances in `discrete`; a FIXED row keeps the plan's minutes. Raises Impossible by the name of what is wrong.
    """

    shape: Ints
    low: Ints
    likely: Ints
    high: Ints
    discrete: Mapping[int, tuple[Pair, ...]] = field(default_factory=dict)
    factors: tuple[Factor, ...] = ()

    def __post_init__(self) -> None:
        columns = (self.shape, self.low, self.likely, self.high)
        if any(c.dtype != np.int64 or c.shape != self.shape.shape or c.ndim != 1 for c in columns):
            raise ValueError("every column of a spread is int64 and of one length")
        _check_minutes(self)
        _check_discrete(self)
        _check_factors(self)

    def __len__(self) -> int:
        return len(self.shape)


@dataclass(frozen=True, slots=True)
class Risk:
    """An event that happens with `probability` and then makes each of `rows` `minutes` longer and `factor` times as long."""

    name: str
    probability: float
    rows: tuple[int, ...]
    minutes: int = 0
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Promise:
    """An instant by which the task in `row` is to be finished; row -1 is the whole plan."""

    at: int
    row: int = -1


def certain(rows: int) -> Spread:
    """No spread at all: every task takes as long as the plan says."""
    nothing = np.zeros(rows, np.int64)
    return Spread(nothing, nothing, nothing, nothing)


def check_risks(risks: Sequence[Risk], rows: int) -> None:
    """Raises Impossible where a chance is no chance, an impact is out of range or a row is not there."""
    for risk in risks:
        if not 0 <= risk.probability <= 1:
            text = N_("The risk “{risk}” has a probability of {probability}. A probability lies between 0 and 1.")
            raise Impossible("probability_out_of_range", say(text, risk=risk.name, probability=risk.probability))
        if not (0 <= risk.factor <= 1000 and abs(risk.minutes) <= CENTURY):
            raise Impossible("impact_out_of_range", say("The impact of the risk “{risk}” is out of range. Check it.", risk=risk.name))
        _check_rows(risk.rows, rows, say("The risk “{risk}” names a task that the plan does not hold.", risk=risk.name))


def check_promises(promises: Sequence[Promise], rows: int) -> None:
    """Raises Impossible where a promise is about a row that is not there."""
    given = tuple(promise.row for promise in promises if promise.row != -1)
    _check_rows(given, rows, say("A promise names a task that the plan does not hold."))


def _check_rows(given: Sequence[int], rows: int, saying: Saying) -> None:
    if any(not 0 <= row < rows for row in given):
        raise Impossible("row_unknown", saying)


def _refused(code: str, wrong: Any, text: str) -> None:
    rows = np.flatnonzero(wrong)
    if len(rows):
        raise Impossible(code, say(text, task=TaskRow(int(rows[0]))), tuple(int(row) for row in rows))


def _check_minutes(spread: Spread) -> None:
    shape, low, likely, high = spread.shape, spread.low, spread.likely, spread.high
    _refused("shape_unknown", (shape < 0) | (shape > max(Shape)), N_("“{task}” has a distribution that is not known."))
    given = (shape != Shape.FIXED) & (shape != Shape.DISCRETE)
    _refused("estimate_negative", given & (low < 0), N_("“{task}” has a negative estimate."))
    _refused("beyond_horizon", given & (high > CENTURY), N_("“{task}” may last more than a hundred years. Check its estimate."))
    _refused("estimate_backwards", given & (low > high), N_("The best case of “{task}” takes longer than its worst case."))
    three = (shape == Shape.PERT) | (shape == Shape.TRIANGULAR)
    _refused("estimate_low_above_likely", three & (low > likely), N_("The best case of “{task}” takes longer than its likely case."))
    _refused("estimate_likely_above_high", three & (likely > high), N_("The likely case of “{task}” takes longer than its worst case."))
    without = (shape == Shape.LOGNORMAL) & (low <= 0) & (high > 0)
    _refused("estimate_zero", without, N_("The best case of “{task}” is nothing at all, which its distribution cannot hold."))


def _check_discrete(spread: Spread) -> None:
    named = np.zeros(len(spread), bool)
    _check_rows(tuple(spread.discrete), len(spread), say("An estimate names a task that the plan does not hold."))
    for row, pairs in spread.discrete.items():
        named[row] = True
        chances = [chance for _, chance in pairs]
        if not pairs or any(not 0 <= chance <= 1 for chance in chances) or abs(sum(chances) - 1) > 1e-6:
            text = N_("The chances of “{task}” do not add up to 1.")
            raise Impossible("probability_out_of_range", say(text, task=TaskRow(row)), (row,))
        if any(not 0 <= minutes <= CENTURY for minutes, _ in pairs):
            raise Impossible("estimate_negative", say("“{task}” has a negative estimate.", task=TaskRow(row)), (row,))
    _refused("estimate_missing", (spread.shape == Shape.DISCRETE) & ~named, N_("“{task}” has no estimate."))


def _check_factors(spread: Spread) -> None:
    total = np.zeros(len(spread))
    for factor in spread.factors:
        _check_rows(factor.rows, len(spread), say("The factor “{factor}” names a task that the plan does not hold.", factor=factor.name))
        if len(factor.rows) != len(factor.weights) or any(not 0 <= weight <= 1 for weight in factor.weights):
            text = N_("A weight of the factor “{factor}” does not lie between 0 and 1.")
            raise Impossible("weight_out_of_range", say(text, factor=factor.name))
        np.add.at(total, np.array(factor.rows, np.int64), np.square(np.array(factor.weights)))
    _refused("weight_out_of_range", total > 1 + 1e-9, N_("“{task}” shares more than all of its uncertainty. Lower its weights."))
