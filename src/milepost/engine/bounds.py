"""What limits each node besides its links: the project's start, the data date, imposed dates, facts, dates set by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from milepost.engine.kernels import FAR
from milepost.engine.layout import Axis, Bounds, Nodes, Work
from milepost.engine.network import Network
from milepost.engine.plan import NONE, Constraint, Ints


def limits(network: Network, axis: Axis, kernels: Any) -> tuple[Nodes, Bounds]:
    """The bounds of every node on this horizon, and the nodes with the minutes that pinned ones really span."""
    rows = _Rows(network, axis, kernels)
    floors, finish_floors = rows.floors()
    ceiling, finish_ceiling = rows.ceilings()
    late = rows.late()
    pin_start, pin_finish = rows.pins()
    leaf = network.gate == 0
    row = network.row

    def on_nodes(values: Ints, gate: int) -> Ints:
        return np.where(leaf, values[row], gate)

    bounds = Bounds(
        pin_start=np.where(network.fact == 1, network.plan.tasks.actual_start[row], on_nodes(pin_start, NONE)),
        pin_finish=np.where(network.fact == 1, network.plan.tasks.actual_start[row], on_nodes(pin_finish, NONE)),
        floor=on_nodes(floors, axis.origin + 1),
        finish_floor=on_nodes(finish_floors, NONE),
        ceiling=on_nodes(ceiling, FAR),
        finish_ceiling=on_nodes(finish_ceiling, FAR),
        late_ceiling=on_nodes(late[0], FAR),
        late_finish_ceiling=on_nodes(late[1], FAR),
        late_floor=on_nodes(late[2], NONE),
        late_finish_floor=on_nodes(late[3], NONE),
    )
    nodes = _spanned(network.nodes, axis, bounds, kernels)
    alone = nodes.team_first[1:] == nodes.team_first[:-1]
    simple = (nodes.minutes > 0) & (nodes.delay == 0) & (nodes.least == 0) & alone
    return nodes._replace(simple=simple.astype(np.int64)), bounds


def in_work(axis: Axis, nodes: Nodes, bounds: Bounds, kernels: Any) -> Work:
    """The bounds as working minutes of each node's start."""

    def work(at: Ints, less: Ints | int = 0) -> Ints:
        out = np.empty(len(at), np.int64)
        kernels.works_at(axis, nodes.calendar, at, out)
        return np.where(abs(at) == FAR, at, out - less)

    minutes = nodes.minutes
    floor = np.maximum(work(bounds.floor), work(bounds.finish_floor, minutes))
    ceiling = np.minimum(work(bounds.ceiling), work(bounds.finish_ceiling, minutes))
    pinned = bounds.pin_start != NONE
    if pinned.any():
        at = work(bounds.pin_start)
        floor, ceiling = np.where(pinned, at, floor), np.where(pinned, at, ceiling)
    return Work(
        floor=floor,
        ceiling=ceiling,
        late_ceiling=np.minimum(work(bounds.late_ceiling), work(bounds.late_finish_ceiling, minutes)),
        late_floor=np.maximum(work(bounds.late_floor), work(bounds.late_finish_floor, minutes)),
    )


def _spanned(nodes: Nodes, axis: Axis, bounds: Bounds, kernels: Any) -> Nodes:
    """Nodes whose pinned ones last as long as the work between their pins."""
    pinned = np.flatnonzero(bounds.pin_start != NONE)
    if not len(pinned):
        return nodes
    before, after = np.empty(len(pinned), np.int64), np.empty(len(pinned), np.int64)
    kernels.works_at(axis, nodes.calendar[pinned], bounds.pin_start[pinned], before)
    kernels.works_at(axis, nodes.calendar[pinned], bounds.pin_finish[pinned], after)
    minutes = nodes.minutes.copy()
    minutes[pinned] = np.maximum(0, after - before)
    return nodes._replace(minutes=minutes)


class _Rows:
    """The bounds by row of the plan, before they are spread over the nodes."""

    def __init__(self, network: Network, axis: Axis, kernels: Any) -> None:
        self.network, self.axis, self.kernels = network, axis, kernels
        self.plan, self.tasks = network.plan, network.plan.tasks
        self.started = network.started == 1
        self.calendar = np.zeros(len(self.tasks), np.int64)
        leaves = network.node >= 0
        self.calendar[leaves] = network.nodes.calendar[network.node[leaves]]
        self.data_date = self._data_date()

    def _work(self, at: Ints) -> Ints:
        out = np.empty(len(at), np.int64)
        self.kernels.works_at(self.axis, self.calendar, at, out)
        return out

    def _open(self, work: Ints) -> Ints:
        return self._at(work, self.kernels.starts_of)

    def _at(self, work: Ints, form: Any) -> Ints:
        out = np.empty(len(work), np.int64)
        form(self.axis, self.calendar, work, out)
        return out

    def _dated(self, *kinds: Constraint) -> Ints:
        """The constraint's date where it is one of `kinds`, else NONE."""
        return np.where(np.isin(self.tasks.constraint, kinds), self.tasks.constraint_at, NONE)

    def _data_date(self) -> Ints:
        """The instant from which each row's work can go on; work done before an unknown start counts from its unknown start."""
        given = self.plan.data_dates
        at = np.full(len(self.tasks), self.plan.data_date, np.int64) if given is None else given
        begun = (self.tasks.done > 0) & ~self.started & (at != NONE)
        if begun.any():
            at = np.where(begun, self._open(np.maximum(0, self._work(at) - self.tasks.done)), at)
        return np.where(self.tasks.over == 1, NONE, at)

    def floors(self) -> tuple[Ints, Ints]:
        """Earliest start and earliest finish."""
        fresh = np.maximum(self._dated(Constraint.SNET, Constraint.MSO), self.plan.start)
        fresh = np.maximum(fresh, self.data_date)
        going = np.maximum(self._resumes(), self.data_date)
        finish = self._dated(Constraint.FNET, Constraint.MFO)
        floor = np.where(self.started, going, self._inherited_floor(fresh))
        return floor, np.where(self.started, self._dated(Constraint.FNET), finish)

    def _resumes(self) -> Ints:
        """When the rest of a started task can go on: after what is done, or when it was said to resume after a break."""
        if not self.started.any():
            return np.full(len(self.tasks), NONE, np.int64)
        tasks = self.tasks
        at = np.where(self.started, tasks.actual_start, self.plan.anchor)
        done = self._work(at) + tasks.done
        resumes = np.where(tasks.remaining > 0, self._at(done, self.kernels.starts_of), self._at(done, self.kernels.finishes_of))
        return np.maximum(np.where(tasks.done == 0, at, resumes), tasks.resume_at)

    def _inherited_floor(self, floor: Ints) -> Ints:
        """A summary's start constraint holds for everything below it."""
        given = (self.network.summary == 1) & np.isin(self.tasks.constraint, (Constraint.SNET, Constraint.MSO))
        return self._passed_down(floor, given, np.maximum)

    def _passed_down(self, values: Ints, given: np.ndarray[Any, np.dtype[np.bool_]], stricter: Any) -> Ints:
        if not given.any():
            return values
        passed, marked = values.copy(), given.copy()
        for row, parent in enumerate(self.tasks.parent.tolist()):
            if parent >= 0 and marked[parent]:
                passed[row] = stricter(passed[row], passed[parent])
                marked[row] = True
        return passed

    def ceilings(self) -> tuple[Ints, Ints]:
        """Latest start and latest finish of an honoured constraint; never before the data date, for nobody works in the past."""
        none = np.full(len(self.tasks), FAR, np.int64)
        if not self.plan.honours_constraints or self.plan.from_finish:
            return none, none
        free = ~self.started & (self.network.summary == 0)
        start = self._dated(Constraint.SNLT, Constraint.MSO)
        finish = self._dated(Constraint.FNLT, Constraint.MFO)
        ceiling = np.where((start != NONE) & free, np.maximum(start, self.data_date), FAR)
        held = (finish != NONE) & free
        if not held.any():
            return ceiling, none
        begins = self._open(self._work(np.where(held, finish, self.plan.anchor)) - self.tasks.minutes)
        passed = held & (begins < self.data_date)
        return np.where(passed, self.data_date, ceiling), np.where(held & ~passed, finish, FAR)

    def late(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Latest start, latest finish, and where those are fixed from below: start, finish."""
        fresh = ~self.started
        start = np.where(fresh, self._dated(Constraint.SNLT, Constraint.MSO), NONE)
        finish = self._dated(Constraint.FNLT, Constraint.MFO)
        ceiling = np.where(start == NONE, FAR, start)
        finish_ceiling = np.where(finish == NONE, FAR, finish)
        finish_ceiling = np.minimum(finish_ceiling, np.where(self.tasks.deadline_at == NONE, FAR, self.tasks.deadline_at))
        summary = self.network.summary == 1
        finish_ceiling = self._passed_down(finish_ceiling, summary & (finish_ceiling != FAR), np.minimum)
        kinds = [Constraint.MSO] if self.plan.honours_constraints else []
        finish_kinds = [Constraint.MFO] if self.plan.honours_constraints else []
        if self.plan.from_finish:
            kinds.append(Constraint.SNET)
            finish_kinds.append(Constraint.FNET)
        none = np.full(len(self.tasks), NONE, np.int64)
        fixed = np.where(fresh, self._dated(*kinds), NONE) if kinds else none
        fixed_finish = np.where(fresh, self._dated(*finish_kinds), NONE) if finish_kinds else none
        return ceiling, finish_ceiling, fixed, fixed_finish

    def pins(self) -> tuple[Ints, Ints]:
        """Dates that are given: both of a finished task, those of a manual or external one; a missing one follows from the other."""
        tasks = self.tasks
        complete = self.network.complete == 1
        by_hand = (tasks.pinned == 1) & ((tasks.pin_start != NONE) | (tasks.pin_finish != NONE))
        start = np.where(by_hand, np.where(self.started, tasks.actual_start, tasks.pin_start), NONE)
        finish = np.where(by_hand, tasks.pin_finish, NONE)
        for row in np.flatnonzero(by_hand & (start == NONE)).tolist():
            j = self.network.node[row]
            if j >= 0:
                start[row] = self.kernels.start_from(self.axis, self.network.nodes, j, finish[row])
        for row in np.flatnonzero(by_hand & (finish == NONE)).tolist():
            j = self.network.node[row]
            if j >= 0:
                finish[row] = self.kernels.finish_from(self.axis, self.network.nodes, j, start[row])
        start = np.where(complete, tasks.actual_start, start)
        return start, np.where(complete, tasks.actual_finish, np.maximum(start, finish))
