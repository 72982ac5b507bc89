"""Browsers that have signed in to an account before are known to it: who guesses elsewhere does not shut them out.

The cookie names accounts by digests that only this installation can make, so that it tells nobody whose browser it is; it lets
nobody in, it only has a count of wrong passwords of its own. The idea is OWASP's: "Slow down online guessing with device cookies".
"""

from __future__ import annotations

from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "milepost.web.known"
KEPT_SECONDS = 400 * 24 * 3600
"""As long as browsers keep any cookie."""
MOST_ACCOUNTS = 8


def browser_of(request: HttpRequest, email: str) -> str:
    """The name of this browser if it has signed in to the account before, else empty. Asks no table: it takes the same time for all."""
    browser, accounts = _read(request)
    return browser if _digest(email) in accounts else ""


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """From now on this browser is known to the account; the last few accounts are kept."""
    browser, accounts = _read(request)
    mine = _digest(email)
    kept = [mine, *(one for one in accounts if one != mine)][:MOST_ACCOUNTS]
    response.set_signed_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        ".".join([browser or token_urlsafe(12), *kept]),
        salt=SALT,
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    kept = request.get_signed_cookie(settings.KNOWN_BROWSER_COOKIE_NAME, default="", salt=SALT, max_age=KEPT_SECONDS) or ""
    browser, *accounts = kept.split(".")
    return browser, accounts


def _digest(email: str) -> str:
    return salted_hmac(SALT, email.strip().lower()).hexdigest()[:24]
