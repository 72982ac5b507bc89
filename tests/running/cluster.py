"""A real Dask cluster on this machine: a scheduler and workers as processes, each of which may be killed."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where it listens, and its workers."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]

    def lose_one(self) -> None:
        """Kills a worker as a machine dies: nothing is said to anybody."""
        self.workers[0].send_signal(signal.SIGKILL)


@contextmanager
def cluster(workers: int, *, folder: Path) -> Iterator[Cluster]:
    """A cluster of `workers` with one thread each, all of them there; its files go into `folder`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    here = ("--host", "127.0.0.1", "--no-dashboard")
    dask = (sys.executable, "-m", "dask")
    processes = [subprocess.Popen([*dask, "scheduler", *here, "--port", str(port)], **quiet)]  # type: ignore[call-overload]
    one = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0", "--local-directory", str(folder))
    try:
        _wait_for(address, 0)
        processes += [subprocess.Popen([*dask, "worker", address, *here, *one], **quiet) for _ in range(workers)]  # type: ignore[call-overload]
        _wait_for(address, workers)
        yield Cluster(address, tuple(processes[1:]))
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with Client(address, timeout=5, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=SECONDS_TO_START) if workers else None
                return
        except (OSError, TimeoutError):
            if time.monotonic() > until:
                raise
