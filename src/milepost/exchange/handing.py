"""How a file that somebody brought is handed out again: as a download that no browser opens, runs or guesses the kind of."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from milepost.plans.reads import Content


def handed_out(content: Content) -> HttpResponse:
    """The bytes as an attachment, as they are; a browser that shows them nevertheless shows them in a sandbox."""
    answer = HttpResponse(content.path.read_bytes(), content_type=content.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(content.name, safe='')}"
    answer["Content-Encoding"] = "identity"
    answer["Cache-Control"] = "private, no-store"
    answer._csp_update = {"sandbox": [""]}  # type: ignore[attr-defined]  # what django-csp adds to its header for this answer
    return answer
