"""What the whole database holds, as one digest per table."""

from __future__ import annotations

import hashlib
from functools import cache

from django.apps import apps
from django.db import connection

NO_FACTS = {
    "django_session": "who is signed in with which browser",
    "config_cache": "counts for rate limits",
}
"""Tables that a request without effect may touch, and why."""

NOTES = frozenset({"last_used_at", "last_login"})
"""Columns that note an attempt, also where it was refused: when a token was last used for a change, when somebody signed in."""

Digests = dict[str, str]


def digests(*, without: frozenset[str] = NOTES) -> Digests:
    """Every table's content as a digest, columns in `without` left out."""
    return {table: _digest(table, without) for table in tables()}


def tables() -> list[str]:
    """Every table of the installation that holds facts."""
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return sorted(names - set(NO_FACTS))


def _digest(table: str, without: frozenset[str]) -> str:
    with connection.cursor() as cursor:
        listed = ", ".join(connection.ops.quote_name(name) for name in _columns(table) if name not in without)
        cursor.execute(f"SELECT {listed} FROM {connection.ops.quote_name(table)} ORDER BY 1")
        return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()


@cache
def _columns(table: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        return tuple(column.name for column in connection.introspection.get_table_description(cursor, table))


def changed(before: Digests, after: Digests) -> set[str]:
    """The tables whose content differs."""
    return {table for table in before if before[table] != after[table]}
