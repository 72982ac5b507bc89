"""What a client sees: the dates that were promised to them, and nothing else."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milepost.clients import reads as clients
from milepost.web.visit import Visit


@require_safe
def promises(visit: Visit) -> HttpResponse:
    told = clients.promises(visit.actor)
    page = {"current": [one for one in told if one.current], "earlier": [one for one in told if not one.current]}
    return render(visit, "promises/promises.html", page)
