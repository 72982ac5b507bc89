"""People who write at the same time, each remembering exactly what was acknowledged to them."""

from __future__ import annotations

import json
import random
import sqlite3
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.running.program import Planted, Program


@dataclass
class Diary:
    """What one writer was told. `kept` are (task, percent, remaining) that were acknowledged; `seconds` how long each took."""

    kept: list[tuple[int, int, int]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


class Writers:
    """`count` people who report progress, as fast as they are answered, until told to stop. A dead server is no mistake of theirs.

    They speak plain `http.client`: on the same processor, a richer one takes half as much of it as the server does.
    """

    def __init__(self, program: Program, planted: Planted, count: int) -> None:
        self.program, self.planted = program, planted
        self.diaries = [Diary() for _ in range(count)]
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(count)]

    def start(self) -> Writers:
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _write(self, number: int) -> None:
        diary, chance = self.diaries[number], random.Random(number)
        api = HTTPConnection("127.0.0.1", self.program.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.planted.token}", "Content-Type": "application/json"}
        while not self._over.is_set():
            task = chance.choice(self.planted.task_ids)
            progress = {"percent": chance.randrange(1, 99), "remaining_minutes": chance.randrange(1, 10**6)}
            began = time.monotonic()
            try:
                api.request("POST", f"/api/tasks/{task}/progress", json.dumps(progress), headers)
                answer = api.getresponse()
                said = answer.read()
            except (OSError, HTTPException):
                api.close()
                time.sleep(0.02)
                continue
            diary.seconds.append(time.monotonic() - began)
            if answer.status < 300:
                diary.kept.append((task, progress["percent"], progress["remaining_minutes"]))
            else:
                diary.broken.append(f"{answer.status} {said[:200]!r}")
        api.close()

    @property
    def kept(self) -> list[tuple[int, int, int]]:
        return [kept for diary in self.diaries for kept in diary.kept]

    @property
    def broken(self) -> list[str]:
        return [broken for diary in self.diaries for broken in diary.broken]

    def slowest(self, share: float) -> float:
        """The time within which `share` of all answers came."""
        seconds = sorted(second for diary in self.diaries for second in diary.seconds)
        return seconds[min(len(seconds) - 1, int(share * len(seconds)))]


def lost(home: Path, kept: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Acknowledged reports that the ledger does not hold. Read past the program, straight from the file."""
    connection = sqlite3.connect(home / "milepost.sqlite3")
    rows = connection.execute("SELECT subject_id, after FROM audit_entry WHERE verb = 'recorded_progress'").fetchall()
    connection.close()
    found = {(task, values["percent"], values["remaining_minutes"]) for task, values in ((task, json.loads(after)) for task, after in rows)}
    return [report for report in kept if report not in found]
