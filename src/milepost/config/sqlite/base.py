"""The backend itself: Django's, with the gate held from before `BEGIN IMMEDIATE` until the transaction has ended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.utils import OperationalError

from milepost.config.sqlite.gate import Gate, GateClosed
from milepost.config.sqlite.library import safe_library
from milepost.config.sqlite.pool import POOL

with safe_library():
    from django.db.backends.sqlite3 import base as django_sqlite


class DatabaseWrapper(django_sqlite.DatabaseWrapper):
    """Django looks a backend up by this name. The stubs do not know the underscored hooks, which Django has had since 1.6."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._gate: Gate | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        return POOL.take(self._file) or super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self) -> None:
        gate = self._own_gate()
        try:
            gate.enter()
        except GateClosed as closed:
            raise OperationalError("database is locked") from closed
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            gate.leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._own_gate().leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._own_gate().leave()

    def _close(self) -> None:
        try:
            if self.connection is not None:
                POOL.give_back(self._file, self.connection)
        finally:
            if self._gate is not None:
                self._gate.close()
                self._gate = None

    def close_pool(self) -> None:
        """As on PostgreSQL: really closes what `close` keeps for the next request."""
        POOL.drain(self._file)

    @property
    def _file(self) -> str:
        return str(self.settings_dict["NAME"])

    def _own_gate(self) -> Gate | _OpenGate:
        if self.is_in_memory_db():
            return _OpenGate()
        if self._gate is None:
            self._gate = Gate(Path(self._file + ".gate"), self.settings_dict["OPTIONS"].get("timeout", 5))
        return self._gate


class _OpenGate:
    """A database in memory is shared with nobody who could be unfair."""

    def enter(self) -> None: ...

    def leave(self) -> None: ...
