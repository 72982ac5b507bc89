"""What was done to a plan, newest first: by whom, when, which tasks it touched, and whether it can be undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q, QuerySet

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.audit import reads as audit
from milepost.kernel.actor import Actor
from milepost.kernel.say import Sentence
from milepost.plans import models, rules
from milepost.plans.reads.projects import HistoryLine, with_subjects
from milepost.plans.reads.visible import project_row

LONGEST = 200
REFERRING = ("task_id", "successor_id", "predecessor_id")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of a plan, the tasks it touched, and what the actor may do about it."""

    id: int
    revision: int
    by: str
    mine: bool
    at: datetime
    verb: str
    sentence: Sentence
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
        wanted = wanted.filter(pk__in=models.ChangedRow.objects.filter(_touching(task_id)).values("change_id"))
    rows = list(wanted[: min(max(limit, 1), LONGEST)])
    lines = _lines(actor, rows)
    tasks = _tasks([row.pk for row in rows])
    return tuple(_change(actor, row, lines[row.number], tasks[row.pk]) for row in rows if row.number in lines)


def _change(actor: Actor, row: models.Change, line: HistoryLine, tasks: Iterable[int]) -> ChangeLine:
    told = line.change
    mine = row.by_id == actor.user_id
    allowed = bool(row.needs) and row.undoes_id is None and permissions.may(actor.role, row.needs)
    may = allowed and (mine or permissions.may(actor.role, "plans.change_task"))
    undone = row.undone_by_id is not None
    return ChangeLine(
        id=row.pk,
        revision=row.revision,
        by=told.by,
        mine=mine,
        at=row.at,
        verb=row.verb,
        sentence=rules.told.sentence(row.verb, told.kind, by=told.by, subject=line.subject, before=told.before, after=told.after),
        line=line,
        task_ids=tuple(tasks),
        undone=undone,
        may_undo=may and not undone,
        may_redo=may and undone,
    )


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


BESIDE: Mapping[str, type[Model]] = {
    "assignment": models.Assignment,
    "tasklabel": models.TaskLabel,
    "fieldvalue": models.FieldValue,
    "comment": models.Comment,
    "attachment": models.Attachment,
}
"""What hangs on one task, by table."""


def _touching(task_id: int) -> Q:
    """The rows of a task, of its links and of what hangs on it."""
    found = Q(table="task", row=task_id)
    links = models.Link.objects.filter(Q(predecessor=task_id) | Q(successor=task_id))
    for table, rows in (("link", links), *((table, model._default_manager.filter(task=task_id)) for table, model in BESIDE.items())):
        found |= Q(table=table, row__in=rows.values("pk"))
    return found
