"""`milepost …`: one module a command, loaded only when it is asked for.

A command's module has `arguments(parser)`, which says what it takes, and `run(options) -> int`, which does it and gives the
exit code: 0 all is well, 1 refused, with the sentence on stderr and, with `--json`, as JSON on stdout. argparse ends wrong usage with 2.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import dataclass
from gettext import gettext
from importlib import import_module

from milepost.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Command:
    """A word after `milepost`, the module behind it, and what it does in one line."""

    name: str
    module: str
    sentence: str
    listed: bool = True


COMMANDS = (
    Command("up", "milepost.cli.up", "Start Milepost: the web server and the worker, until Ctrl-C."),
    Command("web", "milepost.cli.web", "Start only the web server."),
    Command("worker", "milepost.cli.worker", "Start only the worker that keeps forecasts fresh."),
    Command("brief", "milepost.cli.brief", "Say where a plan stands today; needs only the plan's file."),
    Command("schedule", "milepost.cli.schedule", "The dates of every task of a plan's file, with floats and drivers."),
    Command("explain", "milepost.cli.explain", "Say why dates are what they are, and why the finish moved since an older file."),
    Command("health", "milepost.cli.health", "Check how sound a plan's file is as a schedule, by public standards."),
    Command("level", "milepost.cli.level", "Say which tasks wait for whom, and when a plan ends with the people it has."),
    Command("replan", "milepost.cli.replan", "Say which dates move now, as little as possible, and what can be done about a late finish."),
    Command("simulate", "milepost.cli.simulate", "Say how sure the finish of a plan is, and what decides it."),
    Command("import", "milepost.cli.importing", "Take over a plan from a file, as a new project or into an existing one."),
    Command("export", "milepost.cli.exporting", "Write a project as a file that MS Project opens."),
    Command("token", "milepost.cli.token", "Make a personal token for the API."),
    Command("demo", "milepost.cli.demo", "Load the demo firm, or name its accounts."),
    Command("backup", "milepost.cli.backup", "Write everything that is kept here into one file, also while Milepost runs."),
    Command("restore", "milepost.cli.restore", "Bring back what a backup holds; what was here is kept aside."),
    Command("check", "milepost.cli.check", "Look whether database, ledger and configuration are sound."),
    Command("bench", "milepost.cli.bench", "Measure what the engine costs on this machine."),
    Command("manage", "milepost.cli.manage", "Django's own commands.", listed=False),
)


def main(words: list[str] | None = None) -> None:
    """The console script. Ends the process with the command's exit code."""
    sys.exit(run(sys.argv[1:] if words is None else words))


def run(words: list[str]) -> int:
    """Runs the command that `words` name and gives back its exit code; wrong usage raises SystemExit(2)."""
    command = _named(words)
    if command is None:
        _overview().parse_args(words)
        _overview().print_help()
        return 0
    module = import_module(command.module)
    if command.name == "manage":
        return int(module.run(words[1:]))
    parser = argparse.ArgumentParser(prog=f"milepost {command.name}", description=command.sentence)
    module.arguments(parser)
    return _refusing(module.run, parser.parse_args(words[1:]))


def _named(words: list[str]) -> Command | None:
    return next((command for command in COMMANDS if words and command.name == words[0]), None)


def _refusing(command: object, options: argparse.Namespace) -> int:
    try:
        return int(command(options))  # type: ignore[operator]
    except Refusal as refusal:
        if getattr(options, "json", False):
            print(_as_json(refusal))
        print(refusal.sentence.translated(gettext), file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _as_json(refusal: Refusal) -> str:
    """For programs, on stdout, in one line."""
    named = {"code": refusal.code, "message": refusal.sentence.translated(gettext), "field": refusal.field, "details": refusal.details}
    return json.dumps({"error": named}, ensure_ascii=False, default=str)


def _overview() -> argparse.ArgumentParser:
    lines = "\n".join(f"  {command.name:<10}{command.sentence}" for command in COMMANDS if command.listed)
    parser = argparse.ArgumentParser(
        prog="milepost",
        usage="milepost [--help] [--version] COMMAND …",
        description="Every project against the date promised to the client, and why.",
        epilog=f"commands:\n{lines}\n\n`milepost COMMAND --help` says what each takes.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument("command", nargs="?", choices=[command.name for command in COMMANDS if command.listed], help=argparse.SUPPRESS)
    return parser


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"milepost {version('milepost')}"
    except PackageNotFoundError:
        return "milepost, from a working copy"
