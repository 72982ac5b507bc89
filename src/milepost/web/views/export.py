"""A project as a file: for MS Project, as a table for a spreadsheet, or on paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milepost.exchange.formats import project_as
from milepost.exchange.gantt import Wanted, paper_counts
from milepost.plans import reads as plans
from milepost.web.downloads import download
from milepost.web.forms.paper import PaperForm
from milepost.web.numbers import whole
from milepost.web.visit import Visit


@require_safe
def export(visit: Visit, project_id: int) -> HttpResponse:
    """The plan with today's forecast, as a download; `?format=` is `xml`, `xlsx`, `csv` or `pdf`, the last one on the paper asked for."""
    kind = visit.GET.get("format", "xml")
    paper = _wanted(visit) if kind == "pdf" else None
    written = project_as(visit.actor, project_id, kind, paper=paper, now=visit.now)
    return download(written.content, written.content_type, written.name)


@require_safe
def paper(visit: Visit, project_id: int) -> HttpResponse:
    """On which paper the timeline is to be printed, and how many sheets that takes."""
    counts = paper_counts(visit.actor, project_id, now=visit.now)
    page = {"project": plans.heading(visit.actor, project_id), "form": PaperForm(counts)}
    return render(visit, "export/paper.html", page)


def _wanted(visit: Visit) -> Wanted:
    asked = {name: visit.GET[name] for name in ("paper", "turned") if name in visit.GET}
    numbers = {name: whole(visit.GET[name]) for name in ("across", "depth") if name in visit.GET}
    return Wanted.of(**asked, **numbers)  # type: ignore[arg-type]
