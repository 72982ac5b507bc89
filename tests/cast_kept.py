"""The cast is built once in a run; every further test gets the same rows again, which takes a tenth of the time."""

from __future__ import annotations

from copy import copy

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

from tests.cast import Cast, assemble

_built: list[tuple[Cast, list[list[Model]]]] = []


def given() -> Cast:
    """The cast, in an empty database."""
    if not _built:
        cast = assemble()
        _built.append((cast, [list(model._base_manager.all()) for model in _tables()]))
        return cast
    cast, rows = _built[0]
    _put(rows)
    return cast


def _tables() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("milepost.")]


def _put(rows: list[list[Model]]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in rows:
            if table:
                type(table[0])._base_manager.bulk_create([copy(row) for row in table])
        for statement in connection.ops.sequence_reset_sql(no_style(), _tables()):
            cursor.execute(statement)
