"""`/events`: tells each open page which project has moved to which revision. Ids and numbers only; the page asks for the rest itself.

One ear at the database and one comparison per process, however many pages are open.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import structlog
from asgiref.sync import sync_to_async
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from milepost.accounts import reads as accounts
from milepost.forecast import reads as forecast
from milepost.jobs.pulse import pulse
from milepost.kernel.actor import Actor
from milepost.plans import reads as plans
from milepost.web.visit import CHOSEN

STILL_HERE_SECONDS = 5
"""A stream outlives the session, the token or the membership it was opened with by no more than this."""
LISTEN_SECONDS = 0.5
CALM_SECONDS = 0.05
"""Between two tellings: however many people write, a page hears of it twenty times a second at most, and of the first change at once."""
AFTER_ERROR_SECONDS = 1.0
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Content-Encoding": "identity"}

Marks = dict[int, tuple[int, int]]
"""Project → revision of its facts, revision its forecast was drawn from."""

log = structlog.get_logger("milepost.live")


@dataclass(eq=False)
class Follower:
    """One open stream. `who` is asked again before every telling: a lost membership or an ended session ends the stream."""

    who: Callable[[], Actor | None]
    told: Marks = field(default_factory=dict)
    waiting: asyncio.Queue[Marks | None] = field(default_factory=asyncio.Queue)

    def news(self, marks: Marks) -> Marks | None:
        """What of `marks` this follower may see and was not told yet; None when it may see nothing any more."""
        actor = self.who()
        if actor is None:
            return None
        visible = plans.visible_ids(actor)
        fresh = {project: mark for project, mark in marks.items() if project in visible and self.told.get(project) != mark}
        self.told |= fresh
        return fresh


class Room:
    """Everybody who follows, and the one thread that listens for them."""

    def __init__(self) -> None:
        self._followers: dict[Follower, asyncio.AbstractEventLoop] = {}
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._listener: threading.Thread | None = None
        self._marks: Marks = {}

    def enter(self, follower: Follower) -> None:
        with self._lock:
            self._followers[follower] = asyncio.get_running_loop()
            if self._listener is None:
                self._listener = threading.Thread(target=self._listen, daemon=True, name="live-events")
                self._listener.start()

    def leave(self, follower: Follower) -> None:
        with self._lock:
            self._followers.pop(follower, None)

    def end(self) -> None:
        """Ends every stream at once, so that the server can stop."""
        self._ended.set()
        for follower in list(self._followers):
            self._tell(follower, None)

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    def _listen(self) -> None:
        """Lives as long as the process: what went wrong once is tried again, and nothing that changed meanwhile is left untold."""
        ear, untold = pulse(), False
        while not self._ended.is_set():
            try:
                untold = ear.wait(LISTEN_SECONDS) or untold
                if untold and self._spread():
                    self._ended.wait(CALM_SECONDS)
                untold = False
            except Exception:
                log.exception("the open pages could not be told")
                self._ended.wait(AFTER_ERROR_SECONDS)
            finally:
                connections.close_all()
        ear.close()

    def _spread(self) -> bool:
        """Tells everybody where the projects stand now. False where that is where they stood."""
        marks = forecast.marks()
        if marks == self._marks:
            return False
        self._marks = marks
        for follower in list(self._followers):
            news = follower.news(marks)
            if news is None or news:
                self._tell(follower, news)
        return True

    def _tell(self, follower: Follower, news: Marks | None) -> None:
        loop = self._followers.get(follower)
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(follower.waiting.put_nowait, news)


ROOM = Room()


@require_GET
async def events(request: HttpRequest) -> HttpResponseBase:
    """The stream of a signed-in person's browser, or of a program with a token; 401 for anybody else."""
    follower = await sync_to_async(_follower)(request)
    if follower is None:
        return HttpResponse("Sign in first.\n", status=401, content_type="text/plain")
    return StreamingHttpResponse(_stream(follower), content_type="text/event-stream", headers=HEADERS)


def _follower(request: HttpRequest) -> Follower | None:
    """Nothing of the request is kept, and no connection: a stream lives for hours."""
    who = _identity(request)
    try:
        return Follower(who) if who() else None
    finally:
        connections.close_all()


def _identity(request: HttpRequest) -> Callable[[], Actor | None]:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return lambda: accounts.actor_of_token(secret.strip())
    session_key, workspace_id = request.session.session_key, request.session.get(CHOSEN)
    return lambda: _signed_in(session_key, workspace_id)


def _signed_in(session_key: str | None, workspace_id: int | None) -> Actor | None:
    """Who holds the session now: nobody after signing out, a changed password or its last hour."""
    asked = HttpRequest()
    asked.session = SessionStore(session_key)
    user = get_user(asked)
    return accounts.actor_of(user.pk, via="web", workspace_id=workspace_id) if user.pk else None


async def _stream(follower: Follower) -> AsyncIterator[str]:
    ROOM.enter(follower)
    try:
        yield "retry: 2000\n\n"
        news = await sync_to_async(_first_news, thread_sensitive=False)(follower)
        while news is not None and not ROOM.ended:
            yield "".join(_line(project, *mark) for project, mark in news.items()) or ": still here\n\n"
            news = await _next(follower) or await sync_to_async(_still_here, thread_sensitive=False)(follower)
    finally:
        ROOM.leave(follower)


def _first_news(follower: Follower) -> Marks | None:
    try:
        return follower.news(forecast.marks())
    finally:
        connections.close_all()


def _still_here(follower: Follower) -> Marks | None:
    """Nothing new for who may still listen."""
    try:
        return {} if follower.who() else None
    finally:
        connections.close_all()


async def _next(follower: Follower) -> Marks | None:
    try:
        return await asyncio.wait_for(follower.waiting.get(), STILL_HERE_SECONDS)
    except TimeoutError:
        return {}


def _line(project: int, revision: int, concluded: int) -> str:
    return f"data: {json.dumps({'project': project, 'revision': revision, 'forecast': concluded}, separators=(',', ':'))}\n\n"
