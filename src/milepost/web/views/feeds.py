"""Calendar feeds: the addresses of one's own, and what a calendar program reads there."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.accounts import writes as accounts_writes
from milepost.exchange.feed import FEED, feed, make_feed
from milepost.plans import reads as plans
from milepost.web.forms.settings import FeedForm
from milepost.web.views.settings import tabbed
from milepost.web.visit import Visit


@never_cache
@require_safe
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar program reads: the secret in the address is all it needs."""
    now = cast(Visit, request).now
    actor, thing = accounts.linked(secret, FEED, via="feed", now=now)
    written = feed(actor, thing, url=settings.ENVIRONMENT.url, now=now)
    return HttpResponse(written, content_type="text/calendar; charset=utf-8")


@require_safe
def feeds(visit: Visit) -> HttpResponse:
    return _feeds(visit)


@never_cache
@require_POST
def make(visit: Visit) -> HttpResponse:
    """The answer shows the address, this once: it is not kept, so that a second click shows only that it was made."""
    form = FeedForm(visit, projects=_projects(visit))
    made: list[str] = []

    def make(typed: dict[str, int | None]) -> str:
        made.append(make_feed(visit.actor, typed["project"], now=visit.now).secret)
        return "made"

    if form.went_through(make):
        address = settings.ENVIRONMENT.url + reverse("feed", args=made) if made else None
        return _feeds(visit, new=address, repeated=not made)
    return _feeds(visit, form=form)


@require_POST
def revoke(visit: Visit, feed_id: int) -> HttpResponse:
    accounts_writes.revoke_link(visit.actor, feed_id, now=visit.now)
    messages.success(visit, _("The address holds no longer. Its next reader finds nothing."))
    return redirect("settings_feeds")


def _feeds(visit: Visit, *, form: FeedForm | None = None, new: str | None = None, repeated: bool = False) -> HttpResponse:
    projects = _projects(visit)
    held = [(link, dict(projects).get(link.thing)) for link in accounts.links(visit.actor, now=visit.now) if link.purpose == FEED]
    page = {"feeds": held, "form": form or FeedForm(visit, projects=projects, sent=False), "new": new, "repeated": repeated}
    return render(visit, "settings/feeds.html", tabbed(visit, "feeds") | page, status=form.status if form else 200)


def _projects(visit: Visit) -> tuple[tuple[int, str], ...]:
    return tuple(plans.visible_names(visit.actor))
