"""How good the firm's estimates are: what was said beside what came true."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milepost.forecast import reads as forecasts
from milepost.web import charts
from milepost.web.visit import Visit


@require_safe
def calibration(visit: Visit) -> HttpResponse:
    report = forecasts.calibration(visit.actor)
    page = {
        "report": report,
        "eighty": report.at(80),
        "verdict": charts.calibration_sentence(report),
        "chart": charts.calibration(report),
    }
    return render(visit, "calibration/calibration.html", page)
