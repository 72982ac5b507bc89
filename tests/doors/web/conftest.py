from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import Cast, Firm, Person

Enter = Callable[[Person], Client]


@pytest.fixture
def firm(cast: Cast) -> Firm:
    return cast.north


@pytest.fixture
def enter() -> Enter:
    """The browser of a person who has signed in."""

    def entered(person: Person) -> Client:
        browser = Client()
        browser.force_login(get_user_model()._default_manager.get(pk=person.user_id), backend="milepost.web.signin.Backend")
        return browser

    return entered


@pytest.fixture
def manager(firm: Firm, enter: Enter) -> Client:
    return enter(firm.manager)


@pytest.fixture
def owner(firm: Firm, enter: Enter) -> Client:
    return enter(firm.owner)


@pytest.fixture
def member(firm: Firm, enter: Enter) -> Client:
    return enter(firm.member)
