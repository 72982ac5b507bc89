"""A project as a file: for MS Project, or as a table for a spreadsheet."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from milepost.exchange.task_table import project_as
from milepost.web.downloads import download
from milepost.web.visit import Visit


@require_safe
def export(visit: Visit, project_id: int) -> HttpResponse:
    """The plan with today's forecast, as a download; `?format=` is `xml`, `xlsx` or `csv`."""
    written = project_as(visit.actor, project_id, visit.GET.get("format", "xml"), now=visit.now)
    return download(written.content, written.content_type, written.name)
