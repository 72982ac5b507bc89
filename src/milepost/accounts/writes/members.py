"""Who belongs to the workspace, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from milepost.accounts import rules
from milepost.accounts.models import Membership, SecretLink, Token, User, Workspace
from milepost.accounts.reads import Member, member_of, require, visible_members
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor, Role
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody who was just added. `first_password` is shown once; empty where they had an account already."""

    member: Member
    first_password: str


def add_member(actor: Actor, *, email: str, name: str, role: Role, now: datetime) -> NewMember:
    """Gives a person a role in the workspace, and an account where they had none. Refused where they already belong to it.

    What comes back, the list of members and the ledger have the name that the owner typed: whoever guesses an address learns no
    name by it.
    """
    require(actor, "accounts.add_member")
    address, called = rules.email(email), rules.name(name)
    password = rules.first_password()
    hashed = make_password(password)
    with transaction.atomic():
        Workspace.objects.select_for_update(no_key=True).get(pk=actor.workspace_id)
        user, made = User.objects.get_or_create(email=address, defaults={"name": called, "password": hashed, "joined_at": now})
        membership = _joined(actor, user, role, "" if made else called, now)
        after = {"name": called, "email": address, "role": role}
        audit.record(actor, "added", "member", membership.pk, before=None, after=after, now=now)
    return NewMember(member=member_of(membership), first_password=password if made else "")


def _joined(actor: Actor, user: User, role: Role, called: str, now: datetime) -> Membership:
    try:
        with transaction.atomic():
            return Membership.objects.create(workspace_id=actor.workspace_id, user=user, role=role, called=called, joined_at=now)
    except IntegrityError:
        there = member_of(visible_members(actor).get(user=user))
        raise Refusal("member_exists", say("{name} already belongs to this workspace.", name=there.name), field="email") from None


def change_role(actor: Actor, membership_id: int, *, role: Role, version: int | None, now: datetime) -> Member:
    """Gives a member another role. Refused (`last_owner`) where the workspace would be left without an owner."""
    require(actor, "accounts.change_role")
    with transaction.atomic():
        membership = _locked(actor, membership_id)
        before = {"role": Role(membership.role)}
        rules.check_version(version, current=membership.version, yours={"role": role}, now_there=before)
        if role is not Role.OWNER:
            _check_owner_remains(membership)
        membership.role = role
        return _kept(actor, "changed_role", membership, before, {"role": role}, now)


def disable_member(actor: Actor, membership_id: int, *, version: int | None, now: datetime) -> Member:
    """Ends a membership at once: the person's next request is refused and their tokens here are revoked for good."""
    require(actor, "accounts.disable_member")
    with transaction.atomic():
        membership = _locked(actor, membership_id)
        before, after = {"disabled_at": membership.disabled_at}, {"disabled_at": now}
        rules.check_version(version, current=membership.version, yours=after, now_there=before)
        _check_owner_remains(membership)
        membership.disabled_at = now
        for keys in (Token, SecretLink):
            keys.objects.filter(membership=membership, revoked_at=None).update(revoked_at=now)
        return _kept(actor, "disabled", membership, before, after, now)


def enable_member(actor: Actor, membership_id: int, *, version: int | None, now: datetime) -> Member:
    """Lets a disabled member in again, with the role they had; tokens stay revoked."""
    require(actor, "accounts.enable_member")
    with transaction.atomic():
        membership = _locked(actor, membership_id)
        before, after = {"disabled_at": membership.disabled_at}, {"disabled_at": None}
        rules.check_version(version, current=membership.version, yours=after, now_there=before)
        membership.disabled_at = None
        return _kept(actor, "enabled", membership, before, after, now)


def give_first_password(actor: Actor, membership_id: int, *, version: int | None, now: datetime) -> NewMember:
    """A new first password for a member who forgot theirs, shown this once; their sessions end.

    Refused (`member_elsewhere`) for somebody with a place in another workspace, too: that account is not this owner's to open.
    """
    require(actor, "accounts.give_first_password")
    password = rules.first_password()
    hashed = make_password(password)
    with transaction.atomic():
        membership = _locked(actor, membership_id)
        rules.check_version(version, current=membership.version, yours={}, now_there={})
        if Membership.objects.filter(user_id=membership.user_id).exclude(workspace_id=actor.workspace_id).exists():
            raise Refusal(
                "member_elsewhere",
                say("{name} also belongs to another workspace. Only they can change their password.", name=member_of(membership).name),
            )
        membership.user.password = hashed
        membership.user.save(update_fields=["password"])
        told = _kept(actor, "gave_first_password", membership, {}, {"name": member_of(membership).name}, now)
    return NewMember(member=told, first_password=password)


def _locked(actor: Actor, membership_id: int) -> Membership:
    """The membership, held so that no token is issued meanwhile; the workspace first, so that two owners cannot remove each other."""
    Workspace.objects.select_for_update(no_key=True).get(pk=actor.workspace_id)
    membership = visible_members(actor).select_for_update(of=("self",)).filter(pk=membership_id).first()
    if membership is None:
        raise NotFound()
    return membership


def _check_owner_remains(leaving: Membership) -> None:
    owners = Membership.objects.filter(workspace_id=leaving.workspace_id, role=Role.OWNER, disabled_at=None)
    if not owners.exclude(pk=leaving.pk).exists():
        raise Refusal("last_owner", say("A workspace needs an owner. Make somebody else an owner first."))


def _kept(
    actor: Actor, verb: str, membership: Membership, before: Mapping[str, object], after: Mapping[str, object], now: datetime
) -> Member:
    membership.version += 1
    membership.save(update_fields=["role", "disabled_at", "version"])
    audit.record(actor, verb, "member", membership.pk, before=before, after=after, now=now)
    return member_of(membership)
