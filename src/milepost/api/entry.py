"""Who calls: a token in the `Authorization` header, or the session of a browser with its protection against forgery."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer

from milepost.accounts import reads as accounts
from milepost.accounts import writes as joining
from milepost.kernel import clock
from milepost.kernel.actor import Actor

SAFE = ("GET", "HEAD", "OPTIONS")


class Call(HttpRequest):
    """A request that has passed the entry: who calls, and when. The clock is read here, once."""

    actor: Actor
    now: datetime


class Token(HttpBearer):
    """A personal token, made under Settings or by `milepost token`: `Authorization: Bearer mp_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        now, secret = clock.now(), token.strip()
        actor = accounts.actor_of_token(secret)
        if actor is None:
            raise AuthenticationError()
        if request.method not in SAFE:
            joining.note_use(secret, now=now)
        return _entered(request, actor, now)


class Session(APIKeyCookie):
    """The browser in which somebody is signed in. Changes need the token against forgery in `X-CSRFToken`."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        return super()._get_key(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        if key is None or not request.user.is_authenticated:
            return None
        visitor = accounts.visitor(request.user, workspace_id=request.session.get("workspace_id"))
        return None if visitor is None else _entered(request, visitor.actor, clock.now())


def _entered(request: HttpRequest, actor: Actor, now: datetime) -> Actor:
    call = cast(Any, request)
    call.actor, call.now = actor, now
    return actor
