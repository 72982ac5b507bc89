"""The calendars of a project as pages: made, chosen, given days of their own, refused with a sentence."""

from __future__ import annotations

import pytest
from django.test import Client

from milepost.plans import reads as plans
from tests.cast import Firm
from tests.doors.web.read import text

pytestmark = pytest.mark.django_db
DAYS = {f"day_{number}": "9:00-17:00" if number < 5 else "" for number in range(7)}


def test_a_calendar_is_made_chosen_given_a_day_off_and_kept_while_it_is_used(manager: Client, firm: Firm) -> None:
    home, boss = f"/projects/{firm.project_id}/calendars/", firm.manager.actor
    made = manager.post(home, {**DAYS, "name": "Yard", "holidays": "place", "country": "DE", "region": "BY"})["Location"]
    pk = int(made.rstrip("/").rpartition("/")[2])
    assert plans.calendar(boss, firm.project_id, pk).holidays == "DE-BY"
    manager.post(f"{home}use/", {"calendar_id": pk, "version": plans.calendars(boss, firm.project_id).version})
    manager.post(f"{made}days/", {"first": "2026-06-15", "called": "Founders' day", "version": 1})
    assert "Founders' day" in text(manager.get(f"{made}?year=2026"))
    refused = manager.post(f"{made}remove/", {"version": 2})
    assert (refused.status_code, "Let it use another one first" in text(refused)) == (422, True)
    manager.post(f"{made}days/remove/", {"first": "2026-06-15", "version": 2})
    assert plans.calendar(boss, firm.project_id, pk).exceptions == ()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"day_0": ""} | {f"day_{n}": "" for n in range(7)}, "A week needs at least one hour of work."),
        ({"day_0": "9:00-13:00, 12:00-18:00"}, "overlap"),
        ({"day_0": "all day"}, "are not hours we understand"),
        ({"holidays": "place", "country": ""}, "Say the country"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(manager: Client, firm: Firm, typed: dict[str, str], says: str) -> None:
    refused = manager.post(f"/projects/{firm.project_id}/calendars/", {**DAYS, "name": "Yard", **typed})
    assert (refused.status_code, says in text(refused)) == (422, True)
