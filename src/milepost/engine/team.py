"""Who does the work: people with their capacity, what each task needs of them, what else they are booked for, what was promised.

Columns are int64, one value a row. People, roles and skills are numbers of the caller's; `calendar` is an index into the
plan's calendars. Units are per cent of one person: 100 is a whole person, 300 a group of three who are planned as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np

from milepost.engine.layout import Ints
from milepost.engine.plan import NONE

NOBODY = -1
ANYBODY = -1
"""Stands for the person of a demand that a pool answers."""


@dataclass(frozen=True, slots=True)
class PersonIndex:
    """A value of a saying that stands for one of the team's people."""

    index: int


def _none() -> Ints:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """One row a person. `units` is what there is of them at any time; `calendar` -1 is the project's; `role` -1 is none."""

    units: Ints = field(default_factory=_none)
    calendar: Ints = field(default_factory=_none)
    role: Ints = field(default_factory=_none)

    def __len__(self) -> int:
        return len(self.units)


@dataclass(frozen=True, slots=True, eq=False)
class Skills:
    """`person` has `skill` at `level`."""

    person: Ints = field(default_factory=_none)
    skill: Ints = field(default_factory=_none)
    level: Ints = field(default_factory=_none)


@dataclass(frozen=True, slots=True, eq=False)
class Demands:
    """What the task in row `task` needs: `units` of somebody for `minutes` of working time, from `delay` after it begins.

    `person` is somebody by name. Where it is ANYBODY, one person is chosen: of `role` (-1: any), with `skill` (-1: none) at
    `level` or above. `minutes` are those that remain where the task has begun; NONE stands for the whole task.
    """

    task: Ints = field(default_factory=_none)
    person: Ints = field(default_factory=_none)
    units: Ints = field(default_factory=_none)
    minutes: Ints = field(default_factory=_none)
    delay: Ints = field(default_factory=_none)
    role: Ints = field(default_factory=_none)
    skill: Ints = field(default_factory=_none)
    level: Ints = field(default_factory=_none)

    def __len__(self) -> int:
        return len(self.task)


@dataclass(frozen=True, slots=True, eq=False)
class Bookings:
    """Other projects have `units` of `person` from `start` to `finish` (instants)."""

    person: Ints = field(default_factory=_none)
    start: Ints = field(default_factory=_none)
    finish: Ints = field(default_factory=_none)
    units: Ints = field(default_factory=_none)

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True, eq=False)
class Promises:
    """The task in row `task`, or with -1 the whole plan, was promised for the instant `at`; each minute it is late counts `weight`."""

    task: Ints = field(default_factory=_none)
    at: Ints = field(default_factory=_none)
    weight: Ints = field(default_factory=_none)

    def __len__(self) -> int:
        return len(self.task)


@dataclass(frozen=True, slots=True, eq=False)
class Team:
    """Everything about people that a plan does not say. `priority` has one value a task, higher first; empty: all alike.

    Raises ValueError for columns of other types or lengths, and for numbers that refer to nothing within the team.
    """

    people: People = field(default_factory=People)
    demands: Demands = field(default_factory=Demands)
    skills: Skills = field(default_factory=Skills)
    bookings: Bookings = field(default_factory=Bookings)
    promises: Promises = field(default_factory=Promises)
    priority: Ints = field(default_factory=_none)

    def __post_init__(self) -> None:
        for table in (self.people, self.demands, self.skills, self.bookings, self.promises):
            columns = [getattr(table, f.name) for f in fields(table)]
            if any(c.dtype != np.int64 or c.shape != columns[0].shape or c.ndim != 1 for c in columns):
                raise ValueError(f"{type(table).__name__}: every column is int64 and of one length")
        count = len(self.people)
        for person, least in ((self.demands.person, ANYBODY), (self.skills.person, 0), (self.bookings.person, 0)):
            if len(person) and not (person.min() >= least and person.max() < count):
                raise ValueError("a person who is not in the team")
        if np.any(self.bookings.finish < self.bookings.start):
            raise ValueError("a booking ends before it begins")

    def options(self, demand: int) -> Ints:
        """The people who can answer a demand: the one named, or everybody of the pool, in the team's order."""
        named, role = int(self.demands.person[demand]), int(self.demands.role[demand])
        if named != ANYBODY:
            return np.array([named], np.int64)
        fits = np.ones(len(self.people), bool) if role < 0 else self.people.role == role
        skill = int(self.demands.skill[demand])
        if skill >= 0:
            able = (self.skills.skill == skill) & (self.skills.level >= self.demands.level[demand])
            fits &= np.isin(np.arange(len(self.people)), self.skills.person[able])
        return np.flatnonzero(fits).astype(np.int64)


def people(units: object, calendar: object = None, role: object = None) -> People:
    """People with what is not said filled in: the project's calendar, no role."""
    has = np.asarray(units, np.int64).reshape(-1)
    return People(has, _filled(calendar, len(has), -1), _filled(role, len(has), -1))


def demands(
    task: object,
    person: object,
    units: object = None,
    minutes: object = None,
    delay: object = None,
    role: object = None,
    skill: object = None,
    level: object = None,
) -> Demands:
    """Demands with what is not said filled in: a whole person, for the whole task, from its start, no pool."""
    rows = np.asarray(task, np.int64).reshape(-1)
    n = len(rows)
    return Demands(
        rows,
        _filled(person, n, ANYBODY),
        _filled(units, n, 100),
        _filled(minutes, n, NONE),
        _filled(delay, n, 0),
        _filled(role, n, -1),
        _filled(skill, n, -1),
        _filled(level, n, 0),
    )


def _filled(values: object, n: int, otherwise: int) -> Ints:
    return np.full(n, otherwise, np.int64) if values is None else np.asarray(values, np.int64).reshape(-1)
