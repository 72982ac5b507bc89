"""No other site can make a browser change anything, and nothing changes by looking."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.doors.trust.bodies import bodies
from tests.doors.trust.digest import changed, digests
from tests.doors.trust.knocking import Body, Callers, ids
from tests.doors.trust.table import letter, rows, table
from tests.doors.trust.test_table import of

WRITING = ("POST", "PUT", "DELETE")
HARMLESS = {"/api/openapi.json", "/api/docs", "/api/"}
"""Answers to these change nothing, whatever the method."""
NOTED_ON_SIGHT = {"/accounts/email/": {"account_emailaddress"}}
"""allauth copies the address that a user has into a table of its own when they first look at it."""
LOOKERS = ("anonymous", "client", "member", "manager", "owner")


class Browser(Callers):
    """Callers without tokens of the API: the session's cookie is all that is sent."""

    def _headers(self, who: str, *, api: bool) -> dict[str, str]:
        return {"X-CSRFToken": "a" * 32} if self.forgery_token else {}


def attempts(cast: Cast) -> list[tuple[str, str, Body]]:
    here, sent = ids(cast.north), bodies(cast.north)
    found = []
    for (method, template), address in rows():
        if method in WRITING and template not in HARMLESS and table()[method, template] != "5" * 10:
            body = sent.get((method, template), Body())
            found.append((method, address.at({**here, **body.ids}) + body.query, body))
    return found


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
    ids=["without the token", "from a foreign origin", "from nowhere"],
)
def test_a_forged_change_is_refused_everywhere(cast: Cast, headers: dict[str, str]) -> None:
    browser = Browser(cast, forgery_token=bool(headers))
    before, accepted = digests(), []
    for method, path, body in attempts(cast):
        answer = browser.knock("owner", method, path, body, headers)
        if answer.status_code not in (403, 404, 405):
            accepted.append(f"{method} {path}: {answer.status_code}")
    assert accepted == []
    assert changed(before, digests()) == set()


def test_without_any_proof_of_who_one_is_nothing_changes(cast: Cast) -> None:
    browser, before, accepted = Browser(cast), digests(), []
    for method, path, body in attempts(cast):
        answer = browser.knock("anonymous", method, path, body)
        if letter(answer) == "+" and not path.startswith("/accounts/"):
            accepted.append(f"{method} {path}: {answer.status_code}")
    assert accepted == []
    assert changed(before, digests()) == set()


@pytest.mark.parametrize("who", LOOKERS)
def test_looking_changes_nothing(cast: Cast, who: str) -> None:
    callers, here, guilty = Callers(cast), ids(cast.north), []
    callers.client(who)
    before = digests(without=frozenset())
    for (method, template), address in rows():
        if method == "GET" and table()[method, template][of(who)] in "+?":
            callers.knock(who, "GET", address.at(here))
            after = digests(without=frozenset())
            touched = changed(before, after) - NOTED_ON_SIGHT.get(template, set())
            guilty += [(template, touched)] if touched else []
            before = after
    assert guilty == []
