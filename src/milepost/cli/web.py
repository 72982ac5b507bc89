"""`milepost web`: the web server alone, for installations that run several processes themselves."""

from __future__ import annotations

import argparse

from milepost.cli import program


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Listens on MILEPOST_BIND (127.0.0.1) and MILEPOST_PORT (8000). The database must be up to date: `milepost check` says."


def run(options: argparse.Namespace) -> int:
    surroundings = program.ready()
    program.refuse_if_outdated()
    from milepost.cli import serving

    serving.serve(surroundings, serving.listen(surroundings))
    return 0
