"""What uvicorn serves; refuses to exist on an unsafe configuration, whoever starts it."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import IO, Any

import django
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http import HttpResponseBase
from django.urls import set_script_prefix

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402 - the settings are ready only now

from milepost.config.bodies import Receive, Scope, Send, limited  # noqa: E402 - as above
from milepost.config.checks import refuse_if_unsafe  # noqa: E402 - checks read the settings

THREADS = ThreadPoolExecutor(max_workers=16, thread_name_prefix="request")
"""Kept, where Django would begin and end a thread for each request. While one waits for its turn to write, others are answered."""


class Application(ASGIHandler):
    """A request passes its signals, all middleware and its end in one thread, and lets go of the database there.

    Django's own way hops to another thread and back for nearly each of them, and keeps two tasks for what is answered at once.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        response = await _in_a_thread(self._answer, scope, body)
        if response.streaming:
            await self._stream(response, receive, send)
        else:
            await self.send_response(response, send)

    def _answer(self, scope: Scope, body: IO[bytes]) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        request, refused = self.create_request(scope, body)
        response = refused or self.get_response(request)  # type: ignore[arg-type]
        body.close()
        if not response.streaming:
            response.close()
        return response

    async def _stream(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        """Until it ends or its reader leaves."""
        telling, leaving = asyncio.ensure_future(self.send_response(response, send)), asyncio.ensure_future(receive())
        try:
            await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if telling.done():
                telling.result()
        finally:
            telling.cancel()
            leaving.cancel()
            await asyncio.gather(telling, leaving, return_exceptions=True)
            await _in_a_thread(response.close)


def _in_a_thread(call: Any, *values: Any) -> asyncio.Future[Any]:
    return asyncio.get_running_loop().run_in_executor(THREADS, copy_context().run, call, *values)


refuse_if_unsafe()
application = limited(Application(), largest_plan_bytes=settings.LARGEST_PLAN_BYTES)
