"""Static files, served from memory of where they are, without making every other request asynchronous for their sake."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_only_middleware
from servestatic.middleware import ServeStaticMiddleware

Answer = Callable[[HttpRequest], HttpResponseBase]


@sync_only_middleware
def statics(get_response: Answer) -> Answer:
    """Middleware: what lies below `STATIC_URL` is answered here; the rest goes on."""

    files = _files()

    def answer(request: HttpRequest) -> HttpResponseBase:
        found = files(request) if request.path_info.startswith(settings.STATIC_URL) else None
        return found or get_response(request)

    return answer


@cache
def _files() -> Any:
    """Looks through the folder once in the life of a process."""

    async def not_ours(request: HttpRequest) -> None:
        return None

    return async_to_sync(ServeStaticMiddleware(not_ours))
