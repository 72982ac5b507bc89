"""The ear at the database: hears what others commit, at once, and nothing else."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import ConnectionHandler, connection

from milepost.config.databases import sqlite
from milepost.jobs import pulse
from milepost.jobs.listening import ListeningPulse
from milepost.jobs.pulse import FilePulse, Pulse
from tests.cast import assemble

PROMPT_SECONDS = 0.2


def heard_within(ear: Pulse, seconds: float) -> float | None:
    began = time.monotonic()
    return time.monotonic() - began if ear.wait(seconds) else None


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[ConnectionHandler]:
    handler = ConnectionHandler({"default": sqlite(tmp_path / "milepost.sqlite3")})
    monkeypatch.setattr(pulse, "connections", handler)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        handler["default"].cursor().execute("CREATE TABLE line (id INTEGER PRIMARY KEY)")
        yield handler
        handler.close_all()
        handler["default"].close_pool()


def test_what_another_connection_commits_to_the_file_is_heard_at_once(file: ConnectionHandler) -> None:
    ear = FilePulse()
    writer = threading.Timer(0.1, lambda: file["default"].cursor().execute("INSERT INTO line DEFAULT VALUES"))
    writer.start()
    heard = heard_within(ear, 3)
    writer.join()
    assert heard is not None
    assert heard < 0.1 + PROMPT_SECONDS
    ear.close()


def test_a_silent_file_is_silent_until_the_time_is_up(file: ConnectionHandler) -> None:
    ear = FilePulse()
    assert not ear.wait(0.2)
    file["default"].cursor().execute("SELECT * FROM line")
    assert not ear.wait(0.2)
    ear.close()


def test_what_was_committed_between_two_waits_is_heard_once(file: ConnectionHandler) -> None:
    ear = FilePulse()
    for _ in range(3):
        file["default"].cursor().execute("INSERT INTO line DEFAULT VALUES")
    assert ear.wait(0.2)
    assert not ear.wait(0.2)
    ear.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite does not notify")
def test_a_new_line_of_the_ledger_is_announced_on_postgresql() -> None:
    ear = ListeningPulse()
    assert not ear.wait(0.2)
    assemble()
    heard = heard_within(ear, 3)
    assert heard is not None
    assert heard < PROMPT_SECONDS
    ear.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite does not notify")
def test_a_lost_connection_is_made_again_and_counts_as_a_change() -> None:
    ear = ListeningPulse()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN milepost'")
    assert not ear.wait(0.5)
    assert ear.wait(0.5)
    ear.close()
