"""Ways to recover: what can be done about a finish that is too late."""

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
def recovery(visit: Visit, project_id: int) -> HttpResponse:
    project = plans.heading(visit.actor, project_id)
    found = forecasts.recovery(visit.actor, project_id, now=visit.now)
    newest = next((run for run in forecasts.runs(visit.actor, project_id) if run.kind == forecasts.RECOVERY), None)
    page = {
        "project": project,
        "found": found,
        "run": newest,
        "keeping": [way for way in found.ways if way.keeps_promise] if found else [],
        "under_way": newest is not None and newest.state in UNDER_WAY,
        "may_ask": may(visit.actor.role, "forecast.ask_run"),
    }
    return render(visit, "recovery/recovery.html", page)
