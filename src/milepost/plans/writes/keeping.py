"""What is on a desk goes into the tables: a fixed number of statements for any number of edits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import Model, Q

from milepost.plans import models, rules
from milepost.plans.desk import Desk, Difference, Sheet
from milepost.plans.reads.drafts import TASK
from milepost.plans.writes.changes import AT_ONCE, Rows
from milepost.tables import change, insert

SHOWN = frozenset((*TASK, "deliverable_id", "removed_at"))
"""Columns of a task whose change makes a new version of it. Where it stands in the order is none of them."""
MOVE_TASK = 'UPDATE "plans_task" SET "position" = %s WHERE "id" = %s'


def keep_desk(rows: Rows, desk: Desk) -> None:
    """Writes everything in which the desk differs from the tables, and notes it."""
    if desk.rearranged:
        _place(desk)
    _raise_versions(desk)
    ids = _keep_tasks(rows, list(desk.tasks.differences()))
    for sheet in (desk.links, desk.lines, desk.overtime):
        _keep_sheet(rows, sheet, ids)
    desk.made = {key: ids.get(made, made) for key, made in desk.made.items()}
    append_reports(rows, [(desk.tasks.rows[task_id], note) for task_id, note in desk.notes.items()])


def _place(desk: Desk) -> None:
    """Gives tasks that were added or moved a position between their neighbours."""
    nodes = list(desk.outline)
    found = _positions(desk)
    if found is None:
        renumber(desk)
        found = _positions(desk)
    for node, position in zip(nodes, found or rules.in_order(len(nodes)), strict=True):
        if node.position is None:
            desk.tasks.rows[node.id].position = position


def _positions(desk: Desk) -> list[int] | None:
    return rules.places([node.position for node in desk.outline], [node.uid for node in desk.outline])


def renumber(desk: Desk) -> None:
    """Makes room between all positions that the plan has or had, so that what is undone later still finds its place. No fact."""
    tasks = dict(models.Task.objects.filter(project=desk.project).values_list("pk", "position"))
    history = [row for row in _rows_with_position(desk.project) if row.before or row.after]
    sides = [side for row in history for side in (row.before, row.after) if side and "position" in side]
    known = sorted({*tasks.values(), *(side["position"] for side in sides)})
    fresh = dict(zip(known, rules.in_order(len(known)), strict=True))
    with connection.cursor() as cursor:
        cursor.executemany(MOVE_TASK, [(fresh[position], pk) for pk, position in tasks.items()])
    for side in sides:
        side["position"] = fresh[side["position"]]
    models.ChangedRow.objects.bulk_update(history, ["before", "after"], batch_size=AT_ONCE)
    for node in desk.outline:
        node.position = None if node.position is None else fresh[node.position]
    desk.tasks.renumber(fresh)


def _rows_with_position(project: models.Project) -> Iterable[models.ChangedRow]:
    rows = models.ChangedRow.objects.filter(change__project=project, table="task")
    return rows.filter(Q(before__has_key="position") | Q(after__has_key="position"))


def _raise_versions(desk: Desk) -> None:
    """A new version of every task that was spoken of or shows something else."""
    shown = {each.row.pk for each in desk.tasks.differences() if each.before and not SHOWN.isdisjoint(each.before)}
    for pk in shown | desk.spoken_of:
        if pk > 0:
            desk.tasks.rows[pk].version += 1


def _keep_tasks(rows: Rows, differences: Sequence[Difference]) -> dict[int, int]:
    """Gives back the ids of new tasks by those they had on the desk."""
    new = [each.row for each in differences if each.before is None]
    here = [row.pk for row in new]
    _insert(rows, new)
    _update(rows, models.Task, [each for each in differences if each.before is not None])
    return dict(zip(here, (row.pk for row in new), strict=True))


def _keep_sheet(rows: Rows, sheet: Sheet[models.Link] | Sheet[models.Assignment] | Sheet[models.Overtime], ids: Mapping[int, int]) -> None:
    differences = list(sheet.differences())
    gone = [each for each in differences if each.after is None]
    for each in gone:
        rows.note(each.row, each.before, None)
    for model in {type(each.row) for each in gone}:
        model._default_manager.filter(pk__in=[each.row.pk for each in gone]).delete()
    new = [each.row for each in differences if each.before is None]
    for row in new:
        for column in ("predecessor_id", "successor_id", "task_id"):
            if getattr(row, column, 0) < 0:
                setattr(row, column, ids[getattr(row, column)])
    _insert(rows, new)
    changed = [each for each in differences if each.before is not None and each.after is not None]
    if changed:
        _update(rows, type(changed[0].row), changed)


def _insert(rows: Rows, new: Sequence[Model]) -> None:
    for row in new:
        row.pk = None
    rows.insert(*new)


def _update(rows: Rows, model: type[Model], changed: Sequence[Difference]) -> None:
    """Rows whole, as they are on the desk: they were read while the project was held. One that does not exist is not made."""
    names = sorted({name for each in changed for name in (each.after or {})})
    if len(changed) == 1:
        change(model, changed[0].row.pk, changed[0].after or {})
    elif changed:
        fields = [model._meta.get_field(name).name for name in names]
        whole = [each.row for each in changed]
        model._default_manager.bulk_create(whole, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=AT_ONCE)
    for each in changed:
        rows.note(each.row, each.before, each.after)


def append_reports(rows: Rows, said: Sequence[tuple[models.Task, str]]) -> None:
    """Adds a report of how far each task is now, with a note."""
    reports = [
        models.Progress(
            workspace_id=task.workspace_id,
            project_id=task.project_id,
            task_id=task.pk,
            percent=task.percent,
            remaining_minutes=rules.remaining(task.duration_minutes, task.percent, task.remaining_minutes),
            started_at=task.actual_start,
            finished_at=task.actual_finish,
            note=note,
            by_id=rows.actor.user_id,
            at=rows.now,
        )
        for task, note in said
    ]
    if len(reports) == 1:
        insert(reports[0])
    else:
        models.Progress.objects.bulk_create(reports)
