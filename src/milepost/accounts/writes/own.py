"""What people change about their own account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from milepost.accounts import rules
from milepost.accounts.models import Membership, User
from milepost.accounts.reads import Profile, profile_of, require
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor


def change_own_name(actor: Actor, *, name: str, version: int | None, now: datetime) -> Profile:
    """How the actor is called from now on, in this workspace too, whatever name an owner gave them here.

    Earlier lines of the ledger keep the earlier name.
    """
    with transaction.atomic():
        told = _changed(actor, "changed_own_name", "name", rules.name(name), version, now)
        Membership.objects.filter(workspace_id=actor.workspace_id, user_id=actor.user_id).update(called="")
    return told


def change_own_language(actor: Actor, *, language: str, version: int | None, now: datetime) -> Profile:
    """The language the actor reads; empty for that of the workspace."""
    if language:
        rules.check_language(language)
    return _changed(actor, "changed_own_language", "language", language, version, now)


def _changed(actor: Actor, verb: str, field: str, value: str, version: int | None, now: datetime) -> Profile:
    require(actor, "accounts.change_own")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.user_id)
        before, after = {field: getattr(user, field)}, {field: value}
        rules.check_version(version, current=user.version, yours=after, now_there=before)
        setattr(user, field, value)
        user.version += 1
        user.save(update_fields=[field, "version"])
        audit.record(actor, verb, "user", user.pk, before=before, after=after, now=now)
    return profile_of(user)
