"""What a project does to the others that need its people."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milepost.accounts.rules import may
from milepost.forecast import reads as forecasts
from milepost.forecast.reads.runs import UNDER_WAY
from milepost.plans import reads as plans
from milepost.web.visit import Visit


@require_safe
def others(visit: Visit, project_id: int) -> HttpResponse:
    """How the others end without it, as it is planned, and if it were later."""
    found = forecasts.ripple(visit.actor, project_id, now=visit.now)
    newest = next((run for run in forecasts.runs(visit.actor, project_id) if run.kind == forecasts.RIPPLE), None)
    page = {
        "project": plans.heading(visit.actor, project_id),
        "found": found,
        "breaking": [other for other in found.others if other.breaks_at] if found else [],
        "moving": [other for other in found.others if any(case.later_days for case in other.cases)] if found else [],
        "weeks": [case.weeks for case in found.others[0].cases] if found and found.others else [],
        "run": newest,
        "under_way": newest is not None and newest.state in UNDER_WAY,
        "may_ask": may(visit.actor.role, "forecast.ask_run"),
    }
    return render(visit, "others/others.html", page)
