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
from tests.doors.web.conftest import Enter

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15
ONLY_SENT = {
    "import_take_over",
    "import_drop",
    "project_baseline",
    "objective_remove",
    "deliverable_remove",
    "run_ask",
    "run_cancel",
    "task_estimate",
    "task_progress",
    "team_add",
    "team_link",
    "person_change",
    "person_week",
    "person_absence",
    "absence_remove",
    "settings_name",
    "settings_language",
    "workspace_choose",
    "member_add",
    "member_disable",
    "member_enable",
    "member_first_password",
    "token_add",
    "token_revoke",
}
"""Addresses that are only sent to."""


def pages(firm: Firm) -> Iterator[str]:
    """Every address of a page, with this firm's numbers in it."""
    numbers = {
        "project_id": firm.project_id,
        "task_id": firm.task_ids["survey"],
        "person_id": firm.member_person_id,
        "import_id": firm.import_id,
        "objective_id": firm.objective_id,
        "deliverable_id": firm.deliverable_id,
        "membership_id": firm.member.membership_id,
        "page": "import",
    }
    for pattern in urls.urlpatterns:
        if pattern.name not in ONLY_SENT | {"welcome", "no_workspace"}:
            yield reverse(pattern.name, kwargs={name: numbers[name] for name in pattern.pattern.converters})


def test_every_page_opens_for_an_owner_in_at_most_fifteen_queries(firm: Firm, owner: Client) -> None:
    spent = {}
    for address in set(pages(firm)) - {reverse("project_export", args=[firm.project_id])}:  # a file, drawn anew, and no page
        owner.get(address)
        with CaptureQueriesContext(connection) as counted:
            answer = owner.get(address)
        assert answer.status_code == 200, address
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
    assert {client.get(address).status_code for address in pages(firm) if not address.startswith(("/guide/", "/words/"))} == {302}


def test_a_client_is_led_to_what_was_promised_and_finds_nothing_else(firm: Firm, enter: Enter) -> None:
    browser = enter(firm.client)
    assert browser.get("/").headers["Location"] == "/promises/"
    allowed = {"/promises/", "/settings/", "/guide/", "/guide/import/", "/words/", "/"}
    assert {address for address in pages(firm) if browser.get(address).status_code == 200} == allowed - {"/"}


def test_somebody_whose_place_was_taken_away_is_told_so(firm: Firm, enter: Enter) -> None:
    browser = enter(firm.disabled)
    answer = browser.get("/", follow=True)
    assert answer.status_code == 403
    assert "You belong to no workspace" in answer.content.decode()


@pytest.mark.parametrize("name", sorted(ONLY_SENT))
def test_what_is_only_sent_to_refuses_to_be_looked_at(name: str, firm: Firm, owner: Client) -> None:
    pattern = next(each for each in urls.urlpatterns if each.name == name)
    assert owner.get(reverse(name, kwargs=dict.fromkeys(pattern.pattern.converters, 1))).status_code == 405
