"""What the ledger says of edits: of one edit the sentence it is, of several that the plan was edited, with every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from milepost.plans import edits as said
from milepost.plans import models
from milepost.plans.desk import Desk, done
from milepost.plans.writes.changes import Rows

SAID = 50
"""Names of tasks that the ledger quotes; it counts the rest."""
ESTIMATE = {"best_minutes", "duration_minutes", "worst_minutes"}


@dataclass(frozen=True, slots=True)
class Line:
    """Verb, kind and subject of a line of the ledger, and the values before and after."""

    verb: str
    kind: str
    subject_id: int
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    because: str = ""


def line(desk: Desk, rows: Rows) -> Line:
    """The line for what is on the desk, after it was kept."""
    if len(desk.edits) == 1 and type(desk.edits[0]) in TOLD:
        return one(desk, desk.edits[0])
    return _several(desk, rows)


def one(desk: Desk, edit: said.Edit) -> Line:
    """The line for an edit that was put on the desk just now."""
    return TOLD[type(edit)](desk, edit)


def _several(desk: Desk, rows: Rows) -> Line:
    names = [row.name for row in desk.tasks.rows.values()]
    changed = [{"table": each.table, "row": each.row, "before": each.before, "after": each.after} for each in rows.changed]
    after = {"edits": len(desk.edits), "tasks": len(names), "names": names[:SAID], "rows": changed}
    return Line("edited", "project", desk.project.pk, None, after)


def _added(desk: Desk, edit: said.Add) -> Line:
    row = desk.named[edit.key]
    after = {name: getattr(row, name) for name in ("name", "duration_minutes", "milestone", "uid", "level")}
    return Line("added", "task", row.pk, None, {**after, "after": edit.after_id})


def _set(desk: Desk, edit: said.Set) -> Line:
    row = desk.task(edit.task_id)
    was = desk.tasks.was(row.pk) or {}
    verb = "estimated" if edit.fields.keys() == ESTIMATE else "changed"
    return Line(verb, "task", row.pk, {name: was.get(name) for name in edit.fields}, {name: getattr(row, name) for name in edit.fields})


def _moved(desk: Desk, edit: said.Move) -> Line:
    rows = [desk.task(ref) for ref in edit.task_ids]
    was = [desk.tasks.was(row.pk) or {} for row in rows]
    above = desk.node(rows[0].pk).before
    names = [row.name for row in rows[:SAID]]
    before = {"level": was[0].get("level"), "position": was[0].get("position")}
    after = {"level": rows[0].level, "position": rows[0].position, "after": above.id or None, "tasks": len(rows), "names": names}
    return Line("moved", "task", rows[0].pk, before, {**after, "name": rows[0].name})


def _removed(desk: Desk, edit: said.Remove) -> Line:
    row = desk.tasks.rows[desk.id_of(edit.task_id)]
    names = [each.name for each in desk.gone]
    return Line("removed", "task", row.pk, {"name": row.name, "uid": row.uid, "tasks": len(names), "names": names[:SAID]}, None)


def _linked(desk: Desk, edit: said.LinkUp) -> Line:
    row: Any = desk.named[edit.key]
    was = desk.links.was(row.pk) if row.pk in desk.links.rows else None
    names = {"predecessor": desk.task(row.predecessor_id).name, "successor": desk.task(row.successor_id).name}
    return Line("changed" if was else "added", "link", row.pk, was and {**names, **_link(was)}, {**names, **_link(vars(row))})


def _link(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: columns[name] for name in ("kind", "lag", "unit")}


def _unlinked(desk: Desk, edit: said.Unlink) -> Line:
    gone: Any = desk.taken
    was = desk.links.was(gone.pk) or vars(gone)
    ends = dict(models.Task.objects.filter(pk__in=[gone.predecessor_id, gone.successor_id]).values_list("pk", "name"))
    ends |= {pk: row.name for pk, row in desk.tasks.rows.items()}
    names = {"predecessor": ends[gone.predecessor_id], "successor": ends[gone.successor_id]}
    return Line("removed", "link", gone.pk, {**names, **_link(was)}, None)


def _assigned(desk: Desk, edit: said.Assign) -> Line:
    task, name = desk.task(edit.task_id), desk.team[edit.resource_id].name
    was = desk.lines.was(desk.named[edit.key].pk)
    before = None if was is None else {"name": name, "units": was["units"]}
    return Line("assigned", "task", task.pk, before, {"name": name, "units": edit.units})


def _unassigned(desk: Desk, edit: said.Unassign) -> Line:
    gone: Any = desk.taken
    before = {"name": desk.team[edit.resource_id].name, "units": gone.units}
    return Line("unassigned", "task", desk.task(edit.task_id).pk, before, None)


def _overtime(desk: Desk, edit: said.WorkOvertime) -> Line:
    newest = next(row for row in reversed(desk.overtime.rows.values()) if row.resource_id in edit.resource_ids)
    names = ", ".join(desk.team[resource].name for resource in dict.fromkeys(edit.resource_ids))
    return Line("agreed", _kind(newest), newest.pk, None, {"name": names, **_hours(newest)})


def _overtime_ended(desk: Desk, edit: said.EndOvertime) -> Line:
    gone: Any = desk.taken
    return Line("ended", _kind(gone), edit.overtime_id, {"name": desk.team[gone.resource_id].name, **_hours(gone)}, None)


def _kind(row: models.Overtime) -> str:
    return "saturdays" if row.saturdays else "overtime"


def _hours(row: models.Overtime) -> dict[str, Any]:
    return {"first": row.first, "last": row.last, "overtime_minutes": row.minutes}


def _reported(desk: Desk, edit: said.Report) -> Line:
    row = desk.task(edit.task_id)
    was = desk.tasks.was(row.pk) or {}
    after = asdict(done(row))
    return Line("recorded_progress", "task", row.pk, {name: was[name] for name in after}, after, desk.notes[row.pk])


TOLD: Mapping[type, Callable[[Desk, Any], Line]] = {
    said.Add: _added,
    said.Set: _set,
    said.Move: _moved,
    said.Remove: _removed,
    said.LinkUp: _linked,
    said.Unlink: _unlinked,
    said.Assign: _assigned,
    said.Unassign: _unassigned,
    said.WorkOvertime: _overtime,
    said.EndOvertime: _overtime_ended,
    said.Report: _reported,
}
