"""The two processes of a worker: one for what takes milliseconds, one for what takes seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable

from milepost.cli.tree import Child
from milepost.jobs import worker

only_one = worker.only_one


def children() -> list[Child]:
    """To be kept running under the lock of `only_one`."""
    return [
        Child("The worker", lambda: _until_told(worker.work), "milepost-worker"),
        Child("The worker of long runs", lambda: _until_told(worker.work_long), "milepost-long"),
    ]


def _until_told(work: Callable[[threading.Event], None]) -> None:
    stop = threading.Event()
    worker.stop_on_signals(stop)
    work(stop)
