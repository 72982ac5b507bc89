"""The first run makes the workspace and its first manager, once."""

from __future__ import annotations

import pytest
from django.test import Client

from milepost.accounts import reads as accounts
from milepost.people import reads as people
from tests.cast import PASSWORD, Firm
from tests.doors.web.read import text

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Brenner IT",
    "owner_name": "Ada Brenner",
    "owner_email": "ada@brenner.example",
    "password": PASSWORD,
    "country": "DE",
    "zone": "Europe/Berlin",
    "language": "en",
}


def test_the_very_first_visitor_is_welcomed(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/welcome/"


def test_country_and_zone_are_guessed_from_what_the_browser_says(client: Client) -> None:
    page = client.get("/welcome/", headers={"Accept-Language": "de-AT,de;q=0.9"}).content.decode()
    assert '<option value="AT" selected>' in page
    assert '<option value="Europe/Vienna" selected>' in page


def test_the_first_manager_is_signed_in_and_sees_today(client: Client) -> None:
    answer = client.post("/welcome/", TYPED, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    actor = accounts.actor_of_email("ada@brenner.example", via="web")
    assert actor is not None
    assert accounts.workspace(actor).zone == "Europe/Berlin"
    assert [(one.name, one.user_id) for one in people.team(actor)] == [("Ada Brenner", actor.user_id)]


def test_a_weak_password_is_refused_beside_its_field_and_the_rest_stays_typed(client: Client) -> None:
    answer = client.post("/welcome/", {**TYPED, "password": "short"})
    assert answer.status_code == 422
    assert "too short" in text(answer)
    assert 'value="Brenner IT"' in answer.content.decode()
    assert accounts.nobody_yet()


def test_an_address_that_is_none_is_refused(client: Client) -> None:
    assert client.post("/welcome/", {**TYPED, "owner_email": "ada"}).status_code == 422
    assert accounts.nobody_yet()


def test_there_is_only_one_first_run(firm: Firm, client: Client) -> None:
    assert client.get("/welcome/").headers["Location"] == "/"
    answer = client.post("/welcome/", TYPED)
    assert answer.status_code == 422
    assert "already has its workspace" in text(answer)
    assert accounts.actor_of_email("ada@brenner.example", via="web") is None


def test_after_the_first_run_no_strangers_password_is_weighed_or_hashed(firm: Firm, client: Client) -> None:
    assert "already has its workspace" in text(client.post("/welcome/", {**TYPED, "password": "short"}))
