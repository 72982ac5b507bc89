"""Memory that a process no longer needs, handed back to the machine."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress


def give_back() -> None:
    """glibc keeps what was freed for the next request of the same size; what a forecast of thousands of tasks needed, others can have."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
