"""How sign-in behaves here: accounts are made by owners, never by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's way, with the door for strangers closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
