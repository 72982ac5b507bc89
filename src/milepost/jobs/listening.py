"""The ear on PostgreSQL. A module of its own, because loading the driver costs a tenth of a second that SQLite need not pay."""

from __future__ import annotations

import time
from contextlib import suppress

import psycopg
from django.db import connection

CHANNEL = "milepost"


class ListeningPulse:
    """Listens on PostgreSQL's channel; after a connection that could not be had, or was lost, everything counts as changed."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection | None = None
        with suppress(psycopg.Error):
            self._connection = self._listening()

    def wait(self, seconds: float) -> bool:
        try:
            if self._connection is None:
                self._connection = self._listening()
                return True
            return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))
        except psycopg.Error:
            self.close()
            time.sleep(min(seconds, 1))
            return False

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _listening(self) -> psycopg.Connection:
        told = {name: value for name, value in connection.get_connection_params().items() if name not in _DJANGO_ONLY}
        listening = psycopg.connect(**told, autocommit=True)
        listening.execute(f"LISTEN {CHANNEL}")
        return listening


_DJANGO_ONLY = frozenset(
    {"pool", "context", "cursor_factory", "prepare_threshold", "server_side_binding", "isolation_level", "assume_role"}
)
