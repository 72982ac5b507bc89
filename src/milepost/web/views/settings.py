"""Oneself, the workspace, its members, and tokens for programs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.accounts import writes as accounts_writes
from milepost.accounts.rules import may
from milepost.kernel.actor import Role
from milepost.kernel.refusal import NotFound
from milepost.web import places
from milepost.web.forms.page import version_sent
from milepost.web.forms.settings import LanguageForm, MemberForm, NameForm, RoleForm, TokenForm, WorkspaceForm
from milepost.web.visit import CHOSEN, Visit


@require_safe
def you(visit: Visit) -> HttpResponse:
    return _you(visit)


@require_POST
def name(visit: Visit) -> HttpResponse:
    form = NameForm(visit, version=accounts.profile(visit.actor).version)
    if form.went_through(lambda typed: _done("settings", accounts_writes.change_own_name(visit.actor, **typed, now=visit.now))):
        messages.success(visit, _("Saved."))
        return redirect(form.answer)
    return _you(visit, name=form)


@require_POST
def language(visit: Visit) -> HttpResponse:
    form = LanguageForm(visit, version=accounts.profile(visit.actor).version)
    if form.went_through(lambda typed: _done("settings", accounts_writes.change_own_language(visit.actor, **typed, now=visit.now))):
        return redirect(form.answer)
    return _you(visit, language=form)


def _you(visit: Visit, *, name: NameForm | None = None, language: LanguageForm | None = None) -> HttpResponse:
    profile = accounts.profile(visit.actor)
    page = {
        "profile": profile,
        "name": name or NameForm(visit, {"name": profile.name}, version=profile.version, sent=False),
        "language": language or LanguageForm(visit, {"language": profile.language}, version=profile.version, sent=False),
        "workspaces": accounts.workspaces(visit.actor),
    }
    form = name or language
    return render(visit, "settings/you.html", tabbed(visit, "you") | page, status=form.status if form else 200)


@require_POST
def choose_workspace(visit: Visit, workspace_id: int) -> HttpResponse:
    if workspace_id not in {one.id for one in accounts.workspaces(visit.actor)}:
        raise NotFound()
    visit.session[CHOSEN] = workspace_id
    return redirect("today")


@require_http_methods(["GET", "HEAD", "POST"])
def workspace(visit: Visit) -> HttpResponse:
    accounts.require(visit.actor, "accounts.change_workspace")
    form = WorkspaceForm(visit, visit.workspace)
    change = accounts_writes.change_workspace
    if form.went_through(lambda typed: _done("settings_workspace", change(visit.actor, visit.actor.workspace_id, **typed, now=visit.now))):
        messages.success(visit, _("Saved. The forecasts follow."))
        return redirect(form.answer)
    return render(visit, "settings/workspace.html", tabbed(visit, "workspace") | {"form": form}, status=form.status)


@require_safe
def regions(visit: Visit) -> HttpResponse:
    """The choices of the region field, for the country just chosen: a fragment."""
    return render(visit, "settings/regions.html", {"regions": places.regions(visit.GET.get("country", "")[:2])})


@require_safe
def members(visit: Visit) -> HttpResponse:
    return _members(visit)


@never_cache
@require_POST
def add_member(visit: Visit) -> HttpResponse:
    """The answer shows the first password, this once: it is not kept, so that a second click shows only that it was made."""
    form = MemberForm(visit)
    made: list[accounts_writes.NewMember] = []

    def add(typed: dict[str, str]) -> str:
        role = Role(typed["role"])
        made.append(accounts_writes.add_member(visit.actor, email=typed["email"], name=typed["name"], role=role, now=visit.now))
        return "made"

    if form.went_through(add):
        return _members(visit, new=made[0] if made else None, repeated=not made)
    return _members(visit, form=form)


def _members(
    visit: Visit, *, form: MemberForm | None = None, new: accounts_writes.NewMember | None = None, repeated: bool = False
) -> HttpResponse:
    page = {
        "members": accounts.members(visit.actor),
        "may_change": may(visit.actor.role, "accounts.change_role"),
        "form": form or MemberForm(visit, sent=False),
        "new": new,
        "repeated": repeated,
    }
    return render(visit, "settings/members.html", tabbed(visit, "members") | page, status=form.status if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def member(visit: Visit, membership_id: int) -> HttpResponse:
    accounts.require(visit.actor, "accounts.change_role")
    shown = accounts.member(visit.actor, membership_id)
    form = RoleForm(visit, {"role": shown.role.value}, version=shown.version)
    if form.went_through(lambda typed: _role_changed(visit, membership_id, typed)):
        messages.success(visit, _("Saved."))
        return redirect(form.answer)
    return render(visit, "settings/member.html", tabbed(visit, "members") | {"member": shown, "form": form}, status=form.status)


def _role_changed(visit: Visit, membership_id: int, typed: dict[str, object]) -> str:
    version = typed["version"]
    accounts_writes.change_role(
        visit.actor, membership_id, role=Role(str(typed["role"])), version=int(str(version)) if version else None, now=visit.now
    )
    return reverse("settings_members")


@require_POST
def disable_member(visit: Visit, membership_id: int) -> HttpResponse:
    shown = accounts_writes.disable_member(visit.actor, membership_id, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("%(name)s can no longer sign in here.") % {"name": shown.name})
    return redirect("settings_members")


@require_POST
def enable_member(visit: Visit, membership_id: int) -> HttpResponse:
    shown = accounts_writes.enable_member(visit.actor, membership_id, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("%(name)s can sign in again.") % {"name": shown.name})
    return redirect("settings_members")


@never_cache
@require_POST
def first_password(visit: Visit, membership_id: int) -> HttpResponse:
    """The answer shows the new first password, this once."""
    return _members(visit, new=accounts_writes.give_first_password(visit.actor, membership_id, version=version_sent(visit), now=visit.now))


@require_safe
def tokens(visit: Visit) -> HttpResponse:
    return _tokens(visit)


@never_cache
@require_POST
def issue_token(visit: Visit) -> HttpResponse:
    """The answer shows the secret, this once: it is not kept, so that a second click shows only that it was made."""
    form = TokenForm(visit)
    made: list[accounts_writes.NewToken] = []

    def issue(typed: dict[str, str]) -> str:
        made.append(accounts_writes.issue_token(visit.actor, name=typed["name"], now=visit.now))
        return "made"

    if form.went_through(issue):
        return _tokens(visit, new=made[0] if made else None, repeated=not made)
    return _tokens(visit, form=form)


def _tokens(
    visit: Visit, *, form: TokenForm | None = None, new: accounts_writes.NewToken | None = None, repeated: bool = False
) -> HttpResponse:
    accounts.require(visit.actor, "accounts.issue_token")
    held = [token for token in accounts.tokens(visit.actor) if token.revoked_at is None]
    page = {"tokens": held, "form": form or TokenForm(visit, sent=False), "new": new, "repeated": repeated}
    return render(visit, "settings/tokens.html", tabbed(visit, "tokens") | page, status=form.status if form else 200)


@require_POST
def revoke_token(visit: Visit, token_id: int) -> HttpResponse:
    accounts_writes.revoke_token(visit.actor, token_id, now=visit.now)
    messages.success(visit, _("The token is revoked. Its next use is refused."))
    return redirect("settings_tokens")


def tabbed(visit: Visit, here: str) -> dict[str, object]:
    """The tabs this person may open, and which one is open."""
    role = visit.actor.role
    tabs = [
        ("you", "settings", _("You"), True),
        ("workspace", "settings_workspace", _("Workspace"), may(role, "accounts.change_workspace")),
    ]
    tabs += [("members", "settings_members", _("Members"), may(role, "accounts.see_members"))]
    tabs += [("labels", "settings_labels", _("Labels"), may(role, "plans.see"))]
    tabs += [("feeds", "settings_feeds", _("Calendars"), may(role, "accounts.make_link"))]
    tabs += [("tokens", "settings_tokens", _("Tokens"), may(role, "accounts.issue_token"))]
    return {"tabs": [(reverse(address), text, key == here) for key, address, text, allowed in tabs if allowed]}


def _done(address: str, _written: object) -> str:
    return reverse(address)
