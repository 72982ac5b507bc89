"""Risks and issues on a page: the list with its prices, the matrix, the form, and the same as JSON."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasts_writes
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from tests.cast import NOW, Firm
from tests.doors.api.caller import Api
from tests.doors.web.conftest import Enter
from tests.doors.web.read import text

pytestmark = pytest.mark.django_db
FORM = {"name": "Ice", "percent": "60", "minutes": "2d", "response": "avoid", "effect": "No ship comes", "review_on": "fri"}


def page_of(firm: Firm) -> str:
    return f"/projects/{firm.project_id}/risks/"


def newest(firm: Firm) -> plans.Risk:
    return plans.risks(firm.manager.actor, firm.project_id)[-1]


@time_machine.travel(NOW)
def test_a_risk_is_written_down_and_priced(firm: Firm, manager: Client) -> None:
    sent = {**FORM, "owner_id": firm.other_person_id, "task_ids": [firm.task_ids["moor"]]}
    assert manager.post(f"{page_of(firm)}add/", sent).headers["Location"] == page_of(firm)
    one = newest(firm)
    assert (one.name, one.percent, one.minutes, one.response, one.effect) == ("Ice", 60, 960, "avoid", "No ship comes")
    assert "not worked out yet" in text(manager.get(page_of(firm)))
    forecasts_writes.simulate(firm.project_id, now=NOW)
    line = forecasts.risk_register(firm.manager.actor, firm.project_id, now=NOW).lines[0]
    page = text(manager.get(page_of(firm)))
    assert line.risk.id == one.id
    assert f"{line.days} working day" in page
    assert "2 d longer:" in page
    assert "not worked out yet" not in page


@time_machine.travel(NOW)
def test_the_matrix_puts_each_risk_where_its_chance_and_its_time_belong(firm: Firm, manager: Client) -> None:
    for name, percent, minutes in (("Ice", 70, 4801), ("Fog", 71, 960), ("Rats", 10, 0)):
        usual: dict[str, Any] = {"task_ids": [firm.task_ids["moor"]], "now": NOW}
        planning.add_risk(firm.manager.actor, firm.project_id, name=name, percent=percent, minutes=minutes, **usual)
    matrix = manager.get(page_of(firm)).content.decode().partition('class="matrix')[2].partition("</table>")[0]
    places = {}
    for row in re.findall(r'<tr><th scope="row">(.*?)</tr>', matrix, flags=re.DOTALL):
        for column, cell in enumerate(re.findall(r'<td class="grave-(\d)">(.*?)</td>', row)):
            for name in re.findall(r">([^<]+)</a>", cell[1]):
                places[name] = (row.partition("<")[0], column, int(cell[0]))
    assert places["Ice"] == ("More than two weeks", 3, 2)
    assert places["Fog"] == ("Up to 2 days", 4, 1)
    assert places["Rats"] == ("No time", 0, 0)


@time_machine.travel(NOW)
def test_one_click_makes_an_issue_of_it_and_another_ends_it(firm: Firm, manager: Client) -> None:
    address = f"{page_of(firm)}{firm.risk_id}/settle/"
    page = text(manager.post(address, {"state": "happened", "version": 1}, follow=True))
    assert "It is an issue now" in page
    assert "What has happened" in page
    page = text(manager.post(address, {"state": "closed", "version": 2}, follow=True))
    assert "1 that is over" in page
    assert "Nothing is known that may still happen" in page


@time_machine.travel(NOW)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(firm: Firm, manager: Client) -> None:
    answer = manager.post(f"{page_of(firm)}add/", {**FORM, "percent": "100"})
    assert answer.status_code == 422
    assert "What is certain belongs into the plan itself" in text(answer)
    assert 'value="Ice"' in answer.content.decode()
    assert newest(firm).id == firm.risk_id


@time_machine.travel(NOW)
def test_a_member_reads_the_list_and_changes_nothing(firm: Firm, enter: Enter) -> None:
    page = enter(firm.member).get(page_of(firm)).content.decode()
    assert "storm kestrel" in page
    assert "settle" not in page
    assert "/risks/add/" not in page


@time_machine.travel(NOW)
def test_what_was_done_stands_in_the_history(firm: Firm, manager: Client) -> None:
    planning.settle_risk(firm.manager.actor, firm.risk_id, state="happened", version=1, now=NOW)
    page = text(manager.get(f"/projects/{firm.project_id}/history/"))
    assert "said that it happened: storm kestrel" in page
    assert "wrote down the risk storm kestrel" in page


@time_machine.travel(NOW)
def test_the_same_as_json(firm: Firm) -> None:
    api = Api(firm.manager)
    forecasts_writes.simulate(firm.project_id, now=NOW)
    (line,) = api.get(f"/api/projects/{firm.project_id}/risks").json()["lines"]
    known = forecasts.risk_register(firm.manager.actor, firm.project_id, now=NOW).lines[0]
    assert (line["risk"]["name"], line["days"], line["points"]) == ("storm kestrel", known.days, known.points)
    assert api.send("PUT", f"/api/risks/{firm.risk_id}/state", {"state": "closed", "version": 1}).json() == {"version": 2}
    assert api.get(f"/api/projects/{firm.project_id}/risks").json()["lines"][0]["risk"]["state"] == "closed"
