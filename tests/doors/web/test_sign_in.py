"""Guessing at a door must not shut out the person who lives there."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from milepost.accounts.models import User
from tests.cast import PASSWORD, Cast, Person

LOGIN = "/accounts/login/"
OWNERS, STRANGERS = "203.0.113.5", "198.51.100.7"


@pytest.fixture
def owner(cast: Cast) -> Person:
    cache.clear()
    for person in (cast.north.owner, cast.north.manager):
        user = User.objects.get(pk=person.user_id)
        user.set_password(PASSWORD)
        user.save()
    return cast.north.owner


def let_in(browser: Client, email: str, password: str = PASSWORD, address: str = OWNERS) -> bool:
    browser.post("/accounts/logout/")
    browser.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address)
    return "_auth_user_id" in browser.session


def guess(email: str, times: int, address: str | None = STRANGERS) -> None:
    for number in range(times):
        let_in(Client(), email, f"guess {number}", address or f"198.51.100.{number}")


def test_a_guessing_stranger_does_not_stop_the_owner(owner: Person) -> None:
    guess(owner.email, 40)
    assert let_in(Client(), owner.email)


def test_the_stranger_is_stopped_even_with_the_right_password(owner: Person) -> None:
    guess(owner.email, 5)
    assert not let_in(Client(), owner.email, address=STRANGERS)


def test_guesses_from_everywhere_stop_new_browsers_but_not_one_that_was_here_before(owner: Person) -> None:
    mine = Client()
    assert let_in(mine, owner.email)
    guess(owner.email, 40, address=None)
    assert not let_in(Client(), owner.email)
    assert let_in(mine, owner.email)


def test_a_browser_that_was_here_before_guesses_no_more_than_ten_times(owner: Person) -> None:
    mine = Client()
    assert let_in(mine, owner.email)
    assert not any(let_in(mine, owner.email, f"guess {number}") for number in range(10))
    assert not let_in(mine, owner.email)


def test_it_is_known_to_its_own_account_only(owner: Person, cast: Cast) -> None:
    mine = Client()
    assert let_in(mine, owner.email)
    guess(cast.north.manager.email, 40, address=None)
    assert not let_in(mine, cast.north.manager.email)


def test_one_address_may_not_go_through_many_accounts(owner: Person) -> None:
    for number in range(30):
        let_in(Client(), f"somebody{number}@example.org", "guess", STRANGERS)
    assert not let_in(Client(), owner.email, address=STRANGERS)
    assert let_in(Client(), owner.email)


def test_the_cookie_is_signed_out_of_reach_of_scripts_and_names_nobody(owner: Person) -> None:
    mine = Client()
    assert let_in(mine, owner.email)
    cookie = mine.cookies[settings.KNOWN_BROWSER_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) > 300 * 24 * 3600
    assert owner.email not in cookie.value
    forged = Client()
    forged.cookies[settings.KNOWN_BROWSER_COOKIE_NAME] = cookie.value[:-3] + "abc"
    guess(owner.email, 40, address=None)
    assert not let_in(forged, owner.email)


def test_a_forgotten_account_is_answered_like_one_that_never_was(owner: Person) -> None:
    told = []
    for email in (owner.email, "nobody@kestrel.example"):
        cache.clear()
        guess(email, 5)
        answer = Client(REMOTE_ADDR=STRANGERS).post(LOGIN, {"login": email, "password": PASSWORD})
        told.append((answer.status_code, answer.context["form"].errors.as_text()))
    assert told[0] == told[1]


def test_under_tls_every_cookie_of_ours_is_bound_to_the_host(owner: Person) -> None:
    names = {"SESSION_COOKIE_NAME": "__Host-session", "CSRF_COOKIE_NAME": "__Host-csrf", "KNOWN_BROWSER_COOKIE_NAME": "__Host-known"}
    assert settings_of("https://plans.kestrel.example") == names
    browser = Client()
    with override_settings(**names, SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True):
        browser.get(LOGIN, secure=True)
        browser.post(LOGIN, {"login": owner.email, "password": PASSWORD}, secure=True)
    assert set(browser.cookies) >= set(names.values())
    for name in names.values():
        cookie = browser.cookies[name]
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def settings_of(url: str) -> dict[str, str]:
    """The names of the cookies in a program that is told this address."""
    code = "import json; from milepost.config import settings as s; print(json.dumps({n: getattr(s, n) for n in sys.argv[1:]}))"
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "KNOWN_BROWSER_COOKIE_NAME")
    asked = [sys.executable, "-c", f"import sys; {code}", *names]
    told: dict[str, str] = json.loads(
        subprocess.run(asked, env={**os.environ, "MILEPOST_URL": url}, capture_output=True, check=True).stdout
    )
    return told
