"""How sign-in behaves here: accounts are made by owners, never by themselves; a session's user comes with their places."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from milepost.accounts import reads as accounts


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's way, with the door for strangers closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class Backend(ModelBackend):
    """Django's way, but one query brings the user together with the places they have."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:  # type: ignore[override]  # a door names no table's class
        user = accounts.user_with_places(user_id)
        return user if user is not None and user.is_active else None
