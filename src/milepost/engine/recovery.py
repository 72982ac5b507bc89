"""Ways back to an earlier finish, each computed by scheduling the changed plan: never guessed.

Accept the later date · put what is there in another order · longer days or Saturdays for the people on the driving chain · give a task to
somebody else · let somebody help · let a task begin before the one it waits for is done · leave something out. Only what ends
earlier is offered, and nothing that another way of the same kind beats in every respect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise

import numpy as np

from milepost.engine import cpm, kernels, levelling, measures, twins
from milepost.engine.calendars import DAY, Calendar, axis
from milepost.engine.layout import Ints
from milepost.engine.measures import Changed
from milepost.engine.plan import N_, NONE, Impossible, Kind, Plan, Saying, TaskRow, Tasks, Unit, say
from milepost.engine.reasons import duration
from milepost.engine.repairing import Before
from milepost.engine.roster import LOOPS
from milepost.engine.schedule import Schedule
from milepost.engine.team import ANYBODY, PersonIndex, Team

EXTRA_HOURS = 120
"""Minutes by which a day becomes longer."""
OVERTIME = 150
"""What a minute of overtime costs, in per cent of an ordinary one."""
OVERHEAD = 15
"""Per cent of the work that talking to each other costs when a task is shared by two."""
LEAD = 25
"""Per cent of the shorter of two tasks by which they may overlap."""
LOOKED_AT = 8
"""Tasks of the driving chain looked at for each kind, the longest first."""
PEOPLE = 3
"""People tried for each task, those with the least to do first."""
SHOWN = 3
"""Ways of one kind that are offered."""
BUDGET = 12
"""Schedules that levelling tries for each way, and four times as many for the plan as it is."""


SMALL = 20
"""Tasks up to which so many plans are scheduled sooner than the compiled loops are loaded."""


class Way(IntEnum):
    """The kinds, in the order in which equals are listed."""

    ACCEPT = 0
    REORDER = 1
    SWAP = 2
    ADD = 3
    OVERTIME = 4
    SATURDAYS = 5
    OVERLAP = 6
    CUT = 7


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One way, and what comes of it.

    `finish` is the plan's end, `gain` the working minutes of the project's calendar between it and the end that would be accepted. `cost`
    are minutes of work paid on top (negative: saved), `money` the same in money where rates were given. `risk` are minutes of work
    that may have to be done again. `rows` and `people` are those it is about; `moved` counts tasks whose day of start or finish is not
    the one of the plan before. `plan` and `team` are what was scheduled.
    """

    kind: Way
    finish: int
    gain: int
    cost: int
    money: int | None
    risk: int
    rows: tuple[int, ...]
    people: tuple[int, ...]
    moved: int
    saying: Saying
    plan: Plan
    team: Team


@dataclass(frozen=True, slots=True, eq=False)
class _Proposal:
    """A changed plan and whom and what it is about. `cost` says what each person works on top, once there is a schedule."""

    kind: Way
    changed: Changed
    rows: tuple[int, ...]
    people: tuple[int, ...]
    saying: Saying
    cost: Callable[[Schedule], dict[int, int]] = lambda schedule: {}
    risk: int = 0


def options(
    plan: Plan,
    team: Team,
    before: Before,
    *,
    accepted: Schedule | None = None,
    rates: Ints | None = None,
    seed: int = 1,
    budget: int = BUDGET,
    progress: Callable[[float], bool] | None = None,
) -> tuple[Option, ...]:
    """The ways to an earlier finish, the plan as it is first, then by finish and cost.

    `before` is the plan people know. `accepted` is the schedule that would be lived with, by default the levelled one. `rates` are
    money per hour of each person. `progress` is told the share done and stops by answering False: what was found by then is given back.
    Raises Impossible as `level`; ValueError where the team's demands do not stand beside the plan's assignments, one for one.
    """
    if not np.array_equal(plan.assignments.task, team.demands.task):
        raise ValueError("the team's demands stand beside the plan's assignments, one for one")
    return _Recovery(plan, team, before, rates, seed, budget).options(accepted, progress)


class _Recovery:
    """One plan and the schedules of its ways."""

    def __init__(self, plan: Plan, team: Team, before: Before, rates: Ints | None, seed: int, budget: int) -> None:
        self.plan, self.team, self.before, self.rates, self.seed, self.budget = plan, team, before, rates, seed, budget
        if len(plan.tasks) > SMALL:
            twins.compiled()
            LOOPS.compiled()
        self.levelled = levelling.level(plan, team, seed=seed, budget=4 * budget)
        self.schedule = self.levelled.schedule
        self.network = self.schedule.network
        of_task = self.schedule.remaining[plan.assignments.task]
        self.left = np.where(team.demands.minutes == NONE, of_task, team.demands.minutes)
        """Minutes that each person still has on each task: where nobody said how many, all that the task has."""

    def options(self, accepted: Schedule | None, progress: Callable[[float], bool] | None) -> tuple[Option, ...]:
        """All ways that help."""
        lived = accepted or self.schedule
        self.end = lived.end
        untouched = Changed(self.plan, self.team)
        found = [self._option(_Proposal(Way.ACCEPT, untouched, (), (), say(N_("Accept it: nothing else changes."))), lived)]
        if self.schedule.end < lived.end:
            text = say(N_("Put the same work in another order."))
            found.append(self._option(_Proposal(Way.REORDER, untouched, (), (), text), self.schedule))
        proposals = list(self._proposals())
        limit = min(lived.end, self.schedule.end)
        for number, proposal in enumerate(proposals):
            if progress and not progress(number / len(proposals)):
                break
            schedule = self._scheduled(proposal, limit)
            if schedule is not None:
                found.append(self._option(proposal, schedule))
        return _best(found)

    def _scheduled(self, proposal: _Proposal, limit: int) -> Schedule | None:
        """The schedule of a changed plan if it ends before `limit`; levelled only where the links alone would allow it."""
        changed = proposal.changed
        try:
            if cpm.schedule(replace(changed.plan, tasks=_undelayed(changed.plan))).end >= limit:
                return None
            schedule = levelling.level(changed.plan, changed.team, seed=self.seed, budget=self.budget).schedule
        except Impossible:
            return None
        return schedule if schedule.end < limit else None

    def _option(self, proposal: _Proposal, schedule: Schedule) -> Option:
        extra = proposal.cost(schedule)
        money = None if self.rates is None else round(sum(minutes * int(self.rates[p]) for p, minutes in extra.items()) / 60)
        return Option(
            kind=proposal.kind,
            finish=schedule.end,
            gain=self._worked(schedule.end, self.end),
            cost=sum(extra.values()),
            money=money,
            risk=proposal.risk,
            rows=proposal.rows,
            people=proposal.people,
            moved=self._moved(schedule, proposal.rows if proposal.kind is Way.CUT else ()),
            saying=proposal.saying,
            plan=proposal.changed.plan,
            team=proposal.changed.team,
        )

    def _worked(self, begin: int, end: int) -> int:
        """Working minutes of the project's calendar between two instants."""
        calendar = self.plan.calendars[self.plan.calendar]
        return _work(calendar if calendar.ever_works else None, begin, end)

    def _moved(self, schedule: Schedule, gone: tuple[int, ...]) -> int:
        network, before = self.network, self.before
        counts = (network.summary == 0) & (network.complete == 0) & (self.plan.tasks.active == 1) & (before.start != NONE)
        counts[list(gone)] = False
        other = (schedule.start // DAY != before.start // DAY) | ((schedule.finish - 1) // DAY != (before.finish - 1) // DAY)
        return int((counts & other).sum())

    def _proposals(self) -> Iterator[_Proposal]:
        chain = [row for row in self.schedule.critical_path if self._open(row)]
        longest = sorted(chain, key=lambda row: (-int(self.plan.tasks.remaining[row]), row))[:LOOKED_AT]
        yield from self._other_people(sorted(longest))
        yield from self._overtime(chain)
        yield from self._overlaps(chain)
        yield from self._cuts(sorted(longest))

    def _open(self, row: int) -> bool:
        """Whether there is work left on a row that its links and people place."""
        tasks, network = self.plan.tasks, self.network
        return bool(not network.summary[row] and not network.complete[row] and not tasks.pinned[row] and self.schedule.remaining[row] > 0)

    def _uses(self, row: int) -> list[int]:
        """Assignments of a row that name somebody."""
        return np.flatnonzero((self.plan.assignments.task == row) & (self.team.demands.person != ANYBODY)).tolist()

    def _other_people(self, rows: list[int]) -> Iterator[_Proposal]:
        for row in rows:
            uses = self._uses(row)
            if len(uses) != 1 or not self.plan.tasks.follows_people[row] or self.plan.tasks.elapsed[row]:
                continue
            for person in self._able(uses[0]):
                yield self._swap(row, uses[0], person)
                yield self._add(row, uses[0], person)

    def _able(self, k: int) -> list[int]:
        """People of the same role who have as many units to give, those with the least to do first."""
        people, asked = self.team.people, self.team.demands
        current = int(asked.person[k])
        able = (people.units >= asked.units[k]) & (people.role == people.role[current])
        able[current] = False
        left = np.where(asked.person == ANYBODY, 0, self.left * asked.units)
        load = np.bincount(np.maximum(asked.person, 0), weights=left, minlength=len(people))
        return sorted(np.flatnonzero(able).tolist(), key=lambda person: (load[person], person))[:PEOPLE]

    def _swap(self, row: int, k: int, person: int) -> _Proposal:
        current = int(self.team.demands.person[k])
        text = N_("Give “{task}” to {person} instead of {other}, if {person} can do it.")
        saying = say(text, task=TaskRow(row), person=PersonIndex(person), other=PersonIndex(current))
        return _Proposal(Way.SWAP, measures.with_somebody_else(self.plan, self.team, k, person), (row,), (person, current), saying)

    def _add(self, row: int, k: int, person: int) -> _Proposal:
        changed = measures.with_one_more(self.plan, self.team, k, person, OVERHEAD)
        units, left = int(self.team.demands.units[k]), int(self.schedule.remaining[row])
        shared = -(-left * (100 + OVERHEAD) // 200)
        text = N_("Let {person} help with “{task}”, if {person} can do it; {overhead} % of the work is counted for talking to each other.")
        saying = say(text, task=TaskRow(row), person=PersonIndex(person), overhead=OVERHEAD)
        extra = (2 * shared - left) * units // 100
        return _Proposal(Way.ADD, changed, (row,), (person,), saying, cost=lambda schedule: {person: extra})

    def _overtime(self, chain: list[int]) -> Iterator[_Proposal]:
        people = sorted({int(self.team.demands.person[k]) for row in chain for k in self._uses(row)})
        groups = [(person,) for person in people[:LOOKED_AT]] + ([tuple(people)] if len(people) > 1 else [])
        for group in groups:
            names = _names(group)
            hours = duration(self.plan, EXTRA_HOURS)
            longer = measures.with_longer_days(self.plan, self.team, group, EXTRA_HOURS, self.end)
            text = N_("{people}: {hours} longer each day until the finish.")
            yield _Proposal(Way.OVERTIME, longer, (), group, say(text, people=names, hours=hours), self._paid(longer, group))
            saturdays = measures.with_saturdays(self.plan, self.team, group, self.end)
            text = N_("{people}: Saturdays too until the finish.")
            yield _Proposal(Way.SATURDAYS, saturdays, (), group, say(text, people=names), self._paid(saturdays, group))

    def _paid(self, changed: Changed, group: tuple[int, ...]) -> Callable[[Schedule], dict[int, int]]:
        """What is worked outside ordinary hours on the tasks of each person, at the price of overtime."""

        def paid(schedule: Schedule) -> dict[int, int]:
            return {person: self._overtime_of(changed, person, schedule) * OVERTIME // 100 for person in group}

        return paid

    def _overtime_of(self, changed: Changed, person: int, schedule: Schedule) -> int:
        """Of the work a person has left, the share that falls on hours they would usually not work."""
        old, new = self.team.people.calendar[person], changed.team.people.calendar[person]
        usual = self.plan.calendars[self.plan.calendar if old < 0 else int(old)]
        total = 0
        for k in np.flatnonzero(self.team.demands.person == person).tolist():
            row = int(self.plan.assignments.task[k])
            if self._open(row):
                begin, end = max(int(schedule.start[row]), self.plan.data_date), int(schedule.finish[row])
                worked = _work(changed.plan.calendars[int(new)], begin, end)
                more = max(0, worked - _work(usual, begin, end))
                total += int(self.left[k]) * more * int(self.team.demands.units[k]) // (100 * max(1, worked))
        return total

    def _overlaps(self, chain: list[int]) -> Iterator[_Proposal]:
        links, tasks = self.plan.links, self.plan.tasks
        for before, after in pairwise(chain):
            joins = (links.predecessor == before) & (links.successor == after) & (links.kind == Kind.FS) & (links.unit == Unit.WORKING)
            lead = min(int(self.schedule.remaining[before]), int(tasks.minutes[after])) * LEAD // 100
            for link in np.flatnonzero(joins).tolist():
                if not self.network.started[after] and lead > 0:
                    yield self._overlap(link, before, after, lead)

    def _overlap(self, link: int, before: int, after: int, lead: int) -> _Proposal:
        text = N_("Begin “{task}” {lead} before “{other}” is done. Up to {lead} of its work may have to be done again.")
        saying = say(text, task=TaskRow(after), other=TaskRow(before), lead=duration(self.plan, lead))
        people = tuple(sorted({int(self.team.demands.person[k]) for row in (before, after) for k in self._uses(row)}))
        return _Proposal(Way.OVERLAP, measures.with_overlap(self.plan, self.team, link, lead), (before, after), people, saying, risk=lead)

    def _cuts(self, rows: list[int]) -> Iterator[_Proposal]:
        for row in rows:
            if not self.network.started[row]:
                yield self._cut((row,), row)
        parents: dict[int, None] = {int(self.plan.tasks.parent[row]): None for row in rows}
        for parent in parents:
            inside = self._fresh_below(parent) if parent >= 0 else ()
            if len(inside) > 1:
                yield self._cut(inside, parent)

    def _fresh_below(self, row: int) -> tuple[int, ...]:
        """The tasks below a summary, if none has begun and there is work outside of it too."""
        parent, tasks = self.plan.tasks.parent, self.plan.tasks
        end = row + 1
        while end < len(tasks) and parent[end] >= row:
            end += 1
        inside = [r for r in range(row + 1, end) if self._open(r)]
        outside = [r for r in range(len(tasks)) if not row < r < end and self._open(r)]
        return tuple(inside) if outside and not any(self.network.started[row + 1 : end]) else ()

    def _cut(self, rows: tuple[int, ...], named: int) -> _Proposal:
        work: dict[int, int] = {}
        for row in rows:
            for k in self._uses(row):
                person, units = int(self.team.demands.person[k]), int(self.team.demands.units[k])
                work[person] = work.get(person, 0) - int(self.left[k]) * units // 100
        saying = say(N_("Leave “{task}” out, or do it after everything else."), task=TaskRow(named))
        return _Proposal(
            Way.CUT, measures.without(self.plan, self.team, rows), rows, tuple(sorted(work)), saying, cost=lambda schedule: work
        )


def _names(people: tuple[int, ...]) -> Saying:
    first, *others = (PersonIndex(person) for person in people)
    if not others:
        return say("{person}", person=first)
    if len(others) == 1:
        return say(N_("{first} and {second}"), first=first, second=others[0])
    return say(N_("{first} and {count} others on the way to the finish"), first=first, count=len(others))


def _undelayed(plan: Plan) -> Tasks:
    return replace(plan.tasks, delay=np.zeros_like(plan.tasks.delay))


def _work(calendar: Calendar | None, begin: int, end: int) -> int:
    """Working minutes of a calendar between two instants; of the clock where there is none."""
    if calendar is None or begin == end:
        return end - begin
    low, high = min(begin, end), max(begin, end)
    ax = axis((calendar,), low // DAY - 1, high // DAY + 2)
    between = kernels.work_at(ax, 0, high) - kernels.work_at(ax, 0, low)
    return int(between if end >= begin else -between)


def _best(found: list[Option]) -> tuple[Option, ...]:
    """Each kind without what others of it beat in every respect, a few of each, by finish, cost and kind; accepting comes first."""
    kept: list[Option] = []
    for kind in Way:
        same = [option for option in found if option.kind is kind]
        best = [option for option in same if not any(_beats(other, option) for other in same)]
        kept += sorted(best, key=_order)[:SHOWN]
    accept, *rest = kept
    return (accept, *sorted(rest, key=_order))


def _order(option: Option) -> tuple[int, int, int, int, tuple[int, ...], tuple[int, ...]]:
    return option.finish, option.cost, option.moved, int(option.kind), option.people, option.rows


def _beats(one: Option, other: Option) -> bool:
    """Whether `one` is nowhere worse than `other`, and somewhere better or listed before it."""
    mine, its = ((o.finish, o.cost, o.risk, len(o.people), o.moved) for o in (one, other))
    nowhere_worse = all(a <= b for a, b in zip(mine, its, strict=True))
    return one is not other and nowhere_worse and (mine != its or _order(one) < _order(other))
