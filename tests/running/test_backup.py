"""A backup is everything as it was at one moment, taken while people write; a restore brings back exactly that, or changes nothing."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import random
import secrets
import sqlite3
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from milepost.cli import archive
from milepost.kernel.refusal import Refusal
from tests import postgres
from tests.running.program import Program, running
from tests.running.writers import Writers

ANOTHER_KEY = secrets.token_urlsafe(48)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Program]:
    """The program in another empty home."""
    yield from running(Program(tmp_path / "elsewhere"))


def rows(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with closing(sqlite3.connect(home / "milepost.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: sorted(database.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in tables}


def kept(home: Path) -> dict[str, str]:
    """What lies in a home, by content, as far as it tells anything about what is kept there."""
    files = (file for file in home.rglob("*") if file.is_file() and file.suffix not in {".lock", ".gate"})
    return {str(file.relative_to(home)): hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(files)}


def attach(home: Path, content: bytes) -> Path:
    """A file as the store keeps it, under its own sum."""
    digest = hashlib.sha256(content).hexdigest()
    place = home / "files" / "attachments" / digest[:2] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    return place


def told(program: Program, *words: str) -> dict[str, str]:
    """How a command refuses."""
    done = program.run(*words, "--json")
    assert done.returncode == 1, done.stdout + done.stderr
    refusal: dict[str, str] = json.loads(done.stdout)["error"]
    return refusal


def test_a_backup_that_is_taken_while_people_write_holds_all_that_was_acknowledged_before(program: Program, elsewhere: Program) -> None:
    planted, backup = program.plant(20), str(program.home.parent / "all.tar.gz")
    writers = Writers(program, planted, 2)
    program.start().started()
    writers.start()
    while not all(diary.kept for diary in writers.diaries):
        time.sleep(0.02)
    before = [set(diary.kept) for diary in writers.diaries]
    done = program.run("backup", backup)
    writers.stop()
    assert done.returncode == 0, done.stderr
    assert elsewhere.run("restore", backup).returncode == 0
    reported = {tuple(row) for row in _reports(elsewhere.home)}
    assert all(reports <= reported for reports in before)
    assert elsewhere.run("check").returncode == 0


def _reports(home: Path) -> list[tuple[int, int, int]]:
    with closing(sqlite3.connect(home / "milepost.sqlite3")) as database:
        return database.execute("SELECT task_id, percent, remaining_minutes FROM plans_progress").fetchall()


def test_a_restore_brings_back_every_row_every_file_and_the_key_and_keeps_what_was_there(program: Program) -> None:
    program.plant(20)
    attach(program.home, b"the drawing")
    before, backup = rows(program.home), program.home.parent / "all.tar.gz"
    files = kept(program.home / "files")
    key = (program.home / "secret_key").read_text()
    assert program.run("backup", str(backup)).returncode == 0
    assert backup.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(program.home / "milepost.sqlite3")) as database, database:
        database.execute("UPDATE plans_task SET name = 'Overwritten'")
    (program.home / "secret_key").write_text(ANOTHER_KEY)
    for file in (program.home / "files").rglob("*"):
        if file.is_file():
            file.unlink()
    done = program.run("restore", str(backup), "--json")
    assert done.returncode == 0, done.stderr
    assert rows(program.home) == before
    assert kept(program.home / "files") == files
    assert (program.home / "secret_key").read_text() == key
    aside = Path(json.loads(done.stdout)["kept_aside"])
    assert (aside / "secret_key").read_text() == ANOTHER_KEY
    with closing(sqlite3.connect(aside / "milepost.sqlite3")) as database:
        assert database.execute("SELECT DISTINCT name FROM plans_task").fetchall() == [("Overwritten",)]


def test_a_broken_database_is_what_a_backup_is_for(program: Program) -> None:
    program.plant(20)
    before, backup = rows(program.home), str(program.home.parent / "all.tar.gz")
    assert program.run("backup", backup).returncode == 0
    (program.home / "milepost.sqlite3").write_bytes(b"not a database any more" * 1000)
    assert program.run("restore", backup).returncode == 0
    assert rows(program.home) == before


def test_a_damaged_backup_is_refused_before_anything_changes(program: Program, tmp_path: Path) -> None:
    program.plant(20)
    whole, before = packed(tmp_path), kept(program.home)
    (tmp_path / "damaged.tar.gz").write_bytes(whole[:-100])
    assert told(program, "restore", str(tmp_path / "damaged.tar.gz"))["code"] == "backup_damaged"
    assert kept(program.home) == before


@pytest.mark.parametrize("times", [20, pytest.param(1000, marks=pytest.mark.slow)])
def test_no_damage_goes_unseen(times: int, tmp_path: Path) -> None:
    whole, chance = packed(tmp_path), random.Random(1)
    damages = [_without_manifest, _with_another_file, *(_cut_off, _flipped) * times]
    for damage in damages:
        (tmp_path / "damaged").write_bytes(damage(whole, chance))
        with pytest.raises(Refusal, match="no whole backup"):
            archive.unpack(tmp_path / "damaged", tmp_path / "into")
    assert archive.unpack(tmp_path / "all.tar.gz", tmp_path / "into").kind == "SQLite"
    assert not (tmp_path.parent / "escaped").exists()


def packed(folder: Path) -> bytes:
    """A small backup."""
    (folder / "database").write_bytes(random.Random(2).randbytes(20_000))
    archive.pack(folder / "all.tar.gz", archive.About("now", "SQLite", ()), {"database": folder / "database"})
    return (folder / "all.tar.gz").read_bytes()


def _cut_off(whole: bytes, chance: random.Random) -> bytes:
    return whole[: chance.randrange(len(whole))]


def _flipped(whole: bytes, chance: random.Random) -> bytes:
    """One bit of what was packed; the ten bytes before say who packed it and when, and mean nothing."""
    at = chance.randrange(10, len(whole))
    return whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]


def _without_manifest(whole: bytes, chance: random.Random) -> bytes:
    return _repacked(whole, lambda name: name != "manifest.json")


def _with_another_file(whole: bytes, chance: random.Random) -> bytes:
    return _repacked(whole, lambda name: True, tarfile.TarInfo("../escaped"))


def _repacked(whole: bytes, wanted: Callable[[str], bool], *more: tarfile.TarInfo) -> bytes:
    """The same archive with other members, in front of which `more` stand."""
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(whole)) as old, tarfile.open(fileobj=out, mode="w") as new:
        for member in more:
            new.addfile(member)
        for member in old:
            if wanted(member.name):
                new.addfile(member, old.extractfile(member))
    return gzip.compress(out.getvalue())


def test_a_running_milepost_is_not_restored_over_and_does_not_start_meanwhile(program: Program, tmp_path: Path) -> None:
    program.plant(20)
    assert program.run("backup", str(tmp_path / "all.tar.gz")).returncode == 0
    program.start().started()
    assert told(program, "restore", str(tmp_path / "all.tar.gz"))["code"] == "still_running"
    program.stop()
    assert program.run("restore", str(tmp_path / "all.tar.gz")).returncode == 0


def test_a_backup_takes_no_other_files_place(program: Program, tmp_path: Path) -> None:
    program.plant(20)
    (tmp_path / "there.tar.gz").write_text("something dear")
    assert told(program, "backup", str(tmp_path / "there.tar.gz"))["code"] == "file_exists"
    assert (tmp_path / "there.tar.gz").read_text() == "something dear"
    assert told(program, "backup", str(tmp_path / "nowhere" / "all.tar.gz"))["code"] == "backup_not_written"
    assert told(program, "restore", str(tmp_path / "nothing.tar.gz"))["code"] == "file_missing"


def test_a_backup_of_a_newer_milepost_or_of_another_kind_of_database_is_refused(program: Program, tmp_path: Path) -> None:
    program.plant(20)
    copy = program.home / "milepost.sqlite3"
    archive.pack(tmp_path / "newer.tar.gz", archive.About("now", "SQLite", ("plans.9999_later",)), {"database": copy})
    archive.pack(tmp_path / "other.tar.gz", archive.About("now", "PostgreSQL", ()), {"database": copy})
    before = kept(program.home)
    assert told(program, "restore", str(tmp_path / "newer.tar.gz"))["code"] == "backup_newer"
    assert told(program, "restore", str(tmp_path / "other.tar.gz"))["code"] == "other_database"
    assert kept(program.home) == before


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Iterator[Program]:
    """The program on a database of its own on the tests' server, with PostgreSQL's programs of the same age on its path."""
    name, server = f"backup_{uuid4().hex[:8]}", postgres.server_url()
    with psycopg.connect(server, autocommit=True) as asking:
        asking.execute(f"CREATE DATABASE {name}")
    named = psycopg.conninfo.conninfo_to_dict(server)
    address = f"postgresql:///{name}?" + "&".join(f"{key}={value}" for key, value in named.items() if key != "dbname")
    path = os.pathsep.join([*postgres.programs(), os.environ["PATH"]])
    yield from running(Program(tmp_path / "served", more={"MILEPOST_DATABASE_URL": address, "PATH": path}))
    with psycopg.connect(server, autocommit=True) as asking:
        asking.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
def test_on_postgresql_a_restore_brings_back_every_row_too(on_postgresql: Program, tmp_path: Path) -> None:
    program, backup = on_postgresql, str(tmp_path / "all.tar.gz")
    program.plant_here(20)
    program.start().started()
    assert program.run("backup", backup).returncode == 0
    assert told(program, "restore", backup)["code"] == "still_running"
    program.stop()
    with psycopg.connect(program.more["MILEPOST_DATABASE_URL"]) as database:
        named = database.execute("SELECT id, name FROM plans_task ORDER BY id").fetchall()
        database.execute("UPDATE plans_task SET name = 'Overwritten'")
        database.execute("CREATE TABLE later (id int)")
    done = program.run("restore", backup)
    assert done.returncode == 0, done.stderr
    with psycopg.connect(program.more["MILEPOST_DATABASE_URL"]) as database:
        assert database.execute("SELECT id, name FROM plans_task ORDER BY id").fetchall() == named
        assert database.execute("SELECT to_regclass('later')").fetchone() == (None,)
    assert program.run("check").returncode == 0
