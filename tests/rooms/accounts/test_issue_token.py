"""Personal tokens: shown once, kept as a digest, revoked at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from milepost.accounts import reads, writes
from milepost.accounts.models import Token
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from tests.cast import NOW, Cast
from tests.said import last_line, lines


def test_it_acts_as_its_owner_in_that_workspace(cast: Cast) -> None:
    member = cast.north.member
    issued = writes.issue_token(member.actor, name="script", now=NOW)
    assert reads.actor_of_token(issued.secret) == member.actor


def test_the_secret_is_kept_nowhere(cast: Cast) -> None:
    member = cast.north.member
    issued = writes.issue_token(member.actor, name="script", now=NOW)
    kept = Token.objects.filter(pk=issued.token.id).values().get()
    assert issued.secret not in str(kept)
    assert issued.secret not in str(last_line(member.actor))
    assert issued.secret.startswith(issued.token.prefix)


def test_a_list_shows_ones_own_and_nobody_elses(cast: Cast) -> None:
    assert [token.name for token in reads.tokens(cast.north.manager.actor)] == ["lost phone kestrel", "laptop kestrel"]


def test_a_revoked_token_is_refused_from_then_on(cast: Cast) -> None:
    member = cast.north.member
    token = reads.tokens(member.actor)[0]
    assert writes.revoke_token(member.actor, token.id, now=NOW).revoked_at == NOW
    assert reads.actor_of_token(member.token) is None
    assert (last_line(member.actor).verb, last_line(member.actor).subject_id) == ("revoked", token.id)


def test_revoking_twice_changes_nothing(cast: Cast) -> None:
    member = cast.north.member
    token = reads.tokens(member.actor)[0]
    writes.revoke_token(member.actor, token.id, now=NOW)
    before = lines(member.actor)
    assert writes.revoke_token(member.actor, token.id, now=NOW + timedelta(days=1)).revoked_at == NOW
    assert lines(member.actor) == before


def test_nobody_revokes_the_token_of_somebody_else(cast: Cast) -> None:
    token = reads.tokens(cast.north.member.actor)[0]
    for other in (cast.north.owner, cast.south.member):
        with pytest.raises(NotFound):
            writes.revoke_token(other.actor, token.id, now=NOW)


def test_clients_have_no_tokens(cast: Cast) -> None:
    client = cast.north.client.actor
    with pytest.raises(NotAllowed):
        writes.issue_token(client, name="script", now=NOW)
    with pytest.raises(NotAllowed):
        writes.revoke_token(client, 1, now=NOW)
    with pytest.raises(NotAllowed):
        reads.tokens(client)


def test_a_token_needs_a_name(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        writes.issue_token(cast.north.member.actor, name="", now=NOW)
    assert refused.value.code == "name_empty"


@pytest.mark.parametrize("secret", ["", "mp_", "mp_wrong", "x" * 10_000, "\ud800"])
def test_what_is_no_token_is_nobody(cast: Cast, secret: str) -> None:
    assert reads.actor_of_token(secret) is None


def test_its_last_change_is_noted_at_most_once_a_minute(cast: Cast) -> None:
    member = cast.north.member

    def noted(seconds: int) -> object:
        writes.note_use(member.token, now=NOW + timedelta(seconds=seconds))
        return reads.tokens(member.actor)[0].last_used_at

    assert noted(0) == noted(59) == NOW
    assert noted(61) == NOW + timedelta(seconds=61)


def test_whose_membership_ended_while_the_request_was_on_its_way_gets_none(cast: Cast) -> None:
    firm, before = cast.north, Token.objects.count()
    writes.disable_member(firm.owner.actor, firm.member.membership_id, version=1, now=NOW)
    with pytest.raises(NotAllowed):
        writes.issue_token(firm.member.actor, name="script", now=NOW)
    assert Token.objects.count() == before
