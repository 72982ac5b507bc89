"""A project as a file for MS Project."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from milepost.exchange.exporting import project_file
from milepost.web.visit import Visit


@require_safe
def export(visit: Visit, project_id: int) -> HttpResponse:
    """The plan with today's forecast, as a download."""
    written = project_file(visit.actor, project_id, now=visit.now)
    answer = HttpResponse(written.content, content_type="application/xml")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(written.name, safe='')}"
    return answer
