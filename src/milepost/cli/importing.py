"""`milepost import FILE`: a plan becomes a project, or updates the one it came from."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from gettext import gettext as _
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milepost.cli import person, plan_file, program
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.plans.draft import Draft

if TYPE_CHECKING:
    from milepost.plans.reads import Difference

LISTED = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a plan saved by MS Project as XML")
    parser.add_argument("--into", type=int, metavar="PROJECT", help="the number of the project that the file is a newer state of")
    parser.add_argument("--yes", action="store_true", help="with --into: take the differences over; without it they are only shown")
    parser.add_argument("--json", action="store_true", help="print what happened as JSON")
    person.argument(parser)


def run(options: argparse.Namespace) -> int:
    """Takes the file over, whole or not at all. With --into, shows what would change, and with --yes changes it."""
    program.ready()
    program.refuse_if_outdated()
    actor = person.actor(options.email)
    draft = plan_file.read(options.file)
    told = _add(actor, draft, options.file) if options.into is None else _update(actor, draft, options)
    print(json.dumps(told, ensure_ascii=False, indent=2, default=str) if options.json else "\n".join(_lines(told)))
    return 0


def _add(actor: Actor, draft: Draft, file: Path) -> dict[str, Any]:
    from milepost.forecast import writes as forecasts

    result = forecasts.import_plan(actor, draft, file_name=file.name, now=clock.now(), **_stamp(file))
    return {"project_id": result.project_id, "name": draft.name, "tasks": len(draft.tasks), "warnings": _losses(draft)}


def _update(actor: Actor, draft: Draft, options: argparse.Namespace) -> dict[str, Any]:
    from milepost.forecast import writes as forecasts
    from milepost.plans import reads as plans

    difference = plans.difference(actor, options.into, draft)
    told = {"project_id": options.into, "name": draft.name, "difference": _counts(difference), "changes": list(_changes(difference))}
    if not options.yes or difference.empty:
        return told | {"taken_over": False}
    forecasts.reimport_plan(
        actor, options.into, draft=draft, file_name=options.file.name, version=difference.revision, now=clock.now(), **_stamp(options.file)
    )
    return told | {"taken_over": True, "warnings": _losses(draft)}


def _stamp(file: Path) -> dict[str, Any]:
    with file.open("rb") as opened:
        return {"size": file.stat().st_size, "sha256": file_digest(opened, "sha256").hexdigest()}


def _losses(draft: Draft) -> list[dict[str, Any]]:
    return [
        {"code": loss.code, "message": loss.sentence.translated(_), "count": loss.count, "example": loss.example} for loss in draft.losses
    ]


def _counts(difference: Difference) -> dict[str, int]:
    return {
        "added": len(difference.added),
        "removed": len(difference.removed),
        "changed": len(difference.changed) + len(difference.project),
        "links_added": difference.links_added,
        "links_removed": difference.links_removed,
    }


def _changes(difference: Difference) -> Iterator[str]:
    yield from (f"+ {task.name}" for task in difference.added)
    yield from (f"- {task.name}" for task in difference.removed)
    for change in (*difference.project, *difference.changed):
        yield f"  {change.name}: {change.field} {change.before} → {change.after}"


def _lines(told: dict[str, Any]) -> Iterator[str]:
    if "difference" not in told:
        yield _("{name} is project {number}, with {tasks} tasks.").format(name=told["name"], number=told["project_id"], tasks=told["tasks"])
    else:
        yield from _difference(told)
    for loss in told.get("warnings", ()):
        times = f" ({loss['count']})" if loss["count"] > 1 else ""
        yield f"  · {loss['message']}{times}"


def _difference(told: dict[str, Any]) -> Iterator[str]:
    changes = told["changes"]
    if not changes and not any(told["difference"].values()):
        yield _("The file says what the project already says. There is nothing to take over.")
        return
    yield from changes[:LISTED]
    if len(changes) > LISTED:
        yield _("… and {count} more").format(count=len(changes) - LISTED)
    yield _("Links: {added} new, {removed} gone.").format(
        added=told["difference"]["links_added"], removed=told["difference"]["links_removed"]
    )
    yield _("Taken over.") if told["taken_over"] else _("Nothing was changed. Add --yes to take it over.")
