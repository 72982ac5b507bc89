"""What the running program costs: starts, stops, memory, edits, writers, each beside its target: `make bench`.

A real process tree in a home of its own, with a plan of 10,000 tasks. The figures are of the clock: run it on a quiet machine.
"""

from __future__ import annotations

import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.running.program import Planted, Program, Stream
from tests.running.writers import Writers, lost

TASKS = 10_000
EDITS = 15
WRITERS = 8
SECONDS = 10
CALM_SECONDS = 40
"""In which likely dates, a levelled plan and what moved the finish have followed the last edit, and their process has ended."""


def started(program: Program) -> float:
    """Seconds from the command to the first page."""
    began = time.monotonic()
    program.start().started()
    httpx.get(program.url, follow_redirects=True)
    return time.monotonic() - began


def memory(program: Program) -> int:
    """Megabytes of the whole tree, what is shared counted once."""
    return sum(process.memory_full_info().pss for process in program.tree()) // 2**20


def wait_until_fresh(stream: Stream) -> int:
    """The revision at which facts and forecast are one."""
    until = time.monotonic() + 60
    while not stream.events or stream.events[-1]["revision"] != stream.events[-1]["forecast"]:
        if time.monotonic() > until:
            raise TimeoutError("the forecast did not become fresh")
        time.sleep(0.01)
    return stream.events[-1]["revision"]


def edits(program: Program, planted: Planted, stream: Stream) -> tuple[float, float]:
    """Median seconds until an edit is answered, and until its new dates are announced."""
    answered, announced = [], []
    with program.api(planted.token) as api:
        for number in range(EDITS):
            revision = wait_until_fresh(stream) + 1
            began = time.monotonic()
            report = {"percent": 50, "remaining_minutes": 700 + number}
            api.post(f"/tasks/{planted.task_ids[number]}/progress", json=report).raise_for_status()
            answered.append(time.monotonic() - began)
            stream.wait_for(10, forecast=revision)
            announced.append(time.monotonic() - began)
    return statistics.median(answered), statistics.median(announced)


def write_together(program: Program, planted: Planted) -> tuple[Writers, dict[str, float]]:
    """What the writers were told, and the milliseconds of processor time each write took: in the web server, and in all of the tree."""
    before = processor_seconds(program)
    writers = Writers(program, planted, WRITERS).start()
    time.sleep(SECONDS)
    writers.stop()
    after = processor_seconds(program)
    return writers, {name: 1000 * (after[name] - before[name]) / max(1, len(writers.kept)) for name in before}


def processor_seconds(program: Program) -> dict[str, float]:
    spent = [(process.name(), sum(process.cpu_times()[:2])) for process in program.tree()]
    web = sum(seconds for name, seconds in spent if name == "milepost-web")
    return {"web": web, "whole tree": sum(seconds for _, seconds in spent)}


def main(folder: Path) -> None:
    program = Program(folder / "home")
    planted = program.plant(TASKS)
    line("second start to first page", lambda: f"{started(program):.2f} s", "3 s")
    stream = Stream(program, planted.token)
    wait_until_fresh(stream)
    line("memory of the whole tree", lambda: f"{memory(program)} MB", "250 MB")
    answered, announced = edits(program, planted, stream)
    line("an edit through the API", lambda: f"{answered * 1000:.0f} ms", "30 ms")
    line("an edit until its new dates are announced", lambda: f"{announced * 1000:.0f} ms", "300 ms")
    writers, cost = write_together(program, planted)
    line(f"{WRITERS} writers", lambda: f"{len(writers.kept) / SECONDS:.0f}/s", "150/s")
    line(f"{WRITERS} writers, 95 of 100 answered within", lambda: f"{writers.slowest(0.95) * 1000:.0f} ms", "300 ms")
    line("processor time of a write, web", lambda: f"{cost['web']:.1f} ms", "")
    line("processor time of a write, whole tree", lambda: f"{cost['whole tree']:.1f} ms", "")
    line(f"{WRITERS} writers, refused or broken", lambda: str(len(writers.broken)), "0")
    line("acknowledged and lost", lambda: str(len(lost(program.home, writers.kept))), "0")
    wait_until_fresh(stream)
    time.sleep(CALM_SECONDS)
    line("memory afterwards", lambda: f"{memory(program)} MB", "250 MB")
    line("Ctrl-C with an open stream", lambda: f"{program.stop(signal.SIGINT):.2f} s", "3 s")


def line(what: str, figure: Callable[[], str], target: str) -> None:
    print(f"{what:<46}{figure():>10}{target and f'   target {target}'}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as folder:
        main(Path(folder))
