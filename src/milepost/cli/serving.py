"""uvicorn on a socket that is already open, ending its event streams as soon as it is asked to stop."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import FrameType

import uvicorn

from milepost.config.environment import Environment
from milepost.config.live import ROOM
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

GRACE_SECONDS = 2
QUEUE = 256
SETTLED_SECONDS = 4.0
AT_ONCE = 1


class Server(uvicorn.Server):
    """One of several on the same socket."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """asyncio takes as many visitors at once as may wait. Here each server takes one at a time, so that none takes them all."""
        await super().startup(sockets)
        for listening in sockets or ():
            listening.listen(QUEUE)
        soon = threading.Timer(SETTLED_SECONDS, _load_ahead)
        soon.daemon = True
        soon.start()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ends the open streams, which would keep the server from stopping."""
        ROOM.end()
        super().handle_exit(sig, frame)


def listen(surroundings: Environment) -> socket.socket:
    """The open socket. Opened before anything else, so that a taken port is said at once and early visitors wait, not fail."""
    kind = socket.AF_INET6 if ":" in surroundings.bind else socket.AF_INET
    listening = socket.socket(kind, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio turns Nagle off only where TCP is named
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((surroundings.bind, surroundings.port))
    except OSError as error:
        listening.close()
        raise Refusal(
            "address_not_free",
            say(
                "Port {port} of {bind} is not free ({reason}). Set MILEPOST_PORT to another.",
                port=surroundings.port,
                bind=surroundings.bind,
                reason=error.strerror,
            ),
        ) from error
    listening.listen(QUEUE)
    return listening


def serve(surroundings: Environment, listening: socket.socket) -> None:
    """Answers until SIGTERM or SIGINT; open streams end at once, other requests within `GRACE_SECONDS`."""
    config = uvicorn.Config(
        "milepost.config.asgi:application",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=AT_ONCE,
        proxy_headers=True,
        forwarded_allow_ips=surroundings.trusted_proxies,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    with suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listening])


def _load_ahead() -> None:
    """What the first drag in a large plan needs, once the first visitors have their pages."""
    from django.db import connection

    from milepost.forecast import reads as forecasts

    try:
        forecasts.expect_large_plans()
    finally:
        connection.close()
