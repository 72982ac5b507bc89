"""Showing a project to a colleague, as it stands."""

from __future__ import annotations

import json
import zlib
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import writes as joining
from milepost.day import models, reads
from milepost.forecast import reads as forecasts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import reads as plans

LONGEST_DAYS = 365
EPOCH = datetime(1970, 1, 1)


def share_snapshot(actor: Actor, project_id: int, *, days: int, now: datetime) -> joining.NewLink:
    """Keeps how the project stands and gives it an address that can be read without an account for so many days.

    `NotFound` for a project the actor may not know. Refused: less than 1 or more than 365 days.
    """
    accounts.require(actor, "day.share_snapshot")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refusal("snapshot_days_outside", say("It can be read for 1 to {most} days.", most=LONGEST_DAYS), field="days")
    told = _told(actor, project_id, now)
    content = zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), level=6)
    whose = {"workspace_id": actor.workspace_id, "project_id": project_id}
    with transaction.atomic():
        kept = models.Snapshot.objects.create(**whose, made_at=now, expires_at=now + timedelta(days=days), content=content)
        return joining.make_link(actor, purpose=reads.SNAPSHOT, thing=kept.pk, expires_at=kept.expires_at, now=now)


def withdraw_snapshot(actor: Actor, project_id: int, *, link_id: int, now: datetime) -> None:
    """Ends one of the actor's own snapshots; its next reader finds nothing, and what it held is gone."""
    accounts.require(actor, "day.share_snapshot")
    plans.heading(actor, project_id)
    with transaction.atomic():
        found = [link.thing for link in accounts.links(actor, now=now) if (link.id, link.purpose) == (link_id, reads.SNAPSHOT)]
        if not models.Snapshot.objects.filter(pk__in=found, project_id=project_id).delete()[0]:
            raise NotFound()
        joining.revoke_link(actor, link_id, now=now)


def forget_snapshots(*, now: datetime) -> None:
    """Drops what can be read no more."""
    models.Snapshot.objects.filter(expires_at__lte=now).delete()


def _told(actor: Actor, project_id: int, now: datetime) -> dict[str, Any]:
    """All that is shown, and nothing else: dates and names of tasks."""
    where = reads.standing(actor, project_id, now=now)
    chart = forecasts.chart(actor, project_id, now=now)
    top = min(chart.level, default=0)
    columns = (chart.name, chart.level, chart.kind, chart.start, chart.finish, chart.percent, chart.critical)
    return {
        "firm": accounts.workspace(actor).name,
        "by": accounts.profile(actor).name,
        **{name: getattr(where, name) for name in ("name", "zone", "days", "chance")},
        **{name: _day(getattr(where, name)) for name in ("as_of", "promised_on", "finish_on", "p50_on", "p80_on")},
        "tasks": [
            [name, level - top, int(kind == 1), _instant(start), _instant(finish), percent, critical]
            for name, level, kind, start, finish, percent, critical in zip(*columns, strict=True)
        ],
    }


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _instant(minutes: int | None) -> str | None:
    return None if minutes is None else (EPOCH + timedelta(minutes=minutes)).isoformat(timespec="minutes")
