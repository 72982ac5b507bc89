"""Keeping forecasts as fresh as the facts."""

from __future__ import annotations

import json
import zlib
from datetime import date, datetime

from django.db import transaction

from milepost.audit import reads as audit
from milepost.forecast import models, reads
from milepost.forecast.rules import Conclusion, minute
from milepost.forecast.rules.kept import refused
from milepost.kernel import clock
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import packed
from milepost.plans import reads as plan_reads


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
    empty = ("start_minute", "finish_minute", "promised_on", "standing_days", "columns", "reasons")
    return {**dict.fromkeys(empty), "critical_path": [], "open_minutes": {}, "warnings": [], **refused(refusal)}


def _replace(project_id: int, revision: int, as_of: date, values: dict[str, object], now: datetime) -> None:
    stamp = {"revision": revision, "as_of": as_of, "made_at": now, **values}
    with transaction.atomic():
        row = models.Forecast.objects.select_for_update().filter(pk=project_id).only("revision", "as_of").first()
        if row is None:
            workspace_id = plan_reads.workspace_id(project_id)
            models.Forecast.objects.get_or_create(pk=project_id, defaults={"workspace_id": workspace_id, **stamp})
        elif (row.revision, row.as_of) <= (revision, as_of):
            models.Forecast.objects.filter(pk=project_id).update(**stamp)
