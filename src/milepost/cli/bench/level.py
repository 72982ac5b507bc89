"""`milepost bench level PATH… --seconds S`: how short the schedules of the textbook's instances become in S seconds each.

Reads PSPLIB's `.sm` files (Kolisch & Sprecher, European Journal of Operational Research 96, 1997) and prints one JSON line for each:
`{instance, makespan, lower_bound, proved, seconds, starts}`, `starts` by job number from 1. The seconds count from reading the
file; the loops are loaded before. With `--plan N` instead, how soon a plan of N tasks made for it is levelled at all, see `first_plan`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from time import monotonic

from milepost.cli.bench import first_plan
from milepost.cli.bench.psplib import read
from milepost.engine import solving
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

MARGIN, SHARE = 0.0005, 0.98
"""Seconds kept for writing the answer down, and the share of the rest that is used: a machine that does other things stops late."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the bench takes."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="a PSPLIB file, or a folder of them")
    parser.add_argument("--plan", type=int, nargs="+", default=[], metavar="N", help="time the first levelled plan of N tasks made for it")
    parser.add_argument("--seconds", type=_seconds, default=1.0, metavar="S", help="for each instance, 1 unless said")
    parser.add_argument("--seed", type=int, default=1, help="another one walks other ways")
    parser.add_argument("--threads", type=int, choices=(1, 2), default=2, help="2 unless said")


def run(options: argparse.Namespace) -> int:
    """Prints a line for each instance, in the order of their names."""
    for tasks in options.plan:
        print(json.dumps(first_plan.measured(tasks)), flush=True)
    files = _files(options.paths)
    if not files:
        return _nothing(options)
    solving.ready()
    for path in files:
        print(json.dumps(_levelled(path, options)), flush=True)
    return 0


def _nothing(options: argparse.Namespace) -> int:
    if options.plan:
        return 0
    raise Refusal("psplib_none", say("Name a PSPLIB file (.sm) or a folder of them, or a plan to make with --plan."))


def _levelled(path: Path, options: argparse.Namespace) -> dict[str, object]:
    began = monotonic()
    made = read(path)
    left = (options.seconds - MARGIN) * SHARE - (monotonic() - began)
    found = solving.solve(made, seconds=left, seed=options.seed, threads=options.threads)
    return {
        "instance": path.stem,
        "makespan": found.makespan,
        "lower_bound": found.lower_bound,
        "proved": found.proved,
        "seconds": round(monotonic() - began, 6),
        "starts": found.starts.tolist(),
    }


def _files(paths: list[Path]) -> list[Path]:
    """The files named and those in the folders named; refuses a folder without any."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*.sm")) if path.is_dir() else [path]
        if not inside:
            raise Refusal("psplib_none", say("There is no PSPLIB file (.sm) in “{folder}”.", folder=str(path)))
        found += inside
    return found


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError("more than 0, at most a day")
    return seconds
