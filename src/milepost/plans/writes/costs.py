"""What a project may cost, and what it costs beside work.

No date hangs on it, so the plan's revision stays, and its Undo, which members read, has nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import models, rules
from milepost.plans.reads.visible import held_project
from milepost.plans.rules import costs as money


def set_budget(actor: Actor, project_id: int, *, amount: Decimal | None, currency: str, version: int | None, now: datetime) -> int:
    """What a project may cost, or None, and in which currency its money is counted. Gives back the new version; the first is 1.

    Refused: `amount_impossible`, `currency_unknown`, a version that is not the newest (0 before the first).
    """
    accounts.require(actor, "plans.change_costs")
    money.check_currency(currency)
    if amount is not None:
        money.check_amount(amount, field="amount")
    with _costing(actor, project_id) as project:
        row = models.Budget.objects.filter(project=project).first()
        before = None if row is None else {"amount": _written(row.amount), "currency": row.currency}
        after = {"amount": _written(amount), "currency": currency}
        current = 0 if row is None else row.version
        accounts_rules.check_version(version, current=current, yours=after, now_there={**(before or {}), "version": current})
        values = {"workspace_id": project.workspace_id, "amount": amount, "currency": currency, "version": current + 1}
        kept, _ = models.Budget.objects.update_or_create(project=project, defaults=values)
        _record(actor, "set", "budget", kept.pk, project, before, after, now)
    return current + 1


def add_fixed_cost(
    actor: Actor,
    project_id: int,
    *,
    name: str,
    amount: Decimal,
    paid: Decimal | None = None,
    task_id: int | None = None,
    risk_id: int | None = None,
    now: datetime,
) -> int:
    """Something that costs money beside work; with a `risk_id`, only if that happens. Gives back its id.

    Refused: `amount_impossible`, `fixed_costs_too_many`; `NotFound` for a task or a risk that is not of this project.
    """
    accounts.require(actor, "plans.change_costs")
    values = _values(name, amount, paid)
    with _costing(actor, project_id) as project:
        if models.FixedCost.objects.filter(project=project).count() >= money.MOST_FIXED_COSTS:
            sentence = say("A project has at most {most} fixed costs.", most=money.MOST_FIXED_COSTS)
            raise Refusal("fixed_costs_too_many", sentence, field="name")
        belongs = {"task_id": _task(project, task_id), "risk_id": _risk(project, risk_id)}
        row = models.FixedCost.objects.create(workspace_id=project.workspace_id, project=project, **belongs, **values)
        _record(actor, "added", "fixed_cost", row.pk, project, None, _told(row), now)
    return row.pk


def change_fixed_cost(
    actor: Actor,
    cost_id: int,
    *,
    name: str,
    amount: Decimal,
    paid: Decimal | None,
    task_id: int | None,
    risk_id: int | None = None,
    version: int | None,
    now: datetime,
) -> int:
    """Says anew what it costs, or that it was paid, and refuses what `add_fixed_cost` refuses. Gives back the new version."""
    accounts.require(actor, "plans.change_costs")
    values = _values(name, amount, paid)
    with _costing(actor, _home(cost_id)) as project:
        row = models.FixedCost.objects.get(pk=cost_id)
        before = _told(row)
        accounts_rules.check_version(version, current=row.version, yours=values, now_there={**before, "version": row.version})
        as_it_was = risk_id == row.risk_id  # it may stay with a risk that was removed: Undo brings that back
        belongs = {"task_id": _task(project, task_id), "risk_id": risk_id if as_it_was else _risk(project, risk_id)}
        for field, value in {**values, **belongs, "version": row.version + 1}.items():
            setattr(row, field, value)
        row.save()
        _record(actor, "changed", "fixed_cost", row.pk, project, before, _told(row), now)
    return row.version


def remove_fixed_cost(actor: Actor, cost_id: int, *, version: int | None, now: datetime) -> None:
    """Takes away what should not be counted."""
    accounts.require(actor, "plans.change_costs")
    with _costing(actor, _home(cost_id)) as project:
        row = models.FixedCost.objects.get(pk=cost_id)
        before = _told(row)
        accounts_rules.check_version(version, current=row.version, yours=None, now_there={**before, "version": row.version})
        models.FixedCost.objects.filter(pk=cost_id).delete()
        _record(actor, "removed", "fixed_cost", cost_id, project, before, None, now)


@contextmanager
def _costing(actor: Actor, project_id: int) -> Iterator[models.Project]:
    """One transaction on a project, which is held; `NotFound` where the actor may not know it."""
    with transaction.atomic():
        yield held_project(actor, project_id)


def _values(name: str, amount: Decimal, paid: Decimal | None) -> dict[str, str | Decimal | None]:
    money.check_amount(amount, field="amount")
    if paid is not None:
        money.check_amount(paid, field="paid")
    return {"name": rules.name(name), "amount": amount, "paid": paid}


def _task(project: models.Project, task_id: int | None) -> int | None:
    if task_id is not None and not models.Task.objects.filter(project=project, removed_at=None, pk=task_id).exists():
        raise NotFound()
    return task_id


def _risk(project: models.Project, risk_id: int | None) -> int | None:
    if risk_id is not None and not models.Risk.objects.filter(project=project, pk=risk_id).exists():
        raise NotFound()
    return risk_id


def _home(cost_id: int) -> int:
    """The project of a cost; 0, which nobody may know, where there is none."""
    return models.FixedCost.objects.filter(pk=cost_id).values_list("project_id", flat=True).first() or 0


def _told(row: models.FixedCost) -> dict[str, object]:
    return {"name": row.name, "amount": _written(row.amount), "paid": _written(row.paid), "task_id": row.task_id, "risk_id": row.risk_id}


def _written(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _record(
    actor: Actor,
    verb: str,
    kind: str,
    subject_id: int,
    project: models.Project,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
    now: datetime,
) -> None:
    """The line of the ledger, and nothing that those could read who may not see costs."""
    audit.record(actor, verb, kind, subject_id, before=before, after=after, plan_id=project.pk, raises_revision=False, now=now)
