"""Which calendar rules each task: its own, the project's, its people's, several people's each on their own."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from milepost.engine.calendars import ALWAYS, DAY, Every, Recipe, Some, axis
from milepost.engine.plan import N_, NONE, CalendarIndex, Impossible, Ints, Notice, Plan, TaskRow, say

ELAPSED = 0
"""The first recipe of every network: every minute counts."""
Member = tuple[int, int, int]
"""One of a team: the recipe of the person, the delay, the minutes of work."""

_OUTSIDE = N_("Somebody on “{task}” never works at the times its calendar allows. It was scheduled by its own calendar alone.")


@dataclass(slots=True)
class Calendars:
    """The recipes a plan needs, each once, and which one each task follows."""

    plan: Plan
    recipes: list[Recipe] = field(default_factory=lambda: [ALWAYS])
    notices: list[Notice] = field(default_factory=list)
    numbers: dict[Recipe, int] = field(default_factory=lambda: {ALWAYS: ELAPSED})
    pairs: dict[tuple[int, int], int] = field(default_factory=dict)

    def number(self, recipe: Recipe) -> int:
        """The number of `recipe`, given now if it is new."""
        found = self.numbers.get(recipe)
        if found is None:
            found = self.numbers[recipe] = len(self.recipes)
            self.recipes.append(recipe)
        return found

    def of_plan(self) -> Ints:
        """Number of each of the plan's calendars, the project's last. Equal calendars share one."""
        return np.array([self.number(c) for c in (*self.plan.calendars, self.plan.calendars[self.plan.calendar])], np.int64)

    def together(self, task: int, person: int) -> int:
        """The times when both a task's calendar and a person's are open; the task's alone where that is never."""
        if task == person or person == ELAPSED:
            return task
        if (task, person) not in self.pairs:
            day = self.plan.anchor // DAY
            shared = axis((self.recipes[task], self.recipes[person], Every((0, 1))), day - 400, day + 1200).total[2]
            self.pairs[task, person] = self.number(Every((task, person))) if shared else task
        return self.pairs[task, person]


def ruling_calendars(plan: Plan, summary: Ints, calendars: Calendars) -> tuple[Ints, Ints, dict[int, list[Member]]]:
    """For each row the recipe it is scheduled by and the one its float is counted in; and the teams of several calendars.

    A task whose duration is elapsed follows every minute. A task without people, or one that ignores their calendars, follows
    its own calendar or the project's. Raises Impossible where a calendar that is needed has no working time.
    """
    tasks, people = plan.tasks, plan.assignments
    numbers = calendars.of_plan()
    effective = np.where(tasks.elapsed == 1, ELAPSED, numbers[tasks.calendar])
    _check_working(plan, summary, effective, numbers)
    led = (tasks.elapsed == 0) & (tasks.follows_people == 1) & (summary == 0) & (tasks.minutes > 0)
    chosen = np.flatnonzero(led[people.task]) if len(people) else np.empty(0, np.int64)
    person = _people_calendars(plan, numbers, chosen, calendars)
    ruling, alike = _alike(plan, effective, people.task[chosen], person, people.delay[chosen])
    team: dict[int, list[Member]] = {}
    for at, number in zip(chosen[~alike].tolist(), person[~alike].tolist(), strict=True):
        row = int(people.task[at])
        begun = tasks.actual_start[row] != NONE
        minutes = int(people.remaining[at] if begun else people.minutes[at])
        shared = _shared(plan, calendars, row, int(effective[row]), number)
        team.setdefault(row, []).append((shared, 0 if begun else int(people.delay[at]), minutes))
    for row, members in list(team.items()):
        kinds = sorted({number for number, _, _ in members})
        if (len(kinds) == 1 and not any(delay for _, delay, _ in members)) or not any(minutes for _, _, minutes in members):
            ruling[row] = kinds[0]
            del team[row]
        else:
            team[row] = [member for member in members if member[2]]
            ruling[row] = calendars.number(Some(tuple(kinds))) if len(kinds) > 1 else kinds[0]
    return ruling, effective, team


def _alike(plan: Plan, effective: Ints, rows: Ints, person: Ints, delay: Ints) -> tuple[Ints, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The ruling recipe where all people on a task keep the same time and it has no calendar of its own; whose assignments those are."""
    low, high = np.full(len(effective), np.iinfo(np.int64).max), np.full(len(effective), -1, np.int64)
    late = np.zeros(len(effective), np.int64)
    np.minimum.at(low, rows, person)
    np.maximum.at(high, rows, person)
    np.maximum.at(late, rows, abs(delay))
    alike = (low == high) & (late == 0) & (plan.tasks.calendar < 0)
    return np.where(alike, high, effective), alike[rows]


def _shared(plan: Plan, calendars: Calendars, row: int, own: int, person: int) -> int:
    """The recipe of a person on a task: the task's calendar too, where it has one."""
    if plan.tasks.calendar[row] < 0:
        return person
    shared = calendars.together(own, person)
    if shared == own != person and person != ELAPSED:
        calendars.notices.append(Notice("person_outside_calendar", say(_OUTSIDE, task=TaskRow(row)), row))
    return shared


def _people_calendars(plan: Plan, numbers: Ints, chosen: Ints, calendars: Calendars) -> Ints:
    """The recipe of the person behind each chosen assignment; somebody who never works is taken on the project's time."""
    index = plan.assignments.calendar[chosen]
    never = [c for c in np.unique(index).tolist() if c >= 0 and not plan.calendars[c].ever_works]
    for c in never:
        text = N_("“{calendar}” has no working time, so the work of the person it belongs to follows the project's calendar.")
        calendars.notices.append(Notice("person_without_time", say(text, calendar=CalendarIndex(c))))
    return numbers[np.where(np.isin(index, never), -1, index)]


def _check_working(plan: Plan, summary: Ints, effective: Ints, numbers: Ints) -> None:
    """Refuse a calendar without working time that some task needs."""
    for index, calendar in enumerate(plan.calendars):
        if calendar.ever_works:
            continue
        needs = np.flatnonzero((effective == numbers[index]) & (summary == 0) & (plan.tasks.pinned == 0))
        if len(needs):
            raise Impossible(
                "calendar_without_working_time",
                say(
                    "“{task}” follows the calendar “{calendar}”, which has no working time. Give the calendar working days.",
                    task=TaskRow(int(needs[0])),
                    calendar=CalendarIndex(index),
                ),
                tuple(int(row) for row in needs),
            )
