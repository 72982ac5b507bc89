"""Personal keys to the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from milepost.accounts import rules
from milepost.accounts.models import Membership, Token
from milepost.accounts.reads import TokenView, last_use, own_tokens, require, token_of
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound

_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token and its secret, which is shown this once and kept nowhere."""

    token: TokenView
    secret: str


def issue_token(actor: Actor, *, name: str, now: datetime) -> NewToken:
    """A new token that acts as the actor in this workspace."""
    require(actor, "accounts.issue_token")
    secret, called = rules.new_secret(), rules.name(name)
    with transaction.atomic():
        own = Membership.objects.select_for_update().filter(workspace_id=actor.workspace_id, user_id=actor.user_id, disabled_at=None)
        membership = own.first()
        if membership is None:  # it ended while the request was on its way
            raise NotAllowed()
        token = Token.objects.create(
            workspace_id=actor.workspace_id,
            membership=membership,
            name=called,
            prefix=rules.shown(secret),
            digest=rules.digest(secret),
            made_at=now,
        )
        after = {"name": called, "prefix": token.prefix}
        audit.record(actor, "issued", "token", token.pk, before=None, after=after, now=now)
    return NewToken(token=token_of(token), secret=secret)


def revoke_token(actor: Actor, token_id: int, *, now: datetime) -> TokenView:
    """Ends one of the actor's own tokens; its next use is refused. Revoking it again changes nothing."""
    require(actor, "accounts.revoke_token")
    with transaction.atomic():
        token = own_tokens(actor).select_for_update().filter(pk=token_id).first()
        if token is None:
            raise NotFound()
        if token.revoked_at is None:
            token.revoked_at = now
            token.save(update_fields=["revoked_at"])
            audit.record(actor, "revoked", "token", token.pk, before={"revoked_at": None}, after={"revoked_at": now}, now=now)
    return token_of(token)


def note_use(secret: str, *, now: datetime) -> None:
    """Notes that a token is about to change something, at most once a minute. No fact, so no line in the ledger."""
    last = last_use(secret)
    if last is None or last < now - _NOTED_EVERY:
        Token.objects.filter(digest=rules.digest(secret)).update(last_used_at=now)
