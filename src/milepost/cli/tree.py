"""A process tree that lives and ends as one: a parent that only watches, and children forked from it.

The children are forked after everything was imported, so that they start at once and share that memory. A child that ends in
order is forked again at once; one that dies, later each time. When the parent dies, also by `kill -9`, the kernel ends the children.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

from milepost.kernel import memory

LOOK_EVERY_SECONDS = 0.05
GRACE_SECONDS = 2.3
STEADY_AFTER_SECONDS = 20
LONGEST_PAUSE_SECONDS = 10
LOOK_FOR_GARBAGE = (50_000, 20, 20)
"""After so many new objects. Ten thousand rows of a plan are many objects and no garbage; Python itself would look fourteen times."""
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15


@dataclass
class Child:
    """One process of the tree. `deaths` counts those in a row: a child that ran for a while starts again at once."""

    name: str
    main: Callable[[], None]
    title: str = "milepost"
    """As lists of processes show it."""
    pid: int = 0
    started: float = 0.0
    due: float = 0.0
    deaths: int = 0


def warn(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def keep_running(children: Sequence[Child], *, say: Callable[[str], None] = warn) -> int:
    """Runs the children until a SIGINT or SIGTERM arrives; then ends them, by force after `GRACE_SECONDS`. Gives back 0."""
    asked_to_stop: list[int] = []

    def on_signal(number: int, frame: FrameType | None) -> None:
        asked_to_stop.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    gc.collect()
    memory.give_back()
    gc.freeze()  # shared pages stay shared: no collection of a child touches them
    gc.set_threshold(*LOOK_FOR_GARBAGE)
    gc.enable()
    while not asked_to_stop:
        _start_those_due(children)
        _bury(children, say)
        time.sleep(LOOK_EVERY_SECONDS)
    _end(children)
    return 0


def _start_those_due(children: Sequence[Child]) -> None:
    for child in children:
        if not child.pid and time.monotonic() >= child.due:
            child.pid, child.started = _fork(child), time.monotonic()


def _fork(child: Child) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        _die_with(parent)
        _show_as(child.title)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole tree; the parent decides what follows
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        child.main()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _show_as(title: str) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_NAME, title.encode(), 0, 0, 0)


def _bury(children: Sequence[Child], say: Callable[[str], None]) -> None:
    for child in children:
        if child.pid and (ended := os.waitpid(child.pid, os.WNOHANG))[0]:
            child.pid = 0
            if os.waitstatus_to_exitcode(ended[1]) == 0:
                continue
            lived = time.monotonic() - child.started
            child.deaths = 0 if lived > STEADY_AFTER_SECONDS else child.deaths + 1
            pause = min(LONGEST_PAUSE_SECONDS, 0.1 * 2**child.deaths)
            child.due = time.monotonic() + pause
            say(f"{child.name} ended unexpectedly; it starts again in {pause:.1f} s.")


def _end(children: Sequence[Child]) -> None:
    """All at the same time; whoever has not ended within the grace is killed."""
    _signal(children, signal.SIGTERM)
    until = time.monotonic() + GRACE_SECONDS
    while any(child.pid for child in children) and time.monotonic() < until:
        for child in children:
            if child.pid and os.waitpid(child.pid, os.WNOHANG)[0]:
                child.pid = 0
        time.sleep(LOOK_EVERY_SECONDS / 2)
    _signal(children, signal.SIGKILL)


def _signal(children: Sequence[Child], number: int) -> None:
    for child in children:
        if child.pid:
            os.kill(child.pid, number)
