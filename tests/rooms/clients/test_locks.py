"""Who holds a client or the workspace lets others still point at them: a promise made at the same time waits for nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.accounts import writes as accounts
from milepost.clients import reads, writes
from milepost.kernel.actor import Role
from tests.cast import NOW, Cast, Firm

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks no rows")


def add_a_member(firm: Firm) -> None:
    accounts.add_member(firm.owner.actor, email="new@example.com", name="New", role=Role.MEMBER, now=NOW)


def add_a_contact(firm: Firm) -> None:
    (client, *_) = reads.clients(firm.manager.actor)
    writes.add_contact(firm.manager.actor, client.id, name="Ada", now=NOW)


@pytest.mark.parametrize("change", [add_a_member, add_a_contact], ids=lambda change: change.__name__)
def test_no_row_that_a_promise_points_at_is_held_against_pointing(cast: Cast, change: Callable[[Firm], None]) -> None:
    with CaptureQueriesContext(connection) as asked:
        change(cast.north)
    tables = (' FROM "accounts_workspace"', ' FROM "clients_client"')
    rows = [query["sql"] for query in asked if "UPDATE" in query["sql"] and any(table in query["sql"] for table in tables)]
    assert rows
    assert [sql for sql in rows if "FOR NO KEY UPDATE" not in sql] == []
