"""`milepost health`: how sound the schedule in a file is, check by check. Keeps nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from milepost.cli import plan_file, terminal
from milepost.cli.as_json import printed
from milepost.cli.terminal import Paper
from milepost.forecast.rules.health import HealthCheck, HealthReport
from milepost.forecast.snapshot.health import health
from milepost.plans.draft import Draft

NAMED = 3
"""Tasks that a failed check names on the page; the JSON has them all."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    plan_file.argument(parser)
    parser.add_argument("--json", action="store_true", help="print everything as JSON, for programs")


def run(options: argparse.Namespace) -> int:
    """Prints the report. A plan that fails checks is no error: the exit code stays 0."""
    draft = plan_file.read(options.plan)
    found = health(draft, as_of=plan_file.looked_from(draft, options.as_of))
    print(printed(as_json(draft, found)) if options.json else "\n".join(_page(draft, found, Paper.of(sys.stdout))))
    return 0


def as_json(draft: Draft, found: HealthReport) -> dict[str, Any]:
    """The report for programs."""
    return {
        "project": draft.name,
        "as_of": found.as_of.isoformat(),
        "passed": sum(check.passed is True for check in found.checks),
        "failed": len(found.failed),
        "checks": [_check(check) for check in found.checks],
    }


def _check(check: HealthCheck) -> dict[str, Any]:
    return {
        "code": check.code,
        "title": check.title.translated(_),
        "passed": check.passed,
        "share": None if check.share is None else round(check.share, 4),
        "threshold": check.threshold,
        "at_least": check.at_least,
        "found": check.found,
        "total": check.total,
        "uids": list(check.uids),
        "message": check.sentence.translated(_),
        "source": check.source,
    }


def _page(draft: Draft, found: HealthReport, paper: Paper) -> Iterator[str]:
    names = {task.uid: task.name for task in draft.tasks}
    yield from terminal.title(draft.name, found.as_of, paper)
    yield terminal.INDENT + _verdict(found)
    source = ""
    for check in found.checks:
        if check.source != source:
            source = check.source
            yield from terminal.heading(source, paper)
        yield terminal.two(check.title.translated(_), _mark(check, paper), paper)
        if check.passed is not True:
            yield from terminal.reason(check.sentence.translated(_), paper)
            yield from _named([names[uid] for uid in check.uids], paper)


def _verdict(found: HealthReport) -> str:
    failed, known = len(found.failed), sum(check.passed is not None for check in found.checks)
    if not failed:
        return _("All {count} checks passed that this plan allows.").format(count=known)
    words = ngettext("{failed} of {count} checks needs a look.", "{failed} of {count} checks need a look.", failed)
    return words.format(failed=failed, count=known)


def _mark(check: HealthCheck, paper: Paper) -> str:
    if check.passed is None:
        return _("not known")
    return paper.ink(_("passed"), terminal.KEPT) if check.passed else paper.ink(_("look"), terminal.LATE)


def _named(names: list[str], paper: Paper) -> Iterator[str]:
    for name in names[:NAMED]:
        yield from terminal.reason(f"· {name}", paper)
    if len(names) > NAMED:
        yield from terminal.reason(_("… and {count} more").format(count=len(names) - NAMED), paper)
