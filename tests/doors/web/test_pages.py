"""Every page opens for whom it is meant, in few queries, and changes nothing by being looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from milepost.audit import reads as audit
from milepost.web import urls
from tests.cast import Firm
from tests.doors.trust.addresses import Address
from tests.doors.trust.knocking import ids
from tests.doors.trust.table import table
from tests.doors.web.conftest import Enter

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15
ASIDE = ("/api/", "/accounts/", "/livez", "/readyz", "/welcome/")
"""Addresses that are no pages of somebody at work."""


def answered(letter: str) -> list[str]:
    """The pages whose owner is answered so when they only look, by the table of who may do what."""
    looked_at = {template: letters for (method, template), letters in table().items() if method == "GET"}
    return [template for template, letters in looked_at.items() if letters.endswith(letter) and not template.startswith(ASIDE)]


def filled(template: str, firm: Firm) -> str:
    """The address with this firm's numbers in it."""
    return Address(template, None).at({**ids(firm), "page": "import"})


def pages(firm: Firm) -> Iterator[str]:
    """Every address of a page."""
    return (filled(template, firm) for template in answered("+"))


def test_every_page_opens_for_an_owner_in_at_most_fifteen_queries(firm: Firm, owner: Client) -> None:
    spent = {}
    for address in set(pages(firm)):
        owner.get(address)
        with CaptureQueriesContext(connection) as counted:
            answer = owner.get(address)
        assert answer.status_code == 200, address
        if answer.headers["Content-Type"].startswith("text/html"):  # a document may hold what several pages hold
            spent[address] = len(counted)
    assert {address: queries for address, queries in spent.items() if queries > MOST_QUERIES} == {}


def test_looking_changes_nothing(firm: Firm, owner: Client) -> None:
    before = audit.verify(firm.workspace_id).digest
    for address in pages(firm):
        owner.get(address)
    assert audit.verify(firm.workspace_id).digest == before


def test_whoever_is_not_signed_in_is_shown_the_way_there_and_back(firm: Firm, client: Client) -> None:
    for pattern in urls.INSIDE:
        if pattern.name in ("today", "people", "settings"):
            address = reverse(pattern.name)
            assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"


def test_every_page_inside_needs_a_person(firm: Firm, client: Client) -> None:
    inside = [address for address in pages(firm) if not address.startswith(("/guide/", "/words/", "/keys/", "/feeds/"))]
    assert {client.get(address).status_code for address in inside} == {302}


def test_a_client_is_led_to_what_was_promised_and_finds_nothing_else(firm: Firm, enter: Enter) -> None:
    browser = enter(firm.client)
    assert browser.get("/").headers["Location"] == "/promises/"
    allowed = {"/promises/", "/settings/", "/guide/", "/words/", "/keys/", "/find/", "/"}
    assert {address for address in pages(firm) if browser.get(address).status_code == 200} == allowed - {"/"}


def test_somebody_whose_place_was_taken_away_is_told_so(firm: Firm, enter: Enter) -> None:
    browser = enter(firm.disabled)
    answer = browser.get("/", follow=True)
    assert answer.status_code == 403
    assert "You belong to no workspace" in answer.content.decode()


def test_what_is_only_sent_to_refuses_to_be_looked_at(firm: Firm, owner: Client) -> None:
    assert {owner.get(filled(template, firm)).status_code for template in answered("5")} == {405}
