"""Is the database as the code expects it? Asked at each start, so it reads names only, of files and of rows."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

LOCK_NUMBER = 0x6D696C65  # "mile": PostgreSQL's advisory locks are numbers


def unapplied() -> list[str]:
    """Migrations that the code has and the database has not, as `plans.0001_initial`; all of them for an empty database."""
    return sorted(set(known()) - set(applied()))


def known() -> list[str]:
    """The migrations that the code has."""
    return sorted(f"{app}.{name}" for app, name in _in_the_code())


def applied() -> list[str]:
    """The migrations that the database has, also those of a newer code."""
    return sorted(f"{app}.{name}" for app, name in _in_the_database())


def bring_up_to_date() -> bool:
    """Migrates if anything is missing; True if it did. One process at a time."""
    if not unapplied():
        return False
    with _alone():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    return True


def _in_the_code() -> set[tuple[str, str]]:
    folders = {app.label: Path(app.path) / "migrations" for app in apps.get_app_configs()}
    return {
        (label, module.name)
        for label, folder in folders.items()
        for module in iter_modules([str(folder)])
        if not module.ispkg and module.name[0] not in "_~"
    }


def _in_the_database() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall()}


@contextmanager
def _alone() -> Iterator[None]:
    with (Path(settings.MILEPOST_HOME) / "migrate.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if connection.vendor == "postgresql":
            _take_lock()
        try:
            yield
        finally:
            if connection.vendor == "postgresql":
                _give_lock_back()


def _take_lock() -> None:
    """Migrating may take longer than any request, and so may waiting for another process that migrates."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])


def _give_lock_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_NUMBER])
        cursor.execute("RESET lock_timeout")
        cursor.execute("RESET statement_timeout")
