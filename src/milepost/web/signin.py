"""How sign-in behaves here: accounts are made by owners, never by themselves; a session's user comes with their places."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.core.internal import ratelimit
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from milepost.accounts import reads as accounts
from milepost.web import known

GUESSES = {"address": "30/5m/ip", "place": "5/5m/key", "account": "10/5m/key", "browser": "10/5m/key"}
"""Wrong passwords before one must wait: from one address; for one account from one address; for one account from anywhere;
and for one account from a browser that has signed in to it before, which the two limits before it do not touch."""


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's way, with the door for strangers closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts this try as a wrong guess (allauth takes it back where it was right) and refuses where there were too many.

        Whether there is such an account is not asked: the answer is the same for one that does not exist.
        """
        email = str(credentials.get("email", "")).strip().lower()
        self._login_failed_rl_usage = ratelimit.RateLimitUsage([])
        for limit, key in _limits(request, email):
            counted = ratelimit.consume(request, app="milepost", action=limit, config=GUESSES, key=key)
            if counted is None:
                raise self.validation_error("too_many_login_attempts")
            self._login_failed_rl_usage.usage.extend(counted.usage)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **told: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **told)
        known.remember(request, response, user.get_username())
        return response


def _limits(request: HttpRequest, email: str) -> list[tuple[str, str]]:
    """The limits that hold for this try, and under which name each counts. What one refuses does not count for those after it."""
    browser = known.browser_of(request, email)
    if browser:
        return [("browser", f"{email} {browser}")]
    return [("address", ""), ("place", f"{email} {ratelimit.get_ip(request)}"), ("account", email)]


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form in our words: a label above each field and nothing in it that repeats the label."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = _("E-mail")
        self.fields["remember"].label = _("Keep me signed in")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class Backend(ModelBackend):
    """Django's way, but one query brings the user together with the places they have."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:  # type: ignore[override]  # a door names no table's class
        user = accounts.user_with_places(user_id)
        return user if user is not None and user.is_active else None


def no_other_address(request: HttpRequest) -> HttpResponse:
    """allauth's page for one's addresses is closed: whoever could take an unproven address would be added in its owner's place."""
    raise Http404
