"""What the loops of a simulation look up: keys of random numbers, equally likely normal scores, minutes by score for each shape."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import erf, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from milepost.engine.montecarlo_kernels import _GOLD, _ONE, _THREE, _TWO, CELLS, REACH, STEPS, Ints, Keys, _12, _15, _16
from milepost.engine.sampling import Pair, Shape

Reals = NDArray[np.float64]
TENTH = NormalDist().inv_cdf(0.9)
"""How far one in ten lies beyond the middle, in standard deviations."""
FINE = 512
"""Shapes are told apart by the place of their peak, or by their sigma, in steps of one part of so many."""
_MASK = (1 << 64) - 1


def keys(seed: int, kind: int, names: Sequence[int]) -> tuple[Keys, Keys]:
    """Two 32-bit keys for each name, by splitmix64 (Steele, Lea & Flood 2014)."""
    with np.errstate(over="ignore"):
        start = _mixed(np.array([(seed * 0x9E3779B97F4A7C15 + kind + 1) & _MASK], np.uint64))
        mixed = _mixed(start + np.array(names, np.int64).astype(np.uint64) * np.uint64(0xD1B54A32D192ED03))
    return (mixed >> np.uint64(32)).astype(np.uint32), mixed.astype(np.uint32)


def _mixed(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def drawn(key: np.uint32, second: np.uint32, trials: int) -> Keys:
    """32 random bits for every trial: the kernels' `drawn`, all trials at once."""
    x = np.arange(trials, dtype=np.uint32) * _GOLD + key
    x = (x ^ (x >> _16)) * _ONE
    x = (x ^ (x >> _15)) + second
    x = x * _TWO
    x = (x ^ (x >> _12)) * _THREE
    bits: Keys = x ^ (x >> _15)
    return bits


@lru_cache(maxsize=1)
def normal() -> NDArray[np.float32]:
    """`STEPS` equally likely scores: the mean of the normal distribution over each of so many slices, scaled to variance 1."""
    bell = NormalDist()
    edges = [0.0, *(bell.pdf(bell.inv_cdf(k / STEPS)) for k in range(1, STEPS)), 0.0]
    means = STEPS * -np.diff(edges)
    scaled: NDArray[np.float32] = (means / means.std()).astype(np.float32)
    return scaled


@lru_cache(maxsize=1)
def chances() -> Reals:
    """The probability of a score below the middle of each cell of a table."""
    return np.array([(1 + erf(z / sqrt(2))) / 2 for z in scores()])


def scores() -> Reals:
    """The score in the middle of each cell."""
    middles: Reals = (np.arange(CELLS, dtype=np.float64) + 0.5) / (CELLS / 2 / float(REACH)) - float(REACH)
    return middles


def sigma_of(low: Reals, high: Reals) -> Reals:
    """Standard deviation of the logarithm, from the points one in ten stays under and one in ten exceeds."""
    return np.log(np.maximum(high, 1e-9) / np.maximum(low, 1e-9)) / (2 * TENTH)


def table_of(shape: int, place: int) -> Reals:
    """By score: the part of the way from low to high; for LOGNORMAL the multiple of its median. `place` is in parts of `FINE`."""
    p, at = chances(), place / FINE
    match shape:
        case Shape.PERT:
            return _pert(at, p)
        case Shape.TRIANGULAR:
            rising = np.sqrt(p * at)
            return np.where(p < at, rising, 1 - np.sqrt((1 - p) * (1 - at)))
        case Shape.LOGNORMAL:
            return np.exp(at * scores())
        case _:
            return p


def _pert(mode: float, p: Reals) -> Reals:
    """Quantiles of the beta distribution with shape 1 + 4 mode and 5 - 4 mode, by the area under it."""
    x = np.linspace(0, 1, 4097)
    height = x ** (4 * mode) * (1 - x) ** (4 - 4 * mode)
    area = np.concatenate(([0], np.cumsum(height[1:] + height[:-1])))
    return np.interp(p, area / area[-1], x)


def discrete_table(pairs: tuple[Pair, ...]) -> Reals:
    """By score: the minutes whose turn it is, the shortest first."""
    ordered = sorted(pairs)
    until = np.cumsum([chance for _, chance in ordered])
    which = np.minimum(np.searchsorted(until, chances(), side="right"), len(ordered) - 1)
    return np.array([minutes for minutes, _ in ordered], np.float64)[which]


def places(shape: Ints, low: Reals, likely: Reals, high: Reals) -> Ints:
    """Which table of its shape each row uses, in parts of `FINE`."""
    width = np.maximum(high - low, 1)
    peaked = (shape == Shape.PERT) | (shape == Shape.TRIANGULAR)
    place: Any = np.where(peaked, (likely - low) / width, 0.0)
    place = np.where(shape == Shape.LOGNORMAL, sigma_of(low, high), place)
    found: Ints = np.rint(place * FINE).astype(np.int64)
    return found
