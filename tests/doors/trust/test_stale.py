"""Everything that can be edited, found in the OpenAPI document: nobody's work is overwritten, and a double submit makes one thing."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection

from milepost.audit import reads as audit
from tests.cast import Cast
from tests.doors.trust.addresses import Address
from tests.doors.trust.bodies import bodies
from tests.doors.trust.digest import changed, digests
from tests.doors.trust.knocking import Body, Callers, ids
from tests.doors.trust.table import Row, rows
from tests.doors.trust.test_mass_assignment import fields_of

APPENDED = {("POST", "/api/tasks/{task_id}/progress"): "a report is added beside the others"}
"""Addresses that take a version but can do without, and why."""
CROWD = 20


def editable(cast: Cast) -> list[tuple[Row, Address, Body]]:
    """Every address of the API whose request names a version."""
    sent = bodies(cast.north)
    known = [(row, address, sent[row]) for row, address in rows() if row in sent and row[1].startswith("/api/") and row not in APPENDED]
    return [
        one for one in known if "?version=" in one[2].query or (one[2].json is not None and "version" in fields_of(one[0][1], one[0][0]))
    ]


def test_there_is_something_to_edit(cast: Cast) -> None:
    assert len(editable(cast)) >= 15


def without_version(body: Body) -> Body:
    return replace(
        body, query="", json=None if body.json is None else {name: value for name, value in body.json.items() if name != "version"}
    )


def test_an_edit_that_names_no_version_is_refused(cast: Cast) -> None:
    callers, here, before = Callers(cast), ids(cast.north), digests()
    answers = {}
    for row, address, body in editable(cast):
        answer = callers.knock("owner", row[0], address.at({**here, **body.ids}), without_version(body))
        answers[row] = answer.status_code
    assert set(answers.values()) == {428}, answers
    assert changed(before, digests()) == set()


def test_the_second_of_two_edits_gets_both_values_back(cast: Cast) -> None:
    callers, here, wrong = Callers(cast), ids(cast.north), []
    for row, address, body in editable(cast):
        path = address.at({**here, **body.ids}) + body.query
        old = path.replace("?version=1", "?version=7") if body.query else path
        stale = body if body.json is None else replace(body, json={**body.json, "version": 7})
        before = digests()
        answer = callers.knock("owner", row[0], old, stale)
        details = json.loads(answer.content)["details"]
        if answer.status_code != 409 or not {"yours", "current"} <= set(details) or changed(before, digests()):
            wrong.append((row, answer.status_code, details))
    assert wrong == []


@pytest.mark.django_db(transaction=True)
def test_twenty_submits_with_one_key_make_one_thing(cast: Cast) -> None:
    before = audit.verify(cast.north.workspace_id).lines

    def submit(_: int) -> tuple[int, bytes]:
        try:
            callers = Callers(cast)
            answer = callers.knock("owner", "POST", "/api/people", Body({"name": "Nell"}), {"Idempotency-Key": "one"})
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(CROWD) as crowd:
        answers = set(crowd.map(submit, range(CROWD)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 201
    assert audit.verify(cast.north.workspace_id).lines == before + 1


@pytest.mark.django_db(transaction=True)
def test_of_ten_parallel_edits_of_one_version_one_goes_through(cast: Cast) -> None:
    def edit(number: int) -> int:
        try:
            body = Body({"name": f"Name {number}", "version": 1})
            return Callers(cast).knock("owner", "PUT", f"/api/people/{cast.north.member_person_id}", body).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as crowd:
        assert sorted(crowd.map(edit, range(10))) == [200] + [409] * 9


def test_every_key_gives_its_first_answer_again(cast: Cast) -> None:
    """Every writing address, sent twice with one key: the second time changes nothing."""
    callers, here, sent, wrong = Callers(cast), ids(cast.north), bodies(cast.north), []
    for row, address in rows():
        if row not in sent or not row[1].startswith("/api/"):
            continue
        body = sent[row]
        path, key = address.at({**here, **body.ids}) + body.query, {"Idempotency-Key": f"{row}"}
        first = callers.knock("owner", row[0], path, body, key)
        before = digests()
        again = callers.knock("owner", row[0], path, body, key)
        if first.status_code < 300 and "difference" not in row[1]:
            same = (again.status_code, again.content) == (first.status_code, first.content) or b"shown_once" in again.content
            wrong += [] if same and not changed(before, digests()) else [(row, first.status_code, again.status_code, again.content[:200])]
    assert wrong == []
