"""What takes long to tell is told once in a run; every further test gets the same rows again, which takes a fiftieth of the time."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

Told = TypeVar("Told")
Statements = list[tuple[str, tuple[Any, ...]]]
_told: dict[object, tuple[Any, list[list[Model]]]] = {}
_said: dict[object, Statements] = {}


def once(what: object, tell: Callable[[], Told]) -> Told:
    """What `tell` leaves in an empty database, and what it gave back. `what` names it among all that is told in a run."""
    if what not in _told:
        value = tell()
        _told[what] = value, [list(model._base_manager.all()) for model in _tables()]
        return value
    value, rows = _told[what]
    with transaction.atomic():
        if what in _said:
            _say_again(_said[what])
        else:
            _said[what] = _said_for(rows)
    return value  # type: ignore[no-any-return]


def _tables() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("milepost.")]


def _said_for(rows: list[list[Model]]) -> Statements:
    """Puts the rows back, and gives what was said to the database for it."""
    said: Statements = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        said.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen), connection.cursor() as cursor:
        for table in rows:
            if table:
                type(table[0])._base_manager.bulk_create([copy(row) for row in table])
        for statement in connection.ops.sequence_reset_sql(no_style(), _tables()):
            cursor.execute(statement)
    return [(sql, params) for sql, params in said if "SAVEPOINT" not in sql]


def _say_again(said: Statements) -> None:
    """The same words; to PostgreSQL, for which each way there and back takes a while, all at once."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(";".join(sql for sql, _ in said), [each for _, params in said for each in params])
            return
        for sql, params in said:
            cursor.execute(sql, params)
