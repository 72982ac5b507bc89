"""One plan and its team on one horizon, ready to be placed in any order: what stays, what waits, what each order costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from milepost.engine import cpm, kernels, lane_kernels, levelling_kernels, twins
from milepost.engine.bounds import in_work, limits
from milepost.engine.calendars import DAY
from milepost.engine.crew import Layout, Wanted
from milepost.engine.kernels import FAR, finish_of, work_at
from milepost.engine.lane_kernels import NOBODY, Lanes
from milepost.engine.layout import Axis, Ints, Work
from milepost.engine.levelling_kernels import BEYOND, NO_ROOM, Crew, Order, Placed
from milepost.engine.network import Network
from milepost.engine.plan import NONE, Constraint
from milepost.engine.ruling import ELAPSED
from milepost.engine.team import ANYBODY, Team

LOOPS = twins.Twins(
    (
        *("work_at", "start_of", "finish_of", "shifted", "begun_by", "unshifted", "bound_of", "settled_late"),
        *("finish_from", "start_from", "opened", "aimed"),
        *("step_at", "room_after", "room_before", "clash", "cut", "joined", "taken", "span_at", "piece_clash", "free_from"),
        *("chosen_from", "all_free_from", "calendar_of", "broken_off", "back_after", "booked_in_pieces", "booked", "stand", "past_ceiling"),
        *("put", "pushed", "popped", "levelled", "latest", "justified", "settle", "keep_settled"),
    ),
    vars(kernels) | vars(lane_kernels) | vars(levelling_kernels),
    makers=("levelled",),
    inner=("work_at", "start_of", "finish_of", "shifted", "begun_by", "step_at", "room_after", "pushed", "popped"),
)
SMALL = 300
"""Nodes up to which the plain loops are used while the compiled ones are not loaded."""


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """A plan that one order gave. `cost`: weighted minutes late, then its end, then all minutes tasks begin later than their links ask."""

    placed: Placed
    lanes: Lanes
    forced: Ints
    lateness: int
    end: int
    drift: int

    @property
    def cost(self) -> tuple[int, int, int]:
        """The lower the better."""
        return self.lateness, self.end, self.drift


class Roster:
    """A network and its team. `dates` are those without regard to people, by node."""

    def __init__(self, network: Network, team: Team, found: Wanted, split: bool) -> None:
        self.network, self.team, self.found, self.split = network, team, found, int(split)
        self.layout = Layout(network, team, found)
        self.fast = LOOPS.compiled() if LOOPS.compiled.cache_info().currsize or len(network.row) > SMALL else LOOPS.plain()
        self.first, self.last = _reach(network, team)
        self.room = 4
        self._promise()
        self._lay_out()

    def _lay_out(self) -> None:
        """Everything that depends on the horizon."""
        network, plan = self.network, self.network.plan
        passes = twins.chosen(network.size)
        self.axis: Axis = cpm.laid_out(self.layout.recipes, self.first, self.last, plan.zone)
        self.nodes, self.bounds = limits(network, self.axis, passes)
        self.dates = cpm.node_dates(network, self.axis, self.nodes, self.bounds, passes)
        self.crew: Crew = self.layout.crew(self.nodes, self.axis)
        self.raised = self._raised()
        self.floored = self.bounds._replace(floor=np.maximum(self.bounds.floor, self.raised))
        self.order = self._order(passes)
        self.least_lateness = self._lateness(self.dates.finish)
        self.base = self._settled()

    def _raised(self) -> Ints:
        """Where a node may not begin earlier although its links would let it: as late as possible, or planned from the finish."""
        plan, row = self.network.plan, self.network.row
        waits = (plan.tasks.constraint[row] == Constraint.ALAP) & (self.network.started[row] == 0) & (plan.tasks.pinned[row] == 0)
        waits = (waits | plan.from_finish) & (self.network.gate == 0)
        return np.where(waits, self.dates.start, NONE)

    def _order(self, passes: Any) -> Order:
        arcs, n = self.network.arcs, len(self.network.row)
        target = np.repeat(np.arange(n), np.diff(arcs.first))
        out_arc = np.lexsort((target, arcs.source)).astype(np.int64)
        out_first = np.searchsorted(arcs.source[out_arc], np.arange(n + 1)).astype(np.int64)
        self.work = work = in_work(self.axis, self.nodes, self.floored, passes)
        hard = (work.ceiling < FAR) & (work.floor >= work.ceiling) & (self.nodes.simple == 1)
        known = ((self.bounds.pin_start != NONE) | hard).astype(np.int64)
        idle = np.diff(self.crew.first) == 0
        quiet = (idle | (self.network.started[self.network.row] == 1)).astype(np.int64)
        settled = np.empty(n, np.int64)
        self.fast.settle(arcs, known, quiet, settled)
        ranks = np.arange(n, dtype=np.int64)
        self.urgent = self._urgent(target)
        free = np.full(len(self.found), -1, np.int64)
        return Order(ranks, ranks, settled, out_first, out_arc, target, self._quick(work), free)

    def _quick(self, work: Work) -> Ints:
        crew = self.crew
        quick = (self.nodes.simple == 1) & (work.ceiling == FAR) & (crew.pooled == 0) & (np.diff(crew.first) <= 1)
        person, node = self.found.person, self.found.node
        named = person != ANYBODY
        own = (crew.own[person] == crew.calendar) & (crew.calendar == self.nodes.calendar[node]) & named
        quick[node[~own]] = False
        return np.where(quick, 1, -1)

    def _urgent(self, target: Ints) -> Ints:
        """Priority of each node: its own or that of the most important thing behind it; what has begun comes first."""
        network = self.network
        if not len(self.team.priority) or np.all(self.team.priority == self.team.priority[0]):
            own = np.zeros(len(network.row), np.int64)
        else:
            own = np.where(network.gate == 0, self.team.priority[network.row], np.iinfo(np.int64).min // 2)
        own = np.where((network.started[network.row] == 1) & (network.gate == 0), FAR, own)
        if own.any():
            source = network.arcs.source
            for k in range(len(source) - 1, -1, -1):
                own[source[k]] = max(own[source[k]], min(own[target[k]], FAR - 1))
        return own

    def _promise(self) -> None:
        """Nodes behind each promise: the task itself, everything below a summary, or everything."""
        promised, network = self.team.promises, self.network
        below: list[tuple[int, int]] = []
        for k, row in enumerate(promised.task.tolist()):
            end = row + 1 if row >= 0 else len(network.summary)
            while end < len(network.summary) and network.plan.tasks.parent[end] >= row:
                end += 1
            below += [(k, int(network.node[r])) for r in range(max(row, 0), end) if network.node[r] >= 0 and network.plan.tasks.active[r]]
        table = np.array(below, np.int64).reshape(-1, 2)
        self.promise, self.promised_node = table[:, 0], table[:, 1]

    def _lateness(self, finish: Ints) -> int:
        last = np.full(len(self.team.promises), -FAR, np.int64)
        np.maximum.at(last, self.promise, finish[self.promised_node])
        late = np.maximum(0, last - self.team.promises.at)
        return int((late * self.team.promises.weight).sum())

    def _empty(self) -> Lanes:
        people = len(self.team.people)
        asked = np.concatenate((self.found.person[self.found.person >= 0], self.crew.option_person, self.team.bookings.person))
        rooms = np.repeat(np.bincount(asked, minlength=people) * 2 + 4 if people else np.empty(0, np.int64), 2) * (self.room // 2)
        begin = np.concatenate(([0], np.cumsum(rooms))).astype(np.int64)
        at = np.full(int(begin[-1]), -FAR, np.int64)
        nobody = np.full(len(at), NOBODY, np.int64)
        return Lanes(begin, np.ones(2 * people, np.int64), at, np.zeros(len(at), np.int64), nobody)

    def _settled(self) -> tuple[Lanes, Placed]:
        """Bookings and everything that stays where it is, in lanes that every order begins from."""
        count, uses = len(self.network.row), len(self.found)
        placed = Placed(
            start=self.dates.start.copy(),
            finish=self.dates.finish.copy(),
            held=np.full(count, -FAR, np.int64),
            blocker=np.full(count, NOBODY, np.int64),
            blocked_by=np.full(count, NOBODY, np.int64),
            who=np.where(self.found.person == ANYBODY, NOBODY, self.found.person),
            option=np.full(uses, NOBODY, np.int64),
            late=np.zeros(count, np.int64),
        )
        while True:
            lanes = self._empty()
            full = not self._book(lanes) or not self.fast.keep_settled(self.axis, self.crew, lanes, self.order, placed)
            if not full:
                return lanes, placed
            self.room *= 2

    def _book(self, lanes: Lanes) -> bool:
        booked = self.team.bookings
        for b in range(len(booked)):
            person = int(booked.person[b])
            span = int(booked.start[b]), int(booked.finish[b])
            own = int(self.crew.own[person])
            if not self.fast.booked_in_pieces(self.axis, lanes, person, own, ELAPSED, *span, int(booked.units[b]), -2 - b):
                return False
        return True

    def ranked(self, keys: Ints) -> Ints:
        """Nodes in the order of `keys`; whatever needs nobody first, then the urgent."""
        busy = np.diff(self.crew.first) > 0
        return np.lexsort((keys, -self.urgent, busy)).astype(np.int64)

    def attempt(self, keys: Ints, forced: Ints | None = None) -> Attempt:
        """The plan that placing in the order of `keys` (one for each node) gives; `forced` are options that pools must take."""
        while True:
            by_rank = self.ranked(keys)
            rank = np.empty_like(by_rank)
            rank[by_rank] = np.arange(len(rank))
            order = self.order._replace(rank=rank, by_rank=by_rank)
            if forced is not None:
                order = order._replace(forced=forced)
            lanes = Lanes(*(column.copy() for column in self.base[0]))
            placed = Placed(*(column.copy() for column in self.base[1]))
            network = self.network
            status = self.fast.levelled(
                self.axis, self.nodes, network.arcs, self.floored, self.work, self.crew, lanes, order, self.split, placed
            )
            if status == NO_ROOM:
                self.room *= 2
                self.base = self._settled()
            elif status == BEYOND:
                self.last += self.last - self.first
                self._lay_out()
            else:
                return self._costed(placed, lanes, order.forced)

    def _costed(self, placed: Placed, lanes: Lanes, forced: Ints) -> Attempt:
        counts = (self.network.gate == 0) & (self.network.plan.tasks.active[self.network.row] == 1)
        end = int(placed.finish[counts].max()) if counts.any() else self.network.plan.anchor
        return Attempt(placed, lanes, forced, self._lateness(placed.finish), end, int((placed.start - self.dates.start).sum()))

    def pushed_right(self, made: Attempt) -> Ints:
        """Late starts of the plan pushed to the right against its end: keys of the second half of a double justification."""
        last_first = np.lexsort((np.arange(len(made.placed.start)), made.placed.finish))[::-1].astype(np.int64)
        while True:
            start, finish = made.placed.start.copy(), made.placed.finish.copy()
            lanes = Lanes(*(column.copy() for column in self.base[0]))
            loops, arcs = self.fast.justified, self.network.arcs
            if loops(self.axis, self.nodes, arcs, self.crew, lanes, self.order, last_first, made.placed, start, finish) != NO_ROOM:
                return start
            self.room *= 2
            self.base = self._settled()

    def places(self, made: Attempt) -> Ints:
        """The place of each node in the order in which the nodes of a plan begin."""
        order = np.lexsort((made.placed.finish, made.placed.start))
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        return place.astype(np.int64)

    def rules(self) -> Iterator[Ints]:
        """Keys of the placement rules: late start, late finish, slack, early start, early finish, work, the plan's own order."""
        dates, minutes = self.dates, self.nodes.minutes
        yield dates.late_start
        yield dates.late_finish
        yield dates.late_start - dates.start
        yield dates.start
        yield dates.finish
        yield -minutes
        yield minutes
        yield self.network.row

    def holds(self, made: Attempt) -> bool:
        """Whether anything stands later than its links ask."""
        return bool(np.any(made.placed.held != -FAR))

    def since(self, made: Attempt) -> Ints:
        """The instant no node may begin before, for the critical path's passes; NONE where links alone decide."""
        return np.maximum(self.raised, np.where(made.placed.held == -FAR, NONE, made.placed.held))

    def project_minutes(self, begin: int, end: int) -> int:
        """Working minutes of the project's calendar between two instants."""
        c = int(self.layout.numbers[-1])
        return int(work_at(self.axis, c, end) - work_at(self.axis, c, begin))


def _reach(network: Network, team: Team) -> tuple[int, int]:
    first, last = cpm.reach(network.plan)
    booked = team.bookings.finish
    return first, max(last, int(booked.max()) // DAY + 100 if len(booked) else last)


def energy_bound(roster: Roster) -> int:
    """An instant before which nobody can have done their work: all they have to do after some instant, at full capacity from there.

    Counts work that follows its people and that nothing forces into too little time (the energy argument of Baptiste, Le Pape
    & Nuijten, Constraint-Based Scheduling, 2001, for the windows that end with the plan).
    """
    crew, found = roster.crew, roster.found
    node = found.node
    no_ceiling = (roster.bounds.ceiling[node] == FAR) & (roster.bounds.finish_ceiling[node] == FAR)
    counts = (found.person >= 0) & (roster.order.settled[node] == 0) & no_ceiling
    counts &= crew.calendar == np.where(found.person >= 0, crew.own[found.person], -1) if len(crew.own) else counts
    chosen = np.flatnonzero(counts)
    if not len(chosen):
        return -FAR
    heads = np.empty(len(chosen), np.int64)
    twins.chosen(len(chosen)).works_at(roster.axis, crew.calendar[chosen], roster.dates.start[node[chosen]], heads)
    person, work = found.person[chosen], (crew.minutes * crew.units)[chosen]
    after = _tails(roster)[node[chosen]]
    ends = [
        finish_of(roster.axis, int(crew.own[p]), _busy_until(heads[mine], work[mine], after[mine], int(crew.capacity[p])))
        for p in np.unique(person).tolist()
        for mine in [person == p]
    ]
    return max(ends, default=-FAR)


def _busy_until(heads: Ints, work: Ints, after: Ints, capacity: int) -> int:
    """The latest of: some head, all the work that has no earlier head and no shorter tail, and that tail."""
    order = np.argsort(-heads, kind="stable")
    heads, work, after = heads[order], work[order], after[order]
    tails = np.unique(after)
    latest = 0
    for tail in tails[:: max(1, len(tails) // 200)].tolist():
        longer = after >= tail
        total = np.cumsum(work[longer])
        latest = max(latest, int((heads[longer] - (-total // capacity)).max()) + tail)
    return latest


def _tails(roster: Roster) -> Ints:
    """Working minutes that surely lie between the finish of each node and the end of the plan; 0 where calendars differ."""
    network, minutes = roster.network, roster.nodes.minutes
    none = np.zeros(len(minutes), np.int64)
    if not network.uniform or np.any(roster.work.ceiling < FAR) or np.any(roster.bounds.ceiling < FAR):
        return none
    source, target = network.arcs.source, roster.order.target
    weight = cpm.weights(network, minutes)
    free = (roster.bounds.pin_start[target] == NONE) & (roster.nodes.least[target] == 0)
    reach: Ints = np.where((network.gate == 0) & (network.plan.tasks.active[network.row] == 1), minutes, -FAR // 4)
    for k in np.flatnonzero(free)[::-1].tolist():
        reach[source[k]] = max(reach[source[k]], reach[target[k]] + weight[k])
    tails: Ints = np.maximum(0, reach - minutes)
    return tails
