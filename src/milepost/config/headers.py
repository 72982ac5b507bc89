"""The security headers that neither Django nor django-csp sets, on every response, static files and errors included."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

Answer = HttpResponseBase | Awaitable[HttpResponseBase]


@sync_and_async_middleware
def isolate(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Answer]:
    """Middleware: other sites may neither embed nor read our answers, and no page of ours may use a device."""

    async def asynchronous(request: HttpRequest) -> HttpResponseBase:
        return _with_headers(await get_response(request))

    def synchronous(request: HttpRequest) -> HttpResponseBase:
        return _with_headers(get_response(request))

    return asynchronous if iscoroutinefunction(get_response) else synchronous


def _with_headers(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
