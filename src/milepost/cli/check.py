"""`milepost check`: is everything sound? Configuration, migrations, the database file, every ledger."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

from milepost.cli import program


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `problem` is empty when it is sound."""

    name: str
    problem: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print every finding as JSON")


def run(options: argparse.Namespace) -> int:
    """Prints what was looked at, problems on stderr; 0 when all is sound, 1 otherwise. An unsafe configuration is refused before."""
    program.ready()
    findings = [Finding("configuration"), *_looked_at()]
    if options.json:
        print(json.dumps({"sound": not any(f.problem for f in findings), "findings": [asdict(f) for f in findings]}))
    else:
        for finding in findings:
            print(f"{finding.name}: {finding.problem or 'sound'}", file=sys.stderr if finding.problem else sys.stdout)
    return 1 if any(finding.problem for finding in findings) else 0


def _looked_at() -> list[Finding]:
    from milepost.config import schema

    missing = schema.unapplied()
    if missing:
        return [Finding("migrations", f"not applied: {', '.join(missing)}")]
    looks: tuple[tuple[str, Callable[[], str]], ...] = (("database", _database), ("ledger", _ledger))
    return [Finding("migrations"), *(Finding(name, look()) for name, look in looks)]


def _database() -> str:
    from django.db import connection

    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        torn = [row[0] for row in cursor.execute("PRAGMA integrity_check(5)").fetchall() if row[0] != "ok"]
        orphans = cursor.execute("PRAGMA foreign_key_check").fetchmany(5)
    return "; ".join(torn + [f"a row of {table} points at nothing in {parent}" for table, _, parent, _ in orphans])


def _ledger() -> str:
    from milepost.audit import reads as audit

    verified = {number: audit.verify(number) for number in audit.ledgers()}
    return "; ".join(f"workspace {number}: {found.reason}" for number, found in verified.items() if not found.sound)
