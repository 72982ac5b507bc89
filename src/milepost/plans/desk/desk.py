"""The part of a plan that edits touch, as it would be after them. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Max, Model

from milepost.kernel import clock
from milepost.kernel.refusal import NotFound
from milepost.kernel.worktime import WorkingTime
from milepost.plans import models
from milepost.plans.desk.outline import Node, Outline
from milepost.plans.desk.sheets import Sheet
from milepost.plans.edits import Edit, Ref

FIRST_UID_HERE = 1_000_000_000
"""What is added here to a plan from a file is numbered from here on, so that nothing of a later file has its number."""


@dataclass
class Desk:
    """A plan under edits, at the instant `now`. New rows have negative ids until they are written; `made` are those of tasks by key."""

    project: models.Project
    edits: Sequence[Edit]
    now: datetime
    tasks: Sheet[models.Task] = field(default_factory=Sheet)
    links: Sheet[models.Link] = field(default_factory=lambda: Sheet("predecessor_id", "successor_id"))
    lines: Sheet[models.Assignment] = field(default_factory=lambda: Sheet("task_id"))
    overtime: Sheet[models.Overtime] = field(default_factory=Sheet)
    """All of the plan, where edits are about it; else nothing."""
    made: dict[str, int] = field(default_factory=dict)
    named: dict[str, Model] = field(default_factory=dict)
    """Rows that edits with a key were about."""
    times: dict[int | None, WorkingTime] = field(default_factory=dict)
    """Working time by calendar, as far as it was asked for."""
    index: int = 0
    """Which edit is being applied."""
    linked: list[tuple[int, int, int]] = field(default_factory=list)
    """Tasks that were linked: the edit, predecessor and successor."""
    moved: list[int] = field(default_factory=list)
    """Edits that moved tasks."""
    spoken_of: set[int] = field(default_factory=set)
    """Tasks that edits said something of, be it what was known."""
    notes: dict[int, str] = field(default_factory=dict)
    """What was said beside the progress of tasks; empty where nothing was."""
    taken: models.Link | models.Assignment | models.Overtime | None = None
    """The link, assignment or overtime that an edit took away last."""
    gone: list[models.Task] = field(default_factory=list)
    """Tasks that leave the plan, in order."""

    @property
    def rearranged(self) -> bool:
        """Whether the order or depth of tasks may be another."""
        return "outline" in self.__dict__ and bool(self.outline.had_below)

    @cached_property
    def outline(self) -> Outline:
        """All tasks in order. One query, whatever their number."""
        rows = models.Task.objects.filter(project=self.project, removed_at=None).order_by("position", "pk")
        return Outline.of(rows.values_list("pk", "uid", "level", "position"))

    @cached_property
    def wall(self) -> datetime:
        """What the clocks of the project show."""
        return clock.wall(self.project.zone, self.now)

    @cached_property
    def team(self) -> dict[int, models.Resource]:
        return {row.pk: row for row in models.Resource.objects.filter(project=self.project)}

    @cached_property
    def deliverables(self) -> frozenset[int]:
        return frozenset(models.Deliverable.objects.filter(project=self.project).values_list("pk", flat=True))

    @cached_property
    def calendars(self) -> frozenset[int]:
        return frozenset(models.Calendar.objects.filter(project=self.project).values_list("uid", flat=True))

    @cached_property
    def _last_uids(self) -> dict[str, int]:
        tasks = models.Task.objects.filter(project=self.project).aggregate(last=Max("uid"))["last"] or 0
        lines = models.Assignment.objects.filter(project=self.project).aggregate(last=Max("uid"))["last"] or 0
        return {"task": tasks, "line": lines}

    def next_uid(self, kind: str) -> int:
        """A number for a new task or assignment that nothing else of the plan has."""
        first = 1 if self.project.native else FIRST_UID_HERE
        self._last_uids[kind] = max(self._last_uids[kind] + 1, first)
        return self._last_uids[kind]

    def id_of(self, ref: Ref) -> int:
        """The id that an edit means; `NotFound` for a key that nothing was added under."""
        if isinstance(ref, int):
            return ref
        if ref not in self.made:
            raise NotFound()
        return self.made[ref]

    def task(self, ref: Ref) -> models.Task:
        """The row of a task of this plan, to be changed; else `NotFound`."""
        row = self.tasks.rows.get(self.id_of(ref))
        if row is None or row.removed_at is not None:
            raise NotFound()
        return row

    def node(self, ref: Ref) -> Node:
        return self.outline.node(self.id_of(ref))

    def link(self, predecessor: int, successor: int) -> models.Link | None:
        ends = (predecessor, successor)
        return next((row for row in self.links.of(predecessor) if (row.predecessor_id, row.successor_id) == ends), None)

    def all_links(self) -> list[tuple[int, int]]:
        """Predecessor and successor of every link of the plan as it would be."""
        kept = models.Link.objects.filter(project=self.project).values_list("pk", "predecessor_id", "successor_id")
        others = [(before, after) for pk, before, after in kept if not self.links.knows(pk)]
        return [*others, *((row.predecessor_id, row.successor_id) for row in self.links.rows.values())]

    def line(self, task: int, resource: int) -> models.Assignment | None:
        return next((row for row in self.lines.of(task) if row.resource_id == resource), None)

    def people_on(self, task_id: int) -> list[models.Assignment]:
        """The assignments of people to a task; materials and costs are left out."""
        return [line for line in self.lines.of(task_id) if self.team[line.resource_id].kind == "work"]
