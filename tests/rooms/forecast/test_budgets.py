"""What a project costs, beside an account kept by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.forecast import reads
from milepost.forecast.rules import costing
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.people import writes as team
from milepost.people.models import Person
from milepost.plans import models
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.draft import Assignment, Draft, Resource, ResourceKind, Task
from milepost.plans.edits import Set
from tests.cast import MAY_COST, NOW, PONTOON, Cast, Firm


def report(firm: Firm) -> reads.BudgetReport:
    return reads.budget(firm.manager.actor, firm.project_id, now=NOW)


def paid(firm: Firm, *rates: tuple[date, str], currency: str = "EUR") -> None:
    """What an hour of Mona costs, who works on the survey for 16 hours and on the dredging for 40."""
    for version, (from_on, per_hour) in enumerate(rates, Person.objects.get(pk=firm.member_person_id).version):
        said = {"from_on": from_on, "per_hour": Decimal(per_hour), "currency": currency}
        team.set_rate(firm.owner.actor, firm.member_person_id, **said, version=version, now=NOW)


def test_work_at_its_rates_and_what_is_paid_beside_it(cast: Cast) -> None:
    """Half of the survey is done: 8 of 56 hours; the dredging starts after the raise of 3 March."""
    firm = cast.north
    paid(firm, (date(2026, 1, 1), "100"), (date(2026, 3, 3), "110.50"))
    found = report(firm)
    assert (found.work.spent, found.work.coming) == (Decimal(800), Decimal(800) + 40 * Decimal("110.50"))
    assert (found.beside.spent, found.beside.coming) == (Decimal(0), PONTOON)
    assert found.expected == found.work.total + PONTOON == found.spent + found.coming
    assert (found.currency, found.budget, found.left) == ("EUR", MAY_COST, MAY_COST - found.expected)
    planning.change_fixed_cost(
        firm.manager.actor, firm.fixed_cost_id, name="Pontoon", amount=PONTOON, paid=Decimal(9000), task_id=None, version=1, now=NOW
    )
    assert (report(firm).beside.spent, report(firm).beside.coming) == (Decimal(9000), Decimal(0))


def test_the_parts_add_up_to_the_whole(cast: Cast) -> None:
    firm = cast.north
    paid(firm, (date(2026, 1, 1), "33.33"))
    found = report(firm)
    for lines in (found.phases, found.team):
        assert sum(line.spent for line in lines) == found.work.spent
        assert sum(line.coming for line in lines) == found.work.coming
    assert [line.name for line in found.team] == ["Mona kestrel"]
    assert [line.name for line in found.phases] == ["phase kestrel"]


def test_whoever_has_no_price_in_this_currency_is_named_with_their_hours(cast: Cast) -> None:
    firm = cast.north
    assert [(one.name, one.minutes) for one in report(firm).unpriced] == [("Mona kestrel", 56 * 60)]
    paid(firm, (date(2026, 1, 1), "90"), currency="USD")
    assert report(firm).work.total == 0
    assert [one.name for one in report(firm).unpriced] == ["Mona kestrel"]
    planning.set_budget(firm.manager.actor, firm.project_id, amount=None, currency="USD", version=1, now=NOW)
    assert (report(firm).currency, report(firm).work.total, report(firm).left) == ("USD", Decimal(56 * 90), None)


def test_before_anybody_named_a_currency_it_is_that_of_the_team(cast: Cast) -> None:
    firm = cast.north
    models.Budget.objects.filter(project=firm.project_id).delete()
    assert report(firm).currency == ""
    paid(firm, (date(2026, 1, 1), "90"), currency="CHF")
    assert (report(firm).currency, report(firm).version) == ("CHF", 0)


def test_a_scenario_says_what_it_costs_as_the_budget_would(cast: Cast) -> None:
    firm = cast.north
    paid(firm, (date(2026, 1, 1), "100"))
    dredge = plans.task(firm.manager.actor, firm.task_ids["dredge"]).line
    longer = [Set(dredge.id, dredge.version, {"duration_minutes": 2400 + 480})]
    made = planning.add_scenario(firm.manager.actor, firm.project_id, name="Longer", edits=longer, now=NOW)
    found = reads.scenarios(firm.manager.actor, firm.project_id, now=NOW)
    effect = next(each.effect for each in found.open if each.scenario.id == made)
    assert found.today is not None
    assert effect is not None
    assert (found.today.cost, effect.cost) == (report(firm).expected, report(firm).expected + 800)
    planning.adopt_scenario(firm.manager.actor, made, version=1, now=NOW)
    assert report(firm).expected == effect.cost


def test_only_owners_and_managers_are_told(cast: Cast) -> None:
    firm = cast.north
    for who in (firm.member, firm.client):
        with pytest.raises(NotAllowed):
            reads.budget(who.actor, firm.project_id, now=NOW)
    with pytest.raises(NotFound):
        reads.budget(firm.manager.actor, cast.south.project_id, now=NOW)


LINES = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 100), st.integers(0, 2), st.sampled_from((25, 100)), st.booleans()), max_size=8
)


@given(LINES, st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20_000)), min_size=1, max_size=4, unique_by=lambda rate: rate[0]))
def test_any_plan_costs_what_an_account_line_by_line_says(
    lines: list[tuple[int, int, int, int, bool]], said: list[tuple[int, int]]
) -> None:
    """Each line's hours at the rate of the day its task starts, in exact fractions, rounded to the cent at the end of the line."""
    first = date(2026, 3, 2)
    tasks = tuple(Task(uid, "t", duration_minutes=480, percent=percent, active=on) for uid, (_, percent, _, _, on) in enumerate(lines, 1))
    team_of = tuple(
        Resource(uid, f"r{uid}", kind=kind) for uid, kind in enumerate((ResourceKind.WORK, ResourceKind.WORK, ResourceKind.COST))
    )
    work = tuple(Assignment(uid, uid, who, units=units, work_minutes=took) for uid, (took, _, who, units, _) in enumerate(lines, 1))
    rates = sorted((first + timedelta(days=day), Decimal(cents) / 100) for day, cents in said)
    known = {0: costing.Rates(*zip(*rates, strict=True))}
    starts = {uid: first + timedelta(days=uid) for uid in range(1, len(lines) + 1)}
    found = costing.costed(Draft("p", NOW.replace(tzinfo=None), tasks, resources=team_of, assignments=work), starts, known, [])
    total, free = Decimal(0), 0
    for uid, (took, percent, who, units, on) in enumerate(lines, 1):
        minutes = took or 480 * units // 100
        if not on or who == 2:
            continue
        if who == 1:
            free += minutes
            continue
        price = [rate for day, rate in rates if day <= starts[uid]][-1:] or [rates[0][1]]
        left = minutes * (100 - percent) // 100
        total += sum((Decimal(part) * price[0] / 60).quantize(Decimal("0.01")) for part in (left, minutes - left))
    assert found.everything.total == total
    assert sum(found.unpriced.values()) == free


def test_what_hangs_on_an_open_risk_is_held_back_beside_the_sum(cast: Cast) -> None:
    """PONTOON only if the risk happens: on average its share; once it happened it is to come in full."""
    firm, boss = cast.north, cast.north.manager.actor
    before = report(firm)
    risk = plans.risk(boss, firm.project_id, firm.risk_id)
    planning.change_fixed_cost(
        boss, firm.fixed_cost_id, name="Pontoon", amount=PONTOON, paid=None, task_id=None, risk_id=firm.risk_id, version=1, now=NOW
    )
    found = report(firm)
    assert found.expected == before.expected - PONTOON
    assert (before.at_risk, found.at_risk) == (0, round(PONTOON * risk.percent / 100, 2))
    planning.settle_risk(boss, firm.risk_id, state="happened", version=risk.version, now=NOW)
    assert (report(firm).expected, report(firm).at_risk) == (before.expected, 0)
