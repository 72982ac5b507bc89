"""Open connections kept for the next request. Opening one costs two milliseconds, mostly for SQLite to read its own tables' names."""

from __future__ import annotations

from collections import deque
from typing import Any

MOST_IDLE = 8


class Pool:
    """Idle connections of this process to each database file."""

    def __init__(self) -> None:
        self._idle: dict[str, deque[Any]] = {}

    def take(self, file: str) -> Any | None:
        """An idle connection to `file`, or None."""
        try:
            return self._idle[file].pop()
        except (KeyError, IndexError):
            return None

    def give_back(self, file: str, connection: Any) -> None:
        """Keeps a connection that is in no transaction; closes it where enough are kept."""
        idle = self._idle.setdefault(file, deque())
        if connection.in_transaction or len(idle) >= MOST_IDLE:
            connection.close()
        else:
            idle.append(connection)

    def drain(self, file: str) -> None:
        """Closes what is idle: before a fork, which no connection survives, and before the file goes away."""
        while (connection := self.take(file)) is not None:
            connection.close()


POOL = Pool()
