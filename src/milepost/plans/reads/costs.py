"""What a project may cost, and what it costs beside work. Its own file and its own permission: nothing else of the room reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import models
from milepost.plans.reads.visible import project_row
from milepost.plans.rules import RiskState


@dataclass(frozen=True, slots=True)
class FixedCost:
    """Something that costs money beside work; `paid` is None before it is paid. Without a task it falls due with the project.

    With a `risk_id` it costs something only if that risk happens, which it does in `risk_percent` of 100 cases: 100 where it is an issue
    by now, 0 where it is closed or gone.
    """

    id: int
    name: str
    amount: Decimal
    paid: Decimal | None
    task_id: int | None
    task_uid: int | None
    task: str
    version: int
    risk_id: int | None = None
    risk: str = ""
    risk_percent: int = 100

    @property
    def certain(self) -> bool:
        """Paid, or to be paid whatever happens, or for a risk that has happened."""
        return self.paid is not None or self.risk_percent == 100

    @property
    def likely(self) -> Decimal:
        """What it costs on average over all cases; what is paid is certain."""
        return self.paid if self.paid is not None else round(self.amount * self.risk_percent / 100, 2)


@dataclass(frozen=True, slots=True)
class Costs:
    """The budget as it was said, None where nobody did, the currency if one was said, and what costs money beside work.

    `version` is that of the budget; 0 before the first.
    """

    amount: Decimal | None
    currency: str
    version: int
    fixed: tuple[FixedCost, ...]


def costs(actor: Actor, project_id: int) -> Costs:
    """For those who may see costs; `NotFound` if the actor may not know the project. Four queries."""
    accounts.require(actor, "plans.see_costs")
    project_row(actor, project_id)
    said = models.Budget.objects.filter(project_id=project_id).first()
    rows = models.FixedCost.objects.filter(project_id=project_id).select_related("task").order_by("pk")
    risks = {risk.pk: risk for risk in models.Risk.objects.filter(project_id=project_id)}
    fixed = tuple(_fixed(row, risks) for row in rows)
    return Costs(None, "", 0, fixed) if said is None else Costs(said.amount, said.currency, said.version, fixed)


def fixed_cost(actor: Actor, project_id: int, cost_id: int) -> FixedCost:
    """One of what costs money beside work; `NotFound` where there is none in this project."""
    found = next((each for each in costs(actor, project_id).fixed if each.id == cost_id), None)
    if found is None:
        raise NotFound()
    return found


def _fixed(row: models.FixedCost, risks: Mapping[int, models.Risk]) -> FixedCost:
    risk = None if row.risk_id is None else risks.get(row.risk_id)
    task = row.task if row.task is not None and row.task.removed_at is None else None
    return FixedCost(
        id=row.pk,
        name=row.name,
        amount=row.amount,
        paid=row.paid,
        task_id=task.pk if task else None,
        task_uid=task.uid if task else None,
        task=task.name if task else "",
        version=row.version,
        risk_id=row.risk_id,
        risk=risk.name if risk else "",
        risk_percent=100 if row.risk_id is None else _percent(risk),
    )


def _percent(risk: models.Risk | None) -> int:
    """In how many of 100 cases it is to be paid."""
    if risk is None or risk.state == RiskState.CLOSED:
        return 0
    return 100 if risk.state == RiskState.HAPPENED else risk.percent
