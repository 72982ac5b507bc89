"""Who is acting, and what the workspace knows about its members. `require` is the one entry to permissions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from milepost.accounts import rules
from milepost.accounts.models import Membership, SecretLink, Token, User, Workspace
from milepost.audit import reads as audit
from milepost.kernel.actor import Actor, Role
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.tables import Worded


@dataclass(frozen=True, slots=True)
class WorkspaceView:
    """A workspace. `country` and `region` say whose public holidays hold; both may be empty."""

    id: int
    name: str
    zone: str
    country: str
    region: str
    language: str
    version: int


@dataclass(frozen=True, slots=True)
class Member:
    """A membership with the person behind it. `disabled_at` is None while it holds.

    `name` is the one that was given to them here where they had an account before: their own belongs to other workspaces.
    """

    id: int
    user_id: int
    name: str
    email: str
    role: Role
    joined_at: datetime
    disabled_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Profile:
    """The signed-in person's own account. `language` is empty where the workspace's holds."""

    user_id: int
    name: str
    email: str
    language: str
    version: int


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as it may be listed: never the secret. `last_used_at` is the last change made with it."""

    id: int
    name: str
    prefix: str
    made_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in to the pages: as whom, in which workspace, in which language."""

    actor: Actor
    workspace: WorkspaceView
    language: str


def require(actor: Actor, permission: str) -> None:
    """Refuses (`NotAllowed`) unless the actor's role has the permission."""
    if not rules.may(actor.role, permission):
        raise NotAllowed()


def actor_of(user_id: int, *, via: str, workspace_id: int | None = None) -> Actor | None:
    """The user as an actor in `workspace_id`, or in the first of their workspaces; None without a membership that holds."""
    memberships = _holding().filter(user_id=user_id)
    if workspace_id is not None:
        memberships = memberships.filter(workspace_id=workspace_id)
    return _actor(memberships.order_by("id").first(), via)


def user_with_places(user_id: int) -> User | None:
    """The user behind a session, with their memberships at hand for `visitor`: one query for somebody who has any."""
    holding = _PLACES(user_id=user_id)
    user = holding[0].user if holding else User.objects.filter(pk=user_id).first()
    if user is not None:
        user.places = holding
    return user


_PLACES = Worded(lambda user_id: _holding().filter(user_id=user_id).select_related("workspace").order_by("id"))


def visitor(user: User, *, workspace_id: int | None = None) -> Visitor | None:
    """What a page must know of whoever opens it; as `actor_of`, and the first workspace where the one named is gone."""
    known = user if user.places is not None else user_with_places(user.pk)
    holding = known.places or [] if known else []
    membership = next((one for one in holding if one.workspace_id == workspace_id), holding[0] if holding else None)
    actor = _actor(membership, "web")
    if membership is None or actor is None:
        return None
    language = membership.user.language or membership.workspace.language
    return Visitor(actor=actor, workspace=view_of(membership.workspace), language=language)


def actor_of_email(email: str, *, via: str) -> Actor | None:
    """The person with this address in the first of their workspaces, for the command line; None if there is none."""
    return _actor(_holding().filter(user__email=email.strip().lower()).order_by("id").first(), via)


def first_owner(*, via: str) -> Actor | None:
    """The owner who has been here longest, for whoever runs the command line; None before the first run."""
    return _actor(_holding().filter(role=Role.OWNER).order_by("id").first(), via)


def actor_of_token(secret: str, *, via: str = "api") -> Actor | None:
    """The owner of a token that was not revoked and whose membership holds, else None."""
    return _actor(next(iter(_OF_TOKEN(digest=rules.digest(secret))), None), via)


def _of_token(digest: str) -> QuerySet[Membership]:
    return _holding().filter(pk__in=Token.objects.filter(digest=digest, revoked_at=None).values("membership_id"))


_OF_TOKEN = Worded(_of_token)


def last_use(secret: str) -> datetime | None:
    """When a token was last noted to have changed something."""
    return next(iter(_LAST_USE(digest=rules.digest(secret))), None)


_LAST_USE = Worded(lambda digest: Token.objects.filter(digest=digest).values_list("last_used_at", flat=True))


def _holding() -> QuerySet[Membership]:
    return Membership.objects.filter(disabled_at=None, user__is_active=True).select_related("user")


def _actor(membership: Membership | None, via: str) -> Actor | None:
    if membership is None:
        return None
    user = membership.user
    return Actor(user_id=user.pk, name=user.name, workspace_id=membership.workspace_id, role=Role(membership.role), via=via)


def nobody_yet() -> bool:
    """Whether this installation waits for its first run."""
    return not Workspace.objects.exists()


def workspaces(actor: Actor) -> tuple[WorkspaceView, ...]:
    """The workspaces the person may choose between, the first one first."""
    own = _holding().filter(user_id=actor.user_id).order_by("id").select_related("workspace")
    return tuple(view_of(membership.workspace) for membership in own)


def workspace(actor: Actor) -> WorkspaceView:
    """The workspace the actor is in."""
    require(actor, "accounts.see_workspace")
    return view_of(Workspace.objects.get(pk=actor.workspace_id))


def workspace_of(workspace_id: int) -> WorkspaceView:
    """A workspace by number, for rooms and jobs that hold the number already and show it to nobody."""
    return workspaces_of([workspace_id])[workspace_id]


def workspaces_of(workspace_ids: Iterable[int]) -> dict[int, WorkspaceView]:
    """Several workspaces by number, in one query."""
    return {workspace.pk: view_of(workspace) for workspace in Workspace.objects.filter(pk__in=list(workspace_ids))}


def view_of(workspace: Workspace) -> WorkspaceView:
    """The row as a value."""
    return WorkspaceView(
        id=workspace.pk,
        name=workspace.name,
        zone=workspace.zone,
        country=workspace.country,
        region=workspace.region,
        language=workspace.language,
        version=workspace.version,
    )


def visible_members(actor: Actor) -> QuerySet[Membership]:
    """The memberships the actor may know of: all of the workspace for those who manage, else their own."""
    own_workspace = Membership.objects.filter(workspace_id=actor.workspace_id).select_related("user").order_by("id")
    return own_workspace if rules.may(actor.role, "accounts.see_members") else own_workspace.filter(user_id=actor.user_id)


def members(actor: Actor) -> tuple[Member, ...]:
    """Everybody with a membership in the workspace, disabled ones included."""
    require(actor, "accounts.see_members")
    return tuple(member_of(membership) for membership in visible_members(actor))


def member(actor: Actor, membership_id: int) -> Member:
    """One membership; `NotFound` unless it is the actor's own or the actor manages this workspace."""
    found = visible_members(actor).filter(pk=membership_id).first()
    if found is None:
        raise NotFound()
    return member_of(found)


def member_of(membership: Membership) -> Member:
    """The row as a value."""
    return Member(
        id=membership.pk,
        user_id=membership.user_id,
        name=membership.called or membership.user.name,
        email=membership.user.email,
        role=Role(membership.role),
        joined_at=membership.joined_at,
        disabled_at=membership.disabled_at,
        version=membership.version,
    )


def profile(actor: Actor) -> Profile:
    """The actor's own account."""
    return profile_of(User.objects.get(pk=actor.user_id))


def profile_of(user: User) -> Profile:
    """The row as a value."""
    return Profile(user_id=user.pk, name=user.name, email=user.email, language=user.language, version=user.version)


def own_tokens(actor: Actor) -> QuerySet[Token]:
    """The actor's tokens of this workspace, the newest first. Nobody sees another person's."""
    return Token.objects.filter(workspace_id=actor.workspace_id, membership__user_id=actor.user_id).order_by("-id")


def tokens(actor: Actor) -> tuple[TokenView, ...]:
    """The actor's own tokens, revoked ones included."""
    require(actor, "accounts.issue_token")
    return tuple(token_of(token) for token in own_tokens(actor))


def token_of(token: Token) -> TokenView:
    """The row as a value."""
    return TokenView(
        id=token.pk,
        name=token.name,
        prefix=token.prefix,
        made_at=token.made_at,
        last_used_at=token.last_used_at,
        revoked_at=token.revoked_at,
    )


def ledger(actor: Actor, *, before: int | None = None, limit: int = audit.PAGE) -> tuple[audit.Change, ...]:
    """Every change in the workspace, newest first: those numbered below `before` if that is given."""
    require(actor, "accounts.see_ledger")
    return audit.entries(actor.workspace_id, before=before, limit=limit)


def ledger_verified(actor: Actor, *, noted: str | None = None) -> audit.Verification:
    """Whether anybody has tampered with the workspace's ledger; `noted` is a digest that somebody wrote down earlier."""
    require(actor, "accounts.see_ledger")
    return audit.verify(actor.workspace_id, noted=noted)


@dataclass(frozen=True, slots=True)
class LinkView:
    """A secret link as it may be listed: never the secret. `thing` is a number of its purpose, 0 for what is one's own."""

    id: int
    purpose: str
    thing: int
    made_at: datetime
    expires_at: datetime | None


def own_links(actor: Actor, *, now: datetime) -> QuerySet[SecretLink]:
    """The actor's secret links of this workspace that hold, the newest first. Nobody sees another person's."""
    return _held(now).filter(workspace_id=actor.workspace_id, membership__user_id=actor.user_id).order_by("-id")


def links(actor: Actor, *, now: datetime) -> tuple[LinkView, ...]:
    """The actor's own secret links that hold."""
    require(actor, "accounts.make_link")
    return tuple(LinkView(*row) for row in own_links(actor, now=now).values_list("pk", "purpose", "thing", "made_at", "expires_at"))


def _held(now: datetime) -> QuerySet[SecretLink]:
    """Neither revoked nor over."""
    return SecretLink.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)


def linked(secret: str, purpose: str, *, via: str, now: datetime) -> tuple[Actor, int]:
    """Who made a link and for which thing. `NotFound` for one that never was, was revoked, is over or is for another purpose, and for
    one whose maker left or may no longer make links."""
    row = _held(now).filter(digest=rules.digest(secret), purpose=purpose).values_list("membership_id", "thing")
    for membership_id, thing in row:
        actor = _actor(_holding().filter(pk=membership_id).first(), via)
        if actor is not None and rules.may(actor.role, "accounts.make_link"):
            return actor, thing
    raise NotFound()
