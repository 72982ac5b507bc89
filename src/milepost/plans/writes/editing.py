"""The one way to change a plan: any number of edits, together one change, one line in the ledger and one undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, Refusal
from milepost.kernel.say import say
from milepost.plans import desk as desks
from milepost.plans import edits as said
from milepost.plans import models
from milepost.plans.desk import Desk
from milepost.plans.edits import Edit, Edited
from milepost.plans.reads.visible import own_places
from milepost.plans.writes import merging, telling
from milepost.plans.writes.changes import Rows, changing
from milepost.plans.writes.keeping import keep_desk
from milepost.plans.writes.marks import keep_marks

MOST_EDITS = 5_000
NEEDS: Mapping[type, str] = {
    said.Add: "plans.add_task",
    said.Set: "plans.change_task",
    said.Move: "plans.change_task",
    said.Remove: "plans.remove_task",
    said.LinkUp: "plans.add_link",
    said.Unlink: "plans.remove_link",
    said.Assign: "plans.change_task",
    said.Unassign: "plans.change_task",
    said.WorkOvertime: "plans.change_task",
    said.EndOvertime: "plans.change_task",
    said.Report: "plans.record_progress",
    said.Label: "plans.change_task",
    said.Unlabel: "plans.change_task",
    said.SetField: "plans.change_task",
}
"""The permission that each kind of edit asks for. A three-point estimate asks for `plans.estimate_task` besides."""


def edit_plan(actor: Actor, project_id: int, *, edits: Sequence[Edit], now: datetime) -> Edited:
    """Does everything that `edits` say, or nothing: one change, which can be undone.

    A task that somebody changed since it was read is changed all the same, where they changed other fields; else it is stale, with
    both values. Refused: what the rules refuse; `details["index"]` says which edit it is about. The queries do not grow with the edits.
    """
    permissions_needed = needed(edits)
    for permission in permissions_needed:
        accounts.require(actor, permission)
    with changing(actor, project_id, now=now) as rows:
        desk = carry_out(rows, edits)
        line = telling.line(desk, rows)
        needs = max(permissions_needed, key=lambda permission: permission != "plans.record_progress") if rows.matter else ""
        revision = rows.keep(line.verb, line.kind, line.subject_id, before=line.before, after=line.after, because=line.because, needs=needs)
    made = {key: row.pk for key, row in desk.named.items() if key}
    versions = {row.pk: row.version for row in desk.tasks.rows.values() if row.removed_at is None}
    return Edited(rows.change_id, revision, made, versions)


def needed(edits: Sequence[Edit]) -> list[str]:
    """The permissions that edits ask for. Refused: none, or more than one change holds."""
    if not 1 <= len(edits) <= MOST_EDITS:
        raise Refusal("edits_count", say("One change is made of between 1 and {most} edits.", most=MOST_EDITS), field="edits")
    kinds = dict.fromkeys(NEEDS[type(edit)] for edit in edits)
    estimates = any(
        name in edit.fields for edit in edits if isinstance(edit, said.Add | said.Set) for name in ("best_minutes", "worst_minutes")
    )
    return [*kinds, *(["plans.estimate_task"] if estimates else [])]


def carry_out(rows: Rows, edits: Sequence[Edit]) -> Desk:
    """Does what edits say, as a part of a write that keeps its own line. Nothing here asks who may, but for members' reports."""
    desk = desks.laid(rows.project, edits, now=rows.now)
    merging.check(desk)
    _check_reporting(rows.actor, desk)
    desks.apply(desk)
    keep_desk(rows, desk)
    keep_marks(rows, desk)
    return desk


def _check_reporting(actor: Actor, desk: Desk) -> None:
    """Members report on the tasks they work on."""
    wanted = {desk.task(edit.task_id).pk for edit in desk.edits if isinstance(edit, said.Report)}
    if not wanted or permissions.may(actor.role, "plans.change_task"):
        return
    own = models.Assignment.objects.filter(task_id__in=wanted, resource__in=own_places(actor))
    if wanted - set(own.values_list("task_id", flat=True)):
        raise NotAllowed(say("You are not assigned to this task. Ask somebody who is, or a manager."))
