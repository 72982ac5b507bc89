"""A plan as it would be after edits that nobody has said yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from milepost.kernel.actor import Actor
from milepost.plans import desk as desks
from milepost.plans import models
from milepost.plans.desk import Desk
from milepost.plans.draft import Assignment, Draft, Link, Overtime, Task
from milepost.plans.edits import Edit
from milepost.plans.overtime import in_overtime
from milepost.plans.reads import drafts
from milepost.plans.reads.visible import project_row


def tried(actor: Actor, project_id: int, draft: Draft, *, edits: Sequence[Edit], now: datetime) -> Draft:
    """`draft`, which holds the facts of the plan, after `edits`. Nothing is kept.

    Refuses what `edit_plan` would refuse, but for permissions and for what somebody else changed meanwhile.
    """
    desk = desks.laid(project_row(actor, project_id), edits, now=now)
    desks.apply(desk)
    uids = _uids(desk)
    return replace(
        _overtime(desk, draft),
        tasks=_tasks(desk, draft),
        links=_links(desk, draft, uids),
        assignments=_assignments(desk, draft, uids),
    )


def _overtime(desk: Desk, draft: Draft) -> Draft:
    if not any(desk.overtime.differences()):
        return draft
    agreed = (
        Overtime(desk.team[row.resource_id].uid, row.first, row.last, row.minutes, row.saturdays) for row in desk.overtime.rows.values()
    )
    return in_overtime(draft, agreed)


def _uids(desk: Desk) -> Mapping[int, int]:
    """The uid of every task on the desk, and of those its links lead to."""
    known = {pk: row.uid for pk, row in desk.tasks.rows.items()}
    ends = {end for each in desk.links.differences() for end in (each.row.predecessor_id, each.row.successor_id)} - known.keys()
    return known | dict(models.Task.objects.filter(pk__in=ends).values_list("pk", "uid")) if ends else known


def _tasks(desk: Desk, draft: Draft) -> tuple[Task, ...]:
    changed = {each.row.uid: _task(each.row) for each in desk.tasks.differences() if each.after is not None}
    gone = {row.uid for row in desk.gone}
    if not desk.rearranged:
        return tuple(changed.get(task.uid, task) for task in draft.tasks)
    known = {task.uid: task for task in draft.tasks} | changed
    return tuple(known[node.uid] for node in desk.outline if node.uid not in gone)


def _task(row: models.Task) -> Task:
    return drafts.task(tuple(getattr(row, name) for name in drafts.TASK))


def _links(desk: Desk, draft: Draft, uids: Mapping[int, int]) -> tuple[Link, ...]:
    differences = list(desk.links.differences())
    if not differences:
        return draft.links
    links = list(draft.links)
    for each in differences:
        ends = uids[each.row.predecessor_id], uids[each.row.successor_id]
        if each.before is not None:
            links.remove(next(link for link in links if (link.predecessor, link.successor) == ends))
        if each.after is not None:
            links.append(drafts.link(*ends, each.row.kind, each.row.lag, each.row.unit))
    return tuple(links)


def _assignments(desk: Desk, draft: Draft, uids: Mapping[int, int]) -> tuple[Assignment, ...]:
    differences = list(desk.lines.differences())
    if not differences:
        return draft.assignments
    lines = {line.uid: line for line in draft.assignments}
    for each in differences:
        lines.pop(each.row.uid, None)
        if each.after is not None:
            columns: dict[str, Any] = {name: getattr(each.row, name) for name in drafts.ASSIGNMENT}
            member = desk.team[each.row.resource_id].uid
            lines[each.row.uid] = Assignment(each.row.uid, uids[each.row.task_id], member, **columns)
    return tuple(lines.values())
