"""The pages of what is tried: beside the plan, line by line, and taken over."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.edits import Add, Remove, Set
from tests.cast import NOW, Firm
from tests.doors.web.conftest import Enter
from tests.doors.web.read import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(firm: Firm, enter: Enter) -> Client:
    return enter(firm.manager)


@pytest.fixture
def address(firm: Firm) -> str:
    return f"/projects/{firm.project_id}/scenarios/"


def tried(firm: Firm) -> plans.Scenario:
    """A scenario of two steps."""
    dredge = plans.task(firm.manager.actor, firm.task_ids["dredge"]).line
    first = Set(dredge.id, dredge.version, {"duration_minutes": 2400 + 960})
    made = planning.add_scenario(firm.manager.actor, firm.project_id, name="Dig deeper", edits=[first], now=NOW)
    planning.try_edits(firm.manager.actor, made, edits=[Add("a", "Sound")], now=NOW)
    return plans.scenario(firm.manager.actor, made)


@time_machine.travel(NOW)
def test_a_scenario_begins_with_its_name_and_goes_on_in_the_plan(firm: Firm, manager: Client, address: str) -> None:
    answer = manager.post(f"{address}add/", {"name": "Two boats", "note": "From the yard"})
    made = plans.scenarios(firm.manager.actor, firm.project_id)[-1]
    assert answer["Location"] == f"/projects/{firm.project_id}/?scenario={made.id}"
    page = manager.get(answer["Location"]).content.decode()
    assert f'data-scenario="{made.id}"' in page
    assert f'src="/api/scenarios/{made.id}/chart"' in page
    assert "What if:" in page
    assert "survey kestrel" not in page, "the rows of the plan itself are not shown for those of the scenario"
    assert manager.post(f"{address}add/", {"name": " "}).status_code == 422


@time_machine.travel(NOW)
def test_each_stands_beside_the_plan(firm: Firm, manager: Client, address: str) -> None:
    tried(firm)
    page = text(manager.get(address))
    assert "The plan as it is" in page
    assert "Dig deeper" in page
    assert "2 days later" in page
    assert "2 changes, by Max kestrel" in page


@time_machine.travel(NOW)
def test_a_scenario_is_read_step_by_step_and_taken_over_in_part(firm: Firm, manager: Client, address: str) -> None:
    shown = tried(firm)
    page = text(manager.get(f"{address}{shown.id}/"))
    assert "dredge kestrel changes." in page
    assert "5 d → 7 d" in page
    sent = {"version": shown.version, "only": "1", "line_ids": [shown.lines[1].id], "once": "a"}
    answer = manager.post(f"{address}{shown.id}/adopt/", sent, follow=True)
    assert "Undo in the plan takes back" in text(answer)
    assert [line.id for line in plans.scenario(firm.manager.actor, shown.id).lines] == [shown.lines[0].id]
    assert plans.task(firm.manager.actor, firm.task_ids["dredge"]).line.duration_minutes == 2400


@time_machine.travel(NOW)
def test_what_is_refused_says_so_on_the_page_and_changes_nothing(firm: Firm, manager: Client, address: str) -> None:
    shown = tried(firm)
    dredge = plans.task(firm.manager.actor, firm.task_ids["dredge"]).line
    longer = Set(dredge.id, dredge.version, {"duration_minutes": 4800})
    planning.edit_plan(firm.owner.actor, firm.project_id, edits=[longer], now=NOW)
    revision = firm.revision
    answer = manager.post(f"{address}{shown.id}/adopt/", {"version": shown.version, "once": "b"})
    assert answer.status_code == 409
    assert "in the plan 4800, here 3360" in text(answer)
    assert 'class="refused"' in answer.content.decode()
    answer = manager.post(f"{address}{shown.id}/adopt/", {"version": shown.version, "only": "1", "once": "c"})
    assert (answer.status_code, "Choose at least one change" in text(answer)) == (422, True)
    assert firm.revision == revision


@time_machine.travel(NOW)
def test_a_step_is_left_out_and_a_scenario_removed(firm: Firm, manager: Client, address: str) -> None:
    shown = tried(firm)
    manager.post(f"{address}{shown.id}/lines/{shown.lines[0].id}/leave-out/")
    left = plans.scenario(firm.manager.actor, shown.id)
    assert [line.id for line in left.lines] == [shown.lines[1].id]
    page = manager.post(f"{address}{shown.id}/remove/", {"version": left.version}, follow=True)
    assert "The plan stays as it is" in text(page)
    assert "Dig deeper" not in text(manager.get(address))


@time_machine.travel(NOW)
def test_a_scenario_that_no_longer_fits_says_so_where_it_is_tried(firm: Firm, manager: Client, address: str) -> None:
    shown = tried(firm)
    line = plans.task(firm.manager.actor, firm.task_ids["dredge"]).line
    planning.edit_plan(firm.manager.actor, firm.project_id, edits=[Remove(line.id, line.version)], now=NOW)
    assert "no longer fits the plan" in text(manager.get(f"/projects/{firm.project_id}/?scenario={shown.id}"))
    page = text(manager.get(f"{address}{shown.id}/"))
    assert "What this is about is not in the plan any more." in page


@time_machine.travel(NOW)
def test_a_scenario_of_another_project_is_not_found_here(firm: Firm, manager: Client) -> None:
    other = planning.add_project(firm.manager.actor, name="Pier", start_on=NOW.date(), now=NOW)
    for path in (f"/projects/{other}/scenarios/{firm.scenario_id}/", f"/projects/{other}/?scenario={firm.scenario_id}"):
        assert manager.get(path).status_code == 404
    assert manager.post(f"/projects/{other}/scenarios/{firm.scenario_id}/adopt/", {"version": 1}).status_code == 404


def test_members_do_not_come_in(firm: Firm, enter: Enter, address: str) -> None:
    assert enter(firm.member).get(address).status_code == 403
    assert enter(firm.member).get(f"/projects/{firm.project_id}/?scenario={firm.scenario_id}").status_code == 403
