"""Which SQLite is used: the system's, or the newer one in `pysqlite3` where the system's can corrupt a WAL database."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SAFE_IN_WAL = (3, 51, 3)


@contextmanager
def safe_library() -> Iterator[None]:
    """Inside, `import sqlite3` gives a SQLite without the WAL bug; afterwards the standard module is back in its place."""
    if sqlite3.sqlite_version_info >= SAFE_IN_WAL:
        yield
        return
    import pysqlite3
    import pysqlite3.dbapi2

    kept = {name: sys.modules.get(name) for name in ("sqlite3", "sqlite3.dbapi2")}
    sys.modules.update({"sqlite3": pysqlite3, "sqlite3.dbapi2": pysqlite3.dbapi2})
    try:
        yield
    finally:
        for name, module in kept.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
