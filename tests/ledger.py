"""The guards of what is only ever added, taken down and put up by tests that must empty the database or play the intruder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from milepost.audit.migrations._append_only import LEDGER
from milepost.plans.migrations._append_only import PROGRESS, PROMISED

GUARDS = (LEDGER, PROGRESS, PROMISED)


def take_down() -> None:
    """From here on the database lets lines of the ledger, reports and promises be changed."""
    _run([statement for guard in GUARDS for statement in guard.take_down(connection.vendor)])


def put_up() -> None:
    """The guards as the migrations make them."""
    _run([statement for guard in GUARDS for statement in guard.put_up(connection.vendor)])


def stands() -> bool:
    """Whether the guards are up."""
    asked = {
        "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'",
        "postgresql": "SELECT 1 FROM pg_trigger WHERE tgrelid = 'audit_entry'::regclass AND tgname LIKE 'audit_entry_no_%'",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return cursor.fetchone() is not None


@contextmanager
def unguarded() -> Iterator[None]:
    """An intruder with the database's own password."""
    take_down()
    try:
        yield
    finally:
        put_up()


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
