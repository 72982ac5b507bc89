"""How sure the finish is: the likely range, the plan that people can keep, and what moved the finish. And the runs behind them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts.rules import may
from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasts_writes
from milepost.forecast.reads.runs import UNDER_WAY
from milepost.kernel.refusal import NotFound
from milepost.web import charts
from milepost.web.views.project import head
from milepost.web.visit import Visit


@require_safe
def outlook(visit: Visit, project_id: int) -> HttpResponse:
    top = head(visit, project_id)
    standing = top["standing"]
    known = forecasts.Head(project_id, standing.name, standing.zone, standing.revision, promised_on=standing.promised_on)
    ahead = forecasts.prospects(visit.actor, known, now=visit.now)
    likely, runs = ahead.outlook, ahead.runs
    page = {
        **top,
        "tab": "outlook",
        "outlook": likely,
        "chart": charts.histogram(likely, today=visit.today) if likely and likely.histogram else "",
        "conclusion": charts.outlook_sentence(likely, today=visit.today) if likely else "",
        "levelled": ahead.levelled,
        "slip": forecasts.slips_of([known], now=visit.now).get(project_id),
        "simulation_run": runs.get(forecasts.SIMULATION),
        "levelling_run": runs.get(forecasts.LEVELLING),
        "under_way": any(runs[kind].state in UNDER_WAY for kind in forecasts.KEPT_FRESH if kind in runs),
        "may_ask": may(visit.actor.role, "forecast.ask_run"),
    }
    return render(visit, "outlook/outlook.html", page)


@require_POST
def ask(visit: Visit, project_id: int, kind: str) -> HttpResponse:
    """Starts a long run again."""
    forecasts_writes.ask_run(visit.actor, project_id, kind=_known(kind), now=visit.now)
    messages.info(visit, _("It is being worked out. You can go on meanwhile."))
    return redirect(_shown_on(kind), project_id)


@require_POST
def cancel(visit: Visit, project_id: int, kind: str) -> HttpResponse:
    """Ends a long run; what was known before stays."""
    forecasts_writes.cancel_run(visit.actor, project_id, kind=_known(kind), now=visit.now)
    messages.info(visit, _("Cancelled. What was known before stays."))
    return redirect(_shown_on(kind), project_id)


def _shown_on(kind: str) -> str:
    """The page that shows what such a run found."""
    return {forecasts.RECOVERY: "project_recovery", forecasts.RIPPLE: "project_others"}.get(kind, "project_outlook")


def _known(kind: str) -> str:
    if kind not in forecasts.KINDS:
        raise NotFound()
    return kind
