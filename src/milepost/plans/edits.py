"""What can be said to a plan, as values. Any number of them together are one change: all of them happen, or none.

A task is named by its id, or by the `key` of an `Add` of the same call. Lengths are working minutes, times the project's wall
clock. Knows no framework.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from milepost.plans.draft import LagUnit, LinkKind

Ref = int | str
FIRST = 0
"""As `after_id`: before everything else."""

SETTABLE = (
    *("name", "duration_minutes", "elapsed", "best_minutes", "worst_minutes", "effort_minutes", "constraint", "constraint_at"),
    *("deadline_at", "manual", "manual_start", "manual_finish", "calendar", "priority", "notes", "deliverable_id", "active"),
    "levelling_delay_minutes",
)
"""The fields of a task that `Set` takes."""


@dataclass(frozen=True, slots=True)
class Add:
    """A task after another one, or at the end where `after_id` is None. Without a duration it is a milestone.

    `level` None: as deep as the task before it. A task that is not deeper than `after_id` comes behind everything below that one.
    `fields` are more of what `Set` takes.
    """

    key: str
    name: str
    after_id: Ref | None = None
    level: int | None = None
    duration_minutes: int = 0
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Set:
    """Other values for some of the fields `SETTABLE` of a task that was read as `version` (None for one that this call added)."""

    task_id: Ref
    version: int | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """Tasks with all that is below them come after `after_id` (None: to the top), each of them `level` deep.

    A task that stays where it is and comes out by one level takes over those of its level that follow it, as in MS Project;
    otherwise it comes behind what is below `after_id`.
    """

    task_ids: tuple[Ref, ...]
    after_id: Ref | None
    level: int


@dataclass(frozen=True, slots=True)
class Remove:
    """A task leaves the plan with all that is below it, their links and assignments."""

    task_id: Ref
    version: int | None
    with_below: bool = True
    """False: refused where tasks are below it."""


@dataclass(frozen=True, slots=True)
class LinkUp:
    """The successor follows the predecessor; where the two are linked already, that link changes, or with `only_new` that is refused."""

    predecessor_id: Ref
    successor_id: Ref
    kind: LinkKind = LinkKind.FS
    lag: int = 0
    unit: LagUnit = LagUnit.WORKING
    key: str = ""
    only_new: bool = False


@dataclass(frozen=True, slots=True)
class Unlink:
    """A link goes: the one with this id, or where that is None the one between these two tasks."""

    link_id: int | None
    predecessor_id: Ref | None = None
    successor_id: Ref | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """Somebody of the project's team works on the task with `units` per cent of their time; said again, the units change."""

    task_id: Ref
    resource_id: int
    units: int = 100
    key: str = ""


@dataclass(frozen=True, slots=True)
class Unassign:
    task_id: Ref
    resource_id: int


@dataclass(frozen=True, slots=True)
class WorkOvertime:
    """These of the project's team work `minutes` longer on their working days from `first` to `last`, or on Saturdays too."""

    resource_ids: tuple[int, ...]
    first: date
    last: date
    minutes: int = 0
    saturdays: bool = False


@dataclass(frozen=True, slots=True)
class EndOvertime:
    """Overtime that was agreed is not worked."""

    overtime_id: int


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of a task's progress; `begun` True: work has begun, though nothing is done yet."""

    task_id: Ref
    percent: int | None = None
    remaining_minutes: int | None = None
    begun: bool = False
    started_at: datetime | None = None
    finished_at: datetime | None = None
    note: str = ""
    version: int | None = None
    """Not needed: a report is added. Given and old, it is refused."""


@dataclass(frozen=True, slots=True)
class Label:
    task_id: Ref
    label_id: int


@dataclass(frozen=True, slots=True)
class Unlabel:
    task_id: Ref
    label_id: int


@dataclass(frozen=True, slots=True)
class SetField:
    """What a task says in a custom field; None: nothing any more. `was` is what it said when it was read."""

    task_id: Ref
    field_id: int
    value: str | None
    was: str | None = None


Edit = Add | Set | Move | Remove | LinkUp | Unlink | Assign | Unassign | WorkOvertime | EndOvertime | Report | Label | Unlabel | SetField


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of edits: the change they are, the plan's revision after it, ids by key, the versions of the tasks they touched."""

    change_id: int
    revision: int
    made: Mapping[str, int]
    versions: Mapping[int, int]
