"""A plan file and days as somebody types them on the command line."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from milepost.exchange.sandbox import read_in_sandbox
from milepost.kernel import clock
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.draft import Draft


def read(path: Path) -> Draft:
    """The plan in the file; a file that is not there or cannot be opened is refused like one that cannot be read."""
    try:
        return read_in_sandbox(path)
    except FileNotFoundError as error:
        raise Refusal("file_not_found", say("There is no file {file}.", file=path)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal("file_not_readable", say("{file} cannot be opened: {reason}.", file=path, reason=reason)) from error


def argument(parser: argparse.ArgumentParser) -> None:
    """The plan's file and the day to look from, which every command on a plan's file takes."""
    parser.add_argument("plan", type=Path, metavar="PLAN.xml", help="a plan saved by MS Project as XML")
    parser.add_argument("--as-of", type=day, metavar="DATE", help="the day to look from; else the plan's status date, else today")


def looked_from(draft: Draft, as_of: date | None) -> date:
    """The day that was asked for, else the file's status date, else today here."""
    return as_of or draft.status_on or clock.now().astimezone().date()


def day(text: str) -> date:
    """For argparse: 2026-05-29."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write it as 2026-05-29") from error
