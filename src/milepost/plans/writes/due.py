"""Setting due dates, as they were proposed or as a person wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import edits as said
from milepost.plans import models, rules
from milepost.plans.reads.due import DELIVERABLE, TASK
from milepost.plans.writes.changes import Rows, changing
from milepost.plans.writes.editing import carry_out

LAST_MINUTE = time(23, 59)
"""A day that something is due ends with its last minute."""
SAID = 50
"""Names that the ledger quotes; it counts the rest."""


@dataclass(frozen=True, slots=True)
class DueDate:
    """By when the task or deliverable (`kind`), which was read as `version`, is to be finished; None: no longer by any day.

    `proposed`: the day is taken over as it was proposed, so that another one may be proposed when it cannot be kept any more.
    """

    kind: str
    id: int
    version: int | None
    on: date | None
    proposed: bool = False


def set_due_dates(actor: Actor, project_id: int, *, dates: Sequence[DueDate], now: datetime) -> int:
    """Sets some due dates of a project: one change, and one undo. Gives back its id.

    Refused: no dates, more than a change holds, two for one thing; a task or deliverable that somebody changed since it was read (stale);
    `NotFound` for what is not of the project.
    """
    accounts.require(actor, "plans.change_task")
    rules.due.check_dues([(each.kind, each.id) for each in dates])
    for each in dates:
        if each.on is not None:
            rules.check_day(each.on, field="on")
    with changing(actor, project_id, now=now) as rows:
        names = [*_set_tasks(rows, [each for each in dates if each.kind == TASK])]
        names += [_set_deliverable(rows, each) for each in dates if each.kind != TASK]
        _keep_taken(rows, dates)
        after = {"dates": len(dates), "name": names[0], "names": names[:SAID]}
        rows.keep("set_due_dates", "project", project_id, before=None, after=after, needs="plans.change_task")
    return rows.change_id


def _set_tasks(rows: Rows, dates: Sequence[DueDate]) -> list[str]:
    if not dates:
        return []
    at = {each.id: None if each.on is None else datetime.combine(each.on, LAST_MINUTE) for each in dates}
    desk = carry_out(rows, [said.Set(each.id, each.version, {"deadline_at": at[each.id]}) for each in dates])
    return [desk.task(each.id).name for each in dates]


def _set_deliverable(rows: Rows, due: DueDate) -> str:
    row = models.Deliverable.objects.filter(project=rows.project, pk=due.id).first() if due.kind == DELIVERABLE else None
    if row is None:
        raise NotFound()
    there = {"due_on": row.due_on, "version": row.version}
    accounts_rules.check_version(due.version, current=row.version, yours={"due_on": due.on}, now_there=there)
    rows.change(row, {"due_on": due.on, "version": row.version + 1})
    return row.name


def _keep_taken(rows: Rows, dates: Sequence[DueDate]) -> None:
    """What was taken over as it was proposed; what a person set is not, and neither is what has no day."""
    ids = {kind: [each.id for each in dates if each.kind == kind] for kind in (TASK, DELIVERABLE)}
    known = models.TakenDue.objects.filter(project=rows.project)
    rows.delete(known.filter(task_id__in=ids[TASK]) | known.filter(deliverable_id__in=ids[DELIVERABLE]))
    home = {"workspace_id": rows.project.workspace_id, "project": rows.project}
    taken = [(f"{each.kind}_id", each.id, each.on) for each in dates if each.proposed and each.on is not None]
    rows.insert(*(models.TakenDue(**home, **{column: pk}, on=on) for column, pk, on in taken))


def choose_confidence(actor: Actor, project_id: int, *, percent: int, version: int | None, now: datetime) -> int:
    """In how many of 100 cases the due dates of a project are to be kept as they are proposed; 0: they are the days of the plan.

    Gives back the project's new version. Refused: a confidence that is none of `rules.due.SURE`.
    """
    accounts.require(actor, "plans.change_project")
    rules.due.check_sure(percent)
    with changing(actor, project_id, now=now) as rows:
        project = rows.project
        before, after = {"due_percent": project.due_percent}, {"due_percent": percent}
        accounts_rules.check_version(version, current=project.version, yours=after, now_there={**before, "version": project.version})
        rows.change(project, {**after, "version": project.version + 1})
        rows.keep("chose_confidence", "project", project_id, before=before, after=after, needs="plans.change_project")
    return project.version
