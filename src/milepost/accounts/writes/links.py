"""Secret links: addresses that a program may read on somebody's behalf without signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from milepost.accounts import rules
from milepost.accounts.models import Membership, SecretLink
from milepost.accounts.reads import own_links, require
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.kernel.say import say


@dataclass(frozen=True, slots=True)
class NewLink:
    """A secret link's number and its secret, which is shown this once and kept nowhere."""

    id: int
    secret: str


def make_link(actor: Actor, *, purpose: str, thing: int, expires_at: datetime | None = None, now: datetime) -> NewLink:
    """A new secret link to `thing`, which the caller has checked that the actor may see; it holds until `expires_at`, or until revoked.

    Refused: a fifty-first.
    """
    require(actor, "accounts.make_link")
    secret = rules.new_link_secret()
    with transaction.atomic():
        own = Membership.objects.select_for_update().filter(workspace_id=actor.workspace_id, user_id=actor.user_id, disabled_at=None)
        membership = own.first()
        if membership is None:  # it ended while the request was on its way
            raise NotAllowed()
        if own_links(actor, now=now).count() >= rules.MOST_LINKS:
            raise Refusal("too_many_links", say("You have {most} such addresses. Take one away first.", most=rules.MOST_LINKS))
        link = SecretLink.objects.create(
            workspace_id=actor.workspace_id,
            membership=membership,
            purpose=purpose,
            thing=thing,
            digest=rules.digest(secret),
            made_at=now,
            expires_at=expires_at,
        )
        after = {"purpose": purpose, "thing": thing, **({} if expires_at is None else {"expires_at": expires_at})}
        audit.record(actor, "issued", "link", link.pk, before=None, after=after, now=now)
    return NewLink(link.pk, secret)


def revoke_link(actor: Actor, link_id: int, *, now: datetime) -> None:
    """Ends one of the actor's own links; its next use finds nothing."""
    require(actor, "accounts.revoke_link")
    with transaction.atomic():
        if not own_links(actor, now=now).filter(pk=link_id).update(revoked_at=now):
            raise NotFound()
        audit.record(actor, "revoked", "link", link_id, before={"revoked_at": None}, after={"revoked_at": now}, now=now)
