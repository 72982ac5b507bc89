"""Who acts: always a person, through some door, in one workspace."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in a workspace. What each may do stands in one table: `accounts.rules.may`."""

    OWNER = "owner"
    MANAGER = "manager"
    MEMBER = "member"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person. `via` is the door: web, api, cli or mail."""

    user_id: int
    name: str
    workspace_id: int
    role: Role
    via: str
