"""Guessing passwords leads nowhere, and nobody learns who has an account."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from milepost.accounts.models import User
from tests.cast import PASSWORD, Cast

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_earlier_guesses(db: None) -> None:
    cache.clear()


def guessed(email: str, password: str, address: str = "198.51.100.7") -> tuple[bool, int]:
    """Whether the guess let somebody in, and the status."""
    client = Client(REMOTE_ADDR=address)
    answer = client.post(LOGIN, {"login": email, "password": password})
    return "_auth_user_id" in client.session, answer.status_code


def test_a_wrong_password_lets_nobody_in_and_the_right_one_does(cast: Cast) -> None:
    assert not guessed(cast.north.owner.email, "not the password")[0]
    _set_password(cast)
    assert guessed(cast.north.owner.email, PASSWORD)[0]


def test_after_ten_wrong_guesses_an_account_takes_no_more(cast: Cast) -> None:
    _set_password(cast)
    email = cast.north.owner.email
    for number in range(10):
        guessed(email, f"guess number {number}", address=f"198.51.100.{number}")
    assert not guessed(email, PASSWORD, address="198.51.100.99")[0]


def test_known_and_unknown_addresses_are_answered_alike(cast: Cast) -> None:
    known = Client().post(LOGIN, {"login": cast.north.owner.email, "password": "wrong wrong"}).content.decode()
    unknown = Client().post(LOGIN, {"login": "nobody@kestrel.example", "password": "wrong wrong"}).content.decode()
    assert known.replace(cast.north.owner.email, "").count("error") == unknown.replace("nobody@kestrel.example", "").count("error")


@pytest.mark.slow
@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"])
def test_known_and_unknown_addresses_take_the_same_time(cast: Cast) -> None:
    _set_password(cast)
    known, unknown = [], []
    for number in range(15):
        known.append(_seconds(cast.north.owner.email, number))
        unknown.append(_seconds(f"nobody{number}@kestrel.example", number))
    assert 0.9 <= median(known) / median(unknown) <= 1.1


def _seconds(email: str, number: int) -> float:
    cache.clear()
    begun = perf_counter()
    guessed(email, f"wrong {number}")
    return perf_counter() - begun


def _set_password(cast: Cast) -> None:
    for person in (cast.north.owner, cast.north.manager):
        user = User.objects.get(pk=person.user_id)
        user.set_password(PASSWORD)
        user.save()


def test_signing_up_makes_no_account(cast: Cast) -> None:
    before = User.objects.count()
    Client().post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.count() == before


def test_nobody_takes_an_address_that_is_not_proven_theirs(cast: Cast) -> None:
    """Else whoever adds the owner of that address to a workspace would let the taker in."""
    browser = Client()
    browser.force_login(User.objects.get(pk=cast.north.member.user_id), backend="milepost.web.signin.Backend")
    assert browser.get("/accounts/email/").status_code == 404
    for action in ("action_add", "action_primary"):
        assert browser.post("/accounts/email/", {"email": "ceo@elsewhere.example", action: ""}).status_code == 404
    assert User.objects.get(pk=cast.north.member.user_id).email == cast.north.member.email
