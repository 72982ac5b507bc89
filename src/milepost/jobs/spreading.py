"""Where the forecasts of many projects are worked out: on this machine's processors, or on a Dask cluster.

Both are `concurrent.futures.Executor`s. A processor that is lost costs the batch it had, which another one takes up again.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

import structlog

Given = TypeVar("Given")
Made = TypeVar("Made")

AHEAD = 2
"""Batches that lie ready for each processor, the one in hand included."""
LOOK_EVERY_SECONDS = 0.5
BREAKS = 3
"""So many times the processors may be lost and had again before the work is at fault."""
ANSWER_SECONDS = 10
"""So long a cluster may take to answer."""

log = structlog.get_logger("milepost.jobs")


def spread(
    work: Callable[[Given], Made], batches: Iterable[Given], *, on: str, going_on: Callable[[], bool] = lambda: True
) -> Iterator[Made]:
    """What `work` makes of each batch, in the order in which it is done.

    `on` is a number of processes or the address of a Dask scheduler; `work` and the batches must be able to travel. Batches are
    asked for no sooner than there is a processor for them. Ends early where `going_on` says so.
    """
    todo, again, breaks = iter(batches), list[Given](), 0
    while True:
        with _processors(on) as (executor, count):
            in_hand: dict[Future[Made], Given] = {}
            try:
                while going_on():
                    for batch in islice(_all(again, todo), max(0, AHEAD * count() - len(in_hand))):
                        again.append(batch)  # not lost if the processors are, just now
                        in_hand[executor.submit(work, batch)] = again.pop()
                    if not in_hand:
                        return
                    for future in wait(in_hand, timeout=LOOK_EVERY_SECONDS, return_when=FIRST_COMPLETED).done:
                        made = future.result()
                        del in_hand[future]
                        yield made
                _leave(executor)
                return
            except BrokenExecutor:
                breaks += 1
                if breaks > BREAKS:
                    raise
                again += in_hand.values()
                log.warning("processors were lost; their projects are worked out again", batches=len(in_hand))


def _all(again: list[Given], todo: Iterator[Given]) -> Iterator[Given]:
    while again:
        yield again.pop()
    yield from todo


@contextmanager
def _processors(on: str) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """An executor, and how many processors it has at the moment."""
    if on.isdecimal():
        with ProcessPoolExecutor(int(on), multiprocessing.get_context("spawn"), _end_with_parent) as pool:
            yield pool, lambda: int(on)
        return
    from distributed import Client  # an extra; only who has set a cluster has it

    try:
        client: Any = Client(on, timeout=ANSWER_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except OSError:
        log.warning("the cluster does not answer; this machine does its work", cluster=on)
        with _processors(str(os.cpu_count() or 1)) as here:
            yield here
        return
    with client, client.get_executor() as executor:
        yield executor, lambda: max(1, sum(client.nthreads().values()))


def _leave(executor: Executor) -> None:
    """Drops what was begun: it is cheaper to do again than to wait for."""
    executor.shutdown(wait=False, cancel_futures=True)
    for process in multiprocessing.active_children():
        process.kill()
        process.join()


def _end_with_parent() -> None:
    """A process of the pool ends when the worker does, also by `kill -9`."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True, name="end-with-parent").start()


def _end_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
