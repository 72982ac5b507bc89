"""An independent judge of levelled plans: it knows the plan, the team and the dates, and counts minutes one by one.

It shares nothing with the engine but the types that go in and come out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from milepost import engine

DAY = 1440


@dataclass(frozen=True)
class Judged:
    """A plan, its team, and the dates claimed for it: start and finish of each row, the person of each demand."""

    plan: engine.Plan
    team: engine.Team
    start: np.ndarray
    finish: np.ndarray
    who: np.ndarray


def complaints(plan: engine.Plan, team: engine.Team, found: engine.Levelled) -> list[str]:
    """Everything that is wrong with a levelled plan; nothing where it is right."""
    judge = _Judge(Judged(plan, team, found.schedule.start, found.schedule.finish, found.who))
    return [*judge.lengths(), *judge.links(), *judge.floors(), *judge.overloads()]


@lru_cache(maxsize=64)
def _open(calendar: engine.Calendar, first: date, days: int) -> np.ndarray:
    """One flag a minute for `days` from `first`; a night shift runs on into the next day."""
    flags = np.zeros((days + 2) * DAY, bool)
    for number in range(days + 1):
        on = first + timedelta(days=number - 1)
        shifts = calendar.week[on.weekday()]
        for begin, end, week in calendar.other_weeks:
            shifts = week[on.weekday()] if begin <= on <= end else shifts
        for begin, end, special in calendar.exceptions:
            shifts = special if begin <= on <= end else shifts
        for a, b in shifts:
            flags[number * DAY + a : number * DAY + b] = True
    return flags[DAY : (days + 1) * DAY]


@dataclass(frozen=True)
class Member:
    """One person on one task: units, the minutes that are open to them there, how many of those they need, after how many."""

    person: int
    units: int
    flags: np.ndarray
    minutes: int
    delay: int


class _Judge:
    def __init__(self, judged: Judged) -> None:
        self.plan, self.team = judged.plan, judged.team
        self.first = (min(judged.plan.start, int(judged.start.min())) // DAY - 30) * DAY
        self.start, self.finish, self.who = judged.start - self.first, judged.finish - self.first, judged.who
        day = date(1970, 1, 1) + timedelta(days=self.first // DAY)
        self.days = -(-int(self.finish.max()) // (100 * DAY)) * 100 + 100
        self.always = np.ones(self.days * DAY, bool)
        self.calendars = [_open(calendar, day, self.days) for calendar in self.plan.calendars]
        self.project = self.calendars[self.plan.calendar]
        tasks = self.plan.tasks
        self.summary = np.isin(np.arange(len(tasks)), tasks.parent)
        self.fixed = (tasks.pinned == 1) | (tasks.actual_start != engine.NONE)
        self.rows = [r for r in range(len(tasks)) if not self.summary[r] and tasks.active[r]]
        self.movable = [r for r in self.rows if not self.fixed[r]]
        self.demands = {r: [d for d in range(len(self.team.demands)) if self.team.demands.task[d] == r] for r in self.rows}

    def own(self, row: int) -> np.ndarray:
        """The open minutes of a task by itself."""
        tasks = self.plan.tasks
        if tasks.elapsed[row]:
            return self.always
        return self.calendars[tasks.calendar[row]] if tasks.calendar[row] >= 0 else self.project

    def ruling(self, row: int) -> np.ndarray:
        """The minutes in which anything can happen on a task."""
        members = self.members(row)
        return np.any([member.flags for member in members], axis=0) if members else self.own(row)

    def members(self, row: int) -> list[Member]:
        """Everybody on a task; delays count from its start."""
        tasks, asked = self.plan.tasks, self.team.demands
        out = []
        for d in self.demands[row]:
            person, minutes = int(self.who[d]), int(asked.minutes[d])
            if person < 0:
                continue
            flags = self.own(row)
            if tasks.follows_people[row] and not tasks.elapsed[row]:
                index = int(self.team.people.calendar[person])
                theirs = self.calendars[index] if index >= 0 else self.project
                both = theirs & flags if tasks.calendar[row] >= 0 else theirs
                flags = both if both.any() else flags
            whole = int(tasks.remaining[row] if self.fixed[row] else tasks.minutes[row])
            minutes = whole if minutes == engine.NONE else minutes
            delay = 0 if tasks.actual_start[row] != engine.NONE else int(asked.delay[d])
            out.append(Member(person, int(asked.units[d]), flags, minutes, delay))
        return out

    def lengths(self) -> list[str]:
        """A task lasts its work: in its calendar, or until the last of its people is done."""
        wrong = []
        for row in self.movable:
            minutes, at, to = int(self.plan.tasks.minutes[row]), int(self.start[row]), int(self.finish[row])
            if minutes == 0:
                wrong += [f"row {row}: an instant lasts"] * (at != to)
                continue
            members = [member for member in self.members(row) if member.minutes]
            if not members or not self.plan.tasks.follows_people[row] or self.plan.tasks.elapsed[row]:
                spans = [(self.own(row), minutes)]
            elif all(np.array_equal(m.flags, members[0].flags) and not m.delay for m in members):
                spans = [(members[0].flags, minutes)]
            else:
                spans = [(m.flags, m.delay + m.minutes) for m in members]
            end = max(self.nth(flags, at, least) for flags, least in spans)
            if end != to or not any(flags[at] for flags, _ in spans):
                wrong.append(f"row {row}: from {at} its {minutes} minutes end at {end}, not at {to}")
        return wrong

    def nth(self, flags: np.ndarray, at: int, minutes: int) -> int:
        """When the so-manieth open minute from `at` ends."""
        return int(np.flatnonzero(flags[at:])[minutes - 1]) + at + 1

    def shifted(self, flags: np.ndarray, at: int, lag: int) -> int:
        """So many open minutes later, or earlier."""
        if lag > 0:
            return self.nth(flags, at, lag)
        return int(np.flatnonzero(flags[:at])[lag]) if lag else at

    def links(self) -> list[str]:
        """Every link holds between the dates of two tasks that are not fixed."""
        wrong, links, tasks = [], self.plan.links, self.plan.tasks
        for k in range(len(links)):
            before, after, lag = int(links.predecessor[k]), int(links.successor[k]), int(links.lag[k])
            if links.unit[k] in (engine.Unit.PERCENT, engine.Unit.ELAPSED_PERCENT):
                lag = round(lag * int(tasks.minutes[before]) / 100)
            to_finish = links.kind[k] in (engine.Kind.FF, engine.Kind.SF)
            if to_finish and len({member.flags.tobytes() for member in self.members(after)}) > 1:
                continue  # the critical path aims such a link at the first of them to be done
            if self.fixed[after] or not tasks.active[before] or self.summary[before] or self.summary[after]:
                continue
            kind = engine.Kind(int(links.kind[k]))
            a = int(self.finish[before] if kind in (engine.Kind.FS, engine.Kind.FF) else self.start[before])
            b = int(self.finish[after] if kind in (engine.Kind.FF, engine.Kind.SF) else self.start[after])
            elapsed = links.unit[k] in (engine.Unit.ELAPSED, engine.Unit.ELAPSED_PERCENT)
            target = self.shifted(self.always if elapsed else self.own(after), a, lag)
            if b < target and self.ruling(after)[b:target].any():
                wrong.append(f"link {before} {kind.name} {after} {lag:+}: from {a} to {b}")
        return wrong

    def floors(self) -> list[str]:
        """Nothing begins before the plan, the data date or its constraint."""
        tasks = self.plan.tasks
        floor = max(self.plan.start, self.plan.data_date) - self.first
        wrong = [f"row {row} begins in the past" for row in self.movable if self.start[row] < floor]
        dated = tasks.constraint == engine.Constraint.SNET
        return wrong + [
            f"row {r} before its constraint" for r in self.movable if dated[r] and self.start[r] < tasks.constraint_at[r] - self.first
        ]

    def overloads(self) -> list[str]:
        """Nobody is asked for more than there is of them, minute by minute, by what could have been moved."""
        people = len(self.team.people)
        used = np.zeros((people, self.days * DAY), np.int32)
        moved = np.zeros((people, self.days * DAY), bool)
        booked = self.team.bookings
        for b in range(len(booked)):
            used[booked.person[b], max(0, booked.start[b] - self.first) : max(0, booked.finish[b] - self.first)] += booked.units[b]
        for row in self.rows:
            if self.plan.tasks.actual_finish[row] != engine.NONE or self.plan.tasks.minutes[row] == 0:
                continue
            begin = int(self.start[row])
            if self.fixed[row] and not self.plan.tasks.pinned[row]:
                begin = max(begin, self.plan.data_date - self.first)
            for member in self.members(row):
                at = np.flatnonzero(member.flags[begin : int(self.finish[row])]) + begin
                begun = self.plan.tasks.actual_start[row] != engine.NONE
                if begun and len({each.flags.tobytes() for each in self.members(row)}) > 1:
                    continue  # when each of them goes on cannot be told from the dates of the task
                at = at[-member.minutes :] if begun else at[member.delay : member.delay + member.minutes]
                used[member.person, at] += member.units
                moved[member.person, at] |= not self.fixed[row]
        over = (used > self.team.people.units[:, None]) & moved
        return [f"person {p}: {int(used[p].max())} % at minute {int(np.argmax(over[p]))}" for p in range(people) if over[p].any()]


def without(team: engine.Team) -> engine.Team:
    """The team with nothing to do."""
    return replace(team, demands=engine.Demands())
