"""Notices, within milliseconds and at almost no cost, that something in the database has changed. Never says what.

SQLite: `PRAGMA data_version` on a connection of its own, some microseconds a look. PostgreSQL: triggers on the ledger, the forecasts and
the imports notify one channel, and each process has one connection that listens.
"""

from __future__ import annotations

import time
from typing import Protocol

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

LOOK_EVERY_SECONDS = 0.02


class Pulse(Protocol):
    """One process's ear at the database. For one thread at a time."""

    def wait(self, seconds: float) -> bool:
        """True as soon as somebody else committed a change since the last wait, False when the time is up."""

    def close(self) -> None: ...


def pulse() -> Pulse:
    """An ear at the database that this process is set up with; hears every change committed after this call."""
    if connection.vendor == "sqlite":
        return FilePulse()
    from milepost.jobs.listening import ListeningPulse

    return ListeningPulse()


class FilePulse:
    """Asks SQLite for the version of the file that this connection sees."""

    def __init__(self) -> None:
        self._connection: BaseDatabaseWrapper = connections.create_connection("default")
        self._connection.inc_thread_sharing()
        self._seen = self._version()

    def wait(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while (version := self._version()) == self._seen:
            left = until - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(LOOK_EVERY_SECONDS, left))
        self._seen = version
        return True

    def close(self) -> None:
        self._connection.close()

    def _version(self) -> int:
        self._connection.ensure_connection()
        return int(self._connection.connection.execute("PRAGMA data_version").fetchone()[0])
