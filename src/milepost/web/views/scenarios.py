"""What if: scenarios of a project beside each other and beside the plan, and one of them line by line."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.audit.reads import Change
from milepost.forecast import reads as forecasts
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.plans.rules import ScenarioState
from milepost.web import told
from milepost.web.forms.fields import IdsField
from milepost.web.forms.page import both, version_sent
from milepost.web.forms.projects import ScenarioForm
from milepost.web.once import fresh, once
from milepost.web.views.overview import asked, either
from milepost.web.visit import Visit


@require_safe
def scenarios(visit: Visit, project_id: int) -> HttpResponse:
    """The plan as it is, and below it what each open scenario would make of it."""
    found = forecasts.scenarios(visit.actor, project_id, now=visit.now)
    page = {"project": plans.heading(visit.actor, project_id), "found": found}
    return render(visit, "scenarios/scenarios.html", page)


@either
def add(visit: Visit, project_id: int) -> HttpResponse:
    """Begins one, and goes on in the plan, where it is tried."""
    accounts.require(visit.actor, "plans.change_scenario")
    project = plans.heading(visit.actor, project_id)
    form = ScenarioForm(visit)
    if form.went_through(lambda typed: in_plan(project_id, plans_writes.add_scenario(visit.actor, project_id, **typed, now=visit.now))):
        return redirect(form.answer)
    page = {"project": project, "form": form, "title": _("Try something"), "back": reverse("project_scenarios", args=[project_id])}
    return render(visit, "overview/form.html", page, status=form.status)


def in_plan(project_id: int, scenario_id: int) -> str:
    """The address of the plan in which a scenario is tried."""
    return f"{reverse('project', args=[project_id])}?scenario={scenario_id}"


@require_safe
def scenario(visit: Visit, project_id: int, scenario_id: int) -> HttpResponse:
    return _page(visit, project_id, scenario_id)


@either
def change(visit: Visit, project_id: int, scenario_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_scenario")
    shown = _one(visit, project_id, scenario_id)
    form = ScenarioForm(visit, {"name": shown.name, "note": shown.note}, version=shown.version)
    write = plans_writes.change_scenario
    away = reverse("scenario_remove", args=[project_id, scenario_id])
    return asked(
        visit,
        project_id,
        form,
        lambda typed: write(visit.actor, scenario_id, **typed, now=visit.now),
        shown.name,
        away,
        back="project_scenarios",
    )


@require_POST
def remove(visit: Visit, project_id: int, scenario_id: int) -> HttpResponse:
    _one(visit, project_id, scenario_id)
    plans_writes.remove_scenario(visit.actor, scenario_id, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("The scenario is removed. The plan stays as it is."))
    return redirect("project_scenarios", project_id)


@require_POST
def leave_out(visit: Visit, project_id: int, scenario_id: int, line_id: int) -> HttpResponse:
    """Takes one line out of a scenario."""
    _one(visit, project_id, scenario_id)
    try:
        plans_writes.leave_out(visit.actor, scenario_id, line_id=line_id, now=visit.now)
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(visit, project_id, scenario_id, refusal)
    return redirect("scenario", project_id, scenario_id)


@require_POST
def adopt(visit: Visit, project_id: int, scenario_id: int) -> HttpResponse:
    """The whole scenario, or with `only` the lines that are ticked, becomes part of the plan."""
    _one(visit, project_id, scenario_id)
    lines = IdsField().clean(visit.POST.getlist("line_ids")) if "only" in visit.POST else None

    def keep() -> str:
        plans_writes.adopt_scenario(visit.actor, scenario_id, line_ids=lines, version=version_sent(visit), now=visit.now)
        messages.success(visit, _("The plan is now as the scenario said: one change, which Undo in the plan takes back."))
        return reverse("project", args=[project_id])

    try:
        return redirect(once(visit, keep))
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(visit, project_id, scenario_id, refusal)


def _one(visit: Visit, project_id: int, scenario_id: int) -> plans.Scenario:
    """A scenario of this project; `NotFound` for one of another."""
    found = plans.scenario(visit.actor, scenario_id)
    if found.project_id != project_id:
        raise NotFound()
    return found


def _page(visit: Visit, project_id: int, scenario_id: int, refused: Refusal | None = None) -> HttpResponse:
    shown = _one(visit, project_id, scenario_id)
    project = plans.heading(visit.actor, project_id)
    found = forecasts.scenarios(visit.actor, project_id, only=scenario_id, now=visit.now)
    page: dict[str, Any] = {
        "project": project,
        "scenario": shown,
        "lines": [(line, _told(visit, shown, line, project.minutes_per_day)) for line in shown.lines],
        "today": found.today,
        "currency": found.currency,
        "beside": next(iter(found.open), None),
        "open": shown.state is ScenarioState.OPEN,
        "plan": in_plan(project_id, scenario_id),
        "once": fresh(),
        "refused": refused,
        "refused_line": refused.details.get("line") if refused else None,
        "differences": both(refused, told.field) if refused else (),
    }
    return render(visit, "scenarios/scenario.html", page, status=refused.status if refused else 200)


def _told(visit: Visit, shown: plans.Scenario, line: plans.ScenarioLine, minutes_per_day: int) -> list[told.Line]:
    """What a line says, edit by edit, as the history would."""
    return [
        told.line(_as_change(shown, each), each.subject, today=visit.today, minutes_per_day=minutes_per_day, sentences=told.TRIED)
        for each in line.told
    ]


def _as_change(shown: plans.Scenario, each: plans.Told) -> Change:
    return Change(
        number=0,
        at=shown.since_at,
        by_id=0,
        by=shown.by,
        via="",
        verb=each.verb,
        kind=each.kind,
        subject_id=0,
        plan_id=shown.project_id,
        revision=None,
        before=each.before,
        after=each.after,
        because="",
    )
