"""What the checks of a schedule are measured on: which tasks and links count, and who is linked to whom by which end."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

import numpy as np

from milepost.engine import kernels
from milepost.engine.calendars import DAY, axis
from milepost.engine.plan import NONE, Ints, Kind
from milepost.engine.schedule import Schedule

Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]


class Yard:
    """A schedule with the columns its checks share; every column has one value per row."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule, self.network = schedule, schedule.network
        self.plan = schedule.network.plan
        self.tasks, self.links = self.plan.tasks, self.plan.links
        self.leaf: Bools = (self.network.summary == 0) & (self.tasks.active == 1)
        self.complete: Bools = (self.network.complete == 1) | (self.tasks.over == 1)
        self.open: Bools = self.leaf & ~self.complete
        self.now = self.plan.data_date if self.plan.data_date != NONE else schedule.begin

    def days(self, minutes: Ints) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Working minutes of each row in days: of the plan, or of the clock where a duration is elapsed."""
        days: np.ndarray[tuple[int], np.dtype[np.float64]] = minutes / np.where(self.tasks.elapsed == 1, DAY, self.plan.minutes_per_day)
        return days

    def due(self, baseline: Ints) -> Bools:
        """Tasks that the baseline has finished by now."""
        due: Bools = self.leaf & (baseline != NONE) & (baseline <= self.now)
        return due

    def between(self, since: int, until: int) -> int:
        """Working minutes of the project's calendar; negative where `until` lies before."""
        low, high = min(since, until), max(since, until)
        ax = axis((self.plan.calendars[self.plan.calendar],), low // DAY - 1, high // DAY + 1)
        minutes = int(kernels.work_at(ax, 0, high)) - int(kernels.work_at(ax, 0, low))
        return minutes if until >= since else -minutes

    @cached_property
    def counting(self) -> Bools:
        """Links between active tasks that lead to something unfinished."""
        done = self.complete & self.leaf
        active = self.tasks.active == 1
        counting: Bools = active[self.links.predecessor] & active[self.links.successor] & ~done[self.links.successor]
        return counting

    def _linked(self, ends: Ints, *kinds: Kind) -> Bools:
        """Rows that a link of one of `kinds` has at this end, or whose summary it has."""
        found = np.zeros(len(self.leaf), bool)
        active = self.tasks.active == 1
        found[ends[np.isin(self.links.kind, kinds) & active[self.links.predecessor] & active[self.links.successor]]] = True
        for row, parent in enumerate(self.tasks.parent.tolist()):
            if parent >= 0 and found[parent]:
                found[row] = True
        return found

    @cached_property
    def _ends(self) -> tuple[Bools, Bools, Bools, Bools]:
        """Whose start waits, whose finish waits, whose start is waited for, whose finish is."""
        before, after = self.links.predecessor, self.links.successor
        return (
            self._linked(after, Kind.FS, Kind.SS),
            self._linked(after, Kind.FF, Kind.SF),
            self._linked(before, Kind.SS, Kind.SF),
            self._linked(before, Kind.FS, Kind.FF),
        )

    @cached_property
    def unlinked(self) -> Bools:
        """No predecessor or no successor; one task may open the plan and one may close it."""
        starts, finishes, lets_start, lets_finish = self._ends
        first = self.leaf & ~(starts | finishes)
        last = self.leaf & ~(lets_start | lets_finish)
        return self._but(first, self.schedule.start, least=True) | self._but(last, self.schedule.finish, least=False)

    def _but(self, rows: Bools, at: Ints, *, least: bool) -> Bools:
        """`rows` without the one that stands first or last."""
        chosen = np.flatnonzero(rows)
        left = rows.copy()
        if len(chosen):
            left[chosen[np.argmin(at[chosen])] if least else chosen[np.argmax(at[chosen])]] = False
        return left

    @cached_property
    def isolated(self) -> Bools:
        """No link at all, in a plan of more than one task."""
        starts, finishes, lets_start, lets_finish = self._ends
        alone: Bools = ~(starts | finishes | lets_start | lets_finish) & (np.count_nonzero(self.leaf) > 1)
        return alone

    @cached_property
    def dangling_start(self) -> Bools:
        """Waits for something, but only with its finish."""
        starts, finishes, _, _ = self._ends
        dangling: Bools = finishes & ~starts & (self.network.started == 0) & (self.tasks.minutes > 0)
        return dangling

    @cached_property
    def dangling_finish(self) -> Bools:
        """Is waited for, but only at its start."""
        _, _, lets_start, lets_finish = self._ends
        dangling: Bools = lets_start & ~lets_finish & (self.tasks.minutes > 0)
        return dangling

    @cached_property
    def misdated(self) -> Bools:
        """Actual dates after today, or work left that stands before it."""
        tomorrow = self.now + DAY
        ahead = np.maximum(self.tasks.actual_start, self.tasks.actual_finish) >= tomorrow
        behind = self.open & (self.schedule.finish < self.now) & (self.tasks.minutes > 0)
        idle = self.open & (self.network.started == 0) & (self.schedule.start < self.now) & (self.tasks.done == 0)
        misdated: Bools = ahead | behind | idle
        return misdated

    @cached_property
    def first_critical(self) -> int | None:
        """The unfinished critical task that begins first among those the end of the plan waits for, at once or through others."""
        if not self.schedule.critical_path:
            return None
        rows = np.flatnonzero(self._behind(self.schedule.critical_path[-1]) & self.open & (self.schedule.critical == 1))
        return int(rows[np.argmin(self.schedule.start[rows])]) if len(rows) else None

    def _behind(self, row: int) -> Bools:
        """The row and every row that it waits for, however far back."""
        arcs, found = self.network.arcs, np.zeros(len(self.leaf), bool)
        waiting = [int(self.network.node[row])]
        seen = set(waiting)
        while waiting:
            j = waiting.pop()
            found[self.network.row[j]] |= not self.network.gate[j]
            new = set(arcs.source[arcs.first[j] : arcs.first[j + 1]].tolist()) - seen
            seen |= new
            waiting += new
        return found


def overloaded(yard: Yard, person: Ints, units: Ints, capacity: dict[int, int]) -> Bools:
    """Tasks during which somebody on them is on more than their capacity, by the dates of the schedule."""
    over = np.zeros(len(yard.leaf), bool)
    work = defaultdict[int, list[tuple[int, int, int, int]]](list)
    for row, who, share in zip(yard.plan.assignments.task.tolist(), person.tolist(), units.tolist(), strict=True):
        if yard.open[row] and yard.schedule.finish[row] > yard.schedule.start[row]:
            work[who].append((int(yard.schedule.start[row]), int(yard.schedule.finish[row]), share, row))
    for who, spans in work.items():
        over[_too_much(spans, capacity.get(who, 100))] = True
    return over


def _too_much(spans: list[tuple[int, int, int, int]], capacity: int) -> list[int]:
    """Rows of the spans that are running while their units add up to more than `capacity`."""
    edges = sorted(
        [(finish, 0, share, row) for _, finish, share, row in spans] + [(start, 1, share, row) for start, _, share, row in spans]
    )
    running, load = dict[int, int](), 0
    found: set[int] = set()
    for _, opens, share, row in edges:
        if opens:
            running[row] = running.get(row, 0) + 1
            load += share
            if load > capacity:
                found.update(running)
        else:
            load -= share
            running[row] -= 1
            if not running[row]:
                del running[row]
    return sorted(found)
