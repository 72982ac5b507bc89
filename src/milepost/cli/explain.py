"""`milepost explain`: why each date of a plan is what it is, and with an older file why the finish moved. Keeps nothing."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator
from gettext import gettext as _
from pathlib import Path
from typing import Any

from milepost.cli import plan_file, terminal
from milepost.cli.as_json import minute, printed
from milepost.cli.terminal import Paper
from milepost.forecast import snapshot
from milepost.forecast.rules import Conclusion
from milepost.forecast.rules.slipping import Slipped, SlippedPart
from milepost.forecast.snapshot.slipping import slipped
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.draft import Draft, Task


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    plan_file.argument(parser)
    parser.add_argument("--task", type=int, metavar="UID", help="only this task, by the number the file gives it")
    parser.add_argument("--before", type=Path, metavar="OLD.xml", help="an older state of the plan: why the finish moved since")
    parser.add_argument(
        "--before-as-of", type=plan_file.day, metavar="DATE", help="the day to look at the older plan from; else its status date"
    )
    parser.add_argument("--json", action="store_true", help="print everything as JSON, for programs")


def run(options: argparse.Namespace) -> int:
    """Prints the reasons, and the slip where an older plan was named."""
    draft = plan_file.read(options.plan)
    found = snapshot.conclude(draft, as_of=plan_file.looked_from(draft, options.as_of))
    tasks = _chosen(draft, options.task)
    slip = _slip(draft, found, options) if options.before else None
    if options.json:
        print(printed(as_json(draft, found, tasks, slip)))
    else:
        print("\n".join(_page(draft, found, tasks, slip, Paper.of(sys.stdout))))
    return 0


def _chosen(draft: Draft, uid: int | None) -> list[Task]:
    tasks = [task for task in draft.tasks if uid in (None, task.uid)]
    if uid is not None and not tasks:
        raise Refusal("no_such_task", say("The plan has no task {uid}. The numbers are those of the file.", uid=uid), field="task")
    return tasks


def _slip(draft: Draft, found: Conclusion, options: argparse.Namespace) -> Slipped:
    """The slip since the older file; where nothing says from which day that was seen, both are seen from the same one."""
    before = plan_file.read(options.before)
    day = options.before_as_of or before.status_on or found.as_of
    return slipped(before, draft, before_as_of=day, as_of=found.as_of, task=options.task)


def as_json(draft: Draft, found: Conclusion, tasks: list[Task], slip: Slipped | None) -> dict[str, Any]:
    """The reasons for programs. `slip` is there only where an older plan was named."""
    answer: dict[str, Any] = {"project": draft.name, "as_of": found.as_of.isoformat(), "finish": minute(found.finish)}
    if slip is not None:
        answer["slip"] = _slip_as_json(slip)
    return answer | {"critical_path": list(found.critical_path), "tasks": [_task(task, found) for task in tasks]}


def _slip_as_json(slip: Slipped) -> dict[str, Any]:
    return {
        "working_days": slip.days,
        "working_minutes": slip.minutes,
        "before": minute(slip.before),
        "after": minute(slip.after),
        "sentence": slip.sentence.translated(_),
        "parts": [_part(part) for part in slip.parts],
    }


def _part(part: SlippedPart) -> dict[str, Any]:
    return {
        "cause": part.cause,
        "working_days": part.days,
        "working_minutes": part.minutes,
        "uids": list(part.uids),
        "sentence": part.sentence.translated(_),
    }


def _task(task: Task, found: Conclusion) -> dict[str, Any]:
    dates = found.task(task.uid)
    return {
        "uid": task.uid,
        "name": task.name,
        "start": minute(dates.start),
        "finish": minute(dates.finish),
        "critical": dates.critical,
        "driver": dates.driver,
        "why": found.why(task.uid).translated(_),
    }


def _page(draft: Draft, found: Conclusion, tasks: list[Task], slip: Slipped | None, paper: Paper) -> Iterator[str]:
    year = found.as_of.year
    yield from terminal.title(draft.name, found.as_of, paper)
    if slip is not None:
        yield from textwrap.wrap(terminal.said(slip.sentence, year), paper.width, initial_indent=terminal.INDENT, subsequent_indent="  ")
        yield ""
    for task in tasks:
        dates = found.task(task.uid)
        yield terminal.two(task.name, terminal.span(dates.start, dates.finish, year), paper)
        yield from terminal.reason(terminal.said(found.why(task.uid), year), paper)
