"""What uvicorn serves; refuses to exist on an unsafe configuration, whoever starts it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402 - the settings are ready only now

from milepost.config.bodies import limited  # noqa: E402 - as above
from milepost.config.checks import refuse_if_unsafe  # noqa: E402 - checks read the settings

THREADS = ThreadPoolExecutor(max_workers=16, thread_name_prefix="request")
"""Kept, where Django would begin and end a thread for each request. While one waits for its turn to write, others are answered."""


class Application(ASGIHandler):
    """A request passes all middleware in one thread, and lets go of the database there.

    Django's own way hops to another thread and back for nearly each of them.
    """

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        await self.handle(scope, receive, send)

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self._answer, thread_sensitive=False, executor=THREADS)(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            close_old_connections()


refuse_if_unsafe()
application = limited(Application(), largest_plan_bytes=settings.LARGEST_PLAN_BYTES)
