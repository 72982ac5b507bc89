"""How sign-in behaves here: accounts are made by owners, never by themselves; a session's user comes with their places."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from milepost.accounts import reads as accounts


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's way, with the door for strangers closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


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
