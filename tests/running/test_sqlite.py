"""Our SQLite backend: safe in WAL mode, nothing acknowledged before it is on the disk, writers one by one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import ConnectionHandler, OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from milepost.config.databases import sqlite
from milepost.config.sqlite.library import SAFE_IN_WAL


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[ConnectionHandler]:
    handler = ConnectionHandler({"default": sqlite(tmp_path / "milepost.sqlite3")})
    monkeypatch.setattr(transaction, "get_connection", lambda using=None: handler["default"])
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield handler
        handler.close_all()
        handler["default"].close_pool()


def ask(connection: BaseDatabaseWrapper, question: str) -> object:
    with connection.cursor() as cursor:
        row = cursor.execute(question).fetchone()
        return None if row is None else row[0]


def test_every_connection_is_durable_and_checks_its_references(database: ConnectionHandler) -> None:
    connection = database["default"]
    assert ask(connection, "PRAGMA journal_mode") == "wal"
    assert ask(connection, "PRAGMA synchronous") == 2
    assert ask(connection, "PRAGMA foreign_keys") == 1
    assert ask(connection, "PRAGMA busy_timeout") == 20_000


def test_the_library_has_no_wal_bug(database: ConnectionHandler) -> None:
    assert database["default"].Database.sqlite_version_info >= SAFE_IN_WAL


def test_the_standard_library_keeps_its_own_sqlite() -> None:
    import sqlite3

    assert sqlite3.__name__ == "sqlite3"


def write_slowly(handler: ConnectionHandler, seconds: float, begun: threading.Event) -> None:
    with transaction.atomic():
        begun.set()
        time.sleep(seconds)
        ask(handler["default"], "INSERT INTO line DEFAULT VALUES")
    handler.close_all()


def test_a_second_writer_waits_at_the_gate_until_the_first_has_committed(database: ConnectionHandler) -> None:
    ask(database["default"], "CREATE TABLE line (id INTEGER PRIMARY KEY)")
    begun = threading.Event()
    first = threading.Thread(target=write_slowly, args=(database, 0.2, begun))
    first.start()
    begun.wait()
    with transaction.atomic():
        assert ask(database["default"], "SELECT count(*) FROM line") == 1
    first.join()


def test_a_failed_transaction_leaves_the_gate_open(database: ConnectionHandler) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    other = threading.Thread(target=write_slowly, args=(database, 0, threading.Event()))
    ask(database["default"], "CREATE TABLE line (id INTEGER PRIMARY KEY)")
    other.start()
    other.join(2)
    assert not other.is_alive()
    assert ask(database["default"], "SELECT count(*) FROM line") == 1


def test_a_connection_closed_inside_a_transaction_leaves_the_gate_open(database: ConnectionHandler) -> None:
    ask(database["default"], "CREATE TABLE line (id INTEGER PRIMARY KEY)")
    with transaction.atomic():
        ask(database["default"], "INSERT INTO line DEFAULT VALUES")
        database["default"].close()
    with transaction.atomic():
        assert ask(database["default"], "SELECT count(*) FROM line") == 0


def test_a_writer_who_waits_too_long_is_told_that_the_database_is_locked(database: ConnectionHandler) -> None:
    database["default"].settings_dict["OPTIONS"]["timeout"] = 0.1
    begun = threading.Event()
    first = threading.Thread(target=write_slowly, args=(database, 0.6, begun))
    ask(database["default"], "CREATE TABLE line (id INTEGER PRIMARY KEY)")
    first.start()
    begun.wait()
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass
    first.join()


def test_a_closed_connection_is_kept_for_the_next_request(database: ConnectionHandler) -> None:
    first = database["default"]
    first.ensure_connection()
    raw = first.connection
    first.close()
    first.ensure_connection()
    assert first.connection is raw


def test_a_connection_closed_inside_a_transaction_is_not_kept(database: ConnectionHandler) -> None:
    connection = database["default"]
    with transaction.atomic():
        raw = connection.connection
        connection.close()
    connection.ensure_connection()
    assert connection.connection is not raw


def test_an_emptied_pool_has_really_closed_its_connections(database: ConnectionHandler) -> None:
    connection = database["default"]
    connection.ensure_connection()
    raw = connection.connection
    connection.close()
    connection.close_pool()
    with pytest.raises(connection.Database.ProgrammingError, match="closed"):
        raw.execute("SELECT 1")
