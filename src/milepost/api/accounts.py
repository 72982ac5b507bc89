"""Workspaces, members, tokens and one's own account."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.accounts import reads, writes
from milepost.accounts.rules import PERMISSIONS, may
from milepost.api.entry import Call
from milepost.api.pages import Limit, Offset, page, page_of
from milepost.api.shapes import Asked, Id, Text, Versioned
from milepost.api.subject import Subject, version_of
from milepost.kernel.actor import Role

accounts = Subject("Accounts")


@dataclass(frozen=True, slots=True)
class Me:
    """Who is calling, as what, where, and what that role may do."""

    profile: reads.Profile
    workspace: reads.WorkspaceView
    role: Role
    may: tuple[str, ...]


class WorkspaceAsked(Asked):
    name: Text
    zone: Text
    country: Text = ""
    region: Text = ""
    language: Text = "en"


class WorkspaceChange(WorkspaceAsked, Versioned):
    pass


class MemberAsked(Asked):
    email: Text
    name: Text
    role: Role


class RoleChange(Versioned):
    role: Role


class NameChange(Versioned):
    name: Text


class LanguageChange(Versioned):
    language: Text


class TokenAsked(Asked):
    name: Text


@accounts.get("/me", gives=Me)
def me(call: Call) -> Me:
    """Who is calling."""
    allowed = tuple(name for name in PERMISSIONS if may(call.actor.role, name))
    return Me(reads.profile(call.actor), reads.workspace(call.actor), call.actor.role, allowed)


@accounts.put("/me/name", gives=reads.Profile)
def change_own_name(call: Call, change: NameChange) -> reads.Profile:
    """How you are called."""
    return writes.change_own_name(call.actor, name=change.name, version=version_of(call, change.version), now=call.now)


@accounts.put("/me/language", gives=reads.Profile)
def change_own_language(call: Call, change: LanguageChange) -> reads.Profile:
    """The language you read; empty for that of the workspace."""
    return writes.change_own_language(call.actor, language=change.language, version=version_of(call, change.version), now=call.now)


@accounts.get("/workspaces", gives=tuple[reads.WorkspaceView, ...])
def workspaces(call: Call) -> tuple[reads.WorkspaceView, ...]:
    """The workspaces you belong to."""
    return reads.workspaces(call.actor)


@accounts.post("/workspaces", gives=writes.Founded)
def add_workspace(call: Call, asked: WorkspaceAsked) -> writes.Founded:
    """A further workspace, which shares nothing with the others; you own it."""
    return writes.add_workspace(call.actor, **asked.values(), now=call.now)


@accounts.get("/workspace", gives=reads.WorkspaceView)
def workspace(call: Call) -> reads.WorkspaceView:
    """The workspace that your token or session is in."""
    return reads.workspace(call.actor)


@accounts.put("/workspaces/{workspace_id}", gives=reads.WorkspaceView)
def change_workspace(call: Call, workspace_id: Id, change: WorkspaceChange) -> reads.WorkspaceView:
    """Name, zone, place and language of the workspace."""
    version = version_of(call, change.version)
    return writes.change_workspace(call.actor, workspace_id, **change.values(without=("version",)), version=version, now=call.now)


@accounts.get("/members", gives=page_of(reads.Member))
def members(call: Call, offset: Offset, limit: Limit) -> object:
    """Everybody with a membership, disabled ones included."""
    return page(reads.members(call.actor), offset, limit)


@accounts.get("/members/{membership_id}", gives=reads.Member)
def member(call: Call, membership_id: Id) -> reads.Member:
    """One membership."""
    return reads.member(call.actor, membership_id)


@accounts.post_secret("/members", gives=writes.NewMember)
def add_member(call: Call, asked: MemberAsked) -> writes.NewMember:
    """Gives a person a role in the workspace. A new account's first password is in the answer, this once."""
    return writes.add_member(call.actor, **asked.values(), now=call.now)


@accounts.put("/members/{membership_id}/role", gives=reads.Member)
def change_role(call: Call, membership_id: Id, change: RoleChange) -> reads.Member:
    """Gives a member another role."""
    return writes.change_role(call.actor, membership_id, role=change.role, version=version_of(call, change.version), now=call.now)


@accounts.post("/members/{membership_id}/disable", gives=reads.Member, status=200)
def disable_member(call: Call, membership_id: Id, change: Versioned) -> reads.Member:
    """Ends a membership at once; its tokens are revoked for good."""
    return writes.disable_member(call.actor, membership_id, version=version_of(call, change.version), now=call.now)


@accounts.post("/members/{membership_id}/enable", gives=reads.Member, status=200)
def enable_member(call: Call, membership_id: Id, change: Versioned) -> reads.Member:
    """Lets a disabled member in again."""
    return writes.enable_member(call.actor, membership_id, version=version_of(call, change.version), now=call.now)


@accounts.post_secret("/members/{membership_id}/first-password", gives=writes.NewMember)
def give_first_password(call: Call, membership_id: Id, change: Versioned) -> writes.NewMember:
    """A new first password for a member who forgot theirs, in the answer this once."""
    return writes.give_first_password(call.actor, membership_id, version=version_of(call, change.version), now=call.now)


@accounts.get("/tokens", gives=tuple[reads.TokenView, ...])
def tokens(call: Call) -> tuple[reads.TokenView, ...]:
    """Your own tokens, revoked ones included."""
    return reads.tokens(call.actor)


@accounts.post_secret("/tokens", gives=writes.NewToken)
def issue_token(call: Call, asked: TokenAsked) -> writes.NewToken:
    """A new token; its secret is in the answer, this once."""
    return writes.issue_token(call.actor, name=asked.name, now=call.now)


@accounts.delete("/tokens/{token_id}", gives=reads.TokenView)
def revoke_token(call: Call, token_id: Id) -> reads.TokenView:
    """Ends one of your tokens."""
    return writes.revoke_token(call.actor, token_id, now=call.now)
