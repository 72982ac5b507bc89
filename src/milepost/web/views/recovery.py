"""Ways to recover: what can be done about a finish that is too late."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts.rules import may
from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasts_writes
from milepost.forecast.reads.runs import UNDER_WAY
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import reads as plans
from milepost.plans.rules import LONGEST_NAME
from milepost.web.forms.page import number_sent
from milepost.web.once import fresh, once
from milepost.web.templatetags.milepost import say
from milepost.web.visit import Visit


@require_safe
def recovery(visit: Visit, project_id: int) -> HttpResponse:
    return _page(visit, project_id)


@require_POST
def follow(visit: Visit, project_id: int) -> HttpResponse:
    """What a way says becomes one change of the plan."""
    plans.heading(visit.actor, project_id)
    number, revision = number_sent(visit, "number"), number_sent(visit, "revision")

    def keep() -> str:
        forecasts_writes.follow_way(visit.actor, project_id, number=number, revision=revision, now=visit.now)
        messages.success(visit, _("Done: one change, which Undo in the plan takes back. New dates follow."))
        return reverse("project_recovery", args=[project_id])

    return _done(visit, project_id, keep)


@require_POST
def try_out(visit: Visit, project_id: int) -> HttpResponse:
    """What a way says becomes a scenario."""
    plans.heading(visit.actor, project_id)
    number, revision = number_sent(visit, "number"), number_sent(visit, "revision")

    def keep() -> str:
        found = forecasts.recovery(visit.actor, project_id, now=visit.now)
        name = next((say(way.sentence) for way in found.ways if way.number == number), "") if found else ""
        name = name[:LONGEST_NAME] or _("A way to recover")
        scenario_id = forecasts_writes.try_way(visit.actor, project_id, number=number, revision=revision, name=name, now=visit.now)
        return reverse("scenario", args=[project_id, scenario_id])

    return _done(visit, project_id, keep)


def _done(visit: Visit, project_id: int, keep: Callable[[], str]) -> HttpResponse:
    try:
        return redirect(once(visit, keep))
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(visit, project_id, refusal)


def _page(visit: Visit, project_id: int, refused: Refusal | None = None) -> HttpResponse:
    project = plans.heading(visit.actor, project_id)
    found = forecasts.recovery(visit.actor, project_id, now=visit.now)
    newest = next((run for run in forecasts.runs(visit.actor, project_id) if run.kind == forecasts.RECOVERY), None)
    page = {
        "project": project,
        "found": found,
        "run": newest,
        "keeping": [way for way in found.ways if way.keeps_promise] if found else [],
        "under_way": newest is not None and newest.state in UNDER_WAY,
        "may_ask": may(visit.actor.role, "forecast.ask_run"),
        "may_follow": may(visit.actor.role, "plans.change_scenario") and found is not None and not found.older,
        "once": fresh(),
        "refused": refused,
    }
    return render(visit, "recovery/recovery.html", page, status=refused.status if refused else 200)
