"""Pages for what did not work: what, why, and the way out. For htmx the same as a fragment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from milepost.kernel.refusal import Refusal
from milepost.web.forms.page import both


def said(request: HttpRequest, status: int, title: str, sentence: str, **more: object) -> HttpResponse:
    """The page of an error, or its fragment."""
    fragment = getattr(request, "htmx", False)
    return render(
        request, f"errors/{'fragment' if fragment else 'page'}.html", {"title": title, "sentence": sentence, **more}, status=status
    )


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What a write or read refused."""
    titles = {404: _("Nothing here"), 403: _("Not yours to do"), 409: _("Somebody was quicker")}
    title = titles.get(refusal.status, _("That did not work"))
    return said(request, refusal.status, title, refusal.sentence.translated(_), stale=both(refusal))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return said(request, 400, _("That request made no sense"), _("Your browser sent something we cannot read. Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return said(request, 403, _("Not yours to do"), _("Your role does not allow this. Ask a manager of the workspace."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return said(request, 404, _("Nothing here"), _("There is nothing here, or it is not yours to see."))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: it was open for long, cookies are off, or another site sent it."""
    sentence = _(
        "This form was open for too long, or cookies are switched off. Nothing was changed. Go back, reload the page and send it again."
    )
    return said(request, 403, _("Please send that again"), sentence)


@never_cache
def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return said(
        request, 429, _("Too many tries"), _("To keep guessers out, we take a short break here. Wait five minutes, then try again.")
    )


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours. The page asks nothing of the database, which may be the very thing that failed."""
    return render(request, "errors/broken.html", status=500)
