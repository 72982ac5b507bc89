"""A project as a file for MS Project."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from milepost.accounts import reads as accounts
from milepost.exchange import msproject
from milepost.forecast import reads as forecasts
from milepost.plans import reads as plans
from milepost.web.visit import Visit


@require_safe
def export(visit: Visit, project_id: int) -> HttpResponse:
    """The plan with today's forecast, as a download."""
    accounts.require(visit.actor, "plans.export_plan")
    project = plans.project(visit.actor, project_id)
    concluded = forecasts.forecast(visit.actor, project_id)
    columns = concluded.columns if concluded else None
    dates = {one.uid: (one.start, one.finish) for one in (columns[row] for row in range(len(columns)))} if columns is not None else {}
    written = msproject.write(plans.draft(project_id), dates=dates)
    answer = HttpResponse(written, content_type="application/xml")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(project.name[:80], safe='')}.xml"
    return answer
