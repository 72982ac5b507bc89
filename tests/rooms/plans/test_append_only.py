"""The database itself refuses to change what people reported and promised: one test, run on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, NotSupportedError, connection, transaction

from tests import ledger
from tests.cast import Cast

CHANGES = ["UPDATE {} SET at = at", "DELETE FROM {}", "DELETE FROM {} WHERE id = (SELECT min(id) FROM {})"]
OF_SQLITE = ["INSERT OR REPLACE INTO {} SELECT * FROM {}", "REPLACE INTO {} SELECT * FROM {}"]
OF_POSTGRESQL = ["TRUNCATE {}", "TRUNCATE {} CASCADE"]
STATEMENTS = CHANGES + {"sqlite": OF_SQLITE, "postgresql": OF_POSTGRESQL}[connection.vendor]


@pytest.fixture(autouse=True)
def _guard_stands(db: None) -> None:
    if not ledger.stands():
        ledger.put_up()


@pytest.mark.parametrize("table", ["plans_progress", "plans_promiseddate"])
@pytest.mark.parametrize("statement", STATEMENTS)
def test_reports_and_promises_cannot_be_changed_removed_or_replaced(cast: Cast, statement: str, table: str) -> None:
    before = rows(table)
    connection.check_constraints()  # PostgreSQL empties no table that has checks outstanding, guarded or not
    with (
        pytest.raises((IntegrityError, NotSupportedError), match=r"append-only|referenced in a foreign key"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.replace("{}", table))
    assert rows(table) == before != []


def rows(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return list(cursor.fetchall())
