"""A team laid out for the loops of levelling: who works on which node, in which calendar, and when they are away.

What no search could ever solve is refused here, by name, before one begins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from milepost.engine.calendars import DAY, Recipe, minutes_by_day
from milepost.engine.kernels import work_at
from milepost.engine.layout import Axis, Ints, Nodes
from milepost.engine.levelling_kernels import Crew
from milepost.engine.network import Network
from milepost.engine.plan import N_, NONE, Impossible, TaskRow, say
from milepost.engine.ruling import ELAPSED, Calendars
from milepost.engine.team import ANYBODY, PersonIndex, Team

_NO_CAPACITY = N_("“{task}” needs {person}, who has no capacity. Give {person} some, or the task to somebody else.")
_TOO_MUCH = N_("“{task}” needs {units} % of {person}, who has {has} %. Ask for less at a time, or give the task to more people.")
_TOO_MUCH_OF_ALL = N_("“{task}” needs {units} % of one person, and nobody who could do it has as much. Ask for less at a time.")
_POOL_EMPTY = N_("Nobody in the team can do “{task}”: no one has the role or the skill it needs. Name somebody, or add one who has it.")
_POOL_SMALL = N_("“{task}” needs more people at once than there are to do it. Ask for fewer, or add somebody who can.")


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """The demands that count, of work not yet done, sorted by node. Those of one person on one node are made one."""

    node: Ints
    person: Ints
    units: Ints
    minutes: Ints
    delay: Ints
    demand: Ints
    """Row of the team's demands, the first where several were made one."""

    def __len__(self) -> int:
        return len(self.node)


def wanted(network: Network, team: Team) -> Wanted:
    """The demands that count. Raises Impossible for one that nobody can ever meet."""
    asked, tasks = team.demands, network.plan.tasks
    if len(asked) and not (asked.task.min() >= 0 and asked.task.max() < len(tasks)):
        raise ValueError("a demand refers to a row that is not there")
    node = network.node[asked.task] if len(asked) else asked.task
    row = asked.task
    counts = (node >= 0) & (tasks.active[row] == 1) & (network.complete[row] == 0) & (tasks.over[row] == 0)
    counts &= (network.nodes.minutes[node] > 0) & (asked.units > 0) & (asked.minutes != 0)
    chosen = np.flatnonzero(counts)
    size = np.array([len(team.options(d)) if asked.person[d] == ANYBODY else 0 for d in chosen.tolist()], np.int64)
    chosen = chosen[np.lexsort((chosen, asked.person[chosen], size, node[chosen]))]
    columns = [node[chosen], asked.person[chosen], asked.units[chosen], asked.minutes[chosen], asked.delay[chosen], chosen]
    found = _merged(Wanted(*(np.ascontiguousarray(column) for column in columns)))
    _check(network, team, found)
    return found


def _merged(found: Wanted) -> Wanted:
    """Demands of the same person on the same node as one: their units added, from the first beginning to the last end."""
    again = (found.node[1:] == found.node[:-1]) & (found.person[1:] == found.person[:-1]) & (found.person[1:] != ANYBODY)
    if not again.any():
        return found
    first = np.flatnonzero(np.concatenate(([True], ~again)))
    ends = np.where(found.minutes == NONE, NONE, found.delay + found.minutes)
    delay = np.minimum.reduceat(found.delay, first)
    last = np.maximum.reduceat(ends, first)
    whole = np.minimum.reduceat(found.minutes, first) == NONE
    minutes = np.where(whole, NONE, last - delay)
    return Wanted(found.node[first], found.person[first], np.add.reduceat(found.units, first), minutes, delay, found.demand[first])


def _check(network: Network, team: Team, found: Wanted) -> None:
    named = found.person != ANYBODY
    has = np.where(named, team.people.units[found.person], 0) if len(team.people) else np.zeros(len(found), np.int64)
    for k in np.flatnonzero(named & (found.units > has)).tolist():
        row, person = int(network.row[found.node[k]]), PersonIndex(int(found.person[k]))
        if has[k] <= 0:
            raise Impossible("person_without_capacity", say(_NO_CAPACITY, task=TaskRow(row), person=person), (row,))
        units, most = int(found.units[k]), int(has[k])
        raise Impossible("demand_above_capacity", say(_TOO_MUCH, task=TaskRow(row), person=person, units=units, has=most), (row,))
    for node in np.unique(found.node[~named]).tolist():
        _check_pools(network, team, found, node)


def _check_pools(network: Network, team: Team, found: Wanted, node: int) -> None:
    """Refuse pools on one node that nobody is in, that nobody has the units for, or that are too few for all of them."""
    row = int(network.row[node])
    mine = np.flatnonzero(found.node == node)
    busy = set(found.person[mine].tolist()) - {ANYBODY}
    choices: list[list[int]] = []
    for k in mine[found.person[mine] == ANYBODY].tolist():
        options = team.options(int(found.demand[k]))
        if not len(options):
            raise Impossible("pool_empty", say(_POOL_EMPTY, task=TaskRow(row)), (row,))
        able = options[team.people.units[options] >= found.units[k]]
        if not len(able):
            raise Impossible("demand_above_capacity", say(_TOO_MUCH_OF_ALL, task=TaskRow(row), units=int(found.units[k])), (row,))
        choices.append([person for person in able.tolist() if person not in busy])
    if not _matched(choices):
        raise Impossible("pool_too_small", say(_POOL_SMALL, task=TaskRow(row)), (row,))


def _matched(choices: list[list[int]]) -> bool:
    """Whether everyone can have a person of their own (augmenting paths, Kuhn 1955)."""
    taken: dict[int, int] = {}

    def found(k: int, seen: set[int]) -> bool:
        for person in choices[k]:
            if person not in seen:
                seen.add(person)
                if person not in taken or found(taken[person], seen):
                    taken[person] = k
                    return True
        return False

    return all(found(k, set()) for k in range(len(choices)))


class Layout:
    """The crew of one network, and the recipes its people keep. `recipes` begin with the network's own."""

    def __init__(self, network: Network, team: Team, found: Wanted) -> None:
        self.network, self.team, self.found = network, team, found
        self.calendars = Calendars(network.plan)
        self.calendars.recipes[:] = network.recipes
        self.calendars.numbers = {recipe: number for number, recipe in enumerate(network.recipes)}
        self.numbers = self.calendars.of_plan()
        tasks = network.plan.tasks
        own = np.where(tasks.elapsed == 1, ELAPSED, self.numbers[tasks.calendar])
        self.effective = np.concatenate((own, self.numbers[-1:]))
        self.own = np.array([self._own(c) for c in team.people.calendar.tolist()], np.int64)
        self.uses = [self._use(k) for k in range(len(found))]

    @property
    def recipes(self) -> tuple[Recipe, ...]:
        return tuple(self.calendars.recipes)

    def _own(self, calendar: int) -> int:
        """The recipe of somebody's calendar; somebody who never works is taken on the project's time."""
        never = calendar >= 0 and not self.network.plan.calendars[calendar].ever_works
        return int(self.numbers[-1 if never else calendar])

    def _follows(self, row: int) -> bool:
        tasks = self.network.plan.tasks
        return bool(tasks.elapsed[row] == 0 and tasks.follows_people[row] == 1)

    def _use(self, k: int) -> tuple[list[tuple[int, int]], int]:
        """Who may do use `k`, each with the recipe they do it in; and whether it minds absences."""
        node = int(self.found.node[k])
        row, person = int(self.network.row[node]), int(self.found.person[k])
        tasks = self.network.plan.tasks
        follows = self._follows(row)
        minds = int(follows and not self.network.started[row] and not tasks.pinned[row])
        if person != ANYBODY:
            team = self.network.nodes.team_first
            alone = not follows or team[node] == team[node + 1]
            return [(person, int(self.network.nodes.calendar[node]) if alone else self._shared(row, person))], minds
        able = [p for p in self.team.options(int(self.found.demand[k])).tolist() if self.team.people.units[p] >= self.found.units[k]]
        return [(p, self._shared(row, p) if follows else int(self.network.nodes.calendar[node])) for p in able], minds

    def _shared(self, row: int, person: int) -> int:
        """The recipe of a person on a task: the task's calendar too, where it has one."""
        if self.network.plan.tasks.calendar[row] < 0:
            return int(self.own[person])
        return self.calendars.together(int(self.effective[row]), int(self.own[person]))

    def crew(self, nodes: Nodes, axis: Axis) -> Crew:
        """The crew on one horizon."""
        found, count = self.found, len(self.network.row)
        alone = nodes.team_first[found.node] == nodes.team_first[found.node + 1]
        started = self.network.started[self.network.row[found.node]] == 1
        whole = nodes.minutes[found.node]
        minutes = np.where(found.minutes == NONE, whole, np.where(alone, np.minimum(found.minutes, whole), found.minutes))
        pool = found.person == ANYBODY
        options = [options if pool[k] else [] for k, (options, _) in enumerate(self.uses)]
        flat = np.array([pair for pairs in options for pair in pairs], np.int64).reshape(-1, 2)
        calendars = self.team.people.calendar.tolist()
        known = {calendar: self._away(calendar, axis) for calendar in set(calendars)}
        away = [known[calendar] for calendar in calendars]
        gone = np.array([pair for pairs in away for pair in pairs], np.int64).reshape(-1, 2)
        pooled = np.zeros(count, np.int64)
        pooled[[int(found.node[k]) for k in np.flatnonzero(pool) if self._follows(int(self.network.row[found.node[k]]))]] = 1
        return Crew(
            first=np.searchsorted(found.node, np.arange(count + 1)).astype(np.int64),
            person=found.person,
            calendar=np.array([pairs[0][1] for pairs, _ in self.uses], np.int64),
            delay=np.where(started, 0, found.delay),
            minutes=minutes,
            units=found.units,
            minds=np.array([minds for _, minds in self.uses], np.int64),
            option_first=np.cumsum([0, *(len(pairs) for pairs in options)], dtype=np.int64),
            option_person=flat[:, 0].copy(),
            option_calendar=flat[:, 1].copy(),
            pooled=pooled,
            capacity=self.team.people.units,
            own=self.own,
            away_first=np.cumsum([0, *(len(pairs) for pairs in away)], dtype=np.int64),
            away_at=gone[:, 0].copy(),
            away_minutes=gone[:, 1].copy(),
        )

    def _away(self, index: int, axis: Axis) -> list[tuple[int, int]]:
        """Absences of whoever keeps the calendar `index`: where in their working minutes each lies, and how many it takes.

        An absence is a stretch of days on which the project works and the person usually would, but does not.
        """
        plan = self.network.plan
        if index < 0 or not (plan.calendars[index].exceptions or plan.calendars[index].absences):
            return []
        calendar = plan.calendars[index]
        first, last = (date.fromordinal(719_163 + axis.origin // DAY + days) for days in (0, axis.days - 1))
        usual, project = replace(calendar, exceptions=(), absences=()), plan.calendars[plan.calendar]
        works, would, open_ = (minutes_by_day(each, first, last) for each in (calendar, usual, project))
        days = np.flatnonzero((works == 0) & (would > 0) & (open_ > 0))
        at = np.array([work_at(axis, self._own(index), axis.origin + int(day) * DAY) for day in days.tolist()], np.int64)
        begins = np.unique(at, return_index=True)[1]
        return list(zip(at[begins].tolist(), np.add.reduceat(would[days], begins).tolist(), strict=True)) if len(days) else []
