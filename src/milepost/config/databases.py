"""The two databases Milepost runs on, with the options that the measurements in docs/decisions asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from milepost.config.environment import Environment

SQLITE_ON_CONNECT = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
CONNECT_SECONDS = 5
POSTGRESQL_ON_CONNECT = "-c jit=off -c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"


def database(environment: Environment) -> dict[str, Any]:
    """Django's settings for the database that the environment names; raises ValueError for a kind we do not run on."""
    url = environment.database_url
    if not url:
        return sqlite(environment.database_file)
    if url.startswith("sqlite:///"):
        return sqlite(Path(url.removeprefix("sqlite:///")))
    if url.startswith(("postgresql://", "postgres://")):
        return postgresql(url)
    raise ValueError("MILEPOST_DATABASE_URL must start with postgresql:// or sqlite:///.")


def sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "milepost.config.sqlite",
        "NAME": file,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_ON_CONNECT},
    }


def postgresql(url: str) -> dict[str, Any]:
    """Any libpq address, sockets and TLS options included; raises ValueError for one that libpq cannot read."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        named: dict[str, Any] = dict(conninfo_to_dict(url))
    except ProgrammingError:  # its text may hold the password
        raise ValueError("MILEPOST_DATABASE_URL cannot be read. Write it like postgresql://name:password@host:5432/milepost.") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": named.pop("dbname", ""),
        "USER": named.pop("user", ""),
        "PASSWORD": named.pop("password", ""),
        "HOST": named.pop("host", ""),
        "PORT": named.pop("port", ""),
        "OPTIONS": {"options": POSTGRESQL_ON_CONNECT, "pool": {"min_size": 1, "max_size": 12, "timeout": 10}, **named},
    }


def unreachable(environment: Environment) -> str:
    """Why PostgreSQL does not answer, in its own words; empty where it does, or where the database is a file."""
    if not environment.database_url.startswith(("postgresql://", "postgres://")):
        return ""
    import psycopg

    try:
        psycopg.connect(environment.database_url, connect_timeout=CONNECT_SECONDS).close()
    except psycopg.Error as error:
        return " ".join(str(error).split())
    return ""
