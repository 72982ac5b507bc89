"""Keeping forecasts fresh, and the writes of plans that need the engine's word first.

A plan is taken over only after the engine agreed that it has dates, so that nothing is half imported; a baseline freezes the
dates the engine concludes from the facts of that moment. The facts themselves are changed by `plans.writes`.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from time import monotonic

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models, reads
from milepost.forecast.rules import Conclusion, minute, moment
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.kernel.say import packed
from milepost.plans import reads as plan_reads
from milepost.plans import writes as plans
from milepost.plans.draft import Draft

Reader = Callable[[Path, Callable[[float], None]], Draft]
"""Reads a plan file; tells from 0 to 1 how far it is."""
BETWEEN_NOTES_SECONDS = 0.3


def conclude(project_id: int, *, now: datetime) -> None:
    """Replaces the project's forecast by what follows from its facts today; nothing to do where it is fresh.

    A plan that the engine refuses keeps a forecast without dates that says why. A newer forecast is never replaced by an older.
    """
    zone = dict(plan_reads.zones()).get(project_id)
    if zone is None:
        return
    as_of = clock.today(zone, now)
    stamp = models.Forecast.objects.filter(pk=project_id).values_list("revision", "as_of").first()
    if stamp == (audit.revision(project_id), as_of):
        return
    revision = audit.revision(project_id)
    promised = plan_reads.promised([project_id]).get(project_id)
    try:
        read, drawn = reads.concluded(project_id, as_of)
        values = _columns(drawn, None if promised is None else promised.on)
        revision = min(revision, read.revision)
    except Refusal as refusal:
        values = _nothing(refusal)
    _replace(project_id, revision, as_of, values, now)


def explain(project_id: int) -> None:
    """Writes down why each task stands where it stands, beside dates that are fresh. A second step, so that nobody waits for it."""
    known = models.Forecast.objects.filter(pk=project_id, reasons__isnull=True, refusal__isnull=True)
    stamp = known.values_list("revision", "as_of").first()
    if stamp is None or stamp[0] != audit.revision(project_id):
        return
    read, drawn = reads.concluded(project_id, stamp[1])
    said = [packed(drawn.why(uid)) for uid in drawn.columns.uid.tolist()]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    known.filter(revision=read.revision, as_of=stamp[1]).update(reasons=zlib.compress(text.encode(), level=1))


def _columns(drawn: Conclusion, promised_on: date | None) -> dict[str, object]:
    return {
        "start_minute": minute(drawn.start),
        "finish_minute": minute(drawn.finish),
        "promised_on": promised_on,
        "standing_days": None if promised_on is None else drawn.standing(promised_on),
        "columns": drawn.columns.packed(),
        "reasons": None,
        "critical_path": list(drawn.critical_path),
        "open_minutes": {"" if uid is None else str(uid): minutes for uid, minutes in drawn.open_minutes.items()},
        "warnings": [{"code": each.code, "sentence": packed(each.sentence), "task": each.task} for each in drawn.warnings],
        "refusal": None,
    }


def _nothing(refusal: Refusal) -> dict[str, object]:
    kept = {"code": refusal.code, "sentence": packed(refusal.sentence)}
    empty = ("start_minute", "finish_minute", "promised_on", "standing_days", "columns", "reasons")
    return {**dict.fromkeys(empty), "critical_path": [], "open_minutes": {}, "warnings": [], "refusal": kept}


def _replace(project_id: int, revision: int, as_of: date, values: dict[str, object], now: datetime) -> None:
    stamp = {"revision": revision, "as_of": as_of, "made_at": now, **values}
    with transaction.atomic():
        row = models.Forecast.objects.select_for_update().filter(pk=project_id).only("revision", "as_of").first()
        if row is None:
            workspace_id = plan_reads.workspace_id(project_id)
            models.Forecast.objects.get_or_create(pk=project_id, defaults={"workspace_id": workspace_id, **stamp})
        elif (row.revision, row.as_of) <= (revision, as_of):
            models.Forecast.objects.filter(pk=project_id).update(**stamp)


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


def freeze_baseline(actor: Actor, project_id: int, *, name: str, now: datetime) -> int:
    """Freezes the dates that follow from the facts as they stand, and gives back the baseline's number.

    Refuses what the engine refuses; stale where somebody changed the plan while its dates were worked out.
    """
    accounts.require(actor, "plans.freeze_baseline")
    project = plan_reads.project(actor, project_id)
    read, drawn = reads.concluded(project_id, clock.today(project.zone, now))
    columns = drawn.columns
    spans = zip(columns.uid.tolist(), columns.start.tolist(), columns.finish.tolist(), strict=True)
    dates = {uid: (moment(start), moment(finish)) for uid, start, finish in spans}
    named = {pk: dates[uid] for pk, uid, _ in plan_reads.names(project_id) if uid in dates}
    with transaction.atomic():
        plan_reads.hold(project_id)
        current = audit.revision(project_id)
        if current != read.revision:
            raise Stale(yours={"revision": read.revision}, current={"revision": current})
        return plans.freeze_baseline(actor, project_id, name=name, dates=named, now=now)


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
