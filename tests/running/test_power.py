"""Power cuts: whatever the moment, the database opens, holds every acknowledged transaction, and no half of any."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import apsw
import pytest

from milepost.config.databases import SQLITE_ON_CONNECT
from tests.running.power import Diary, Disk, after_cut

TRANSACTIONS = 150
TABLES = "CREATE TABLE line (number INTEGER PRIMARY KEY, text TEXT); CREATE TABLE paper (number INTEGER PRIMARY KEY, content BLOB);"


@dataclass
class Found:
    """What was wrong after the cuts."""

    corrupt: int = 0
    lost: int = 0
    half: int = 0


def a_working_day(folder: Path, settings: str, seed: int) -> Diary:
    """Transactions of a ledger line and the paper that belongs to it, with checkpoints in between."""
    diary, chance = Diary(), random.Random(seed)
    name = f"diary of {folder}"
    disk = Disk(name, diary)
    connection = apsw.Connection(str(folder / "live.sqlite3"), vfs=name)
    connection.execute(settings + "PRAGMA wal_autocheckpoint=40;" + TABLES).fetchall()
    for number in range(1, TRANSACTIONS + 1):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO line VALUES (?, ?)", (number, "x" * chance.randrange(10, 3000)))
        connection.execute("INSERT INTO paper VALUES (?, ?)", (number, chance.randbytes(chance.randrange(10, 9000))))
        connection.execute("COMMIT")
        diary.acknowledge()
    connection.close()
    disk.unregister()
    return diary


def look(folder: Path, acknowledged: int, found: Found) -> None:
    connection = apsw.Connection(str(folder / "live.sqlite3"))
    try:
        sound = [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
        lines = {row[0] for row in connection.execute("SELECT number FROM line")}
        papers = {row[0] for row in connection.execute("SELECT number FROM paper")}
    except apsw.Error:
        found.corrupt += 1
        return
    finally:
        connection.close()
    found.corrupt += not sound
    found.half += lines != papers
    found.lost += not lines.issuperset(range(1, acknowledged + 1))


def cut_power(tmp_path: Path, settings: str, cuts: int) -> Found:
    chance, found = random.Random(cuts), Found()
    for day in range(max(1, cuts // 100)):
        live = tmp_path / f"day{day}"
        live.mkdir()
        diary = a_working_day(live, settings, seed=day)
        first = diary.acknowledged[0]
        for number in range(min(cuts, 100)):
            folder = live / f"cut{number}"
            folder.mkdir()
            cut = chance.randrange(first, len(diary.events) + 1)
            after_cut(diary, cut, folder, chance)
            look(folder, diary.acknowledged_before(cut), found)
    return found


def test_forty_power_cuts_lose_nothing(tmp_path: Path) -> None:
    assert cut_power(tmp_path, SQLITE_ON_CONNECT, 40) == Found()


@pytest.mark.slow
def test_a_thousand_power_cuts_lose_nothing(tmp_path: Path) -> None:
    assert cut_power(tmp_path, SQLITE_ON_CONNECT, 1000) == Found()


def test_the_cuts_are_real_because_a_weaker_setting_loses_acknowledged_work(tmp_path: Path) -> None:
    found = cut_power(tmp_path, SQLITE_ON_CONNECT.replace("synchronous=FULL", "synchronous=NORMAL"), 40)
    assert found.lost > 0
    assert found.half == 0
