"""Ways to recover on a page: asked for by a press, shown best first, and the same as JSON."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasts_writes
from milepost.plans import writes as planning
from tests.cast import NOW, Firm
from tests.doors.api.caller import Api
from tests.doors.web.conftest import Enter
from tests.doors.web.read import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(firm: Firm) -> str:
    """The page of a project that ends after its promise."""
    planning.promise_date(firm.manager.actor, firm.project_id, on=NOW.date(), now=NOW)
    return f"/projects/{firm.project_id}/recovery/"


@time_machine.travel(NOW)
def test_a_press_asks_for_them_and_leads_back(firm: Firm, manager: Client, address: str) -> None:
    assert "Work them out" in text(manager.get(address))
    answer = manager.post(f"/projects/{firm.project_id}/runs/recovery/ask/")
    assert answer.headers["Location"] == address
    assert "Waiting for its turn" in text(manager.get(address))
    assert manager.post(f"/projects/{firm.project_id}/runs/recovery/cancel/").headers["Location"] == address


@time_machine.travel(NOW)
def test_it_says_what_each_way_wins_costs_and_disturbs(firm: Firm, manager: Client, address: str) -> None:
    forecasts_writes.recover(firm.project_id, now=NOW)
    found = forecasts.recovery(firm.manager.actor, firm.project_id, now=NOW)
    assert found is not None
    assert found.accepted is not None
    page = text(manager.get(address))
    assert "No single way keeps the promise" in page
    assert f"{-found.accepted.standing_days} working days late" in page  # type: ignore[operator]
    with CaptureQueriesContext(connection) as queries:
        body = manager.get(address).content.decode()
    assert len(queries) <= 15
    assert body.count('<th scope="row">') == len(found.ways) > 0
    assert "of work on top" in page


@time_machine.travel(NOW)
def test_one_press_follows_a_way_and_an_old_press_changes_nothing(firm: Firm, manager: Client, address: str) -> None:
    forecasts_writes.recover(firm.project_id, now=NOW)
    body = manager.get(address).content.decode()
    assert "Do this" in body
    found = forecasts.recovery(firm.manager.actor, firm.project_id, now=NOW)
    assert found is not None
    number = next(way.number for way in found.ways if way.followable)
    sent = {"number": number, "revision": found.revision}
    assert "Done: one change" in text(manager.post(f"{address}follow/", {**sent, "once": "a"}, follow=True))
    revision = firm.revision
    assert revision > found.revision
    answer = manager.post(f"{address}follow/", {**sent, "once": "b"})
    assert answer.status_code == 409
    assert firm.revision == revision
    assert "recovery/follow" not in answer.content.decode()


@time_machine.travel(NOW)
def test_a_member_reads_and_cannot_ask(firm: Firm, enter: Enter, address: str) -> None:
    page = enter(firm.member).get(address).content.decode()
    assert "Not worked out yet" in page
    assert "/ask/" not in page


@time_machine.travel(NOW)
def test_the_same_as_json(firm: Firm, address: str) -> None:
    api = Api(firm.manager)
    assert api.get(f"/api{address.rstrip('/')}").json() is None
    forecasts_writes.recover(firm.project_id, now=NOW)
    found = forecasts.recovery(firm.manager.actor, firm.project_id, now=NOW)
    told = api.get(f"/api{address.rstrip('/')}").json()
    assert [(way["kind"], way["finish_on"]) for way in told["ways"]] == [(way.kind, way.finish_on.isoformat()) for way in found.ways]  # type: ignore[union-attr]
