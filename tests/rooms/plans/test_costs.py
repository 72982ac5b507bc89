"""What a project may cost and what it costs beside work: said by managers, and known to nobody else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import models, reads, writes
from milepost.plans.rules.costs import MOST_FIXED_COSTS
from tests.cast import MAY_COST, NOW, PONTOON, Cast, Firm
from tests.said import last_line


def kept(firm: Firm) -> reads.Costs:
    return reads.costs(firm.manager.actor, firm.project_id)


def budget(firm: Firm, amount: str | None = "5000", currency: str = "EUR", version: int | None = 1) -> int:
    said = None if amount is None else Decimal(amount)
    return writes.set_budget(firm.manager.actor, firm.project_id, amount=said, currency=currency, version=version, now=NOW)


def change(firm: Firm, version: int | None = 1, **more: Any) -> int:
    usual = {"name": "Pontoon", "amount": Decimal(10), "paid": None, "task_id": None}
    return writes.change_fixed_cost(firm.manager.actor, firm.fixed_cost_id, **(usual | more), version=version, now=NOW)


def test_the_budget_is_said_anew_with_its_version_and_a_line_in_the_ledger(cast: Cast) -> None:
    firm, before = cast.north, cast.north.revision
    assert (kept(firm).amount, kept(firm).currency, kept(firm).version) == (MAY_COST, "EUR", 1)
    assert budget(firm, "5000.50", "USD") == 2
    assert (kept(firm).amount, kept(firm).currency, kept(firm).version) == (Decimal("5000.50"), "USD", 2)
    line = last_line(firm.manager.actor)
    assert (line.verb, line.kind, line.before["amount"], line.after["amount"]) == ("set", "budget", "43217.89", "5000.50")
    assert budget(firm, None, version=2) == 3
    assert kept(firm).amount is None
    assert firm.revision == before, "no date hangs on money"


def test_a_fixed_cost_falls_due_with_its_task_and_is_paid_one_day(cast: Cast) -> None:
    firm = cast.north
    (one,) = kept(firm).fixed
    assert (one.amount, one.paid, one.task) == (PONTOON, None, "dredge kestrel")
    assert change(firm, paid=Decimal("12.34"), task_id=firm.task_ids["moor"]) == 2
    (one,) = kept(firm).fixed
    assert (one.name, one.amount, one.paid, one.task, one.version) == ("Pontoon", Decimal(10), Decimal("12.34"), "moor kestrel", 2)
    moor = models.Task.objects.get(pk=firm.task_ids["moor"])
    writes.remove_task(firm.manager.actor, moor.pk, version=moor.version, now=NOW)
    assert kept(firm).fixed[0].task == "", "the money is spent all the same"
    writes.remove_fixed_cost(firm.manager.actor, firm.fixed_cost_id, version=2, now=NOW)
    assert kept(firm).fixed == ()
    assert (last_line(firm.manager.actor).verb, last_line(firm.manager.actor).before["paid"]) == ("removed", "12.34")


def test_what_is_no_amount_and_no_currency_is_refused(cast: Cast) -> None:
    firm = cast.north
    for amount in ("-1", "0.001", "NaN", "Infinity", "1e13"):
        with pytest.raises(Refusal) as refused:
            budget(firm, amount)
        assert (refused.value.code, refused.value.field) == ("amount_impossible", "amount")
        with pytest.raises(Refusal) as refused:
            change(firm, paid=Decimal(amount))
        assert (refused.value.code, refused.value.field) == ("amount_impossible", "paid")
    with pytest.raises(Refusal) as refused:
        budget(firm, currency="XYZ")
    assert refused.value.code == "currency_unknown"
    with pytest.raises(Refusal):
        change(firm, name=" ")
    with pytest.raises(NotFound):
        change(firm, task_id=cast.south.task_ids["moor"])


def test_who_was_slower_sees_both_values(cast: Cast) -> None:
    firm = cast.north
    with pytest.raises(Stale) as stale:
        budget(firm, version=0)
    assert stale.value.details["current"] == {"amount": "43217.89", "currency": "EUR", "version": 1}
    with pytest.raises(VersionMissing):
        change(firm, version=None)
    with pytest.raises(Stale):
        writes.remove_fixed_cost(firm.manager.actor, firm.fixed_cost_id, version=7, now=NOW)
    assert (kept(firm).amount, kept(firm).fixed[0].amount) == (MAY_COST, PONTOON)


def test_a_project_has_so_many_fixed_costs_and_no_more(cast: Cast) -> None:
    firm = cast.north
    home = {"workspace_id": firm.workspace_id, "project_id": firm.project_id}
    rows = (models.FixedCost(**home, name="x", amount=1) for _ in range(MOST_FIXED_COSTS - 1))
    models.FixedCost.objects.bulk_create(rows)
    with pytest.raises(Refusal) as refused:
        writes.add_fixed_cost(firm.manager.actor, firm.project_id, name="One more", amount=Decimal(1), now=NOW)
    assert refused.value.code == "fixed_costs_too_many"


def test_members_and_clients_neither_read_nor_say_it(cast: Cast) -> None:
    firm = cast.north
    for who in (firm.member, firm.client):
        for asked in (
            lambda actor: reads.costs(actor, firm.project_id),
            lambda actor: reads.fixed_cost(actor, firm.project_id, firm.fixed_cost_id),
            lambda actor: writes.set_budget(actor, firm.project_id, amount=None, currency="EUR", version=1, now=NOW),
            lambda actor: writes.add_fixed_cost(actor, firm.project_id, name="x", amount=Decimal(1), now=NOW),
            lambda actor: writes.change_fixed_cost(
                actor, firm.fixed_cost_id, name="x", amount=Decimal(1), paid=None, task_id=None, version=1, now=NOW
            ),
            lambda actor: writes.remove_fixed_cost(actor, firm.fixed_cost_id, version=1, now=NOW),
        ):
            with pytest.raises(NotAllowed):
                asked(who.actor)
    with pytest.raises(NotFound):
        reads.costs(firm.manager.actor, cast.south.project_id)
    with pytest.raises(NotFound):
        reads.fixed_cost(firm.manager.actor, firm.project_id, cast.south.fixed_cost_id)
    with pytest.raises(NotFound):
        writes.remove_fixed_cost(firm.manager.actor, cast.south.fixed_cost_id, version=1, now=NOW)


def test_what_members_are_told_of_changes_knows_nothing_of_money(cast: Cast) -> None:
    firm = cast.north
    change(firm, name="A secret pontoon")
    told = repr(reads.changes(firm.member.actor, firm.project_id))
    assert "pontoon" not in told.lower()


def test_what_a_risk_costs_counts_as_often_as_it_happens(cast: Cast) -> None:
    """The cast's risk happens in so many of 100 cases; once it happened it is certain, once it is over it counts for nothing."""
    firm, boss = cast.north, cast.north.manager.actor
    percent = reads.risk(boss, firm.project_id, firm.risk_id).percent
    change(firm, amount=Decimal(1000), risk_id=firm.risk_id)
    (one,) = kept(firm).fixed
    assert (one.risk_percent, one.likely, one.certain) == (percent, Decimal(10 * percent), False)
    for state, likely in (("happened", 1000), ("closed", 0), ("open", 10 * percent)):
        writes.settle_risk(boss, firm.risk_id, state=state, version=reads.risk(boss, firm.project_id, firm.risk_id).version, now=NOW)
        (one,) = kept(firm).fixed
        assert (one.likely, one.certain) == (likely, state == "happened")
    change(firm, version=2, amount=Decimal(1000), paid=Decimal(900), risk_id=firm.risk_id)
    (one,) = kept(firm).fixed
    assert (one.likely, one.certain) == (900, True), "what is paid is certain"


def test_money_of_a_risk_that_was_removed_counts_for_nothing_until_undo_brings_it_back(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    change(firm, amount=Decimal(1000), risk_id=firm.risk_id)
    writes.remove_risk(boss, firm.risk_id, version=reads.risk(boss, firm.project_id, firm.risk_id).version, now=NOW)
    (one,) = kept(firm).fixed
    assert (one.risk, one.likely, one.certain) == ("", 0, False)
    assert change(firm, version=2, amount=Decimal(2000), risk_id=firm.risk_id) == 3
    writes.undo(boss, firm.project_id, now=NOW)
    (one,) = kept(firm).fixed
    assert one.risk
    assert one.likely > 0


def test_money_hangs_on_no_risk_of_another_project(cast: Cast) -> None:
    for wrong in (cast.south.risk_id, 999_999):
        with pytest.raises(NotFound):
            change(cast.north, risk_id=wrong)
        with pytest.raises(NotFound):
            writes.add_fixed_cost(cast.north.manager.actor, cast.north.project_id, name="x", amount=Decimal(1), risk_id=wrong, now=NOW)
