"""Work that goes wrong on another processor, which loads this file and nothing else of the tests."""

from __future__ import annotations

import os
import signal


def die(_: int) -> None:
    """Takes its processor with it."""
    os.kill(os.getpid(), signal.SIGKILL)


def invert(number: int) -> float:
    """Fails where it is given nothing."""
    return 1 / number
