"""How large a request may be, before anybody asks who sent it: a plan file where one is taken in, little everywhere else."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from gettext import gettext
from typing import Any

from milepost.kernel.say import say

Message = Mapping[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]]

FORM_BYTES = 5_000_000
AROUND_A_FILE = 1_000_000
TAKES_A_FILE = re.compile(r"/projects/(\d+/)?import/|/api/imports|/api/projects/\d+/(imports|difference)")
LARGEST_ATTACHMENT_BYTES = 25_000_000
TAKES_AN_ATTACHMENT = re.compile(r"/tasks/\d+/attachments/|/api/tasks/\d+/attachments")
TOO_LARGE = say("The request is larger than anything this address takes.")


def limited(application: Application, *, largest_plan_bytes: int) -> Application:
    """The application, behind a limit of bytes: what says or turns out to be larger is answered with 413 and read no further."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        counted = _Counted(receive, _most(scope["path"], largest_plan_bytes), _announced(scope))
        if not counted.over:
            await application(scope, counted.receive, send)
        if counted.over:
            await _refuse(scope["path"], send)

    return answer


class _Counted:
    """A body that ends as if the sender had gone away, as soon as it is too large: the application then answers nothing."""

    def __init__(self, receive: Receive, most: int, announced: int) -> None:
        self._receive, self._left, self.over = receive, most, announced > most

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        self.over = self._left < 0
        return {"type": "http.disconnect"} if self.over else message


def _most(path: str, largest_plan_bytes: int) -> int:
    if TAKES_AN_ATTACHMENT.fullmatch(path):
        return LARGEST_ATTACHMENT_BYTES + AROUND_A_FILE
    return largest_plan_bytes + AROUND_A_FILE if TAKES_A_FILE.fullmatch(path) else FORM_BYTES


def _announced(scope: Scope) -> int:
    """What `Content-Length` says, 0 where it says nothing; the server has refused what is no number."""
    return next((int(value) for name, value in scope["headers"] if name == b"content-length" and value.isdigit()), 0)


async def _refuse(path: str, send: Send) -> None:
    kind, body = b"text/plain; charset=utf-8", TOO_LARGE.translated(gettext)
    if path.startswith("/api/"):
        kind, body = b"application/json", json.dumps({"code": "too_large", "message": body, "field": None, "details": {}})
    headers = [(b"content-type", kind), (b"x-content-type-options", b"nosniff"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})
