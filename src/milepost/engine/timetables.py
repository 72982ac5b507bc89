"""The calendars of two plans side by side, and those between: with the newer absences, or with the newer working time, but not both.

A person's calendar holds the working time of everybody and what is their own. What changed in the project's calendar too is working
time; any other exception is an absence.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np

from milepost.engine.calendars import Calendar
from milepost.engine.plan import Ints, Plan

T = TypeVar("T")


class Timetables:
    """`calendars` holds those of `before`, then those of `after`, then those between."""

    def __init__(self, before: Plan, after: Plan) -> None:
        self.before, self.after = before, after
        self.shift = len(before.calendars)
        self.between: list[Calendar] = []
        self.known: dict[tuple[int, int], tuple[int, int, int, int]] = {}
        self.first = {calendar: index for index, calendar in reversed(list(enumerate((*before.calendars, *after.calendars))))}

    @property
    def calendars(self) -> tuple[Calendar, ...]:
        """All of them; an index stays what it is when more come."""
        return (*self.before.calendars, *self.after.calendars, *self.between)

    def _new(self, index: int) -> int:
        """The number of a calendar of `after`; that of `before` where the two are equal."""
        return self.first[self.after.calendars[index]]

    def _old(self, index: int) -> int:
        return self.first[self.before.calendars[index]]

    def of_project(self, newer: bool) -> int:
        """The project's calendar in one of the plans."""
        return self._new(self.after.calendar) if newer else self._old(self.before.calendar)

    def of_tasks(self, newer: bool) -> Ints:
        """The calendar of each row of one of the plans, -1 for the project's."""
        plan, number = (self.after, self._new) if newer else (self.before, self._old)
        numbers = np.array([*map(number, range(len(plan.calendars))), -1], np.int64)
        return numbers[plan.tasks.calendar]

    def of_people(self, old: Ints, new: Ints) -> tuple[Ints, ...]:
        """The calendar behind each pair of assignments, -1 on a side that has none: as before, with absences, with time, as after."""
        first, second = self._column(self.before, old), self._column(self.after, new)
        rows = [self._versions(i, j) for i, j in zip(first.tolist(), second.tolist(), strict=True)]
        return tuple(np.array(column, np.int64) for column in zip(*rows, strict=True)) or (np.empty(0, np.int64),) * 4

    @staticmethod
    def _column(plan: Plan, which: Ints) -> Ints:
        """Calendar index of each assignment, -1 for the project's, -2 where there is no assignment."""
        return np.where(which >= 0, np.append(plan.assignments.calendar, -1)[which], -2)

    def _versions(self, i: int, j: int) -> tuple[int, int, int, int]:
        if (i, j) not in self.known:
            self.known[i, j] = self._made(i, j)
        return self.known[i, j]

    def _made(self, i: int, j: int) -> tuple[int, int, int, int]:
        if i == -2 or j == -2:
            only = (j if j < 0 else self._new(j)) if i == -2 else (i if i < 0 else self._old(i))
            return only, only, only, only
        if i == j == -1:
            return -1, -1, -1, -1
        old, new = self._old(self.before.calendar if i < 0 else i), self._new(self.after.calendar if j < 0 else j)
        return old, self._number(self._away(old, new)), self._number(self._timed(old, new)), new

    @property
    def away(self) -> tuple[int, ...]:
        """Calendars of `after` that have other absences than their counterparts of `before`."""
        return tuple(sorted({j for (i, j), made in self.known.items() if i >= 0 and j >= 0 and made[0] != made[1]}))

    def _number(self, calendar: Calendar) -> int:
        if calendar not in self.first:
            self.first[calendar] = self.shift + len(self.after.calendars) + len(self.between)
            self.between.append(calendar)
        return self.first[calendar]

    def _away(self, old: int, new: int) -> Calendar:
        """The older calendar with the newer absences: exceptions that the project's calendar does not share."""
        calendars = self.calendars
        one, other = calendars[old], calendars[new]
        base = self._bases()
        return replace(
            one,
            other_weeks=_mixed(one.other_weeks, other.other_weeks, base[0].other_weeks, base[1].other_weeks, shared=False),
            exceptions=_mixed(one.exceptions, other.exceptions, base[0].exceptions, base[1].exceptions, shared=False),
            absences=other.absences,
        )

    def _timed(self, old: int, new: int) -> Calendar:
        """The newer calendar with the older absences."""
        calendars = self.calendars
        one, other = calendars[old], calendars[new]
        base = self._bases()
        return replace(
            other,
            other_weeks=_mixed(one.other_weeks, other.other_weeks, base[0].other_weeks, base[1].other_weeks, shared=True),
            exceptions=_mixed(one.exceptions, other.exceptions, base[0].exceptions, base[1].exceptions, shared=True),
            absences=one.absences,
        )

    def _bases(self) -> tuple[Calendar, Calendar]:
        return self.before.calendars[self.before.calendar], self.after.calendars[self.after.calendar]


def _mixed(old: tuple[T, ...], new: tuple[T, ...], base_old: tuple[T, ...], base_new: tuple[T, ...], *, shared: bool) -> tuple[T, ...]:
    """`old` with those of its changes to `new` that the bases share, or with those that they do not."""
    if old == new:
        return old
    gone, come = set(old) - set(new), set(new) - set(old)
    base_gone, base_come = set(base_old) - set(base_new), set(base_new) - set(base_old)
    drop = {each for each in gone if (each in base_gone) is shared}
    take = {each for each in come if (each in base_come) is shared}
    return (*(each for each in old if each not in drop), *(each for each in new if each in take))
