"""A request of the pages: who asks, in which workspace, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from milepost.accounts import reads as accounts
from milepost.accounts.reads import WorkspaceView
from milepost.accounts.rules import may
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound

P = ParamSpec("P")
CHOSEN = "workspace_id"
"""The key of the session under which the chosen workspace stands."""


class Visit(HttpRequest):
    """A request of somebody who is signed in. The middleware `Person` fills in what Django does not know."""

    actor: Actor
    workspace: WorkspaceView
    htmx: HtmxDetails
    now: datetime
    today: date
    """The day in the workspace's zone."""


View = Callable[Concatenate[Visit, P], HttpResponse]


def signed_in(view: View[P], *, needs: str = "day.see") -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """The view, for those who are signed in, belong to a workspace, and whose role has the permission `needs`.

    Others are shown the way: to the first run, to sign-in, or, as a client, to what was promised to them. What the page
    itself reads and writes is checked again, by the rooms.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            return _for_htmx(request, _to_the_entrance(request))
        if not may(actor.role, needs):
            return _to_the_promises(request)
        return view(cast(Visit, request), *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], guarded)


def _to_the_entrance(request: HttpRequest) -> HttpResponseRedirectBase:
    if request.user.is_authenticated:
        return redirect("no_workspace")
    if accounts.nobody_yet():
        return redirect("welcome")
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def _for_htmx(request: HttpRequest, way: HttpResponseRedirectBase) -> HttpResponseBase:
    """The whole page goes there; htmx would put the entrance into the panel it was filling. Signed in, one is back on the page."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    if not htmx:
        return way
    here = htmx.current_url_abs_path or "/"
    return HttpResponseClientRedirect(redirect_to_login(here).url if way.url.startswith(resolve_url(settings.LOGIN_URL)) else way.url)


def _to_the_promises(request: HttpRequest) -> HttpResponseBase:
    if request.path == "/" and request.method == "GET":
        return redirect("promises")
    raise NotFound()
