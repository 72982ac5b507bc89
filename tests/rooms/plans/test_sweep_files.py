"""Bytes come before the row that says whose they are: whatever dies in between loses nothing that was said, and leaves no half file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from milepost.plans import reads, writes
from tests.cast import NOW, Cast, Firm

pytestmark = pytest.mark.usefixtures("own_store")

CONTENT = b"the wall, drawn from the sea"
LATER = NOW + timedelta(days=400)


def stored() -> list[Path]:
    folder = writes.kept_file("")
    return [file for file in folder.rglob("*") if file.is_file() and file.name != "lock"]


def attached(firm: Firm, content: bytes = CONTENT) -> int:
    task = firm.task_ids["dredge"]
    return writes.attach(firm.member.actor, task, kept=writes.keep_content([content]), file_name="wall.pdf", now=NOW)


def killed_while(work: Callable[[], object]) -> None:
    """Somebody else does the work and dies in it."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(9)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def cut_off() -> Iterator[bytes]:
    yield CONTENT
    os._exit(9)


def test_a_kill_amid_the_bytes_leaves_nothing_under_their_name_and_no_rubbish(cast: Cast) -> None:
    killed_while(lambda: writes.keep_content(cut_off()))
    assert not any(file.name == sha256(CONTENT).hexdigest() for file in stored())
    assert len(stored()) == 1
    assert writes.sweep_files(now=LATER) == 1
    assert stored() == []


def test_a_kill_between_bytes_and_row_leaves_whole_bytes_that_are_swept_or_used(cast: Cast) -> None:
    killed_while(lambda: writes.keep_content([CONTENT]))
    assert [file.read_bytes() for file in stored()] == [CONTENT]
    made = attached(cast.north)
    assert writes.sweep_files(now=LATER) == 0
    assert reads.attachment(cast.north.member.actor, made).path.read_bytes() == CONTENT


def test_what_was_acknowledged_is_on_the_disk_before_its_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut keeps what was synced: first the bytes, then the name, then the folders that hold it."""
    said: list[str] = []
    sync, put = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (said.append(os.readlink(f"/proc/self/fd/{handle}")), sync(handle))[1])
    monkeypatch.setattr(os, "replace", lambda old, new: (said.append(f"named {new}"), put(old, new))[1])
    kept = writes.keep_content([CONTENT])
    place = next(file for file in stored() if file.name == kept.kept_as)
    assert Path(said[0]).name.startswith("plan-")
    assert said[1:] == [f"named {place}", str(place.parent), str(place.parent.parent)]


def test_what_somebody_may_still_refer_to_stays(cast: Cast) -> None:
    firm = cast.north
    removed = attached(firm)
    writes.remove_attachment(firm.member.actor, removed, now=NOW)
    undone = attached(firm, b"another wall")
    change = reads.changes(firm.member.actor, firm.project_id)[0]
    writes.undo(firm.member.actor, firm.project_id, change_id=change.id, now=NOW)
    assert undone not in {one.id for one in reads.attachments(firm.member.actor, firm.task_ids["dredge"])}
    kept = writes.keep_bytes([b"<Project/>"])
    writes.receive_file(firm.manager.actor, kept=kept, file_name="plan.xml", now=NOW)
    assert writes.sweep_files(now=LATER) == 0
    assert {file.read_bytes() for file in stored()} == {CONTENT, b"another wall", b"<Project/>"}


def test_bytes_on_their_way_are_left_alone(cast: Cast) -> None:
    kept = writes.keep_content([CONTENT])
    kept_at = NOW.fromtimestamp(next(file for file in stored() if file.name == kept.kept_as).stat().st_mtime, tz=NOW.tzinfo)
    assert writes.sweep_files(now=kept_at + timedelta(hours=23)) == 0
    assert writes.sweep_files(now=kept_at + timedelta(hours=25)) == 1
