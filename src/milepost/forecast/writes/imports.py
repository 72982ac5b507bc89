"""Plans from files: taken over only after the engine agreed that they have dates, so that nothing is half imported."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic

from milepost.accounts import reads as accounts
from milepost.forecast import reads
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.plans import reads as plan_reads
from milepost.plans import writes as plans
from milepost.plans.draft import Draft

Reader = Callable[[Path, Callable[[float], None]], Draft]
"""Reads a plan file; tells from 0 to 1 how far it is."""
BETWEEN_NOTES_SECONDS = 0.3


def import_plan(actor: Actor, draft: Draft, *, file_name: str, size: int = 0, sha256: str = "", now: datetime) -> plans.ImportResult:
    """Makes a project of a draft. Refuses, before anything is kept, what cannot be kept and what the engine finds no dates for."""
    return _import(actor, draft, file_name=file_name, size=size, sha256=sha256, import_id=None, now=now)


def _import(
    actor: Actor, draft: Draft, *, file_name: str, size: int, sha256: str, import_id: int | None, now: datetime
) -> plans.ImportResult:
    accounts.require(actor, "plans.import_plan")
    _check(actor, draft, now)
    return plans.import_plan(actor, draft, file_name=file_name, size=size, sha256=sha256, import_id=import_id, now=now)


def _check(actor: Actor, draft: Draft, now: datetime) -> None:
    plan_reads.check_draft(draft)
    reads.check(draft, clock.today(accounts.workspace_of(actor.workspace_id).zone, now))


def reimport_plan(
    actor: Actor,
    project_id: int,
    *,
    draft: Draft,
    file_name: str,
    version: int | None,
    size: int = 0,
    sha256: str = "",
    now: datetime,
) -> plans.ImportResult:
    """Brings a project up to date with a newer file, as `plans.reimport_plan` says; the engine's refusals come first."""
    accounts.require(actor, "plans.reimport_plan")
    plan_reads.project(actor, project_id)
    _check(actor, draft, now)
    return plans.reimport_plan(actor, project_id, draft=draft, file_name=file_name, version=version, size=size, sha256=sha256, now=now)


def read_import(import_id: int, *, read: Reader, now: datetime) -> None:
    """Reads a file that was handed in and takes it over, shows the difference it would make, or keeps why it is refused.

    `read` runs outside any transaction. Cut off anywhere, it may run again from the start; a file done with is left alone. It
    acts for the person who handed the file in or accepted its difference, with what that person may do by now.
    """
    path = plans.begin_reading(import_id, now=now)
    file = plan_reads.import_for_job(import_id)
    if path is None or file is None:
        return
    try:
        _settle(file, read(path, _noting(import_id, now)), now)
    except Refusal as refusal:
        plans.refuse_file(import_id, refusal=refusal, now=now)
    except FileNotFoundError:
        plans.refuse_file(import_id, refusal=NotFound(), now=now)
    else:
        _forget(import_id, path)


def _forget(import_id: int, path: Path) -> None:
    settled = plan_reads.import_for_job(import_id)
    if settled is not None and settled.state == "taken_over":
        plans.forget_bytes(path.name)


def _noting(import_id: int, now: datetime) -> Callable[[float], None]:
    """Keeps how far the reading is, a few times a second at most."""
    last = 0.0

    def note(share: float) -> None:
        nonlocal last
        if monotonic() - last >= BETWEEN_NOTES_SECONDS:
            last = monotonic()
            plans.note_reading(import_id, percent=min(99, int(share * 100)), now=now)

    return note


def _settle(file: plan_reads.Import, draft: Draft, now: datetime) -> None:
    actor = accounts.actor_of(file.accepted_by_id or file.by_id, via="web", workspace_id=file.workspace_id)
    if actor is None:
        raise NotAllowed()
    named = {"file_name": file.file_name, "size": file.size, "sha256": file.sha256, "import_id": file.id}
    if not file.update or file.project_id is None:
        _import(actor, draft, now=now, **named)  # type: ignore[arg-type]
        return
    _check(actor, draft, now)
    if file.accepted_by_id is not None and file.difference is not None:
        with suppress(Stale):  # the project moved on: what the file would do now is shown, and asked for again
            plans.reimport_plan(actor, file.project_id, draft=draft, version=file.difference.revision, now=now, **named)  # type: ignore[arg-type]
            return
    difference = plan_reads.difference(actor, file.project_id, draft)
    plans.show_difference(file.id, difference=difference, losses=draft.losses, now=now)
