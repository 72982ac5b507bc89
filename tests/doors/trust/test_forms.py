"""Every form of the pages, found on the pages: nobody's work is overwritten, and a double click does its work once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.urls import resolve
from lxml import html

from tests.cast import Cast, Firm
from tests.doors.trust.addresses import addresses
from tests.doors.trust.bodies import bodies
from tests.doors.trust.digest import changed, digests
from tests.doors.trust.knocking import ACTORS, Body, Callers, ids
from tests.doors.trust.table import rows, table
from tests.doors.trust.test_table import of

Forms = dict[str, dict[str, str]]
NOT_ON_A_PAGE = "/welcome/"
"""The first run is shown only where there is no workspace; its second submit finds one."""


def writing(firm: Firm) -> list[tuple[str, str, Body]]:
    """Template, path and well-meant body of every form."""
    here, sent = ids(firm), bodies(firm)
    posted = [(row, address) for row, address in rows() if row in sent and row[0] == "POST" and address.door == "web"]
    return [(row[1], address.at({**here, **sent[row].ids}), sent[row]) for row, address in posted if row[1] != NOT_ON_A_PAGE]


def shown(callers: Callers, firm: Firm) -> Forms:
    """What the pages put into their forms before anybody types, by the form's address. Each page is opened once, as the owner."""
    found: Forms = {}
    for (method, template), address in rows():
        if method == "GET" and address.door == "web" and table().get((method, template), "?" * len(ACTORS))[of("owner")] == "+":
            path = address.at(ids(firm))
            answer = callers.knock("owner", "GET", path)
            if answer.get("Content-Type", "").startswith("text/html") and answer.content:
                found |= {template_of(form.get("action") or path): hidden(form) for form in forms(answer.content)}
    return found


def forms(page: bytes) -> list[Any]:
    return [form for form in html.fromstring(page).iter("form") if form.get("method") == "post"]


def hidden(form: Any) -> dict[str, str]:
    return {field.get("name"): field.get("value", "") for field in form.iter("input") if field.get("type") == "hidden"}


def with_fields(body: Body, **fields: object) -> Body:
    return replace(body, form={**(body.form or {}), **fields})


def versioned(firm: Firm) -> list[tuple[str, str, Body]]:
    return [(template, path, body) for template, path, body in writing(firm) if "version" in (body.form or {})]


def test_every_form_that_a_page_shows_has_a_well_meant_body(cast: Cast) -> None:
    """So that what follows leaves none out."""
    routes = {address.template for address in addresses()}
    known = {template for template, _, _ in writing(cast.north)}
    posted = shown(Callers(cast), cast.north).keys() & routes
    assert {template for template in posted if not template.startswith("/accounts/")} - known == set()


def template_of(path: str) -> str:
    """The address of the routing that a path belongs to, with its places named."""
    match = resolve(path.partition("?")[0])
    return "/" + match.route.replace("<int:", "{").replace("<str:", "{").replace("<slug:", "{").replace("<", "{").replace(">", "}")


def test_every_form_sent_twice_does_its_work_once(cast: Cast) -> None:
    """The form as its page shows it, filled in and sent, and sent again as it was."""
    callers, wrong = Callers(cast), []
    on_pages = shown(callers, cast.north)
    for template, path, body in writing(cast.north):
        kept = {name: value for name, value in on_pages.get(template, {}).items() if name == "once"}
        with transaction.atomic():
            filled = with_fields(body, **kept)
            first = callers.knock("owner", "POST", path, filled)
            before = digests()
            callers.knock("owner", "POST", path, filled)
            moved = changed(before, digests())
            transaction.set_rollback(True)
        if first.status_code < 400 and moved:
            wrong.append((template, first.status_code, sorted(moved), "once" in kept))
    assert wrong == []


def test_a_form_that_names_an_old_version_overwrites_nothing(cast: Cast) -> None:
    callers, wrong = Callers(cast), []
    for template, path, body in versioned(cast.north):
        before = digests()
        answer = callers.knock("owner", "POST", path, with_fields(body, version=7))
        if answer.status_code != 409 or changed(before, digests()):
            wrong.append((template, answer.status_code))
    assert wrong == []


def test_a_form_that_names_no_version_is_refused(cast: Cast) -> None:
    callers, wrong = Callers(cast), []
    for template, path, body in versioned(cast.north):
        before = digests()
        answer = callers.knock("owner", "POST", path, with_fields(body, version=""))
        if answer.status_code not in (422, 428) or changed(before, digests()):
            wrong.append((template, answer.status_code))
    assert wrong == []


def test_whoever_was_slower_sees_both_values(cast: Cast) -> None:
    """Somebody saved another name in between: the page shows theirs beside what was typed, and can be sent again."""
    callers, wrong, seen = Callers(cast), [], 0
    callers.client("owner")  # signs in before what is taken back
    for template, path, body in versioned(cast.north):
        if "name" not in (body.form or {}):
            continue
        with transaction.atomic():
            first = callers.knock("owner", "POST", path, with_fields(body, name="Theirs"))
            second = callers.knock("owner", "POST", path, with_fields(body, name="Mine"))
            transaction.set_rollback(True)
        seen += 1
        if first.status_code >= 400 or second.status_code != 409 or ["Theirs", "Mine"] not in compared(second.content):
            wrong.append((template, first.status_code, second.status_code))
    assert wrong == []
    assert seen >= 8


def compared(page: bytes) -> list[list[str]]:
    """The rows of the page's tables: what stands there, what was typed."""
    return [[cell.text_content() for cell in row.iter("td")] for row in html.fromstring(page).iter("tr")]
