"""`/livez`: the process answers. `/readyz`: it can do its work."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from milepost.config import schema
from milepost.jobs import reads as jobs


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has every migration, else 503; the worker's last sign of life is told, not judged."""
    try:
        waiting = schema.unapplied()
        seen_at = jobs.last_sign_of_life() if not waiting else None
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "does not answer"}, status=503)
    answer = {"ready": not waiting, "database": "answers", "unapplied_migrations": waiting, "worker_seen_at": seen_at}
    return JsonResponse(answer, status=503 if waiting else 200)
