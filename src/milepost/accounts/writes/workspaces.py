"""Founding a workspace and changing what holds in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from milepost.accounts import rules
from milepost.accounts.models import Membership, User, Workspace
from milepost.accounts.reads import WorkspaceView, require, view_of
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor, Role
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say


@dataclass(frozen=True, slots=True)
class Founded:
    """A new workspace and the membership of its owner."""

    workspace_id: int
    membership_id: int
    user_id: int


def create_workspace(
    *,
    name: str,
    zone: str,
    country: str = "",
    region: str = "",
    language: str = "en",
    owner_name: str,
    owner_email: str,
    password: str,
    now: datetime,
    via: str = "web",
) -> Founded:
    """The first run: a workspace and its owner. Refused (`workspace_exists`) once there is one, also in a race."""
    if Workspace.objects.filter(first=True).exists():  # before a password is hashed, which a stranger could ask for without end
        raise _exists()
    values = _checked(name, zone, country, region, language)
    person = {"name": rules.name(owner_name, field="owner_name"), "email": rules.email(owner_email)}
    _check_password(password, User(**person))
    hashed = make_password(password)
    with transaction.atomic():
        workspace, made = Workspace.objects.get_or_create(first=True, defaults={**values, "made_at": now})
        if not made:
            raise _exists()
        owner = User.objects.create(**person, password=hashed, joined_at=now)
        actor = Actor(user_id=owner.pk, name=owner.name, workspace_id=workspace.pk, role=Role.OWNER, via=via)
        return _founded(actor, workspace, values, now=now)


def _exists() -> Refusal:
    return Refusal("workspace_exists", say("This installation already has its workspace. Please sign in."))


def add_workspace(
    actor: Actor, *, name: str, zone: str, country: str = "", region: str = "", language: str = "en", now: datetime
) -> Founded:
    """A further workspace, which shares nothing with the others; the actor becomes its owner."""
    require(actor, "accounts.add_workspace")
    values = _checked(name, zone, country, region, language)
    with transaction.atomic():
        workspace = Workspace.objects.create(**values, made_at=now)
        there = Actor(user_id=actor.user_id, name=actor.name, workspace_id=workspace.pk, role=Role.OWNER, via=actor.via)
        return _founded(there, workspace, values, now=now)


def _founded(owner: Actor, workspace: Workspace, values: dict[str, str], *, now: datetime) -> Founded:
    membership = Membership.objects.create(workspace=workspace, user_id=owner.user_id, role=Role.OWNER, joined_at=now)
    audit.record(owner, "founded", "workspace", workspace.pk, before=None, after=values, now=now)
    return Founded(workspace_id=workspace.pk, membership_id=membership.pk, user_id=owner.user_id)


def change_workspace(
    actor: Actor, workspace_id: int, *, name: str, zone: str, country: str, region: str, language: str, version: int | None, now: datetime
) -> WorkspaceView:
    """Replaces name, zone, place and language. The place decides the public holidays, so every plan's revision rises."""
    require(actor, "accounts.change_workspace")
    if workspace_id != actor.workspace_id:
        raise NotFound()
    values = _checked(name, zone, country, region, language)
    with transaction.atomic():
        workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace_id)
        before = {field: getattr(workspace, field) for field in values}
        rules.check_version(version, current=workspace.version, yours=values, now_there=before)
        for field, value in values.items():
            setattr(workspace, field, value)
        workspace.version += 1
        workspace.save()
        audit.record(actor, "changed", "workspace", workspace.pk, before=before, after=values, raises_revision=True, now=now)
    return view_of(workspace)


def _checked(name: str, zone: str, country: str, region: str, language: str) -> dict[str, str]:
    rules.check_zone(zone)
    rules.check_place(country, region)
    rules.check_language(language)
    return {"name": rules.name(name), "zone": zone, "country": country, "region": region, "language": language}


def _check_password(password: str, owner: User) -> None:
    """The same rules that the sign-in pages apply to a new password."""
    try:
        validate_password(password, owner)
    except ValidationError as weak:
        raise Refusal("password_weak", say("{reasons}", reasons=" ".join(weak.messages)), field="password") from None
