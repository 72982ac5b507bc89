"""A project as it stood, shown to a colleague who needs no account."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from milepost.day import reads as day
from milepost.day import writes as day_writes
from milepost.plans import reads as plans
from milepost.web import pictures
from milepost.web.forms.snapshots import SnapshotForm
from milepost.web.numbers import whole
from milepost.web.views.overview import either
from milepost.web.visit import Visit

ROWS = 400


@never_cache
@require_safe
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """What a colleague sees: the secret in the address is all it needs, and no other site learns of it."""
    now = cast(Visit, request).now
    shown = day.snapshot(secret, now=now)
    today = now.astimezone(ZoneInfo(shown.zone)).date()
    first = whole(request.GET.get("from", "")) or 0
    line = pictures.Line(
        shown.promised_on, shown.finish_on, standing=shown.days, likely=shown.p50_on, until=shown.p80_on, chance=shown.chance
    )
    page = {
        "shown": shown,
        "rows": _rows(shown, first),
        "following": first + ROWS if first + ROWS < len(shown.tasks) else None,
        "line": line,
        "scale": pictures.scale([line], today=shown.as_of or today),
        "said": pictures.sentence(line, today=today),
        "day": today,
    }
    answer = render(request, "snapshots/shown.html", page)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@never_cache
@either
def snapshots(visit: Visit, project_id: int) -> HttpResponse:
    """Those one made of a project, and a new one: its address is shown this once, so that a second click shows only that it was made."""
    held = day.snapshots(visit.actor, project_id, now=visit.now)
    form = SnapshotForm(visit)
    made: list[str] = []

    def share(typed: dict[str, Any]) -> str:
        made.append(day_writes.share_snapshot(visit.actor, project_id, **typed, now=visit.now).secret)
        return "made"

    went_through = form.went_through(share)
    page = {
        "project": plans.heading(visit.actor, project_id),
        "form": SnapshotForm(visit, sent=False) if went_through else form,
        "held": day.snapshots(visit.actor, project_id, now=visit.now) if went_through else held,
        "new": settings.ENVIRONMENT.url + reverse("snapshot", args=made) if made else None,
        "repeated": went_through and not made,
    }
    return render(visit, "snapshots/snapshots.html", page, status=form.status)


@require_POST
def withdraw(visit: Visit, project_id: int, snapshot_id: int) -> HttpResponse:
    day_writes.withdraw_snapshot(visit.actor, project_id, link_id=snapshot_id, now=visit.now)
    messages.success(visit, _("The address holds no longer. Its next reader finds nothing."))
    return redirect("project_snapshots", project_id)


def _rows(shown: day.Snapshot, first: int) -> list[tuple[day.SnapshotTask, Any]]:
    """The tasks of one page, each with its bar between the first and the last day of all."""
    span = [at for task in shown.tasks for at in (task.start, task.finish) if at]
    return [(task, _bar(task, min(span), max(span)) if span else "") for task in shown.tasks[first : first + ROWS]]


def _bar(task: day.SnapshotTask, first: datetime, last: datetime) -> Any:
    if task.start is None or task.finish is None:
        return ""
    return pictures.bar(
        task.start, task.finish, first, last, percent=task.percent, critical=task.critical and not task.summary, summary=task.summary
    )
