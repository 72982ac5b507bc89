"""From a plan to numbered nodes and arcs: calendars told apart, links of summaries expanded, circles found by name.

A node is a leaf task, or a gate. A summary that has links gets up to three gates: nothing below it begins before its
`opening`, its `closing` is the last finish below it, its `first` is the earliest start below it. The start of a task that
has begun is a fact, a gate of its own. Gates keep the number of arcs linear where expansion of summaries is quadratic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from milepost.engine import twins
from milepost.engine.calendars import Recipe
from milepost.engine.kernels import FF, FS, SS
from milepost.engine.layout import Arcs, Nodes
from milepost.engine.plan import (
    N_,
    NONE,
    Impossible,
    Ints,
    Kind,
    LagCalendar,
    Notice,
    Plan,
    TaskRow,
    Unit,
    say,
)
from milepost.engine.ruling import ELAPSED, Calendars, Member, ruling_calendars


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A plan made ready for the passes; everything that does not depend on the horizon.

    Nodes stand in topological order: `row[j]` is the task a node stands for (its summary, for a gate), `node[r]` the node of
    row r or -1 for a summary. `fact` marks the gates that stand for an actual start. `float_calendar` is the recipe a task's
    float is counted in. `link[k]` is the plan's link behind arc k, -1 inside a summary. `uniform` says that one calendar
    rules all.
    """

    plan: Plan
    recipes: tuple[Recipe, ...]
    nodes: Nodes
    arcs: Arcs
    row: Ints
    node: Ints
    gate: Ints
    fact: Ints
    link: Ints
    summary: Ints
    started: Ints
    complete: Ints
    float_calendar: Ints
    uniform: bool
    notices: tuple[Notice, ...]

    @property
    def size(self) -> int:
        """Nodes and arcs."""
        return len(self.row) + len(self.arcs.source)


def compiled(plan: Plan) -> Network:
    """The network of `plan`. Raises Impossible for a circle, a link into its own summary, a calendar without working time."""
    tasks = plan.tasks
    n = len(tasks)
    summary = np.zeros(n, np.int64)
    summary[tasks.parent[tasks.parent >= 0]] = 1
    started = ((tasks.actual_start != NONE) & (summary == 0)).astype(np.int64)
    complete = started & (tasks.actual_finish != NONE)
    calendars = Calendars(plan)
    ruling, effective, team = ruling_calendars(plan, summary, calendars)
    draft = _Arcs(plan, summary, started, complete, effective, calendars)
    draft.add_links()
    node_row, gate, fact, source, target, kind, lag, lag_calendar, link, least = draft.columns()
    order, place, first, by_target = twins.chosen(n + len(source)).ordered(len(node_row), source, target)
    if len(order) < len(node_row):
        raise _circle(source, target, order, node_row)
    node_calendar = np.where(gate[order] == 1, ELAPSED, ruling[node_row[order]])
    minutes = np.where(started == 1, tasks.remaining, tasks.minutes)[node_row[order]]
    minutes[gate[order] == 1] = 0
    delay = np.where((started == 1), 0, tasks.delay)[node_row[order]]
    delay[gate[order] == 1] = 0
    arcs = Arcs(first, place[source][by_target], kind[by_target], lag[by_target], lag_calendar[by_target])
    uniform = _one_calendar(node_calendar, gate[order], minutes, delay, arcs, team)
    if uniform >= 0:
        node_calendar = np.full(len(order), uniform, np.int64)
    node = np.full(n, -1, np.int64)
    leaves = np.flatnonzero(gate[order] == 0)
    node[node_row[order][leaves]] = leaves
    team_first, team_calendar, team_delay, team_minutes = _team_columns(team, node, len(order))
    simple = np.zeros(len(order), np.int64)
    nodes = Nodes(node_calendar, minutes, delay, least[order], simple, team_first, team_calendar, team_delay, team_minutes)
    return Network(
        plan=plan,
        recipes=tuple(calendars.recipes),
        nodes=nodes,
        arcs=arcs,
        row=node_row[order],
        node=node,
        gate=gate[order],
        fact=fact[order],
        link=link[by_target],
        summary=summary,
        started=started,
        complete=complete,
        float_calendar=effective,
        uniform=uniform >= 0,
        notices=tuple(calendars.notices + draft.notices),
    )


def _one_calendar(calendar: Ints, gate: Ints, minutes: Ints, delay: Ints, arcs: Arcs, team: dict[int, list[Member]]) -> int:
    """The recipe that rules every task and every lag, or -1."""
    own = np.unique(calendar[gate == 0])
    lags = np.unique(arcs.calendar[arcs.lag != 0])
    if team or delay.any() or len(own) != 1 or (len(lags) and not np.array_equal(lags, own)):
        return -1
    return int(own[0])


def _team_columns(team: dict[int, list[Member]], node: Ints, count: int) -> tuple[Ints, Ints, Ints, Ints]:
    members = {int(node[row]): people for row, people in team.items()}
    sizes = np.zeros(count + 1, np.int64)
    for j, people in members.items():
        sizes[j + 1] = len(people)
    flat = [member for j in sorted(members) for member in members[j]]
    table = np.array(flat, np.int64).reshape(-1, 3)
    return np.cumsum(sizes), table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy()


def _circle(source: Ints, target: Ints, order: Ints, row: Ints) -> Impossible:
    """The tasks of one circle, in the order of its links."""
    stuck = np.ones(len(row), bool)
    stuck[order] = False
    before: dict[int, int] = {}
    inside = stuck[source] & stuck[target]
    for i, j in zip(source[inside].tolist(), target[inside].tolist(), strict=True):
        before.setdefault(j, i)
    at, seen = next(iter(before)), dict[int, int]()
    while at not in seen:
        seen[at] = len(seen)
        at = before[at]
    ring = [int(row[j]) for j in list(seen)[seen[at] :]][::-1]
    tasks = tuple(r for k, r in enumerate(ring) if r != ring[k - 1] or len(ring) == 1)
    lowest = tasks.index(min(tasks))
    tasks = tasks[lowest:] + tasks[:lowest]
    chain = tuple(TaskRow(r) for r in (*tasks, tasks[0]))
    return Impossible("circle", say("These tasks wait for each other in a circle: {tasks}. Remove one of the links.", tasks=chain), tasks)


class _Arcs:
    """Collects nodes and arcs before they are numbered."""

    def __init__(self, plan: Plan, summary: Ints, started: Ints, complete: Ints, effective: Ints, calendars: Calendars) -> None:
        self.plan, self.summary, self.started, self.complete = plan, summary, started, complete
        self.effective, self.calendars = effective, calendars
        leaves = np.flatnonzero(summary == 0)
        self.leaf_node = np.full(len(summary), -1, np.int64)
        self.leaf_node[leaves] = np.arange(len(leaves))
        self.leaves = leaves
        self.gates: dict[tuple[str, int], int] = {}
        self.gate_rows: list[int] = []
        self.least: list[int] = []
        self.facts: list[int] = []
        self.inner: list[tuple[int, int, int]] = []
        self.notices: list[Notice] = []
        self.links: tuple[Ints, ...] = ()

    def add_links(self) -> None:
        """Take the plan's links over: the strongest of equal pairs, none out of an inactive task or into a finished one."""
        links, tasks = self.plan.links, self.plan.tasks
        kept = self._strongest()
        kept = kept[(tasks.active[links.predecessor[kept]] == 1) & (self.complete[links.successor[kept]] == 0)]
        if not self.plan.retained_logic:
            kept = kept[(self.started[links.successor[kept]] == 0) | (self.complete[links.predecessor[kept]] == 1)]
        before, after, kind = links.predecessor[kept], links.successor[kept], links.kind[kept]
        self._check_families(before, after)
        source, target = self.leaf_node[before], self.leaf_node[after]
        begun = (self.started[before] == 1) & (self.complete[before] == 0) & ((kind == SS) | (kind == Kind.SF))
        for k in np.flatnonzero((source < 0) | begun).tolist():
            source[k] = self._leaving(int(before[k]), int(kind[k]))
        for k in np.flatnonzero(target < 0).tolist():
            target[k] = self._entering(int(after[k]), int(kind[k]))
        self.links = (source, target, kind, self._lags(kept), self._lag_calendars(kept), kept)

    def columns(self) -> tuple[Ints, ...]:
        """row, gate, fact of each node; source, target, kind, lag, lag calendar, link of each arc; least of each node."""
        source, target, kind, lag, calendar, link = self.links
        inner = np.array(self.inner, np.int64).reshape(-1, 3)
        blank = np.zeros(len(inner), np.int64)
        count = len(self.gate_rows)
        leaf = np.zeros(len(self.leaves), np.int64)
        return (
            np.concatenate((self.leaves, np.array(self.gate_rows, np.int64))),
            np.concatenate((leaf, np.ones(count, np.int64))),
            np.concatenate((leaf, np.array(self.facts, np.int64))),
            np.concatenate((source, inner[:, 0])),
            np.concatenate((target, inner[:, 1])),
            np.concatenate((kind, inner[:, 2])),
            np.concatenate((lag, blank)),
            np.concatenate((calendar, blank)),
            np.concatenate((link, blank - 1)),
            np.concatenate((leaf, np.array(self.least, np.int64))),
        )

    def _strongest(self) -> Ints:
        """Rows of the links to keep: of several that differ only in their lag, the one with the longest."""
        links = self.plan.links
        pair = links.successor * len(self.summary) + links.predecessor
        key = ((pair * len(Kind) + links.kind) * len(Unit) + links.unit) * len(LagCalendar) + links.calendar
        order = np.lexsort((links.lag, key))
        same = key[order][1:] == key[order][:-1]
        for k in np.flatnonzero(same).tolist():
            row = int(links.successor[order[k]])
            text = N_("Two links of one kind join “{other}” and “{task}”; the one with the longer lag counts.")
            values = {"other": TaskRow(int(links.predecessor[order[k]])), "task": TaskRow(row)}
            self.notices.append(Notice("link_twice", say(text, **values), row))
        return np.sort(order[np.append(~same, True)]) if len(order) else order

    def _lags(self, kept: Ints) -> Ints:
        links, tasks = self.plan.links, self.plan.tasks
        share = np.rint(links.lag[kept] * tasks.minutes[links.predecessor[kept]] / 100).astype(np.int64)
        return np.where(links.unit[kept] >= Unit.PERCENT, share, links.lag[kept])

    def _lag_calendars(self, kept: Ints) -> Ints:
        links = self.plan.links
        project = int(self.calendars.of_plan()[-1])
        choices = {
            LagCalendar.SUCCESSOR: self.effective[links.successor[kept]],
            LagCalendar.PREDECESSOR: self.effective[links.predecessor[kept]],
            LagCalendar.PROJECT: np.full(len(kept), project, np.int64),
            LagCalendar.ALWAYS: np.full(len(kept), ELAPSED, np.int64),
        }
        chosen = np.choose(links.calendar[kept], [choices[LagCalendar(c)] for c in range(4)])
        elapsed = (links.unit[kept] == Unit.ELAPSED) | (links.unit[kept] == Unit.ELAPSED_PERCENT)
        return np.where(elapsed, ELAPSED, chosen)

    def _check_families(self, before: Ints, after: Ints) -> None:
        """Refuse a link between a summary and a task below it."""
        parent = self.plan.tasks.parent
        for k in np.flatnonzero((self.summary[before] | self.summary[after]) == 1).tolist():
            ends = int(before[k]), int(after[k])
            for upper, lower in (ends, ends[::-1]):
                at = lower
                while at > upper:
                    at = int(parent[at])
                if at == upper and lower != upper:
                    text = N_("“{summary}” is linked to “{task}”, which is part of it. Remove the link.")
                    raise Impossible("link_to_own_summary", say(text, summary=TaskRow(upper), task=TaskRow(lower)), (upper, lower))

    def _below(self, row: int) -> list[int]:
        """The leaf nodes below a summary; inactive ones do not count."""
        end, parent = row + 1, self.plan.tasks.parent
        while end < len(parent) and parent[end] >= row:
            end += 1
        inside = np.arange(row + 1, end)
        leaves = inside[(self.summary[inside] == 0) & (self.plan.tasks.active[inside] == 1)]
        return [int(node) for node in self.leaf_node[leaves]]

    def _gate(self, name: str, row: int, *, least: int = 0, fact: int = 0) -> tuple[int, bool]:
        known = self.gates.get((name, row))
        if known is not None:
            return known, False
        number = self.gates[name, row] = len(self.leaves) + len(self.gate_rows)
        self.gate_rows.append(row)
        self.least.append(least)
        self.facts.append(fact)
        return number, True

    def _leaving(self, row: int, kind: int) -> int:
        """The node a link out of a summary, or out of the start of a started task, comes from."""
        if not self.summary[row]:
            return self._gate("fact", row, fact=1)[0]
        if kind in (FS, FF):
            gate, new = self._gate("closing", row)
            arc = FF
        else:
            gate, new = self._gate("first", row, least=1)
            arc = SS
        if new:
            self.inner += [(node, gate, arc) for node in self._below(row)]
        return gate

    def _entering(self, row: int, kind: int) -> int:
        """The node a link into a summary leads to. A link to its finish holds every task below it to that finish."""
        if kind in (FS, SS):
            gate, new = self._gate("opening", row)
            if new:
                self.inner += [(gate, node, SS) for node in self._below(row) if not self.complete[self.leaves[node]]]
            return gate
        gate, new = self._gate("bounding", row)
        if new:
            text = N_("A link leads to the finish of the summary “{task}”. It was taken as a link to every task below it.")
            self.notices.append(Notice("link_to_summary_finish", say(text, task=TaskRow(row)), row))
            self.inner += [(gate, node, FF) for node in self._below(row) if not self.complete[self.leaves[node]]]
        return gate
