"""What may happen is part of every simulation, and what each risk costs is told beside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from milepost.forecast import models, reads, writes
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.plans import writes as planning
from tests.cast import NOW, Cast, Firm
from tests.rooms.forecast.test_simulate import outlook, promise


def add(firm: Firm, **more: Any) -> int:
    usual: dict[str, Any] = {"name": "A flood", "percent": 40, "minutes": 2400, "task_ids": [firm.task_ids["dredge"]]}
    return planning.add_risk(firm.manager.actor, firm.project_id, **(usual | more), now=NOW)


def register(firm: Firm, **when: Any) -> reads.RiskRegister:
    return reads.risk_register(firm.manager.actor, firm.project_id, now=when.get("now", NOW))


@pytest.fixture
def promised(cast: Cast) -> Firm:
    """The north, which promised a date that it keeps as often as not, with no risk at all."""
    firm = cast.north
    for line in register(firm).lines:
        planning.remove_risk(firm.manager.actor, line.risk.id, version=line.risk.version, now=NOW)
    promise(firm, outlook(firm).p50_on)  # type: ignore[arg-type]
    return firm


def test_without_a_risk_the_simulation_says_what_it_said_before(promised: Firm) -> None:
    before = outlook(promised)
    risk_id = add(promised)
    assert outlook(promised).chance < before.chance  # type: ignore[operator]
    planning.settle_risk(promised.manager.actor, risk_id, state="closed", version=1, now=NOW)
    after = outlook(promised)
    assert (after.histogram, after.chance, after.drivers) == (before.histogram, before.chance, before.drivers)


def test_a_risk_costs_what_the_outlook_gains_without_it(promised: Firm) -> None:
    """Against the outlook as it was before anybody knew of the risk: a simulation of its own."""
    before = outlook(promised)
    add(promised)
    after = outlook(promised)
    (line,) = register(promised).lines
    assert line.points == pytest.approx(before.chance - after.chance, abs=3)  # type: ignore[operator]
    assert line.points > 10  # type: ignore[operator]
    weekdays = _weekdays(before.p80_on, after.p80_on)  # type: ignore[arg-type]
    assert line.days == pytest.approx(weekdays, abs=1)
    assert line.happened_minutes == pytest.approx(2400, abs=100)
    assert (line.error_points, line.error_days) < (3, 2)  # type: ignore[operator]


def _weekdays(first: date, last: date) -> int:
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, (last - first).days + 1))


def test_the_most_expensive_comes_first(promised: Firm) -> None:
    small, large = add(promised, name="A shower", minutes=60), add(promised)
    harmless = add(promised, name="Bad mood", task_ids=[])
    outlook(promised)
    found = register(promised)
    assert [line.risk.id for line in found.lines] == [large, small, harmless]
    assert (found.lines[2].points, found.lines[2].happened_minutes) == (0, 0)


def test_what_is_not_simulated_yet_has_no_price(promised: Firm) -> None:
    add(promised)
    found = register(promised)
    assert found.older
    assert (found.lines[0].days, found.lines[0].points, found.lines[0].happened_minutes) == (None, None, None)
    outlook(promised)
    assert not register(promised).older
    assert register(promised, now=NOW + timedelta(days=1)).older


def test_what_happened_or_is_over_has_no_price_either(promised: Firm) -> None:
    risk_id = add(promised)
    outlook(promised)
    planning.settle_risk(promised.manager.actor, risk_id, state="happened", version=1, now=NOW)
    assert register(promised).lines[0].points is None


def test_without_a_promise_only_days_are_told(cast: Cast) -> None:
    firm = cast.north
    models.Simulation.objects.all().delete()
    project = writes.import_plan(firm.manager.actor, _plan(), file_name="a.xml", now=NOW).project_id
    task = _first_task(firm, project)
    planning.add_risk(firm.manager.actor, project, name="Frost", percent=50, minutes=4800, task_ids=[task], now=NOW)
    writes.simulate(project, now=NOW)
    found = reads.risk_register(firm.manager.actor, project, now=NOW)
    assert (found.promised_on, found.chance, found.lines[0].points) == (None, None, None)
    assert found.lines[0].days == pytest.approx(9, abs=2)


def _plan() -> Any:
    from tests.cast import plan

    return plan("kestrel", "nobody@example.org")


def _first_task(firm: Firm, project: int) -> int:
    from milepost.plans import reads as plans

    return next(task.id for task in plans.tasks(firm.manager.actor, project).tasks if task.name.startswith("dredge"))


@pytest.mark.parametrize(
    ("days", "state", "due"), [(0, "open", True), (-9, "happened", True), (-9, "closed", False), (1, "open", False), (None, "open", False)]
)
def test_a_review_is_due_from_its_day_on(promised: Firm, days: int | None, state: str, due: bool) -> None:
    on = None if days is None else NOW.date() + timedelta(days=days)
    risk_id = add(promised, review_on=on)
    if state != "open":
        planning.settle_risk(promised.manager.actor, risk_id, state=state, version=1, now=NOW)
    assert register(promised).lines[0].review_due is due


def test_a_client_and_another_firm_see_no_risks(cast: Cast) -> None:
    for actor, refusal in ((cast.north.client.actor, NotAllowed), (cast.south.manager.actor, NotFound)):
        with pytest.raises(refusal):
            reads.risk_register(actor, cast.north.project_id, now=NOW)
