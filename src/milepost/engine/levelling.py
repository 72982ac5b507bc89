"""Levelling: the dates a plan keeps with the people it has, to the minute, and what waits for whom.

A first plan comes from placement rules, a better one from a search over the order in which tasks are placed; every plan it
looks at is feasible. What comes back is scheduled once more by the critical path's own passes, each held task no earlier
than its people allow, so that dates, floats and drivers are those of any other schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from time import monotonic

import numpy as np

from milepost.engine import cpm
from milepost.engine.crew import Wanted, wanted
from milepost.engine.lane_kernels import NOBODY
from milepost.engine.moves import Move, moves, overloads, resource_path
from milepost.engine.network import Network, compiled
from milepost.engine.plan import NONE, Assignments, Ints, Notice, Plan, Saying
from milepost.engine.reasons import why as why_linked
from milepost.engine.roster import LOOPS, Attempt, Roster, energy_bound
from milepost.engine.schedule import Schedule
from milepost.engine.team import ANYBODY, Team

WORK = 1_500_000
"""Nodes placed in one search where no other budget is given."""
MOST = 600
"""Schedules tried at most where no budget is given."""
COMPILED_FROM = 5_000
"""Nodes placed in one search from which the compiled loops are worth loading."""
ELITE = 6
"""Orders the search remembers and crosses."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search has come: `done` and `budget` in schedules made, `end` of the best one, its weighted lateness in minutes."""

    done: int
    budget: int
    end: int
    lateness: int


@dataclass(frozen=True, slots=True, eq=False)
class Levelled:
    """A plan that its people can keep.

    `schedule` holds dates, link floats and drivers; the driver of a task that waits for somebody is the task they work on, and
    the critical path leads through people too. `free` is the schedule with as many people as anybody wants. `who` is the person
    of each demand (NOBODY where it is of work done). `bound`: no levelled plan ends before that instant; `gap`: working minutes
    of the project from there to the end; `proved`: nothing better exists. `lateness`: minutes after promised instants, weighted.
    """

    schedule: Schedule
    free: Schedule
    who: Ints
    moved: tuple[Move, ...]
    bound: int
    gap: int
    proved: bool
    lateness: int
    notices: tuple[Notice, ...]
    schedules: int

    def why(self, row: int) -> Saying:
        """The sentence for one row: the person it waits for, or what the links say."""
        return next((move.saying for move in self.moved if move.row == row and move.held), None) or why_linked(self.schedule, row)

    def whys(self, rows: Iterable[int]) -> list[Saying]:
        """The same for many rows."""
        held = {move.row: move.saying for move in self.moved if move.held}
        return [held.get(row) or why_linked(self.schedule, row) for row in rows]


def level(
    plan: Plan | Network,
    team: Team,
    *,
    seed: int = 1,
    budget: int | None = None,
    seconds: float | None = None,
    split: bool = False,
    progress: Callable[[Progress], bool] | None = None,
) -> Levelled:
    """Level `plan` with `team`. Levelling delays the plan holds are forgotten: it begins from the links.

    `budget` is the number of schedules to try, by default as many as a few seconds give, fewer where they get no better;
    `seconds` ends the search earlier by the wall's clock (the same answer is then no longer certain). `split`: an absence
    interrupts a task wherever it lies in its way; otherwise a task waits until after an absence that is longer than the work it
    could do before, if it can then be done in one go. `progress` is told after each schedule and stops the search by answering
    False. People chosen from pools are chosen once; bound and proof are then about the people chosen.
    Raises Impossible as `compiled`, and for demands nobody can ever meet: `person_without_capacity`, `demand_above_capacity`,
    `pool_empty`, `pool_too_small`.
    """
    network = undelayed(plan.plan if isinstance(plan, Network) else plan)
    found = wanted(network, team)
    schedules = budget if budget is not None else max(12, min(MOST, WORK // max(1, len(network.row))))
    if schedules * len(network.row) > COMPILED_FROM and len(found):
        LOOPS.compiled()
    roster = Roster(network, team, found, split)
    search = _Search(roster, seed, schedules, None if budget is not None else schedules // 3, seconds, progress)
    best = search.run()
    who = np.full(len(team.demands), NOBODY, np.int64)
    who[found.demand] = best.placed.who
    if np.any(found.person == ANYBODY):
        network, team, found = named(network, team, found, best.placed.who)
        roster = Roster(network, team, found, split)
        best = roster.attempt(best.placed.start)
    return concluded(roster, best, who, search.done)


def warm(plan: Plan, team: Team) -> None:
    """Load the compiled loops, and compile them where that was never done on this machine: some ten seconds, once."""
    LOOPS.compiled()
    network = undelayed(plan)
    roster = Roster(network, team, wanted(network, team), split=False)
    roster.pushed_right(roster.attempt(roster.dates.late_start))


def undelayed(plan: Plan) -> Network:
    """The network of a plan without the levelling delays it holds."""
    if plan.tasks.delay.any():
        plan = replace(plan, tasks=replace(plan.tasks, delay=np.zeros_like(plan.tasks.delay)))
    return compiled(plan)


def named(network: Network, team: Team, found: Wanted, who: Ints) -> tuple[Network, Team, Wanted]:
    """The same with everybody a pool gave by name, and their tasks in their calendars."""
    plan, asked = network.plan, team.demands
    pool = np.flatnonzero(found.person == ANYBODY)
    person = asked.person.copy()
    person[found.demand[pool]] = who[pool]
    rows = network.row[found.node[pool]]
    minutes = np.where(found.minutes[pool] == NONE, plan.tasks.minutes[rows], found.minutes[pool])
    left = np.where(found.minutes[pool] == NONE, plan.tasks.remaining[rows], found.minutes[pool])
    new = (rows, team.people.calendar[who[pool]], minutes, left, found.delay[pool])
    old = plan.assignments
    columns = zip((old.task, old.calendar, old.minutes, old.remaining, old.delay), new, strict=True)
    joined = Assignments(*(np.concatenate(pair) for pair in columns))
    named = replace(team, demands=replace(asked, person=person))
    again = compiled(replace(plan, assignments=joined))
    return again, named, wanted(again, named)


def concluded(roster: Roster, best: Attempt, who: Ints, schedules: int) -> Levelled:
    """What comes of the `best` plan found after so many `schedules`; `who` is the person of each demand."""
    network = roster.network
    free = cpm.scheduled(network)
    schedule = free if not roster.holds(best) else cpm.held(network, roster.since(best))
    bound = max(free.end, energy_bound(roster))
    moved = moves(roster, best, free, schedule)
    driver = schedule.driver.copy()
    for move in moved:
        if move.held and move.waits_for != NOBODY:
            driver[move.row] = move.waits_for
    schedule = replace(schedule, driver=driver, critical_path=resource_path(schedule, driver))
    gap = roster.project_minutes(min(bound, schedule.end), schedule.end)
    return Levelled(
        schedule=schedule,
        free=free,
        who=who,
        moved=moved,
        bound=min(bound, schedule.end),
        gap=gap,
        proved=schedule.end <= bound and best.lateness <= roster.least_lateness,
        lateness=best.lateness,
        notices=(*schedule.notices, *overloads(roster, best)),
        schedules=schedules,
    )


class _Search:
    """Placement rules, then orders crossed, disturbed and justified until the budget is spent."""

    def __init__(
        self,
        roster: Roster,
        seed: int,
        budget: int,
        patience: int | None,
        seconds: float | None,
        progress: Callable[[Progress], bool] | None,
    ) -> None:
        self.roster, self.progress, self.budget, self.patience = roster, progress, budget, patience
        self.better_at = 0
        self.until = None if seconds is None else monotonic() + seconds
        self.chance = np.random.Generator(np.random.PCG64(seed))
        self.elite: list[Attempt] = []
        self.done = 0
        self.stopped = False

    @cached_property
    def bound(self) -> tuple[int, int]:
        """Lateness and end that nothing beats."""
        return self.roster.least_lateness, max(self.roster.dates.end, energy_bound(self.roster))

    def run(self) -> Attempt:
        """The best schedule found."""
        for keys in self.roster.rules():
            self.try_out(keys)
            if self.spent() or not self.roster.holds(self.elite[0]):
                return self.elite[0]
        while not self.over():
            self.try_out(self._disturbed())
        return self.elite[0]

    def over(self) -> bool:
        """Whether the search has found what nothing beats, gets no better, or has spent what it had."""
        best = self.elite[0]
        tired = self.patience is not None and self.done - self.better_at > self.patience
        return tired or self.spent() or (best.lateness, best.end) <= self.bound

    def spent(self) -> bool:
        """Whether the budget or the time is used up, or somebody stopped the search."""
        late = self.until is not None and monotonic() > self.until
        return self.stopped or late or self.done >= self.budget

    def try_out(self, keys: Ints, forced: Ints | None = None) -> None:
        """Place by `keys`, then by the order that pushing everything to the right gives."""
        made = self.roster.attempt(keys, forced)
        self._keep(made)
        if not self.over():
            self._keep(self.roster.attempt(self.roster.pushed_right(made), made.forced))

    def _keep(self, made: Attempt) -> None:
        self.done += 1
        if all(made.cost != other.cost for other in self.elite):
            self.elite = sorted([*self.elite, made], key=lambda each: each.cost)[:ELITE]
        best = self.elite[0]
        self.better_at = self.done if best is made else self.better_at
        if self.progress and not self.progress(Progress(self.done, self.budget, best.end, best.lateness)):
            self.stopped = True

    def _disturbed(self) -> Ints:
        """The order of one of the best, crossed with another's up to some point of time, some tasks moved about."""
        mother = self.elite[int(self.chance.integers(len(self.elite)))]
        father = self.elite[int(self.chance.integers(len(self.elite)))]
        keys = self.roster.places(mother)
        if father is not mother:
            begin, end = np.sort(self.chance.integers(0, len(keys) + 1, 2))
            keys = np.where((keys >= begin) & (keys < end), self.roster.places(father), keys)
        count = len(keys)
        reach = 16 * int(self.chance.integers(2, 3 + count // 20))
        moved = self.chance.integers(0, 10, count) == 0
        shifted: Ints = keys * 16 + np.where(moved, self.chance.integers(-reach, reach + 1, count), 0)
        return shifted
