"""Whether this worker is about to end: a long run asks, and is put back instead of being waited for."""

from __future__ import annotations

import threading

_STOPPING = threading.Event()


def going_on() -> bool:
    """Whether a long run may go on."""
    return not _STOPPING.is_set()


def stop_long_runs() -> None:
    """Ends the long runs of this process at their next note; the next worker takes them up again."""
    _STOPPING.set()
