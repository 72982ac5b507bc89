"""Risks and issues: what may happen to a project, and what did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.people import reads as people
from milepost.plans import models, rules
from milepost.plans.rules import Response, RiskState
from milepost.plans.writes.changes import Rows, changing


def add_risk(
    actor: Actor,
    project_id: int,
    *,
    name: str,
    percent: int,
    minutes: int = 0,
    task_ids: Sequence[int] = (),
    effect: str = "",
    response: Response | str = Response.REDUCE,
    measures: str = "",
    owner_id: int | None = None,
    review_on: date | None = None,
    now: datetime,
) -> int:
    """Something that may happen: in `percent` of 100 cases each of the tasks takes `minutes` of working time longer. Gives back its id.

    From now on every simulation of the project counts with it. Refused: `percent_out_of_range`, `minutes_impossible`,
    `response_unknown`, `risks_too_many`; `NotFound` for a task or a person that the actor may not know.
    """
    accounts.require(actor, "plans.add_risk")
    values = rules.risks.risk(name, effect, percent, minutes, response, measures, review_on)
    with changing(actor, project_id, now=now) as rows:
        _check_room(rows.project)
        values |= {"owner_id": _owner(actor, owner_id), "state": RiskState.OPEN, "since_on": clock.today(rows.project.zone, now)}
        row = models.Risk(workspace_id=rows.project.workspace_id, project=rows.project, **values)
        rows.insert(row)
        after = {**values, "task_ids": _keep_tasks(rows, row, task_ids)}
        rows.keep("added", "risk", row.pk, before=None, after=after, needs="plans.add_risk")
    return row.pk


def change_risk(
    actor: Actor,
    risk_id: int,
    *,
    name: str,
    percent: int,
    minutes: int,
    task_ids: Sequence[int],
    effect: str,
    response: Response | str,
    measures: str,
    owner_id: int | None,
    review_on: date | None,
    version: int | None,
    now: datetime,
) -> int:
    """Says anew what the risk is, and refuses what `add_risk` refuses. Gives back the new version."""
    accounts.require(actor, "plans.change_risk")
    values = rules.risks.risk(name, effect, percent, minutes, response, measures, review_on)
    with changing(actor, _home(risk_id), now=now) as rows:
        row = models.Risk.objects.get(pk=risk_id)
        values["owner_id"] = _owner(actor, owner_id)
        before = {**{key: getattr(row, key) for key in values}, "task_ids": _tasks(row)}
        accounts_rules.check_version(version, current=row.version, yours=values, now_there={**before, "version": row.version})
        rows.change(row, {**values, "version": row.version + 1})
        after = {**values, "task_ids": _keep_tasks(rows, row, task_ids)}
        rows.keep("changed", "risk", row.pk, before=before, after=after, needs="plans.change_risk")
    return row.version


def settle_risk(actor: Actor, risk_id: int, *, state: RiskState | str, version: int | None, now: datetime) -> int:
    """Says that a risk has happened and is an issue, that it is closed, or that it is open again. Gives back the new version.

    Refused: `state_unknown`, `state_already`, `risks_too_many`.
    """
    accounts.require(actor, "plans.change_risk")
    wanted = rules.risks.state(state)
    with changing(actor, _home(risk_id), now=now) as rows:
        row = models.Risk.objects.get(pk=risk_id)
        after = {"state": wanted, "since_on": clock.today(rows.project.zone, now)}
        before = {"name": row.name, "state": row.state, "since_on": row.since_on}
        accounts_rules.check_version(version, current=row.version, yours=after, now_there={**before, "version": row.version})
        if row.state == wanted:
            raise Refusal("state_already", say("That is what it is already."), field="state")
        if wanted is RiskState.OPEN:
            _check_room(rows.project)
        rows.change(row, {**after, "version": row.version + 1})
        rows.keep(VERBS[wanted], "risk", row.pk, before=before, after={"name": row.name, **after}, needs="plans.change_risk")
    return row.version


VERBS = {RiskState.HAPPENED: "happened", RiskState.CLOSED: "closed", RiskState.OPEN: "opened_again"}


def remove_risk(actor: Actor, risk_id: int, *, version: int | None, now: datetime) -> None:
    """Takes a risk away that should never have been written down; one that is over is better closed."""
    accounts.require(actor, "plans.remove_risk")
    with changing(actor, _home(risk_id), now=now) as rows:
        row = models.Risk.objects.get(pk=risk_id)
        before = {"name": row.name, "version": row.version, "task_ids": _tasks(row)}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there=before)
        rows.delete(models.RiskTask.objects.filter(risk=row))
        rows.delete(models.Risk.objects.filter(pk=row.pk))
        rows.keep("removed", "risk", risk_id, before=before, after=None, needs="plans.remove_risk")


def _home(risk_id: int) -> int:
    """The project of a risk; 0, which nobody may know, where there is none."""
    return models.Risk.objects.filter(pk=risk_id).values_list("project_id", flat=True).first() or 0


def _owner(actor: Actor, owner_id: int | None) -> int | None:
    return None if owner_id is None else people.person(actor, owner_id).id


def _check_room(project: models.Project) -> None:
    if models.Risk.objects.filter(project=project, state=RiskState.OPEN).count() >= rules.risks.MOST_RISKS:
        most = rules.risks.MOST_RISKS
        raise Refusal("risks_too_many", say("At most {most} risks can be open in a project. Close what is over.", most=most), field="name")


def _tasks(row: models.Risk) -> list[int]:
    hit = models.RiskTask.objects.filter(risk=row, task__removed_at=None).order_by("task_id")
    return list(hit.values_list("task_id", flat=True))


def _keep_tasks(rows: Rows, row: models.Risk, task_ids: Sequence[int]) -> list[int]:
    """Its tasks, in the place of those it had."""
    wanted = set(task_ids)
    own = models.Task.objects.filter(project_id=row.project_id, removed_at=None, pk__in=wanted)
    if own.count() != len(wanted):
        raise NotFound()
    known = set(_tasks(row))
    rows.delete(models.RiskTask.objects.filter(risk=row, task_id__in=known - wanted))
    home: dict[str, Any] = {"workspace_id": row.workspace_id, "project_id": row.project_id, "risk": row}
    rows.insert(*(models.RiskTask(**home, task_id=task_id) for task_id in sorted(wanted - known)))
    return sorted(wanted)
