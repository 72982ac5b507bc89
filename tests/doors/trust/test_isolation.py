"""Two mirrored firms, every text of which holds its firm's mark: no id of one gets anything of it to the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.http import HttpResponse

from tests.cast import Cast, Firm
from tests.doors.trust.addresses import Address
from tests.doors.trust.bodies import bodies
from tests.doors.trust.digest import changed, digests
from tests.doors.trust.knocking import Body, Callers, ids
from tests.doors.trust.table import rows, table
from tests.doors.trust.test_table import of

INSIDERS = ("owner", "manager", "member", "other_member", "client")
KINDS_IN_BODIES = {
    "after_id": "task_id",
    "successor_id": "task_id",
    "task_ids": "task_id",
    "task_id": "task_id",
    "project_id": "project_id",
    "project_ids": "project_id",
    "calendar_id": "calendar_id",
    "resource_id": "resource_id",
    "objective_id": "objective_id",
    "line_ids": "line_id",
    "risk_id": "risk_id",
    "overtime_id": "overtime_id",
    "owner_id": "person_id",
    "person_id": "person_id",
    "user_id": "user_id",
}
"""Fields of bodies that name a thing, and which kind of thing."""
PUBLIC_PLACES = ("page", "key", "uidb36", "pk", "kind", "check", "secret")
"""Places of addresses that name no thing of a firm: the same words for everybody."""


@dataclass(frozen=True, slots=True)
class Swap:
    """One request of the north in which one id was replaced by one of the south."""

    method: str
    path: str
    body: Body
    what: str


def foreign(firm: Firm) -> dict[str, list[int]]:
    """Every id of a firm, by kind."""
    people = [*firm.everybody.values(), firm.disabled]
    tasks = {"task_id": list(firm.task_ids.values())}
    usual = {kind: [value] for kind, value in ids(firm).items() if isinstance(value, int)}
    users = {"user_id": [person.user_id for person in people], "membership_id": [person.membership_id for person in people]}
    pairs = {
        "person_id": [firm.member_person_id, firm.other_person_id],
        "client_id": [firm.client_id, firm.other_client_id],
        "contact_id": [firm.contact_id, firm.other_contact_id],
    }
    return {**usual, **tasks, **users, **pairs}


def swaps(cast: Cast) -> Iterator[Swap]:
    """Every place of every address and every id in every body, each with every id of its kind in the south."""
    here, there, sent = ids(cast.north), foreign(cast.south), bodies(cast.north)
    for (method, template), address in rows():
        body = sent.get((method, template), Body())
        own = {**here, **body.ids}
        yield from in_path(method, address, own, body, there)
        yield from in_body(method, address.at(own) + body.query, body, there)


def in_path(method: str, address: Address, own: dict[str, object], body: Body, there: dict[str, list[int]]) -> Iterator[Swap]:
    for place in address.places:
        if place not in PUBLIC_PLACES:
            for other in there[place]:
                yield Swap(method, address.at({**own, place: other}) + body.query, body, f"{address.template} {place}={other}")


def in_body(method: str, path: str, body: Body, there: dict[str, list[int]]) -> Iterator[Swap]:
    fields: dict[str, Any] = dict(body.json if body.json is not None else body.form or {})
    for name, kind in KINDS_IN_BODIES.items():
        for other in there[kind] if name in fields else ():
            swapped = {**fields, name: [other] if isinstance(fields[name], list) else other}
            sent = replace(body, json=swapped) if body.json is not None else replace(body, form=swapped)
            yield Swap(method, path, sent, f"{path} {name}={other}")


def test_every_field_that_names_a_thing_is_swapped(cast: Cast) -> None:
    named = {name for body in bodies(cast.north).values() for name in {**(body.json or {}), **(body.form or {})}}
    assert {name for name in named if name.endswith(("_id", "_ids"))} <= set(KINDS_IN_BODIES)


@pytest.mark.parametrize("who", ["owner", "member"])
def test_no_swapped_id_reveals_or_changes_anything(cast: Cast, who: str) -> None:
    assert faults(cast, who) == []


@pytest.mark.slow
def test_two_thousand_swaps_reveal_and_change_nothing(cast: Cast) -> None:
    assert len(list(swaps(cast))) * len(INSIDERS) >= 2000
    assert [fault for who in INSIDERS for fault in faults(cast, who)] == []


def faults(cast: Cast, who: str) -> list[str]:
    callers, before, found = Callers(cast), digests(), []
    for swap in swaps(cast):
        answer = callers.knock(who, swap.method, swap.path, swap.body)
        found += [f"{swap.method} {swap.what} as {who}: {fault}" for fault in revealed(answer, cast.south)]
    return [*found, *(f"{table} is not as before" for table in changed(before, digests()))]


def revealed(answer: HttpResponse, south: Firm) -> Iterator[str]:
    """A swapped id is answered as a thing that does not exist, as a refusal before anybody looked, or as a choice that is none."""
    if answer.status_code not in (401, 403, 404, 405, 422) and not is_to_entrance(answer):
        yield f"answered with {answer.status_code}"
    if south.mark.encode() in answer.content:
        yield f"shows “{south.mark}”"


def is_to_entrance(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("who", ["owner", "member", "client"])
def test_no_page_of_ones_own_shows_anything_of_the_other_firm(cast: Cast, who: str) -> None:
    callers, here = Callers(cast), ids(cast.north)
    shown = []
    for (method, template), address in rows():
        if method == "GET" and table()[method, template][of(who)] == "+":
            content = callers.try_to(who, "GET", address.at(here)).content
            shown += [template] if cast.south.mark.encode() in content else []
    assert shown == []


def test_clients_see_no_name_and_no_note_of_the_firm(cast: Cast) -> None:
    callers, here, firm = Callers(cast), ids(cast.north), cast.north
    secrets = (f"Max {firm.mark}", f"not for clients {firm.mark}", f"dredge {firm.mark}", f"Yacht club {firm.mark}", firm.manager.email)
    shown = []
    for row, address in rows():
        if row[0] == "GET" and table()[row][of("client")] == "+":
            content = callers.try_to("client", "GET", address.at(here)).content
            shown += [(row, secret) for secret in secrets if secret.encode() in content]
    assert shown == []
