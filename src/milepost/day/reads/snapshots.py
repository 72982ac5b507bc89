"""A project as it stood when somebody showed it to a colleague: read with the secret address alone, until its last day."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milepost.accounts import reads as accounts
from milepost.day import models
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import reads as plans

SNAPSHOT = "snapshot"
"""The purpose of a secret link to one."""


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """A snapshot as its maker's list shows it. `id` is that of its address."""

    id: int
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SnapshotTask:
    """A task as it stood; `level` counts from 0. Without dates where there was no forecast of it."""

    name: str
    level: int
    summary: bool
    start: datetime | None
    finish: datetime | None
    percent: int
    critical: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A project as it stood: its dates against the promise and its tasks, without people, money, notes and clients."""

    firm: str
    by: str
    name: str
    made_at: datetime
    zone: str
    as_of: date | None
    promised_on: date | None
    finish_on: date | None
    days: int | None
    """Working days against the promise: negative late."""
    p50_on: date | None
    p80_on: date | None
    chance: int | None
    tasks: tuple[SnapshotTask, ...]


def snapshots(actor: Actor, project_id: int, *, now: datetime) -> tuple[SnapshotLine, ...]:
    """The actor's own snapshots of a project that can still be read, the newest first; `NotFound` for one they may not know."""
    accounts.require(actor, "day.share_snapshot")
    plans.heading(actor, project_id)
    held = {link.thing: link for link in accounts.links(actor, now=now) if link.purpose == SNAPSHOT and link.expires_at is not None}
    rows = models.Snapshot.objects.filter(pk__in=held, project_id=project_id).order_by("-pk").values_list("pk", "made_at")
    return tuple(SnapshotLine(held[pk].id, made_at, held[pk].expires_at or made_at) for pk, made_at in rows)


def snapshot(secret: str, *, now: datetime) -> Snapshot:
    """What stands behind an address. `NotFound` for one that never was, was taken back or is over, and when its maker has left."""
    actor, thing = accounts.linked(secret, SNAPSHOT, via="snapshot", now=now)
    row = models.Snapshot.objects.filter(pk=thing, workspace_id=actor.workspace_id).first()
    if row is None:
        raise NotFound()
    told = json.loads(zlib.decompress(bytes(row.content)))
    dates = ("as_of", "promised_on", "finish_on", "p50_on", "p80_on")
    days: dict[str, Any] = {name: told[name] and date.fromisoformat(told[name]) for name in dates}
    tasks = tuple(_task(*each) for each in told["tasks"])
    alone = {name: told[name] for name in ("firm", "by", "name", "zone", "days", "chance")}
    return Snapshot(**alone, **days, made_at=row.made_at, tasks=tasks)


def _task(name: str, level: int, summary: int, start: str | None, finish: str | None, percent: int, critical: int) -> SnapshotTask:
    first, last = (None if at is None else datetime.fromisoformat(at) for at in (start, finish))
    return SnapshotTask(name, level, bool(summary), first, last, percent, bool(critical))
