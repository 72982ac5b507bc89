"""What was promised to whom: kept for ever, shown to the firm whole and to each client only as far as it was told to them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from milepost.clients import reads, writes
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import reads as plans
from tests.cast import NOW, Cast, Firm, Person
from tests.said import last_line, lines

MAY = date(2026, 5, 29)


def promise(firm: Firm, by: Person | None = None, **more: Any) -> int:
    usual = {"client": f"City of {firm.mark}", "on": MAY, "to_whom": "the mayor", "paper": "contract 7", "now": NOW}
    return writes.promise((by or firm.manager).actor, firm.project_id, **(usual | more))


def test_a_promise_is_a_fact_of_the_plan_and_says_to_whom_and_by_which_paper(cast: Cast) -> None:
    firm = cast.north
    made = promise(firm, because="they open in June")
    (kept,) = [each for each in reads.promises(firm.manager.actor) if each.id == made]
    assert (kept.on, kept.client, kept.to_whom, kept.paper, kept.by) == (MAY, "City of kestrel", "the mayor", "contract 7", "Max kestrel")
    promised = plans.project(firm.manager.actor, firm.project_id).promised
    assert promised is not None
    assert (promised.on, promised.because) == (MAY, "they open in June")


def test_the_ledger_has_the_date_and_the_paper(cast: Cast) -> None:
    before = lines(cast.north.manager.actor)
    promise(cast.north)
    assert lines(cast.north.manager.actor) == before + 2
    line = last_line(cast.north.manager.actor)
    assert (line.verb, line.plan_id, line.after["paper"], line.after["on"]) == (
        "promised",
        cast.north.project_id,
        "contract 7",
        "2026-05-29",
    )


def test_the_newest_promise_holds_and_the_earlier_stay_in_the_record(cast: Cast) -> None:
    firm = cast.north
    made = promise(firm)
    assert [each.id for each in reads.promises(firm.manager.actor)] == [made]
    history = reads.promise_history(firm.manager.actor, firm.project_id)
    assert [(each.on, each.current) for each in history] == [(MAY, True), (date(2026, 5, 15), False)]


def test_a_promise_of_one_task_and_one_to_another_client_stand_beside_it(cast: Cast) -> None:
    firm = cast.north
    promise(firm, task_id=firm.task_ids["moor"], on=date(2026, 4, 1))
    promise(firm, client=f"Yacht club {firm.mark}")
    assert [(each.on, each.task_name) for each in reads.promises(firm.manager.actor)] == [
        (date(2026, 4, 1), "moor kestrel"),
        (date(2026, 5, 15), ""),
        (MAY, ""),
    ]


def test_a_client_nobody_knew_is_added_and_one_that_is_known_is_found(cast: Cast) -> None:
    firm = cast.north
    count = len(reads.clients(firm.manager.actor))
    promise(firm, client=" city OF kestrel ")
    assert len(reads.clients(firm.manager.actor)) == count
    promise(firm, client="St. Anna Clinic")
    assert "St. Anna Clinic" in {client.name for client in reads.clients(firm.manager.actor)}


def test_a_client_sees_what_was_promised_to_them_and_nothing_of_the_firm(cast: Cast) -> None:
    firm = cast.north
    promise(firm, because="not for clients", client=f"Yacht club {firm.mark}")
    (seen,) = reads.promises(firm.client.actor)
    assert (seen.on, seen.because, seen.by) == (date(2026, 5, 15), "", "")
    (theirs,) = reads.promises(firm.other_client.actor)
    assert theirs.on == MAY
    assert reads.promise_history(firm.other_client.actor, firm.project_id) == (theirs,)


def test_nobody_sees_the_promises_of_another_firm(cast: Cast) -> None:
    promise(cast.north)
    assert {each.project_id for each in reads.promises(cast.south.owner.actor)} == {cast.south.project_id}
    for stranger in (cast.south.owner, cast.south.client):
        with pytest.raises(NotFound):
            reads.promise_history(stranger.actor, cast.north.project_id)
    assert reads.promises(cast.north.member.actor) == ()


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"client": " "}, "name_empty", "client"),
        ({"on": date(9000, 1, 1)}, "day_far_away", "on"),
        ({"paper": "x" * 501}, "text_too_long", "paper"),
        ({"to_whom": "\x00"}, "text_unprintable", "to_whom"),
    ],
)
def test_a_promise_that_says_nothing_is_refused_and_leaves_no_client(cast: Cast, said: dict[str, Any], code: str, field: str) -> None:
    before = lines(cast.north.manager.actor)
    with pytest.raises(Refusal) as refused:
        promise(cast.north, **({"client": "Somebody new"} | said))
    assert (refused.value.code, refused.value.field, lines(cast.north.manager.actor)) == (code, field, before)
    assert "Somebody new" not in {client.name for client in reads.clients(cast.north.manager.actor)}


@pytest.mark.parametrize("who", ["member", "client"])
def test_only_those_who_manage_promise_and_know_the_clients(cast: Cast, who: str) -> None:
    firm, actor = cast.north, cast.north.everybody[who].actor
    for attempt in (
        lambda: promise(firm, firm.everybody[who]),
        lambda: writes.add_client(actor, name="A", now=NOW),
        lambda: writes.change_client(actor, firm.client_id, name="A", version=1, now=NOW),
        lambda: writes.add_contact(actor, firm.client_id, name="A", now=NOW),
        lambda: writes.change_contact(actor, firm.contact_id, name="A", email="", user_id=None, version=1, now=NOW),
        lambda: reads.clients(actor),
        lambda: reads.client(actor, firm.client_id),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_another_firm_finds_neither_project_nor_client_nor_contact(cast: Cast) -> None:
    firm, actor = cast.north, cast.south.manager.actor
    for attempt in (
        lambda: promise(firm, cast.south.manager),
        lambda: writes.change_client(actor, firm.client_id, name="A", version=1, now=NOW),
        lambda: writes.add_contact(actor, firm.client_id, name="A", now=NOW),
        lambda: writes.change_contact(actor, firm.contact_id, name="A", email="", user_id=None, version=1, now=NOW),
        lambda: reads.client(actor, firm.client_id),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_a_client_can_be_called_otherwise_by_who_saw_its_newest_name(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    assert writes.change_client(boss, firm.client_id, name="Harbour city", version=1, now=NOW) == 2
    assert reads.client(boss, firm.client_id).name == "Harbour city"
    assert (last_line(boss).before["name"], last_line(boss).after["name"]) == ("City of kestrel", "Harbour city")
    with pytest.raises(Stale):
        writes.change_client(boss, firm.client_id, name="A", version=1, now=NOW)
    with pytest.raises(VersionMissing):
        writes.change_client(boss, firm.client_id, name="A", version=None, now=NOW)


def test_two_clients_do_not_have_one_name(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    assert writes.add_client(boss, name="Fire brigade", now=NOW)
    for attempt in (
        lambda: writes.add_client(boss, name="fire BRIGADE", now=NOW),
        lambda: writes.change_client(boss, firm.client_id, name="Fire brigade", version=1, now=NOW),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == "client_there"
    assert writes.change_client(boss, firm.client_id, name="City of Kestrel", version=1, now=NOW) == 2


def test_contacts_are_named_people_some_of_whom_sign_in(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    made = writes.add_contact(boss, firm.client_id, name="Zoe", email="Zoe@City.example", now=NOW)
    assert last_line(boss).after["client"] == "City of kestrel"
    contact = next(each for each in reads.client(boss, firm.client_id).contacts if each.id == made)
    assert (contact.name, contact.email, contact.user_id) == ("Zoe", "zoe@city.example", None)
    assert writes.change_contact(boss, made, name="Zoë", email="", user_id=firm.other_client.user_id, version=1, now=NOW) == 2
    assert len(reads.promises(firm.other_client.actor)) == 1
    with pytest.raises(Stale):
        writes.change_contact(boss, made, name="Z", email="", user_id=None, version=1, now=NOW)


def test_a_contact_who_signs_in_is_a_member_of_this_workspace(cast: Cast) -> None:
    with pytest.raises(NotFound):
        writes.add_contact(cast.north.manager.actor, cast.north.client_id, name="A", user_id=cast.south.client.user_id, now=NOW)
    with pytest.raises(Refusal) as refused:
        writes.add_contact(cast.north.manager.actor, cast.north.client_id, name="A", email="nowhere", now=NOW)
    assert refused.value.code == "email_invalid"
