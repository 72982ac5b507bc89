"""The objectives of the firm: written down, changed and removed by those who manage, and served by projects of that firm."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import reads, writes
from milepost.plans.writes import strategy
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

SAID: dict[str, Any] = {
    "name": "Half the paper",
    "metric": "Pages a year",
    "baseline_value": "80,000",
    "target": "40,000",
    "by_on": date(2026, 9, 30),
}


def said(firm: Firm, **more: Any) -> int:
    return writes.add_strategic_objective(firm.manager.actor, **SAID, **{"project_ids": [firm.project_id], **more}, now=NOW)


def changed(actor: Actor, objective_id: int, *, version: int | None = 1, **more: Any) -> int:
    told = {**SAID, "project_ids": [], **more}
    return writes.change_strategic_objective(actor, objective_id, **told, version=version, now=NOW)


def test_it_is_kept_with_the_projects_that_serve_it(cast: Cast) -> None:
    firm = cast.north
    one = reads.strategic_objective(firm.manager.actor, said(firm))
    assert {name: getattr(one, name) for name in SAID} == SAID
    assert (one.project_ids, one.version) == ((firm.project_id,), 1)
    line = last_line(firm.manager.actor)
    assert (line.verb, line.subject_id) == ("added", one.id)


def test_the_earliest_comes_first_and_those_without_a_day_last(cast: Cast) -> None:
    firm = cast.north
    soon, never = said(firm), writes.add_strategic_objective(firm.manager.actor, name="Be kind", now=NOW)
    order = [each.id for each in reads.strategic_objectives(firm.manager.actor)]
    assert order == [soon, firm.strategic_objective_id, never]


def test_a_change_says_anew_who_serves_it(cast: Cast) -> None:
    firm = cast.north
    objective_id = said(firm)
    second = writes.add_project(firm.manager.actor, name="Second", start_on=NOW.date(), now=NOW)
    assert changed(firm.manager.actor, objective_id, name="A third of the paper", project_ids=[second, second]) == 2
    one = reads.strategic_objective(firm.manager.actor, objective_id)
    assert (one.name, one.project_ids, one.version) == ("A third of the paper", (second,), 2)
    assert last_line(firm.manager.actor).before["project_ids"] == [firm.project_id]


def test_a_stale_change_shows_both_and_changes_nothing(cast: Cast) -> None:
    firm = cast.north
    objective_id = said(firm)
    changed(firm.manager.actor, objective_id, name="Mine")
    with pytest.raises(Stale) as refused:
        changed(firm.owner.actor, objective_id, name="Yours")
    assert (refused.value.details["current"]["name"], refused.value.details["yours"]["name"]) == ("Mine", "Yours")  # type: ignore[index]
    with pytest.raises(VersionMissing):
        changed(firm.owner.actor, objective_id, version=None)
    assert reads.strategic_objective(firm.owner.actor, objective_id).name == "Mine"


def test_removed_it_is_gone_and_its_projects_stay(cast: Cast) -> None:
    firm = cast.north
    objective_id = said(firm)
    with pytest.raises(Stale):
        writes.remove_strategic_objective(firm.manager.actor, objective_id, version=7, now=NOW)
    writes.remove_strategic_objective(firm.manager.actor, objective_id, version=1, now=NOW)
    with pytest.raises(NotFound):
        reads.strategic_objective(firm.manager.actor, objective_id)
    assert reads.project(firm.manager.actor, firm.project_id).name
    assert last_line(firm.manager.actor).verb == "removed"


def test_another_firm_has_nothing_to_do_with_it(cast: Cast) -> None:
    north, south = cast.north, cast.south
    objective_id = said(north)
    with pytest.raises(NotFound):
        changed(south.manager.actor, objective_id)
    with pytest.raises(NotFound):
        writes.remove_strategic_objective(south.manager.actor, objective_id, version=1, now=NOW)
    with pytest.raises(NotFound):
        said(north, project_ids=[south.project_id])
    assert {each.name for each in reads.strategic_objectives(south.manager.actor)} == {f"Deeper harbours {south.mark}"}


def test_only_those_who_manage_see_and_say_it(cast: Cast) -> None:
    firm = cast.north
    for person in (firm.member, firm.client):
        with pytest.raises(NotAllowed):
            reads.strategic_objectives(person.actor)
        with pytest.raises(NotAllowed):
            writes.add_strategic_objective(person.actor, name="x", now=NOW)
        with pytest.raises(NotAllowed):
            changed(person.actor, firm.strategic_objective_id)
        with pytest.raises(NotAllowed):
            writes.remove_strategic_objective(person.actor, firm.strategic_objective_id, version=1, now=NOW)


@pytest.mark.parametrize(("field", "value"), [("name", "  "), ("metric", "x" * 501), ("target", "x" * 101)])
def test_what_says_nothing_or_too_much_is_refused(cast: Cast, field: str, value: str) -> None:
    with pytest.raises(Refusal) as refused:
        writes.add_strategic_objective(cast.north.manager.actor, **{**SAID, field: value}, now=NOW)
    assert refused.value.field == field


def test_more_than_a_firm_can_be_after_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strategy, "MOST", 1)
    with pytest.raises(Refusal) as refused:
        said(cast.north)
    assert refused.value.code == "too_many_objectives"


def test_all_of_them_cost_two_queries(cast: Cast) -> None:
    for _ in range(5):
        said(cast.north)
    with CaptureQueriesContext(connection) as queries:
        assert len(reads.strategic_objectives(cast.north.manager.actor)) == 6
    assert len(queries) == 2
