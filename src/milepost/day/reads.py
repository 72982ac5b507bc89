"""The morning: where every project stands, what can be finished today, what slips and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from milepost.kernel.say import Sentence


@dataclass(frozen=True, slots=True)
class Standing:
    """One project against what was promised. `state` is refused, late, on_the_day, in_hand, no_promise or not_yet (no forecast so far).

    `days` are working days: negative late, positive in hand. `older` tells that facts have changed since the forecast.
    """

    project_id: int
    name: str
    client: str
    zone: str
    state: str
    days: int | None
    promised_on: date | None
    finish_on: date | None
    baseline_on: date | None
    why: Sentence | None
    as_of: date | None
    revision: int
    older: bool


@dataclass(frozen=True, slots=True)
class Finishable:
    """Something that can be finished today: `kind` is task or deliverable, `id` and `uid` of it (a deliverable has no uid: 0)."""

    project_id: int
    project_name: str
    kind: str
    id: int
    uid: int
    name: str
    remaining_minutes: int
    who: tuple[str, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class Slipping:
    """A task whose forecast finish lies behind `against` (deadline or baseline) date `against_on`, by `days` working days."""

    project_id: int
    project_name: str
    task_id: int
    uid: int
    name: str
    against: str
    against_on: date
    finish_on: date
    days: int
    who: tuple[str, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class Blocked:
    """A task that should be worked on by now but waits for other tasks."""

    project_id: int
    project_name: str
    task_id: int
    uid: int
    name: str
    who: tuple[str, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class Morning:
    """Today of one actor, worst first. `sentence` sums it up."""

    day: date
    sentence: Sentence
    standings: tuple[Standing, ...]
    finishable_deliverables: tuple[Finishable, ...]
    finishable_tasks: tuple[Finishable, ...]
    slipping: tuple[Slipping, ...]
    blocked: tuple[Blocked, ...]
