"""Ways to look at a plan that somebody keeps, and how many tasks a column of its board takes. No facts: no forecast reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import models, rules
from milepost.plans.reads.visible import held_project
from milepost.plans.rules import Shown, State

MOST_VIEWS = 100


def save_view(actor: Actor, project_id: int, *, name: str, shown: Shown, shared: bool = False, now: datetime) -> int:
    """Keeps a way to look at a project, for oneself or for everybody who sees the project. Gives back its id."""
    _check_may(actor, shared)
    values = _view(name, shown, shared)
    with transaction.atomic():
        project = held_project(actor, project_id)
        if models.SavedView.objects.filter(project=project, by_id=actor.user_id).count() >= MOST_VIEWS:
            raise Refusal("views_too_many", say("At most {most} views, please. Remove one first.", most=MOST_VIEWS))
        row = models.SavedView.objects.create(workspace_id=project.workspace_id, project=project, by_id=actor.user_id, **values)
        audit.record(actor, "saved", "view", row.pk, before=None, after=values, plan_id=project_id, now=now)
    return row.pk


def change_view(actor: Actor, view_id: int, *, name: str, shown: Shown, shared: bool, version: int | None, now: datetime) -> int:
    """Says anew what a view shows. One's own, or a shared one for whoever may share. Gives back the new version."""
    _check_may(actor, shared)
    after = _view(name, shown, shared)
    with transaction.atomic():
        row = _held(actor, view_id)
        before = {key: getattr(row, key) for key in after}
        accounts_rules.check_version(version, current=row.version, yours=after, now_there={**before, "version": row.version})
        models.SavedView.objects.filter(pk=view_id).update(**after, version=row.version + 1)
        audit.record(actor, "changed", "view", view_id, before=before, after=after, plan_id=row.project_id, now=now)
    return row.version + 1


def remove_view(actor: Actor, view_id: int, *, version: int | None, now: datetime) -> None:
    """Forgets a view. Nothing of the plan changes."""
    accounts.require(actor, "plans.save_view")
    with transaction.atomic():
        row = _held(actor, view_id)
        before = {"name": row.name, "shown": row.shown, "version": row.version}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there=before)
        models.SavedView.objects.filter(pk=view_id).delete()
        audit.record(actor, "removed", "view", view_id, before=before, after=None, plan_id=row.project_id, now=now)


def _check_may(actor: Actor, shared: bool) -> None:
    accounts.require(actor, "plans.share_view" if shared else "plans.save_view")


def _view(name: str, shown: Shown, shared: bool) -> dict[str, Any]:
    rules.views.check_shown(shown)
    return {"name": rules.name(name), "shown": asdict(shown), "shared": shared}


def _held(actor: Actor, view_id: int) -> models.SavedView:
    """One's own view, or a shared one where the actor may share."""
    project_id = models.SavedView.objects.filter(pk=view_id).values_list("project_id", flat=True).first()
    held_project(actor, project_id or 0)
    mine = Q(by_id=actor.user_id)
    open_to = mine | Q(shared=True) if accounts_rules.may(actor.role, "plans.share_view") else mine
    row = models.SavedView.objects.filter(open_to, pk=view_id).first()
    if row is None:
        raise NotFound()
    return row


def limit_board(actor: Actor, project_id: int, *, limits: Mapping[State, int | None], version: int | None, now: datetime) -> int:
    """How many tasks each column of the board takes at most; None takes any number. Gives back the project's new version."""
    accounts.require(actor, "plans.change_project")
    after = rules.board.limits(limits)
    with transaction.atomic():
        project = held_project(actor, project_id)
        there = {"board": project.board, "version": project.version}
        accounts_rules.check_version(version, current=project.version, yours={"board": after}, now_there=there)
        models.Project.objects.filter(pk=project_id).update(board=after, version=project.version + 1)
        audit.record(actor, "limited_board", "project", project_id, before=project.board, after=after, plan_id=project_id, now=now)
    return project.version + 1
