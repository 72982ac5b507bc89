"""A disk that can lose its power: a SQLite VFS that keeps a diary of everything that reached the files, and when it was synced.

From the diary, the disk is made again as a cut at any moment could have left it: what was synced is there; of what came
later, each 512-byte sector of each write may be there or not. That a file was deleted lasts from the next sync of any file
on, as on every file system that keeps a journal of its names.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one file: `write` bytes at an offset, `truncate` to a size, `sync`, `delete`."""

    kind: str
    file: str
    offset: int = 0
    content: bytes = b""


@dataclass
class Diary:
    """What happened, in order, and after which event each transaction was acknowledged."""

    events: list[Event] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)

    def acknowledge(self) -> None:
        self.acknowledged.append(len(self.events))

    def acknowledged_before(self, cut: int) -> int:
        return sum(1 for moment in self.acknowledged if moment <= cut)


class Disk(apsw.VFS):
    """The ordinary file system of SQLite, with the diary beside it."""

    def __init__(self, name: str, diary: Diary) -> None:
        self.diary = diary
        super().__init__(name, base="")

    def xOpen(self, name: object, flags: list[int]) -> DiaryFile:
        return DiaryFile(self.diary, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.diary.events.append(Event("delete", Path(filename).name))
        super().xDelete(filename, syncdir)


class DiaryFile(apsw.VFSFile):
    def __init__(self, diary: Diary, name: object, flags: list[int]) -> None:
        self._diary = diary
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name)).name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._diary.events.append(Event("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self._diary.events.append(Event("truncate", self._name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        self._diary.events.append(Event("sync", self._name))
        super().xSync(flags)


def after_cut(diary: Diary, cut: int, folder: Path, chance: random.Random) -> None:
    """Writes into `folder` the files as a cut right after event number `cut` could have left them."""
    files: dict[str, bytearray] = {}
    synced = _last_syncs(diary.events[:cut])
    latest = max(synced.values(), default=-1)
    for number, event in enumerate(diary.events[:cut]):
        durable = number < (latest if event.kind == "delete" else synced.get(event.file, -1))
        _happen(files, event, (lambda: True) if durable else (lambda: chance.random() < 0.5))
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _last_syncs(events: list[Event]) -> dict[str, int]:
    return {event.file: number for number, event in enumerate(events) if event.kind == "sync"}


def _happen(files: dict[str, bytearray], event: Event, arrives: Callable[[], bool]) -> None:
    content = files.setdefault(event.file, bytearray())
    if event.kind == "write":
        for start in range(0, len(event.content), SECTOR):
            if arrives():
                _put(content, event.offset + start, event.content[start : start + SECTOR])
    elif event.kind == "truncate" and arrives():
        del content[event.offset :]
    elif event.kind == "delete" and arrives():
        del files[event.file]


def _put(content: bytearray, offset: int, sector: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(sector)] = sector
