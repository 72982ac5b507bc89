"""A stream of news ends with the session it was opened in."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import Client

from milepost.accounts.models import Membership, User
from milepost.config import live
from tests.cast import NOW, Firm

pytestmark = pytest.mark.django_db


@pytest.fixture
def follower(member: Client) -> live.Follower:
    request = HttpRequest()
    request.session = member.session
    return live.Follower(live._identity(request))


def test_while_the_session_lasts_the_stream_tells_what_its_person_may_see(follower: live.Follower, firm: Firm) -> None:
    marks = {firm.project_id: (1, 1), firm.project_id + 1000: (1, 1)}
    assert follower.news(marks) == {firm.project_id: (1, 1)}


def test_signing_out_ends_it(follower: live.Follower, member: Client, firm: Firm) -> None:
    member.post("/accounts/logout/")
    assert follower.news({firm.project_id: (2, 2)}) is None
    assert follower.who() is None


def test_a_new_password_ends_it(follower: live.Follower, firm: Firm) -> None:
    user = User.objects.get(pk=firm.member.user_id)
    user.set_password("another one altogether")
    user.save()
    assert follower.who() is None


def test_a_place_taken_away_ends_it(follower: live.Follower, firm: Firm) -> None:
    Membership.objects.filter(pk=firm.member.membership_id).update(disabled_at=NOW)
    assert follower.who() is None


def test_without_a_session_there_is_none(client: Client) -> None:
    request = HttpRequest()
    request.session = client.session
    assert live._identity(request)() is None
