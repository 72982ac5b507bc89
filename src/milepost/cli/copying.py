"""A copy of the whole database, taken while others write, and put back as one: for SQLite and for PostgreSQL."""

from __future__ import annotations

import os
import subprocess
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.db import DatabaseError, connection

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say


class Copier(Protocol):
    """What a backup asks of a database."""

    @property
    def kind(self) -> str: ...

    def copy(self, file: Path) -> None:
        """Writes the database as it is at one moment."""

    def others(self) -> bool:
        """True when another program is speaking with it."""

    def refuse_if_torn(self, copy: Path) -> None:
        """Reads through a copy that is to be put back."""

    def put_back(self, copy: Path, aside: Path) -> None:
        """Makes the database what `copy` is, whole or not at all; what it was is kept in the folder `aside`."""


def copier() -> Copier:
    """The one for the database that is set."""
    return Sqlite(Path(str(connection.settings_dict["NAME"]))) if connection.vendor == "sqlite" else PostgreSQL()


@dataclass(frozen=True, slots=True)
class Sqlite:
    """A database that is a file. SQLite's own backup reads it page by page; writers are not kept waiting."""

    file: Path
    kind: str = "SQLite"

    def copy(self, file: Path) -> None:
        connection.ensure_connection()
        with closing(_opened(file)) as copied:
            connection.connection.backup(copied)

    def others(self) -> bool:
        return False  # every program that uses the file holds the home, too

    def refuse_if_torn(self, copy: Path) -> None:
        with closing(_opened(copy)) as opened:
            if opened.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise Refusal("backup_damaged", say("The database in this backup is damaged. Nothing was changed."), field="file")

    def put_back(self, copy: Path, aside: Path) -> None:
        self._keep(aside)
        os.replace(copy, self.file)
        settle(self.file.parent)

    def _keep(self, aside: Path) -> None:
        """A second name for the file that is replaced. Whoever closes it last empties its log into it; a broken one's is kept, too."""
        if not self.file.exists():
            return
        with suppress(DatabaseError):
            connection.ensure_connection()
        _hang_up()
        os.link(self.file, aside / self.file.name)
        for ending in ("-wal", "-shm"):
            left = self.file.with_name(self.file.name + ending)
            if left.exists():
                left.rename(aside / left.name)


def _opened(file: Path) -> Any:
    """Through the same SQLite as the program's own connection."""
    library = connection.Database  # type: ignore[attr-defined]
    return library.connect(file)


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A database on a server. PostgreSQL's own programs speak with it; they must be as new as the server."""

    kind: str = "PostgreSQL"

    def copy(self, file: Path) -> None:
        _call("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}", f"--dbname={_address()}")

    def others(self) -> bool:
        import psycopg

        _hang_up()
        with psycopg.connect(_address(), password=connection.settings_dict["PASSWORD"]) as asking:
            found = asking.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            return found.fetchone() is not None

    def refuse_if_torn(self, copy: Path) -> None:
        _call("pg_restore", f"--file={os.devnull}", str(copy))

    def put_back(self, copy: Path, aside: Path) -> None:
        self.copy(aside / "database")
        script = copy.with_name("database.sql")
        _call("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(copy))
        emptied = ("--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public")
        once = ("--single-transaction", "--set=ON_ERROR_STOP=1", "--quiet", "--no-psqlrc")
        _call("psql", *once, *emptied, f"--file={script}", f"--dbname={_address()}")


def settle(folder: Path) -> None:
    """The names in a folder are on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hang_up() -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # both our databases have one


def _address() -> str:
    """Where the database is, without the password: others on the machine can read what a program is called with."""
    from psycopg.conninfo import make_conninfo

    named = connection.settings_dict
    more = {name: value for name, value in named["OPTIONS"].items() if name not in {"options", "pool"}}
    given = {"dbname": named["NAME"], "user": named["USER"], "host": named["HOST"], "port": named["PORT"]}
    return make_conninfo(**{name: str(value) for name, value in (given | more).items() if value})


def _call(program: str, *words: str) -> None:
    """Refused in the program's own words where it fails, and where it is not installed."""
    surroundings = {**os.environ, "PGPASSWORD": str(connection.settings_dict["PASSWORD"])}
    try:
        subprocess.run(  # noqa: S603  # three names of ours; an address and files that the administrator named
            [program, *words], env=surroundings, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        raise Refusal(
            "program_missing",
            say("{program} is not installed. It comes with PostgreSQL; it must be as new as the server.", program=program),
        ) from None
    except subprocess.CalledProcessError as error:
        reason = " ".join(error.stderr.split())
        raise Refusal("program_failed", say("{program} could not do it: {reason}", program=program, reason=reason)) from None
