"""A fair gate: writers wait in the order they came, on a file lock, instead of retrying at random inside SQLite.

SQLite's own waiting sleeps and retries, so that under eight writers somebody waits seconds by bad luck. The threads of a process
wait for each other here, and one of them at a time waits for the other processes: the kernel wakes the waiters of an `flock` in
order, and whoever dies lets go of it.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import defaultdict, deque
from contextlib import suppress
from pathlib import Path


class GateClosed(Exception):
    """Nobody opened the gate in time: another writer holds it far longer than any transaction should take."""


class Gate:
    """One connection's place at the gate of one database file."""

    def __init__(self, file: Path, patience_seconds: float) -> None:
        self._file = file
        self._patience_seconds = patience_seconds
        self._descriptor: int | None = None
        self._held = False

    def enter(self) -> None:
        """Wait for our turn; raises GateClosed when it does not come within the patience."""
        if self._held:
            return
        until = time.monotonic() + self._patience_seconds
        LINES[self._file].enter(self._patience_seconds)
        try:
            self._pass(self._open(), until - time.monotonic())
        except BaseException:
            LINES[self._file].leave()
            raise
        self._held = True

    def leave(self) -> None:
        if not self._held:
            return
        self._held = False
        if self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        LINES[self._file].leave()

    def close(self) -> None:
        self.leave()
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._descriptor

    def _pass(self, descriptor: int, seconds: float) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._wait(descriptor, seconds)

    def _wait(self, descriptor: int, seconds: float) -> None:
        """A blocking `flock` cannot be given a time limit, so a thread of its own stands in the queue for us."""
        turn = _Turn(descriptor)
        threading.Thread(target=turn.wait, daemon=True, name="write-gate").start()
        if not turn.came.wait(seconds) and turn.give_up():
            self._descriptor = None  # the waiting thread closes it when its turn comes
            raise GateClosed


class _Line:
    """The threads of this process that want to write to one file: whoever leaves lets the next one in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = False
        self._waiting: deque[threading.Event] = deque()

    def enter(self, seconds: float) -> None:
        with self._lock:
            if not self._inside:
                self._inside = True
                return
            called = threading.Event()
            self._waiting.append(called)
        if not called.wait(seconds) and self._gone_from(called):
            raise GateClosed

    def leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._inside = False

    def _gone_from(self, called: threading.Event) -> bool:
        """False when it was called in the last moment after all."""
        with self._lock:
            if called.is_set():
                return False
            self._waiting.remove(called)
            return True


LINES: defaultdict[Path, _Line] = defaultdict(_Line)


class _Turn:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self._given_up = False
        self.came = threading.Event()

    def wait(self) -> None:
        with suppress(OSError):
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        with self._lock:
            self.came.set()
            if self._given_up:
                os.close(self._descriptor)

    def give_up(self) -> bool:
        """False when the turn came in the last moment after all."""
        with self._lock:
            self._given_up = not self.came.is_set()
            return self._given_up
