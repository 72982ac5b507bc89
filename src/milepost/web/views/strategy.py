"""What the firm is after, and which projects serve it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.day import reads as day
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web import pictures
from milepost.web.forms.page import version_sent
from milepost.web.forms.projects import StrategicObjectiveForm
from milepost.web.views.overview import either
from milepost.web.views.today import row
from milepost.web.visit import Visit

FIELDS = ("name", "metric", "baseline_value", "target", "by_on", "project_ids")


@require_safe
def strategy(visit: Visit) -> HttpResponse:
    """Each objective with the projects that serve it, on one axis of time."""
    found = day.strategy(visit.actor, now=visit.now)
    aims = [(aim, [row(one, today=found.day) for one in aim.standings]) for aim in found.aims]
    lines = [one.line for _aim, rows in aims for one in rows]
    days = [pictures.Line(aim.objective.by_on, None) for aim in found.aims]
    page = {"aims": aims, "unbound": found.unbound, "scale": pictures.scale([*lines, *days], today=found.day)}
    return render(visit, "portfolio/strategy.html", page)


@either
def add(visit: Visit) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_strategy")
    form = StrategicObjectiveForm(visit, projects=plans.visible_names(visit.actor))
    if form.went_through(lambda typed: _kept(plans_writes.add_strategic_objective(visit.actor, **typed, now=visit.now))):
        return redirect(form.answer)
    return _form(visit, form, _("New objective of the firm"))


@either
def objective(visit: Visit, strategic_objective_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_strategy")
    one = plans.strategic_objective(visit.actor, strategic_objective_id)
    initial = {name: getattr(one, name) for name in FIELDS}
    form = StrategicObjectiveForm(visit, initial, version=one.version, projects=plans.visible_names(visit.actor))

    def change(typed: dict[str, Any]) -> str:
        return _kept(plans_writes.change_strategic_objective(visit.actor, strategic_objective_id, **typed, now=visit.now))

    if form.went_through(change):
        messages.success(visit, _("Saved."))
        return redirect(form.answer)
    return _form(visit, form, one.name, remove=reverse("strategic_objective_remove", args=[strategic_objective_id]))


@require_POST
def remove(visit: Visit, strategic_objective_id: int) -> HttpResponse:
    plans_writes.remove_strategic_objective(visit.actor, strategic_objective_id, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("Removed. The projects that served it stay as they are."))
    return redirect("strategy")


def _kept(_written: object) -> str:
    return reverse("strategy")


def _form(visit: Visit, form: StrategicObjectiveForm, title: str, *, remove: str = "") -> HttpResponse:
    page = {"form": form, "title": title, "remove": remove, "back": reverse("strategy"), "project": {"name": _("Objectives of the firm")}}
    return render(visit, "overview/form.html", page, status=form.status)
