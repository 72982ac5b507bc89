"""What a project costs, seen from today: what is spent, what is still to come, and what that leaves of its budget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from milepost.accounts import reads as accounts
from milepost.forecast.reads.fresh import Facts, concluded
from milepost.forecast.rules import Conclusion, costing, moment
from milepost.forecast.rules.costing import Costed, Sum
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.people import reads as people
from milepost.plans import reads as plans
from milepost.plans.draft import Draft


@dataclass(frozen=True, slots=True)
class CostLine:
    """A phase of the plan, or somebody of the team, with what it has cost and what it will."""

    name: str
    spent: Decimal
    coming: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Unpriced:
    """Work of which nobody said what an hour costs in the project's currency, in minutes."""

    name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class BudgetReport:
    """All money in `currency`, which is empty where no rate and no budget was said; then there is nothing to count.

    `at_risk` is what the open risks cost on average over all cases, beside `expected`: so much ought to be held back for them.

    `spent` is what was done of the work at its rates and what was paid beside it, `coming` the rest, `expected` both: what it will cost
    in the end. `left` is the budget less that, below nothing where it does not suffice; None without a budget. `version` is that of the
    budget, 0 before the first.
    """

    project_id: int
    revision: int
    as_of: date
    currency: str
    budget: Decimal | None
    version: int
    work: CostLine
    beside: CostLine
    spent: Decimal
    coming: Decimal
    expected: Decimal
    left: Decimal | None
    at_risk: Decimal
    phases: tuple[CostLine, ...]
    team: tuple[CostLine, ...]
    unpriced: tuple[Unpriced, ...]
    fixed: tuple[plans.FixedCost, ...]


def budget(actor: Actor, project_id: int, *, now: datetime) -> BudgetReport:
    """The newest facts at today's rates, for those who may see costs. Refuses what the engine refuses.

    Work costs the rate of the day on which its task starts; `NotFound` if the actor may not know the project.
    """
    accounts.require(actor, "plans.see_costs")
    project = plans.heading(actor, project_id)
    read, drawn = concluded(project_id, clock.today(project.zone, now))
    prices = priced(actor, project_id)
    found = prices.of(read, drawn)
    said, names = prices.said, {member.uid: member.name for member in read.draft.resources}
    tasks = {task.uid: task.name for task in read.draft.tasks}
    everything = found.everything
    return BudgetReport(
        project_id=project_id,
        revision=read.revision,
        as_of=drawn.as_of,
        currency=prices.currency,
        budget=said.amount,
        version=said.version,
        work=_line("", found.work),
        beside=_line("", found.fixed),
        spent=everything.spent,
        coming=everything.coming,
        expected=everything.total,
        left=None if said.amount is None else said.amount - everything.total,
        at_risk=sum((each.likely for each in said.fixed if not each.certain), Decimal(0)),
        phases=tuple(_line(tasks.get(uid, ""), each) for uid, each in costing.by_phase(read.draft, found.by_task)),
        team=tuple(_line(names[uid], each) for uid, each in sorted(found.by_member.items(), key=lambda each: -each[1].total)),
        unpriced=tuple(Unpriced(names[uid], minutes) for uid, minutes in found.unpriced.items()),
        fixed=said.fixed,
    )


@dataclass(frozen=True, slots=True)
class Prices:
    """What a plan's cost is counted with: budget and fixed costs as they were said, the currency, and the rates of its team by uid."""

    said: plans.Costs
    currency: str
    rates: Mapping[int, costing.Rates]

    def of(self, read: Facts, drawn: Conclusion) -> Costed:
        """What a plan costs that starts its tasks when `drawn` says."""
        return costing.costed(read.draft, _starts(read.draft, drawn), self.rates, self._fixed(read.draft))

    def _fixed(self, draft: Draft) -> list[costing.Fixed]:
        """What is certain: paid, or to be paid without a risk or for one that has happened."""
        return [
            costing.Fixed(each.amount, each.paid, each.task_uid)
            for each in self.said.fixed
            if each.paid is not None or each.risk_percent == 100
        ]


def priced(actor: Actor, project_id: int) -> Prices:
    """What a project's cost is counted with, for those who may see costs and rates. Five queries."""
    said = plans.costs(actor, project_id)
    team = {member.uid: member.person_id for member in plans.team(actor, project_id) if member.person_id is not None}
    rates = people.rates_by_person(actor, team.values())
    known = {uid: [(rate.from_on, rate.per_hour, rate.currency) for rate in rates.get(person, ())] for uid, person in team.items()}
    currency = said.currency or _usual(known)
    return Prices(said, currency, costing.in_currency(known, currency))


def _usual(known: Mapping[int, Sequence[tuple[date, Decimal, str]]]) -> str:
    """The currency in which most of the team are paid; empty where nobody said what anybody costs."""
    paid = Counter(rates[-1][2] for rates in known.values() if rates)
    return min(paid, key=lambda currency: (-paid[currency], currency)) if paid else ""


def _starts(draft: Draft, drawn: Conclusion) -> dict[int, date]:
    starts = drawn.columns.start.tolist()
    return {task.uid: moment(starts[drawn.rows[task.uid]]).date() for task in draft.tasks}


def _line(name: str, each: Sum) -> CostLine:
    return CostLine(name, each.spent, each.coming, each.total)
