"""The first run: a workspace and its first manager. Refused for ever once there is one."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from milepost.accounts import reads as accounts
from milepost.accounts import writes as accounts_writes
from milepost.people import writes as people_writes
from milepost.web import known
from milepost.web.forms.welcome import WelcomeForm
from milepost.web.visit import Visit


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" and not accounts.nobody_yet():
        return redirect("today")
    visit = cast(Visit, request)
    form = WelcomeForm(visit)
    if form.went_through(lambda typed: _found(visit, typed)):
        answer = redirect(form.answer)
        known.remember(request, answer, form.cleaned_data["owner_email"])
        return answer
    return render(request, "welcome/welcome.html", {"form": form}, status=form.status)


def _found(visit: Visit, typed: dict[str, Any]) -> str:
    founded = accounts_writes.create_workspace(**typed, now=visit.now)
    if owner := accounts.actor_of(founded.user_id, via="web"):
        people_writes.add_person(owner, name=owner.name, email=typed["owner_email"], user_id=owner.user_id, now=visit.now)
    user = authenticate(visit, username=typed["owner_email"].lower(), password=typed["password"])
    login(visit, user)
    return reverse("today")


@require_http_methods(["GET", "HEAD"])
def no_workspace(request: HttpRequest) -> HttpResponse:
    """For somebody who can sign in and belongs to no workspace any more."""
    return render(request, "welcome/no_workspace.html", status=403)
