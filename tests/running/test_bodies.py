"""A stranger cannot fill the disk: a request is as large as its address takes, whatever it says of itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from milepost.config.bodies import AROUND_A_FILE, FORM_BYTES, Application, Message, Receive, Send, limited

PLAN = 20_000_000
FILES = ["/projects/import/", "/projects/7/import/", "/api/imports", "/api/projects/7/imports", "/api/projects/7/difference"]
OTHERS = ["/", "/accounts/login/", "/projects/", "/projects/7/import/x", "/api/tasks/7/progress", "/livez"]


async def _taking_all(scope: object, receive: Receive, send: Send) -> None:
    """As Django does: the whole body, then the answer; none where the sender went away."""
    while (message := await receive())["type"] == "http.request":
        if not message.get("more_body"):
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return


def status(path: str, sizes: Iterable[int], *, announced: int | None = None, application: Application = _taking_all) -> int:
    chunks = list(sizes)
    waiting: list[Message] = [{"type": "http.request", "body": b"x" * size, "more_body": True} for size in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [] if announced is None else [(b"content-length", str(announced).encode())]
    asyncio.run(limited(application, largest_plan_bytes=PLAN)({"type": "http", "path": path, "headers": headers}, receive, send))
    return int(sent[0]["status"])


@pytest.mark.parametrize(("path", "most"), [*((path, PLAN + AROUND_A_FILE) for path in FILES), *((path, FORM_BYTES) for path in OTHERS)])
def test_an_address_takes_what_it_can_use_and_not_a_byte_more(path: str, most: int) -> None:
    assert status(path, [], announced=most) == 200
    assert status(path, [], announced=most + 1) == 413
    assert status(path, [most - 1, 1]) == 200
    assert status(path, [most, 1]) == 413


def test_whoever_understates_the_size_is_counted() -> None:
    assert status("/", [FORM_BYTES, 1], announced=10) == 413
