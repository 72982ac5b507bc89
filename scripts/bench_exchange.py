"""How fast plans come in and go out as MS Project XML, and how much memory the reading child takes: `make bench`.

Seconds of processor time, the best of three. *Sandbox* is all of an import's reading: the child's start, the file, and its
answer back into values; beside it, what lxml alone needs to parse the same bytes into a tree.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from make_plan import make_plan

from milepost.exchange import msproject
from milepost.exchange.sandbox import read_in_sandbox

TARGET_SECONDS = {10_000: 3.0}


def best(run: Callable[[], Any], times: int = 3) -> float:
    """The least processor time of some runs, this process and its children together."""
    found = []
    for _ in range(times):
        before = sum(os.times()[:4])
        run()
        found.append(sum(os.times()[:4]) - before)
    return min(found)


def measure(tasks: int, folder: Path) -> str:
    """One line of the table."""
    draft = make_plan(tasks)
    content = msproject.write(draft)
    path = folder / f"{tasks}.xml"
    path.write_bytes(content)
    figures = (
        best(lambda: etree.parse(BytesIO(content))),
        best(lambda: msproject.read(path)),
        best(lambda: read_in_sandbox(path)),
        best(lambda: msproject.write(draft)),
    )
    target = f"{TARGET_SECONDS[tasks]:.1f}" if tasks in TARGET_SECONDS else ""
    row = "".join(f"{seconds:>9.2f}" for seconds in figures)
    return f"{tasks:>8,} {len(content) / 1e6:>6.1f} MB{row}{target:>9}"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="*", default=[1_000, 10_000])
    words = parser.parse_args()
    print(f"{'tasks':>8} {'file':>9}{'lxml':>9}{'read':>9}{'sandbox':>9}{'write':>9}{'target':>9}   (seconds of processor time)")
    with tempfile.TemporaryDirectory() as folder:
        for tasks in words.tasks:
            print(measure(tasks, Path(folder)), flush=True)
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"The reading child took at most {megabytes:.0f} MB (or what this program had when it was started, if that was more).")


if __name__ == "__main__":
    main()
