"""Django's SQLite backend with a SQLite that is safe in WAL mode and a fair gate before each writing transaction."""
