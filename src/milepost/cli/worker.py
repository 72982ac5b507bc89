"""`milepost worker`: the worker alone, for installations that run several processes or machines."""

from __future__ import annotations

import argparse

from milepost.cli import program


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Its name, by which it finds what it left behind, is MILEPOST_WORKER or the machine's name. Several may run, each with its own."
    )


def run(options: argparse.Namespace) -> int:
    program.ready()
    program.refuse_if_outdated()
    from milepost.cli import tree, working

    with working.only_one():
        return tree.keep_running(working.children())
