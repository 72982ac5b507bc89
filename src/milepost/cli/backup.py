"""`milepost backup [FILE]`: everything that Milepost keeps, in one file, while it runs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from milepost.cli import program
from milepost.config.environment import Environment
from milepost.kernel import clock
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="where to write it; by default here, named after the moment")
    parser.add_argument("--json", action="store_true", help="print what was written as JSON")
    parser.epilog = (
        "The file holds the database, the files that people attached and the secret key: keep it as safe as the server itself. "
        "`milepost restore FILE` brings it back."
    )


def run(options: argparse.Namespace) -> int:
    """Writes the backup and prints its name and size; an existing file is refused."""
    surroundings = program.ready()
    program.refuse_if_outdated()
    now = clock.now()
    target = options.file or Path(f"milepost-{now:%Y-%m-%d-%H%M%S}.tar.gz")
    size = write(surroundings, target, now=now)
    written = {"file": str(target), "bytes": size}
    print(json.dumps(written) if options.json else f"{target}, {size / 1_000_000:,.1f} MB. `milepost restore {target}` brings it back.")
    return 0


def write(surroundings: Environment, target: Path, *, now: datetime) -> int:
    """Copies the database as it is at one moment, then everything beside it, into the new file `target`; gives back its size in bytes."""
    from milepost.cli import archive, copying
    from milepost.config import schema

    _refuse_if_there(target)
    copier = copying.copier()
    with TemporaryDirectory(dir=surroundings.home, prefix="backup-") as folder:
        copied = Path(folder) / "database"
        copier.copy(copied)
        about = archive.About(now.isoformat(timespec="seconds"), copier.kind, tuple(schema.applied()))
        try:
            return archive.pack(target, about, {"database": copied, **_beside(surroundings)})
        except OSError as error:
            raise Refusal(
                "backup_not_written", say("{file} cannot be written: {reason}", file=target, reason=error.strerror), field="file"
            ) from error


def _refuse_if_there(target: Path) -> None:
    if target.exists():
        raise Refusal("file_exists", say("{file} is there already. Name another, or move it away.", file=target), field="file")


def _beside(surroundings: Environment) -> Mapping[str, Path]:
    """What lies beside the database: the secret key and the files that people gave."""
    given = sorted(place for place in (surroundings.home / "files").rglob("*") if place.is_file())
    return {str(place.relative_to(surroundings.home)): place for place in (surroundings.key_file, *given)}
