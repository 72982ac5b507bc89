"""A plan file and days as somebody types them on the command line."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from milepost.exchange.sandbox import read_in_sandbox
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


def day(text: str) -> date:
    """For argparse: 2026-05-29."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write it as 2026-05-29") from error
