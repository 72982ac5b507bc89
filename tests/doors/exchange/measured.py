"""Reads every file of a folder in the sandbox and prints, as JSON, how each went: run as a program, so that what it measures is small."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path

from milepost.exchange.sandbox import read_in_sandbox
from milepost.kernel.refusal import Refusal


def main(folder: Path) -> None:
    """For each file: the code of its refusal, and seconds of processor time; last the most memory a child had, in MB."""
    told = {path.name: measured(path) for path in sorted(folder.iterdir())}
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    with suppress(ChildProcessError):
        raise SystemExit(f"a child is left: {os.waitpid(-1, os.WNOHANG)}")
    print(json.dumps({"files": told, "megabytes": megabytes}))


def measured(path: Path) -> dict[str, object]:
    """The code, the sentence, and the processor seconds of child and parent together."""
    before = sum(os.times()[:4]), time.monotonic()
    try:
        read_in_sandbox(path)
        code, sentence = "", ""
    except Refusal as refusal:
        code, sentence = refusal.code, str(refusal)
    return {"code": code, "sentence": sentence, "seconds": sum(os.times()[:4]) - before[0], "wall": time.monotonic() - before[1]}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
