"""`milepost restore FILE`: what a backup holds takes the place of what is here, which is kept aside."""

from __future__ import annotations

import argparse
import json
import os
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from milepost.cli import archive, program
from milepost.config.environment import Environment
from milepost.kernel import clock
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="what `milepost backup` wrote")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")
    parser.epilog = "Milepost must not be running meanwhile. What is here now is moved into a folder of the home, not removed."


def run(options: argparse.Namespace) -> int:
    """Checks the whole backup first; then it is taken over or, if anything is wrong with it, refused with nothing changed."""
    if not options.file.is_file():
        raise Refusal("file_missing", say("There is no file {file}.", file=options.file), field="file")
    surroundings = program.ready(lay_home=True, alone=True)
    try:
        about, aside = take_over(surroundings, options.file, now=clock.now())
    except OSError as error:
        raise Refusal("home_not_writable", say("{home}: {reason}", home=surroundings.home, reason=error.strerror)) from error
    if options.json:
        print(json.dumps({"made_at": about.made_at, "kept_aside": str(aside)}))
    else:
        print(f"Restored as it was at {about.made_at}. What was here before is in {aside}. `milepost up` starts it.")
    return 0


def take_over(surroundings: Environment, source: Path, *, now: datetime) -> tuple[archive.About, Path]:
    """Puts the backup `source` in place of what the home holds; gives back what it said of itself and where the former is kept."""
    from milepost.cli import copying

    with TemporaryDirectory(dir=surroundings.home, prefix="restoring-") as folder:
        about = archive.unpack(source, Path(folder))
        _refuse_if_foreign(about)
        copying.copier().refuse_if_torn(Path(folder) / "database")
        return about, _put(surroundings, Path(folder), now=now)


def _refuse_if_foreign(about: archive.About) -> None:
    from milepost.cli import copying
    from milepost.config import schema

    copier = copying.copier()
    if about.kind != copier.kind:
        told = say("This backup is of {theirs}, and here is {ours}. Set MILEPOST_DATABASE_URL first.", theirs=about.kind, ours=copier.kind)
        raise Refusal("other_database", told, field="file")
    if set(about.migrations) - set(schema.known()):
        raise Refusal("backup_newer", say("This backup was made by a newer Milepost. Install that one first."), field="file")
    if copier.others():
        raise program.still_running()


def _put(surroundings: Environment, unpacked: Path, *, now: datetime) -> Path:
    """Files first, which take no other's place, then the database in one step."""
    from milepost.cli import copying

    aside = surroundings.home / f"before-restore-{now:%Y-%m-%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    for place in sorted((unpacked / "files").rglob("*")):
        if place.is_file():
            _move(place, surroundings.home / place.relative_to(unpacked))
    copying.copier().put_back(unpacked / "database", aside)
    key = unpacked / surroundings.key_file.name
    if key.exists():
        os.link(surroundings.key_file, aside / key.name)
        _move(key, surroundings.key_file)
    copying.settle(surroundings.home)
    return aside


def _move(place: Path, to: Path) -> None:
    from milepost.cli.copying import settle

    to.parent.mkdir(parents=True, exist_ok=True)
    os.replace(place, to)
    settle(to.parent)
