"""`milepost bench WHAT …`: what the engine costs on this machine, each figure beside what it is compared with.

Each kind of bench is a module with `arguments(parser)` and `run(options)`, like a command.
"""

from __future__ import annotations

import argparse
from importlib import import_module

WHATS = {
    "cpm": "The critical path of a plan made for it: hot, from raw arrays, and beside its plain twin.",
    "level": "Schedules of PSPLIB instances: how short in so many seconds, and how far that is proved.",
    "simulate": "A simulation of a plan made for it: time, memory, and beside the same sums in numpy.",
    "peers": "Critical path and simulation beside other programs, whichever are installed.",
}
"""The benches there are; the module of each has its name."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: the bench, then what that bench takes."""
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True, help="one of: " + ", ".join(WHATS))
    for name, sentence in WHATS.items():
        module = import_module(f"milepost.cli.bench.{name}")
        own = kinds.add_parser(name, description=sentence)
        module.arguments(own)
        own.set_defaults(bench=module.run)


def run(options: argparse.Namespace) -> int:
    """Runs the bench that was named and gives back its exit code."""
    return int(options.bench(options))
