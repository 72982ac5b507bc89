"""What every request of the pages passes: who it is, in which language, and how a refusal becomes a page."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation

from milepost.accounts import reads as accounts
from milepost.kernel import clock
from milepost.kernel.refusal import Refusal
from milepost.web.views import errors
from milepost.web.visit import CHOSEN

Answer = Callable[[HttpRequest], HttpResponseBase]


class Person:
    """Sets `actor`, `workspace`, `now` and `today`, and speaks the person's language; `actor` is None for whoever is not signed in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.now = clock.now()  # type: ignore[attr-defined]
        request.actor = None  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        visitor = accounts.visitor(request.user, workspace_id=request.session.get(CHOSEN))
        if visitor is None:
            return self.get_response(request)
        return self._as(request, visitor)

    def _as(self, request: HttpRequest, visitor: accounts.Visitor) -> HttpResponseBase:
        request.actor = visitor.actor  # type: ignore[attr-defined]
        request.workspace = visitor.workspace  # type: ignore[attr-defined]
        request.today = clock.today(visitor.workspace.zone, request.now)  # type: ignore[attr-defined]
        with timezone.override(ZoneInfo(visitor.workspace.zone)):
            translation.activate(visitor.language)
            return self.get_response(request)


class Refusals:
    """A refusal that no page took to itself becomes a page, or a fragment for htmx, with the sentence and the way out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, refusal: Exception) -> HttpResponse | None:
        return errors.refused(request, refusal) if isinstance(refusal, Refusal) else None
