"""Secret links: shown once, kept as a digest, bound to their purpose and their maker, revoked at once."""

from __future__ import annotations

import pytest

from milepost.accounts import reads, rules, writes
from milepost.accounts.models import SecretLink
from milepost.accounts.writes import NewLink
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from tests.cast import NOW, Cast
from tests.said import last_line


def made(actor: Actor, thing: int = 0) -> NewLink:
    return writes.make_link(actor, purpose="calendar", thing=thing, now=NOW)


def test_it_leads_back_to_its_maker_and_its_thing(cast: Cast) -> None:
    member = cast.north.member.actor
    actor, thing = reads.linked(made(member, 7).secret, "calendar", via="feed", now=NOW)
    assert (actor.user_id, actor.workspace_id, actor.role, thing) == (member.user_id, member.workspace_id, member.role, 7)


def test_only_a_digest_is_kept_and_the_ledger_knows_no_secret(cast: Cast) -> None:
    member = cast.north.member.actor
    link = made(member)
    kept = str(SecretLink.objects.filter(pk=link.id).values().get())
    assert link.secret not in kept
    assert rules.digest(link.secret) in kept
    assert (last_line(member).verb, last_line(member).subject_id) == ("issued", link.id)
    assert link.secret not in str(last_line(member))


def test_it_serves_no_other_purpose_and_no_token_serves_for_it(cast: Cast) -> None:
    secret = made(cast.north.member.actor).secret
    for wrong, purpose in ((secret, "signature"), (cast.north.member.token, "calendar"), ("", "calendar")):
        with pytest.raises(NotFound):
            reads.linked(wrong, purpose, via="feed", now=NOW)


def test_revoked_it_leads_nowhere_and_cannot_be_revoked_again(cast: Cast) -> None:
    member = cast.north.member.actor
    link = made(member)
    writes.revoke_link(member, link.id, now=NOW)
    assert (last_line(member).verb, last_line(member).subject_id) == ("revoked", link.id)
    with pytest.raises(NotFound):
        reads.linked(link.secret, "calendar", via="feed", now=NOW)
    with pytest.raises(NotFound):
        writes.revoke_link(member, link.id, now=NOW)


def test_nobody_sees_or_revokes_anothers(cast: Cast) -> None:
    link = made(cast.north.member.actor)
    for other in (cast.north.owner.actor, cast.south.owner.actor):
        assert link.id not in {each.id for each in reads.links(other, now=NOW)}
        with pytest.raises(NotFound):
            writes.revoke_link(other, link.id, now=NOW)


def test_a_client_makes_and_revokes_none(cast: Cast) -> None:
    client = cast.north.client.actor
    with pytest.raises(NotAllowed):
        made(client)
    with pytest.raises(NotAllowed):
        writes.revoke_link(client, 1, now=NOW)


def test_who_left_meanwhile_makes_none(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        made(cast.north.disabled.actor)


def test_a_fifty_first_is_refused(cast: Cast) -> None:
    member = cast.north.member.actor
    for _ in range(rules.MOST_LINKS):
        made(member)
    with pytest.raises(Refusal, match="Take one away"):
        made(member)
