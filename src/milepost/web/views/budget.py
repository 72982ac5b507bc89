"""What a project costs: the page, the budget, and what costs money beside work."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.forecast import reads as forecasts
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web.forms.page import version_sent
from milepost.web.forms.projects import BudgetForm, FixedCostForm
from milepost.web.views.overview import asked, either
from milepost.web.visit import Visit


@require_safe
def budget(visit: Visit, project_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.see_costs")
    try:
        report, refused = forecasts.budget(visit.actor, project_id, now=visit.now), None
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        report, refused = None, refusal.sentence
    page = {
        "project": plans.heading(visit.actor, project_id),
        "report": report,
        "refused": refused,
        "tables": [(_("By part of the plan"), report.phases), (_("By person"), report.team)] if report else [],
    }
    return render(visit, "budget/budget.html", page)


@either
def change(visit: Visit, project_id: int) -> HttpResponse:
    """Says what the project may cost."""
    accounts.require(visit.actor, "plans.change_costs")
    said = plans.costs(visit.actor, project_id)
    form = BudgetForm(visit, {"amount": said.amount, "currency": said.currency or "EUR"}, version=said.version)
    write = plans_writes.set_budget
    return asked(
        visit, project_id, form, lambda typed: write(visit.actor, project_id, **typed, now=visit.now), _("Budget"), back="project_budget"
    )


@either
def add(visit: Visit, project_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_costs")
    form = FixedCostForm(visit, plans.risks(visit.actor, project_id))
    write = plans_writes.add_fixed_cost
    return asked(
        visit,
        project_id,
        form,
        lambda typed: write(visit.actor, project_id, **typed, now=visit.now),
        _("New fixed cost"),
        back="project_budget",
    )


@either
def cost(visit: Visit, project_id: int, cost_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_costs")
    shown = plans.fixed_cost(visit.actor, project_id, cost_id)
    initial = {name: getattr(shown, name) for name in ("name", "amount", "paid", "risk_id")}
    form = FixedCostForm(visit, plans.risks(visit.actor, project_id), initial, version=shown.version)
    write = plans_writes.change_fixed_cost
    return asked(
        visit,
        project_id,
        form,
        lambda typed: write(visit.actor, cost_id, **typed, task_id=shown.task_id, now=visit.now),
        shown.name,
        reverse("fixed_cost_remove", args=[project_id, cost_id]),
        back="project_budget",
    )


@require_POST
def remove(visit: Visit, project_id: int, cost_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_costs")
    plans.fixed_cost(visit.actor, project_id, cost_id)
    plans_writes.remove_fixed_cost(visit.actor, cost_id, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("The fixed cost is removed. The history keeps it."))
    return redirect("project_budget", project_id)
