"""`milepost export PROJECT`: a project as a file that MS Project opens."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from milepost.cli import person, program
from milepost.kernel import clock
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("project", type=int, metavar="PROJECT", help="the number of the project, as in its address")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write; else standard output")
    person.argument(parser)


def run(options: argparse.Namespace) -> int:
    """Writes the project with the dates of today's forecast."""
    program.ready()
    program.refuse_if_outdated()
    from milepost.exchange.exporting import project_file

    written = project_file(person.actor(options.email), options.project, now=clock.now()).content
    if options.output is None:
        sys.stdout.buffer.write(written)
        return 0
    try:
        options.output.write_bytes(written)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal("output_not_writable", say("{file} cannot be written: {reason}.", file=options.output, reason=reason)) from error
    return 0
