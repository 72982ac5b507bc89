"""Whom several projects want at the same time. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Wanted:
    """A project that wants somebody in a week, for so many minutes, and its priority."""

    project_id: int
    project: str
    minutes: int
    priority: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody of whom several projects want `over_minutes` more, on single days of a week, than there is. Who goes first comes first."""

    person_id: int
    person: str
    first: date
    last: date
    capacity_minutes: int
    over_minutes: int
    projects: tuple[Wanted, ...]


Ask = tuple[int, str, int]
"""A project, its name, and minutes."""


def wanted(asks: Iterable[Ask], priorities: Mapping[int, int]) -> tuple[Wanted, ...]:
    """What each project wants in all, the one with the highest priority first, of equals the one that wants most."""
    minutes: defaultdict[tuple[int, str], int] = defaultdict(int)
    for project_id, project, each in asks:
        minutes[project_id, project] += each
    found = (Wanted(pk, name, total, priorities.get(pk, 0)) for (pk, name), total in minutes.items() if total)
    return tuple(sorted(found, key=lambda each: (-each.priority, -each.minutes, each.project_id)))


def in_order(found: Iterable[Conflict]) -> Iterator[Conflict]:
    """The earliest week first, in it whoever is asked for most."""
    yield from sorted(found, key=lambda each: (each.first, -each.over_minutes, each.person_id))
