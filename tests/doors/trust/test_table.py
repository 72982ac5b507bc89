"""Every address × method × caller is answered as the table says, in proper dress, and an address that is not in the table fails."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from tests.cast import Cast
from tests.doors.trust.addresses import addresses
from tests.doors.trust.bodies import bodies
from tests.doors.trust.dress import faults
from tests.doors.trust.knocking import ACTORS, WITHOUT_RIGHTS, Body, Callers, ids
from tests.doors.trust.table import ELSEWHERE, letter, rows, table

PARTS = 8
NOTHING = " " * len(ACTORS)

OPEN = (
    "/livez",
    "/readyz",
    "/api/openapi.json",
    "/api/docs",
    "/accounts/",
    "/welcome/",
    "/guide/",
    "/words/",
    "/keys/",
    "/feeds/",
    "/snapshots/",
)
"""Addresses (and all below those that end in a slash) that answer somebody who is not signed in."""
OF_CLIENTS = (
    *("/", "/promises/", "/settings/", "/settings/name/", "/settings/language/", "/settings/workspace/{workspace_id}/choose/"),
    *("/api/me", "/api/me/name", "/api/me/language", "/api/workspace", "/api/workspaces", "/api/words"),
    *("/find/", "/api/find", "/api/promises", "/api/projects/{project_id}/promises", "/api/members/{membership_id}"),
)
"""Everything that is answered to somebody at a client."""


@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_is_answered_as_the_table_says(cast: Cast, part: int) -> None:
    callers, here, sent = Callers(cast), ids(cast.north), bodies(cast.north)
    wrong = []
    for (method, template), address in rows()[part::PARTS]:
        body = sent.get((method, template), Body())
        path = address.at({**here, **body.ids}) + body.query
        answers = {who: callers.try_to(who, method, path, body) for who in asked()}
        letters = "".join(letter(answer) for answer in answers.values())
        told = "".join(table().get((method, template), NOTHING)[of(who)] for who in answers)
        if letters != told:
            wrong.append(f"{method} {template}: {letters}, in the table {told}")
        wrong += [f"{method} {template} as {who}: {fault}" for who, answer in answers.items() for fault in faults(answer)]
    assert wrong == []


def asked() -> tuple[str, ...]:
    """All of them; on PostgreSQL two, because who may do what is the same there, unless `MILEPOST_TEST_ALL` is set."""
    return ACTORS if connection.vendor == "sqlite" or "MILEPOST_TEST_ALL" in os.environ else ("stranger", "owner")


def test_the_table_lists_what_there_is_and_nothing_else() -> None:
    assert set(table()) == {row for row, _ in rows()}


def test_what_the_table_leaves_out_exists() -> None:
    assert set(ELSEWHERE) <= {address.template for address in addresses()}


def of(who: str) -> int:
    return ACTORS.index(who)


def test_without_rights_only_open_addresses_answer() -> None:
    let_in = {template for (_, template), letters in table().items() for who in WITHOUT_RIGHTS if letters[of(who)] in "+?"}
    assert {template for template in let_in if not is_open(template)} == set()


def is_open(template: str) -> bool:
    return any(template == place or (place.endswith("/") and template.startswith(place)) for place in OPEN)


def test_a_stranger_never_reaches_a_thing_of_this_workspace() -> None:
    reached = [row for row, letters in table().items() if "_id}" in row[1] and letters[of("stranger")] not in "45"]
    assert reached == []


def test_clients_reach_their_own_account_and_promises_and_nothing_else() -> None:
    reached = {template for (_, template), letters in table().items() if {letters[of("client")], letters[of("other_client")]} & set("+?")}
    assert {template for template in reached if template not in OF_CLIENTS and not is_open(template)} == set()


def test_a_member_of_another_project_reaches_nothing_of_this_one() -> None:
    places = ("{project_id}", "{task_id}", "{deliverable_id}", "{objective_id}", "{link_id}", "{resource_id}", "{import_id}")
    reached = [row for row, letters in table().items() if any(place in row[1] for place in places) and letters[of("other_member")] in "+?"]
    assert reached == []


def test_members_change_nothing_but_their_own_work_and_account() -> None:
    changed = {template for (method, template), letters in table().items() if method != "GET" and letters[of("member")] == "+"}
    assert {template for template in changed if not is_open(template)} == {
        "/api/me/language",
        "/api/me/name",
        "/api/people/{person_id}/absences",
        "/api/mentions/{mention_id}/seen",
        "/api/projects/{project_id}/preview",
        "/api/projects/{project_id}/undo",
        "/api/projects/{project_id}/views",
        "/api/tasks/{task_id}/attachments",
        "/api/tasks/{task_id}/comments",
        "/api/tasks/{task_id}/progress",
        "/api/feeds",
        "/api/tokens",
        "/mentions/{mention_id}/seen/",
        "/people/{person_id}/absences/",
        "/settings/language/",
        "/settings/name/",
        "/settings/feeds/add/",
        "/settings/tokens/add/",
        "/settings/workspace/{workspace_id}/choose/",
        "/tasks/{task_id}/attachments/",
        "/tasks/{task_id}/comments/",
        "/tasks/{task_id}/progress/",
    }


def test_nothing_in_the_table_breaks() -> None:
    assert [row for row, letters in table().items() if set(letters) - set("+-?345") or len(letters) != len(ACTORS)] == []


@pytest.mark.parametrize("method", ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_methods_that_no_address_names_do_nothing(cast: Cast, method: str) -> None:
    """HEAD may be answered like GET; of an unlisted method nobody gets more than "no such method", and nothing breaks."""
    callers, here, wrong = Callers(cast), ids(cast.north), []
    for address in addresses():
        if address.template in ELSEWHERE or method in (address.methods or ()):
            continue
        for who in ("anonymous", "owner"):
            answer = callers.try_to(who, method, address.at(here))
            allowed = "+-?345" if method in ("HEAD", "OPTIONS") or not address.template.startswith("/api/") else "-345"
            if letter(answer) not in allowed or (
                answer.status_code < 300 and method in ("PUT", "PATCH", "DELETE") and not is_open(address.template)
            ):
                wrong.append(f"{method} {address.template} as {who}: {answer.status_code}")
    assert wrong == []
