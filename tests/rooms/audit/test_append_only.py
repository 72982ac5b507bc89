"""The database itself refuses to change what the ledger holds: one test, run on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from milepost.audit import reads
from tests import ledger
from tests.cast import Cast

CHANGES = [
    "UPDATE audit_entry SET verb = 'tampered'",
    "UPDATE audit_entry SET because = because WHERE number = 1",
    "DELETE FROM audit_entry",
    "DELETE FROM audit_entry WHERE number = 1",
]
OF_SQLITE = [
    "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE number = 1",
    "REPLACE INTO audit_entry SELECT * FROM audit_entry",
]
OF_POSTGRESQL = ["TRUNCATE audit_entry", "TRUNCATE audit_entry CASCADE"]


@pytest.fixture(autouse=True)
def _guard_stands(db: None) -> None:
    if not ledger.stands():
        ledger.put_up()


@pytest.mark.parametrize("statement", [*CHANGES, *OF_SQLITE, *OF_POSTGRESQL])
def test_lines_cannot_be_changed_removed_or_replaced(cast: Cast, statement: str) -> None:
    if statement in {"sqlite": OF_POSTGRESQL, "postgresql": OF_SQLITE}[connection.vendor]:
        pytest.skip(f"{connection.vendor} has no such statement")
    before = reads.verify(cast.north.workspace_id)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert reads.verify(cast.north.workspace_id) == before
    assert before.sound
