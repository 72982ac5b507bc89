"""The rows of a whole plan, written in one go: ten thousand tasks in a second. A part of the writes that make or replace a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from milepost.plans import models, rules
from milepost.plans.draft import Assignment, BaselineDates, Link, Task
from milepost.plans.reads import drafts
from milepost.tables import insertion

WHOSE = ("workspace_id", "project_id")
LINK = ("kind", "lag", "unit")
BASELINE_TASK = ("start", "finish", "duration_minutes", "effort_minutes")
INSERT_TASKS = insertion(models.Task, (*WHOSE, "position", "version", "removed_at", *drafts.TASK), over=("project_id", "uid"))
INSERT_LINKS = insertion(models.Link, (*WHOSE, "predecessor_id", "successor_id", *LINK))
INSERT_ASSIGNMENTS = insertion(models.Assignment, (*WHOSE, "task_id", "resource_id", "uid", *drafts.ASSIGNMENT))
INSERT_BASELINE_TASKS = insertion(models.BaselineTask, ("workspace_id", "baseline_id", "task_id", *BASELINE_TASK))


class Rows:
    """Of one project. Tasks, links and assignments are meant by their uids; `ids` and `team` are the ids of uids."""

    def __init__(self, project: models.Project) -> None:
        self._project = project

    def add_tasks(self, tasks: Sequence[Task]) -> dict[int, int]:
        """The tasks of a new plan; gives back the id of each uid."""
        self.put_tasks(list(zip(rules.in_order(len(tasks)), tasks, strict=True)), {})
        return dict(models.Task.objects.filter(project=self._project).values_list("uid", "pk"))

    def put_tasks(self, placed: Sequence[tuple[int, Task]], versions: Mapping[int, int]) -> None:
        """Writes tasks at their positions; one that is there already, also one that had left the plan, is overwritten."""
        tasks = [task for _, task in placed]
        columns = models.rows(tasks, drafts.TASK, connection)
        positions = [position for position, _ in placed]
        next_versions = [versions.get(task.uid, 0) + 1 for task in tasks]
        _insert(INSERT_TASKS, self._project, [positions, next_versions, [None] * len(tasks), *columns])

    def add_links(self, links: Sequence[Link], ids: Mapping[int, int]) -> None:
        ends = [[ids[link.predecessor] for link in links], [ids[link.successor] for link in links]]
        _insert(INSERT_LINKS, self._project, [*ends, *models.rows(links, LINK, connection)])

    def add_assignments(self, lines: Sequence[Assignment], ids: Mapping[int, int], team: Mapping[int, int]) -> None:
        ends = [[ids[line.task] for line in lines], [team[line.resource] for line in lines]]
        _insert(INSERT_ASSIGNMENTS, self._project, [*ends, *models.rows(lines, ("uid", *drafts.ASSIGNMENT), connection)])

    def add_baselines(self, lines: Sequence[BaselineDates], ids: Mapping[int, int], *, by_id: int, now: datetime) -> None:
        """What baselines froze; each of their numbers becomes a baseline, frozen now."""
        whose = {"workspace_id": self._project.workspace_id}
        numbers = sorted({line.number for line in lines})
        made = models.Baseline.objects.bulk_create(
            models.Baseline(project=self._project, number=number, frozen_at=now, by_id=by_id, **whose) for number in numbers
        )
        kept = {row.number: row.pk for row in made}
        ends = [[kept[line.number] for line in lines], [ids[line.task] for line in lines]]
        columns = [[self._project.workspace_id] * len(lines), *ends, *models.rows(lines, BASELINE_TASK, connection)]
        with connection.cursor() as cursor:
            cursor.executemany(INSERT_BASELINE_TASKS, list(zip(*columns, strict=True)))


def _insert(statement: str, project: models.Project, columns: Sequence[Sequence[Any]]) -> None:
    """Adds rows of the project, given column by column."""
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(project.workspace_id, project.pk, *row) for row in zip(*columns, strict=True)])
