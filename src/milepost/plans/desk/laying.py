"""What edits touch, read in as many queries for one edit as for a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Q

from milepost.kernel.refusal import NotFound
from milepost.plans import edits as said
from milepost.plans import models
from milepost.plans.desk.desk import Desk
from milepost.plans.edits import Edit, Ref
from milepost.tables import Worded

Row = TypeVar("Row", bound=Model)
AT_ONCE = 10_000
"""Ids that one statement names; both databases bear more."""


def laid(project: models.Project, edits: Sequence[Edit], *, now: datetime) -> Desk:
    """A desk with all rows that the edits name. `NotFound` where one of them is not of this project."""
    desk = Desk(project, edits, now)
    named, gone = set(_named(edits)), _gone(desk)
    lay_tasks(desk, named | gone)
    if not named <= desk.tasks.rows.keys():
        raise NotFound()
    _lay_links(desk, gone)
    assigned = {*gone, *_whose_lines(edits)}
    if assigned:
        desk.lines.lay(_in_parts(_LINES, project.pk, assigned))
    if any(isinstance(edit, said.WorkOvertime | said.EndOvertime) for edit in edits):
        desk.overtime.lay(models.Overtime.objects.filter(project=project).order_by("pk"))
    return desk


def _gone(desk: Desk) -> set[int]:
    """Ids of the tasks that edits may take out: what is removed, and what was moved before that."""
    if not any(isinstance(edit, said.Remove) for edit in desk.edits):
        return set()
    tops = {ref for edit in desk.edits for ref in _tops(edit) if isinstance(ref, int)}
    return {node.id for top in tops for node in desk.node(top).branch()}


def _tops(edit: Edit) -> tuple[Ref, ...]:
    match edit:
        case said.Remove(task_id=ref):
            return (ref,)
        case said.Move(task_ids=refs):
            return refs
    return ()


def lay_tasks(desk: Desk, ids: Iterable[int]) -> None:
    """Adds tasks of the plan that are not on the desk yet."""
    missing = {each for each in ids if each > 0 and not desk.tasks.knows(each)}
    if missing:
        desk.tasks.lay(_in_parts(_TASKS, desk.project.pk, missing))


_TASKS = Worded(lambda plan, ids: models.Task.objects.filter(project_id=plan, removed_at=None, pk__in=ids).order_by("pk"))
_LINES = Worded(lambda plan, ids: models.Assignment.objects.filter(project_id=plan, task_id__in=ids).order_by("pk"))


def _in_parts(rows: Worded[Row], plan: int, ids: set[int]) -> Iterator[Row]:
    wanted = sorted(ids)
    for first in range(0, len(wanted), AT_ONCE):
        yield from rows(plan=plan, ids=wanted[first : first + AT_ONCE])


def _named(edits: Iterable[Edit]) -> Iterator[int]:
    """Ids of the tasks that edits change or link."""
    for edit in edits:
        refs: tuple[Ref, ...] = ()
        match edit:
            case said.Move(task_ids=refs):
                pass
            case said.LinkUp(predecessor_id=one, successor_id=other):
                refs = (one, other)
            case said.Unlink(predecessor_id=before, successor_id=after):
                refs = tuple(ref for ref in (before, after) if ref is not None)
            case said.Add() | said.WorkOvertime() | said.EndOvertime():
                pass
            case _:
                refs = (edit.task_id,)
        yield from (ref for ref in refs if isinstance(ref, int))


def _lay_links(desk: Desk, gone: set[int]) -> None:
    unlinked = {edit.link_id for edit in desk.edits if isinstance(edit, said.Unlink) and edit.link_id is not None}
    ends = (edit.predecessor_id for edit in desk.edits if isinstance(edit, said.LinkUp | said.Unlink))
    linked = {end for end in ends if isinstance(end, int)}
    if gone or unlinked or linked:
        touching = Q(predecessor_id__in=gone | linked) | Q(successor_id__in=gone) | Q(pk__in=unlinked)
        desk.links.lay(models.Link.objects.filter(touching, project=desk.project).order_by("pk"))
    if not unlinked <= desk.links.rows.keys():
        raise NotFound()


def _whose_lines(edits: Iterable[Edit]) -> Iterator[int]:
    """Ids of tasks whose assignments edits change: by themselves, or with the duration."""
    for edit in edits:
        match edit:
            case said.Assign(task_id=int(task)) | said.Unassign(task_id=int(task)) | said.Report(task_id=int(task)):
                yield task
            case said.Set(task_id=int(task), fields=fields) if "duration_minutes" in fields:
                yield task
