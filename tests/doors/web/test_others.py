"""What a project does to the others, on a page: asked for by one press, told in a sentence and a table, and as JSON."""

from __future__ import annotations

import time_machine
from django.test import Client

from milepost.forecast import writes as forecasting
from tests.cast import NOW, Cast
from tests.doors.api.caller import Api
from tests.doors.web.read import text
from tests.rooms.forecast.test_ripples import Two


@time_machine.travel(NOW)
def test_it_is_asked_for_worked_out_and_told(cast: Cast, manager: Client) -> None:
    two = Two(cast.north)
    address = f"/projects/{two.pier}/others/"
    assert "Not worked out yet" in text(manager.get(address))
    assert manager.post(f"/projects/{two.pier}/runs/ripple/ask/").headers["Location"] == address
    assert "Waiting for its turn" in text(manager.get(address))
    forecasting.ripple(two.pier, now=NOW)
    page = text(manager.get(address))
    assert "It moves Shed the most; no further promise is broken." in page
    assert "13 Mar" in page
    assert "5 days earlier" in page
    told = Api(cast.north.manager).get(f"/api/projects/{two.pier}/others").json()
    assert [case["weeks"] for case in told["others"][0]["cases"]] == [None, 0, 1, 2, 4]
