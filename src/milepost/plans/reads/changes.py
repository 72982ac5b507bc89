"""What was done to a plan, newest first: by whom, when, which tasks it touched, and whether it can be undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.audit import reads as audit
from milepost.kernel.actor import Actor
from milepost.plans import models
from milepost.plans.reads.projects import HistoryLine, with_subjects
from milepost.plans.reads.visible import project_row

LONGEST = 200
REFERRING = ("task_id", "successor_id", "predecessor_id")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of a plan: the line of the ledger that tells it, the tasks it touched, and what the actor may do about it."""

    id: int
    revision: int
    mine: bool
    line: HistoryLine
    task_ids: tuple[int, ...]
    undone: bool
    """Taken back, and not done again since."""
    may_undo: bool
    may_redo: bool


def changes(
    actor: Actor, project_id: int, *, since_revision: int | None = None, task_id: int | None = None, limit: int = 50
) -> tuple[ChangeLine, ...]:
    """At most 200 changes of a plan, newest first; only those after a revision, or those that touched one task, if that is given.

    Members are told of others' changes too, since they see the plan change. Whether a change still can be undone shows when it is.
    """
    accounts.require(actor, "plans.see")
    wanted = models.Change.objects.filter(project=project_row(actor, project_id)).order_by("-pk")
    if since_revision is not None:
        wanted = wanted.filter(revision__gt=since_revision)
    if task_id is not None:
        own = models.ChangedRow.objects.filter(table="task", row=task_id)
        wanted = wanted.filter(pk__in=own.values("change_id"))
    rows = list(wanted[: min(max(limit, 1), LONGEST)])
    lines = _lines(actor, rows)
    tasks = _tasks([row.pk for row in rows])
    return tuple(_change(actor, row, lines[row.number], tasks[row.pk]) for row in rows if row.number in lines)


def _change(actor: Actor, row: models.Change, line: HistoryLine, tasks: Iterable[int]) -> ChangeLine:
    mine = row.by_id == actor.user_id
    allowed = bool(row.needs) and row.undoes_id is None and permissions.may(actor.role, row.needs)
    may = allowed and (mine or permissions.may(actor.role, "plans.change_task"))
    undone = row.undone_by_id is not None
    return ChangeLine(row.pk, row.revision, mine, line, tuple(tasks), undone, may_undo=may and not undone, may_redo=may and undone)


def _lines(actor: Actor, rows: Sequence[models.Change]) -> dict[int, HistoryLine]:
    told = audit.lines(actor.workspace_id, [row.number for row in rows])
    return {line.change.number: line for line in with_subjects(told)}


def _tasks(change_ids: Sequence[int]) -> defaultdict[int, list[int]]:
    """The tasks that changes touched: their own rows, and those of what hangs on them."""
    found: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for row in _rows(change_ids):
        if row.table == "task":
            found[row.change_id][row.row] = None
        for side in (row.before, row.after):
            found[row.change_id] |= dict.fromkeys(side[name] for name in REFERRING if side and side.get(name))
    return defaultdict(list, {change: list(tasks) for change, tasks in found.items()})


def _rows(change_ids: Sequence[int]) -> QuerySet[models.ChangedRow]:
    return models.ChangedRow.objects.filter(change_id__in=change_ids).order_by("pk")
