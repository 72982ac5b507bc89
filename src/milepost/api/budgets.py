"""What a project may cost, what it costs beside work, and what it will cost in the end."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from milepost.api.entry import Call
from milepost.api.shapes import Asked, Changed, Id, Made, Text, VersionAsked
from milepost.api.subject import Subject, version_of
from milepost.forecast import reads
from milepost.plans import writes

budgets = Subject("Budget")

Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
VersionFromNothing = Annotated[int, Field(ge=0, le=2**31 - 1)]


class BudgetAsked(Asked):
    amount: Amount | None = None
    """What the project may cost; null where nobody said."""
    currency: Annotated[str, Field(min_length=3, max_length=3)]
    version: VersionFromNothing | None = None
    """0 before the first."""


class FixedCostAsked(Asked):
    name: Text
    amount: Amount
    paid: Amount | None = None
    """What it cost in the end; null before it is paid."""
    task_id: Id | None = None
    """With whose end it falls due; null with the project's."""
    risk_id: Id | None = None
    """The risk that must happen for it; null where it is certain."""


class FixedCostChange(FixedCostAsked):
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


@budgets.get("/projects/{project_id}/budget", gives=reads.BudgetReport)
def budget(call: Call, project_id: Id) -> reads.BudgetReport:
    """What is spent, what is still to come, what it costs in the end, and what that leaves of the budget. For owners and managers."""
    return reads.budget(call.actor, project_id, now=call.now)


@budgets.put("/projects/{project_id}/budget", gives=Changed)
def set_budget(call: Call, project_id: Id, asked: BudgetAsked) -> Changed:
    """Says what the project may cost, and in which currency its money is counted."""
    version = version_of(call, asked.version)
    return Changed(writes.set_budget(call.actor, project_id, amount=asked.amount, currency=asked.currency, version=version, now=call.now))


@budgets.post("/projects/{project_id}/fixed-costs", gives=Made)
def add_fixed_cost(call: Call, project_id: Id, asked: FixedCostAsked) -> Made:
    """Something that costs money beside work."""
    return Made(writes.add_fixed_cost(call.actor, project_id, **asked.values(), now=call.now))


@budgets.put("/fixed-costs/{cost_id}", gives=Changed)
def change_fixed_cost(call: Call, cost_id: Id, change: FixedCostChange) -> Changed:
    """Says anew what it costs, or that it was paid."""
    version = version_of(call, change.version)
    return Changed(writes.change_fixed_cost(call.actor, cost_id, **change.values(without=("version",)), version=version, now=call.now))


@budgets.delete("/fixed-costs/{cost_id}")
def remove_fixed_cost(call: Call, cost_id: Id, version: VersionAsked) -> None:
    """Takes away what should not be counted."""
    writes.remove_fixed_cost(call.actor, cost_id, version=version_of(call, version), now=call.now)
