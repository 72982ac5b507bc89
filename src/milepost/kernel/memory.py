"""Memory that a process no longer needs, handed back to the machine."""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress


def give_back() -> None:
    """Whoever rests now calls this: garbage is looked for seldom while there is work, and glibc keeps what was freed for the next request
    of the same size. What a forecast of thousands of tasks needed, others can have.
    """
    gc.collect()
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
