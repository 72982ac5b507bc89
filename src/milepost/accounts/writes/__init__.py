"""Every change of workspaces, members, tokens and one's own account."""

from milepost.accounts.writes.links import NewLink, make_link, revoke_link
from milepost.accounts.writes.members import NewMember, add_member, change_role, disable_member, enable_member, give_first_password
from milepost.accounts.writes.own import change_own_language, change_own_name
from milepost.accounts.writes.tokens import NewToken, issue_token, note_use, revoke_token
from milepost.accounts.writes.workspaces import Founded, add_workspace, change_workspace, create_workspace

__all__ = [
    "Founded",
    "NewLink",
    "NewMember",
    "NewToken",
    "add_member",
    "add_workspace",
    "change_own_language",
    "change_own_name",
    "change_role",
    "change_workspace",
    "create_workspace",
    "disable_member",
    "enable_member",
    "give_first_password",
    "issue_token",
    "make_link",
    "note_use",
    "revoke_link",
    "revoke_token",
]
