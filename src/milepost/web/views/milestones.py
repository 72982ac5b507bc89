"""The trend of a project's milestones, as a picture and as a table."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milepost.forecast import reads as forecasts
from milepost.plans import reads as plans
from milepost.web import trends
from milepost.web.visit import Visit


@require_safe
def trend(visit: Visit, project_id: int) -> HttpResponse:
    """The lines that moved most are drawn, in the table's order; the table has them all."""
    lines = forecasts.milestone_trend(visit.actor, project_id, now=visit.now)
    shown = trends.most_moved(lines)
    page = {
        "project": plans.heading(visit.actor, project_id),
        "lines": [(shown.index(line) + 1 if line in shown else None, line) for line in lines],
        "chart": trends.milestone_trend(shown, today=visit.today),
        "conclusion": trends.milestone_sentence(lines, today=visit.today) if lines else "",
    }
    return render(visit, "milestones/trend.html", page)
