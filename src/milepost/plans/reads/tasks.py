"""Tasks: a page of the plan, and one task with what surrounds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.kernel.actor import Actor
from milepost.plans import models, rules
from milepost.plans.reads.outcomes import newest_baseline
from milepost.plans.reads.values import LinkLine, ProgressLine, Task, TaskLine, TaskPage, TaskPlace, Who
from milepost.plans.reads.visible import is_assigned, project_row, task_row
from milepost.tables import Worded

LINE = (
    *("pk", "uid", "name", "level", "wbs", "summary", "milestone", "duration_minutes"),
    *("elapsed", "percent", "remaining_minutes", "best_minutes", "worst_minutes"),
    *("actual_start", "actual_finish", "deadline_at", "active", "external", "manual", "deliverable_id", "version"),
)
LONGEST_PAGE = 500


def tasks(actor: Actor, project_id: int, *, offset: int = 0, limit: int = 100) -> TaskPage:
    """A page of at most 500 tasks in the plan's order. A summary's per cent is that of the tasks below it."""
    accounts.require(actor, "plans.see")
    rows = models.Task.objects.filter(project=project_row(actor, project_id), removed_at=None).order_by("position")
    offset, limit = max(offset, 0), min(max(limit, 0), LONGEST_PAGE)
    page = [task_line(row) for row in rows.values_list(*LINE)[offset : offset + limit]]
    if any(line.summary for line in page):
        ids, outline = _outline(rows)
        percents = dict(zip(ids, rules.rolled_up(outline), strict=True))  # by id: somebody may write between the two questions
        page = [replace(line, percent=percents.get(line.id, line.percent)) if line.summary else line for line in page]
        return TaskPage(len(outline), offset, with_people(page))
    return TaskPage(rows.count(), offset, with_people(page))


def _outline(rows: QuerySet[models.Task]) -> tuple[list[int], list[tuple[int, bool, int, int]]]:
    """Of every task its id, and what its per cent is rolled up from."""
    found = list(rows.values_list("pk", "level", "summary", "duration_minutes", "percent"))
    return [row[0] for row in found], [row[1:] for row in found]


def task_line(row: tuple[Any, ...]) -> TaskLine:
    """A row of the columns `LINE` as a value, nobody on it yet."""
    line = TaskLine(*row)
    return replace(line, remaining_minutes=rules.remaining(line.duration_minutes, line.percent, row[LINE.index("remaining_minutes")]))


def with_people(lines: Iterable[TaskLine]) -> tuple[TaskLine, ...]:
    """The same tasks with who works on each. One query."""
    kept = list(lines)
    who = people_on([line.id for line in kept])
    return tuple(replace(line, who=who[line.id]) if line.id in who else line for line in kept)


def people_on(task_ids: list[int]) -> dict[int, tuple[Who, ...]]:
    """Who works on each of the tasks; tasks nobody works on are left out."""
    found: dict[int, list[Who]] = defaultdict(list)
    for task_id, *who in _PEOPLE(task_ids=task_ids):
        found[task_id].append(Who(*who))
    return {task_id: tuple(who) for task_id, who in found.items()}


WHO = ("task_id", "resource_id", "resource__name", "resource__initials", "units", "resource__person_id")
_PEOPLE = Worded(
    lambda task_ids: models.Assignment.objects.filter(task_id__in=task_ids, resource__kind="work").order_by("pk").values_list(*WHO)
)


def task(actor: Actor, task_id: int) -> Task:
    """One task with its links, its progress so far and whether the actor may report on it; else `NotFound`."""
    accounts.require(actor, "plans.see")
    row = task_row(actor, task_id)
    frozen = next(iter(_FROZEN(task_id=row.pk, project_id=row.project_id)), None)
    before, after = _links(row.pk)
    (line,) = with_people([task_line(tuple(getattr(row, name) for name in LINE))])
    return Task(
        line=replace(line, percent=_percent_below(row)) if row.summary else line,
        project_id=row.project_id,
        project_name=row.project.name,
        zone=row.project.zone,
        minutes_per_day=row.project.minutes_per_day,
        constraint=row.constraint,
        constraint_at=row.constraint_at,
        priority=row.priority,
        effort_minutes=row.effort_minutes,
        notes=row.notes,
        saved_start=row.saved_start,
        saved_finish=row.saved_finish,
        baseline_start=None if frozen is None else frozen.start,
        baseline_finish=None if frozen is None else frozen.finish,
        parent_name=_parent_name(row),
        predecessors=before,
        successors=after,
        progress=_progress(row.pk),
        may_report=may_report(actor, row),
        may_edit=permissions.may(actor.role, "plans.change_task"),
    )


_FROZEN = Worded(
    lambda task_id, project_id: models.BaselineTask.objects.filter(task_id=task_id, baseline_id=newest_baseline(project_id)).order_by("pk")
)


def place(actor: Actor, task_id: int) -> TaskPlace:
    """Where a task stands that the actor may see; else `NotFound`. One query."""
    accounts.require(actor, "plans.see")
    row = task_row(actor, task_id)
    return TaskPlace(row.pk, row.uid, row.name, row.project_id, row.project.name, row.project.zone)


def may_report(actor: Actor, row: models.Task) -> bool:
    """Whether the actor may record progress on a task they see: managers on every one, members on those they work on."""
    if row.summary or row.external or not row.active or not permissions.may(actor.role, "plans.record_progress"):
        return False
    return permissions.may(actor.role, "plans.change_task") or is_assigned(actor, row.pk)


def _parent_name(row: models.Task) -> str:
    return next(iter(_ABOVE(project_id=row.project_id, position=row.position, level=row.level)), "")


_ABOVE = Worded(
    lambda project_id, position, level: (
        models.Task.objects.filter(project_id=project_id, removed_at=None, position__lt=position, level__lt=level)
        .order_by("-position")
        .values_list("name", flat=True)[:1]
    )
)


def _percent_below(row: models.Task) -> int:
    after = models.Task.objects.filter(project_id=row.project_id, removed_at=None, position__gte=row.position).order_by("position")
    outline: list[tuple[int, bool, int, int]] = []
    for line in after.values_list("level", "summary", "duration_minutes", "percent").iterator(chunk_size=500):
        if outline and line[0] <= row.level:
            break
        outline.append(line)
    return rules.rolled_up(outline)[0]


def _links(task_id: int) -> tuple[tuple[LinkLine, ...], tuple[LinkLine, ...]]:
    """The links into a task and those out of it, each in the order of the tasks at the other end."""
    rows = _LINKS(task_id=task_id)
    before = [(row, row.predecessor) for row in rows if row.successor_id == task_id]
    after = [(row, row.successor) for row in rows if row.predecessor_id == task_id]
    return _in_order(before), _in_order(after)


_LINKS = Worded(
    lambda task_id: models.Link.objects.filter(Q(predecessor=task_id) | Q(successor=task_id)).select_related("predecessor", "successor")
)


def _in_order(ends: list[tuple[models.Link, models.Task]]) -> tuple[LinkLine, ...]:
    return tuple(
        LinkLine(row.pk, end.pk, end.uid, end.name, row.kind, row.lag, row.unit, end.percent)
        for row, end in sorted(ends, key=lambda one: (one[1].position, one[0].pk))
    )


def _progress(task_id: int) -> tuple[ProgressLine, ...]:
    return tuple(ProgressLine(*row) for row in _PROGRESS(task_id=task_id))


REPORT = ("pk", "percent", "remaining_minutes", "started_at", "finished_at", "note", "by__name", "at")
_PROGRESS = Worded(lambda task_id: models.Progress.objects.filter(task_id=task_id).order_by("-pk").values_list(*REPORT))
