"""What happened, as the ledger keeps it: by day, in sentences, with proof that nothing was rewritten."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milepost.audit import reads as audit
from milepost.plans import reads as plans
from milepost.web import told
from milepost.web.numbers import whole
from milepost.web.views.project import head
from milepost.web.visit import Visit


@require_safe
def history(visit: Visit, project_id: int) -> HttpResponse:
    """One project's changes, a page of the ledger at a time."""
    before = _before(visit)
    found = plans.history(visit.actor, project_id, before=before)
    page = {**head(visit, project_id), "tab": "history"}
    per_day = page["project"].minutes_per_day
    lines = [told.line(one.change, one.subject, today=visit.today, minutes_per_day=per_day) for one in found]
    return render(visit, "history/project.html", page | _told(visit, lines))


@require_safe
def workspace(visit: Visit) -> HttpResponse:
    """Every change of the workspace; with `?check` the seals of the whole ledger are checked."""
    found = plans.workspace_history(visit.actor, before=_before(visit))
    lines = [told.line(one.change, one.subject, today=visit.today) for one in found]
    checked = audit.verify(visit.actor.workspace_id) if "check" in visit.GET else None
    return render(visit, "history/workspace.html", _told(visit, lines) | {"checked": checked})


def _told(visit: Visit, lines: list[told.Line]) -> dict[str, object]:
    more = lines[-1].number if len(lines) == audit.PAGE else None
    return {"days": _by_day(lines, visit.workspace.zone), "more": more}


def _by_day(lines: Iterable[told.Line], zone: str) -> list[tuple[object, list[told.Line]]]:
    return [(day, list(group)) for day, group in groupby(lines, key=lambda line: line.at.astimezone(ZoneInfo(zone)).date())]


def _before(visit: Visit) -> int | None:
    return whole(visit.GET.get("before", ""))
