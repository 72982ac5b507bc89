"""The first run makes one workspace and its owner, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import authenticate
from django.db import connection

from milepost.accounts import reads, writes
from milepost.accounts.models import User, Workspace
from milepost.kernel.actor import Role
from milepost.kernel.refusal import Refusal
from tests.cast import NOW, PASSWORD, Cast
from tests.said import last_line

ASKED = {
    "name": "Harbour",
    "zone": "Europe/Berlin",
    "country": "DE",
    "region": "BY",
    "language": "en",
    "owner_name": "Ada",
    "owner_email": "Ada@Example.org",
    "password": PASSWORD,
}


def first_run(**other: str) -> writes.Founded:
    return writes.create_workspace(**(ASKED | other), now=NOW)  # type: ignore[arg-type]


def test_the_owner_can_sign_in_and_owns_the_workspace(db: None) -> None:
    assert reads.nobody_yet()
    founded = first_run()
    actor = reads.actor_of(founded.user_id, via="web")
    assert actor is not None
    assert (actor.role, actor.name) == (Role.OWNER, "Ada")
    assert authenticate(email="ada@example.org", password=PASSWORD) is not None
    assert reads.workspace(actor).language == "en"
    assert not reads.nobody_yet()


def test_the_ledger_begins_with_it(db: None) -> None:
    actor = reads.actor_of(first_run().user_id, via="web")
    assert actor is not None
    line = last_line(actor)
    assert (line.number, line.verb, line.kind, line.by) == (1, "founded", "workspace", "Ada")
    assert PASSWORD not in str(line)


def test_a_second_first_run_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        first_run()
    assert refused.value.code == "workspace_exists"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", " ", "name_empty"),
        ("zone", "Nowhere", "zone_unknown"),
        ("country", "XX", "country_unknown"),
        ("language", "xx", "language_unknown"),
        ("owner_name", "", "name_empty"),
        ("owner_email", "ada", "email_invalid"),
        ("password", "short", "password_weak"),
        ("password", "password123", "password_weak"),
    ],
)
def test_a_first_run_with_a_mistake_makes_nothing(db: None, field: str, value: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        first_run(**{field: value})
    assert refused.value.code == code
    assert refused.value.field
    assert reads.nobody_yet()
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_first_runs_at_the_same_instant_make_one_workspace() -> None:
    def run(number: int) -> str:
        try:
            first_run(owner_email=f"ada{number}@example.org")
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "founded"

    with ThreadPoolExecutor(8) as crowd:
        answers = sorted(crowd.map(run, range(8)))
    assert answers == ["founded"] + ["workspace_exists"] * 7
    assert (Workspace.objects.count(), User.objects.count()) == (1, 1)
