"""Where each row of a plan stands: when it starts or started, and how long it takes in all, told apart so that either can be exchanged.

The length of a row in progress counts from its actual start to the end it has in sight, days without progress included: work that
stands still takes longer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from milepost.engine import twins
from milepost.engine.calendars import DAY, axis
from milepost.engine.network import Network, compiled
from milepost.engine.plan import NONE, Ints, Plan

Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
BLANK = dict.fromkeys(("minutes", "elapsed", "done", "remaining", "over"), 0)
BLANK |= dict.fromkeys(("actual_start", "actual_finish", "resume_at", "data_dates"), NONE)
"""The columns that say how far a row is, and what they hold where nothing is said."""
PROGRESS = tuple(BLANK)


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """One value per row. `length` and `left`, what is still to do of it, are working minutes of the row's calendar."""

    minutes: Ints
    elapsed: Ints
    actual_start: Ints
    actual_finish: Ints
    done: Ints
    remaining: Ints
    over: Ints
    resume_at: Ints
    data_dates: Ints
    length: Ints
    left: Ints
    summary: Ints
    calendar: Ints
    network: Network
    clock: _Clock

    @property
    def started(self) -> Bools:
        started: Bools = self.actual_start != NONE
        return started

    @property
    def complete(self) -> Bools:
        complete: Bools = self.started & (self.actual_finish != NONE)
        return complete

    def same_start(self, other: Outlook) -> Bools:
        """Rows that have begun in both, at one instant."""
        same: Bools = self.started & (self.actual_start == other.actual_start)
        return same

    def at(self, rows: Ints) -> Outlook:
        """The outlook of `rows`; -1 takes a blank row."""
        columns: dict[str, Any] = {
            name: np.append(getattr(self, name), 0)[rows] for name in (*PROGRESS, "length", "left", "summary", "calendar")
        }
        return replace(self, **columns)

    def progress(self) -> dict[str, Ints]:
        """The columns of a plan that say this."""
        return {name: getattr(self, name) for name in PROGRESS}

    def lasting(self, other: Outlook) -> dict[str, Ints]:
        """The columns of a plan in which each row starts as here and lasts as in `other`."""
        fresh = ~self.started
        turned = fresh & other.started
        whole = np.where(other.started, other.length, other.minutes)
        left = np.where(other.started & ~other.complete, other.left, np.where(other.complete, 0, whole))
        free = np.full(len(fresh), NONE, np.int64)
        finish = np.where(other.complete, other.clock.after(other.calendar, self.actual_start, other.length), NONE)
        mixed = {
            "minutes": np.where(turned, whole, other.minutes),
            "elapsed": other.elapsed,
            "actual_start": self.actual_start,
            "actual_finish": np.where(fresh, NONE, finish),
            "done": np.where(fresh, np.where(turned, 0, self.done), whole - left),
            "remaining": np.where(fresh, whole, left),
            "over": np.where(fresh, self.over, 0),
            "resume_at": np.where(fresh & ~turned, self.resume_at, free),
            "data_dates": np.where(fresh, self.data_dates, free),
        }
        same, theirs = self.same_start(other), other.progress()
        return {name: np.where(same, theirs[name], column) for name, column in mixed.items()}


class _Clock:
    """Working time of a plan's rows, on a horizon that holds everything that has begun."""

    def __init__(self, network: Network, instants: Ints) -> None:
        named = instants[instants != NONE]
        low, high = (int(named.min()), int(named.max())) if len(named) else (0, 0)
        self.axis = axis(network.recipes, low // DAY - 1, high // DAY + 400, network.plan.zone)
        self.fast = twins.chosen(network.size)

    def work(self, calendar: Ints, at: Ints) -> Ints:
        """Working minutes before each instant; those before the horizon have none."""
        out = np.empty(len(at), np.int64)
        self.fast.works_at(self.axis, calendar, at, out)
        return out

    def after(self, calendar: Ints, start: Ints, minutes: Ints) -> Ints:
        """When work of so many minutes that began at `start` is done; what has no length is done at once."""
        out = np.empty(len(start), np.int64)
        self.fast.finishes_of(self.axis, calendar, self.work(calendar, start) + minutes, out)
        return np.where(minutes == 0, start, np.maximum(start, out))


def outlook(plan: Plan) -> Outlook:
    """Where each row of `plan` stands. Raises Impossible where the plan cannot be compiled."""
    network, tasks = compiled(plan), plan.tasks
    count = len(tasks)
    given = np.full(count, plan.data_date, np.int64) if plan.data_dates is None else plan.data_dates
    clock = _Clock(network, np.concatenate((tasks.actual_start, tasks.actual_finish, tasks.resume_at, given)))
    calendar = np.zeros(count, np.int64)
    leaves = network.node >= 0
    calendar[leaves] = network.nodes.calendar[network.node[leaves]]
    began = clock.work(calendar, tasks.actual_start)
    goes_on = np.maximum(began + tasks.done, np.maximum(clock.work(calendar, given), clock.work(calendar, tasks.resume_at)))
    in_progress = goes_on - began + tasks.remaining
    length = np.where(network.complete == 1, clock.work(calendar, tasks.actual_finish) - began, in_progress)
    return Outlook(
        **{name: getattr(tasks, name) for name in PROGRESS if name != "data_dates"},
        data_dates=given,
        length=np.where(network.started == 1, length, tasks.minutes),
        left=np.where(network.complete == 1, 0, np.where(network.started == 1, tasks.remaining, tasks.minutes)),
        summary=network.summary,
        calendar=calendar,
        network=network,
        clock=clock,
    )
