"""The kinds of columns that the tables of plans are made of, and how whole plans are put into them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class WallTimeField(models.Field[Any, Any]):
    """A time on the project's wall clock: a timestamp without a zone on both databases."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "datetime" if connection.vendor == "sqlite" else "timestamp without time zone"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is not None and value.tzinfo is not None:
            raise ValueError("a wall-clock time carries no zone")
        if value is None or connection.vendor != "sqlite":
            return value
        return value.isoformat(" ", "seconds")


class LatestTime(models.Max):
    """The latest wall-clock time of a group. SQLite hands an expression's time out as text."""

    def get_db_converters(self, connection: BaseDatabaseWrapper) -> list[Any]:
        return [_as_time]


def _as_time(value: Any, expression: Any, connection: BaseDatabaseWrapper) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def rows(values: Sequence[object], names: Sequence[str], connection: BaseDatabaseWrapper) -> list[list[Any]]:
    """The fields `names` of many values as columns that the database takes."""
    return [_as_kept([getattr(value, name) for value in values], connection) for name in names]


def _as_kept(column: list[Any], connection: BaseDatabaseWrapper) -> list[Any]:
    kinds = set(map(type, column))
    if datetime in kinds and connection.vendor == "sqlite":
        return [None if value is None else value.isoformat(" ", "seconds") for value in column]
    if any(issubclass(kind, Enum) for kind in kinds):
        return [value.value for value in column]
    return column


def whole(to: Any, **options: Any) -> Any:
    """A reference to the thing this row is a part of. Reads come by the index that starts with it."""
    return models.ForeignKey(to, on_delete=models.CASCADE, related_name="+", **options)


def person(**options: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, **options)


def choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]
