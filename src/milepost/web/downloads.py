"""Answers that are files."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file that the browser keeps under this name, in whatever alphabet."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return answer
