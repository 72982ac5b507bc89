"""Work laid over days: how much of a person's time each task takes on each of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from milepost import engine
from milepost.engine.calendars import DAY, axis, day_number
from milepost.engine.layout import Axis
from milepost.forecast.rules import Ints
from milepost.forecast.snapshot.calendars import working_time
from milepost.kernel.worktime import WorkingTime

Minutes = NDArray[np.float64]
UNSAID = -1
FARTHEST_DAYS = 3 * 366
"""Beyond that a task's work is taken to be spread no farther."""


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Work of one person: from `start` to `finish` (wall-clock minutes), `minutes` of it or `UNSAID`, `units` per cent of their time."""

    start: Ints
    finish: Ints
    minutes: Ints
    units: Ints


def capacity(time: WorkingTime, first: date, days: int) -> Ints:
    """Working minutes of each of so many days."""
    return engine.minutes_by_day(working_time(time), first, first + timedelta(days=days - 1))


def by_day(time: WorkingTime, spans: Spans, first: date, days: int) -> Minutes:
    """Minutes of each span on each day from `first` on, one row a span.

    Work is spread evenly over the working time of the person between start and finish, or evenly over the clock where they have none
    there. Without a number of minutes a span takes its units of that time.
    """
    begin = day_number(first)
    edges = np.arange(begin, begin + days + 1, dtype=np.int64) * DAY
    finish = np.minimum(spans.finish, (begin + FARTHEST_DAYS) * DAY)
    start = np.minimum(spans.start, finish)
    low, high = min(int(start.min()), int(edges[0])) // DAY, max(int(finish.max()), int(edges[-1])) // DAY + 1
    laid = axis((working_time(time),), low, high)
    total = _worked(laid, finish) - _worked(laid, start)
    within = np.clip(edges[None, :], start[:, None], finish[:, None])
    worked = np.diff(_worked(laid, within), axis=1)
    rests = total == 0
    shares = np.where(rests[:, None], np.diff(within, axis=1), worked) / np.maximum(1, np.where(rests, finish - start, total))[:, None]
    work = np.where(spans.minutes == UNSAID, total * spans.units / 100, spans.minutes)
    spread: Minutes = shares * work[:, None]
    return spread


def _worked(laid: Axis, at: Ints) -> Minutes:
    """Working minutes before each instant: straight lines between where work begins and where it ends."""
    if not len(laid.start):
        return np.zeros(at.shape)
    corners = np.stack((laid.start, laid.end), axis=1).ravel()
    before = np.stack((laid.before, laid.before + laid.end - laid.start), axis=1).ravel()
    worked: Minutes = np.interp(at, corners, before)
    return worked
