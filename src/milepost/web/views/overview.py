"""What a project is for and what was promised: objectives, deliverables, promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.clients import reads as clients
from milepost.clients import writes as clients_writes
from milepost.day.reads import Standing
from milepost.forecast import reads as forecasts_reads
from milepost.kernel.refusal import NotFound
from milepost.people import reads as people
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web.forms.fields import IdsField
from milepost.web.forms.page import PageForm, version_sent
from milepost.web.forms.projects import Choices, DeliverableForm, ExpectedForm, ObjectiveForm, PromiseForm
from milepost.web.views.project import head
from milepost.web.visit import Visit

FOUND = 30
"""Tasks shown at once to pick from."""

Write = Callable[[dict[str, Any]], object]

either = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def overview(visit: Visit, project_id: int) -> HttpResponse:
    wanted = plans.outcomes(visit.actor, project_id)
    top = head(visit, project_id)
    page = {
        **top,
        "expected_on": wanted.expected_on,
        "date": _promisable(top["standing"], wanted.expected_on, visit) if top["may_promise"] else None,
        "tab": "overview",
        "objectives": [(one, [part for part in wanted.deliverables if part.objective_id == one.id]) for one in wanted.objectives],
        "loose": [part for part in wanted.deliverables if part.objective_id is None],
    }
    return render(visit, "overview/overview.html", page)


def _promisable(standing: Standing, wanted_on: date | None, visit: Visit) -> forecasts_reads.Promisable | None:
    head = forecasts_reads.Head(standing.project_id, standing.name, standing.zone, standing.revision)
    return forecasts_reads.promisable_of(head, wanted_on=wanted_on, now=visit.now)


@either
def expected(visit: Visit, project_id: int) -> HttpResponse:
    """Says which day the client expects."""
    accounts.require(visit.actor, "plans.change_project")
    wanted = plans.expected(visit.actor, project_id)
    form = ExpectedForm(visit, {"on": wanted.on}, version=wanted.version)
    expect = plans_writes.expect_date
    return asked(visit, project_id, form, lambda typed: expect(visit.actor, project_id, **typed, now=visit.now), _("The client expects"))


@either
def promise(visit: Visit, project_id: int) -> HttpResponse:
    """What was ever promised, and the form for a new promise."""
    accounts.require(visit.actor, "clients.see")
    form = PromiseForm(visit, {"on": visit.GET.get("on", "")})
    if form.went_through(lambda typed: _said(project_id, clients_writes.promise(visit.actor, project_id, **typed, now=visit.now))):
        messages.success(visit, _("The promise is recorded. Every page compares with it from now on."))
        return redirect(form.answer)
    page = {
        "project": plans.heading(visit.actor, project_id),
        "promises": clients.promise_history(visit.actor, project_id),
        "clients": [client.name for client in clients.clients(visit.actor)],
        "form": form,
    }
    return render(visit, "overview/promise.html", page, status=form.status)


@either
def add_objective(visit: Visit, project_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.add_objective")
    form = ObjectiveForm(visit)
    return asked(
        visit,
        project_id,
        form,
        lambda typed: plans_writes.add_objective(visit.actor, project_id, **typed, now=visit.now),
        _("New objective"),
    )


@either
def objective(visit: Visit, project_id: int, objective_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_objective")
    shown = _one(plans.objectives(visit.actor, project_id), objective_id)
    initial = {name: getattr(shown, name) for name in ("name", "metric", "baseline_value", "target", "by_on")}
    form = ObjectiveForm(visit, initial, version=shown.version)
    change = plans_writes.change_objective
    away = reverse("objective_remove", args=[project_id, objective_id])
    return asked(visit, project_id, form, lambda typed: change(visit.actor, objective_id, **typed, now=visit.now), shown.name, away)


@require_POST
def remove_objective(visit: Visit, project_id: int, objective_id: int) -> HttpResponse:
    plans.project(visit.actor, project_id)
    plans_writes.remove_objective(visit.actor, objective_id, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("The objective is removed. The history keeps it."))
    return redirect("project_overview", project_id)


@either
def add_deliverable(visit: Visit, project_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.add_deliverable")
    form = _deliverable_form(visit, project_id)
    add = plans_writes.add_deliverable
    return asked(visit, project_id, form, lambda typed: add(visit.actor, project_id, **typed, now=visit.now), _("New deliverable"))


@either
def deliverable(visit: Visit, project_id: int, deliverable_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_deliverable")
    shown = _one(plans.deliverables(visit.actor, project_id), deliverable_id)
    form = _deliverable_form(visit, project_id, shown)
    change = plans_writes.change_deliverable
    away = reverse("deliverable_remove", args=[project_id, deliverable_id])
    return asked(visit, project_id, form, lambda typed: change(visit.actor, deliverable_id, **typed, now=visit.now), shown.name, away)


@require_POST
def remove_deliverable(visit: Visit, project_id: int, deliverable_id: int) -> HttpResponse:
    plans.project(visit.actor, project_id)
    plans_writes.remove_deliverable(visit.actor, deliverable_id, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("The deliverable is removed. Its tasks stay, and the history keeps it."))
    return redirect("project_overview", project_id)


def _deliverable_form(visit: Visit, project_id: int, shown: plans.Deliverable | None = None) -> DeliverableForm:
    choices = Choices(
        objectives=[(one.id, one.name) for one in plans.objectives(visit.actor, project_id)],
        people=[(one.id, one.name) for one in people.team(visit.actor)],
        criteria=[criterion.text for criterion in shown.criteria] if shown else [],
    )
    if shown is None:
        return DeliverableForm(visit, choices)
    initial = {name: getattr(shown, name) for name in ("name", "objective_id", "owner_id", "review_minutes", "task_ids")}
    initial["criteria"] = "\n".join(choices.criteria)
    initial["met"] = [criterion.text for criterion in shown.criteria if criterion.met]
    return DeliverableForm(visit, choices, initial, version=shown.version)


@require_safe
def tasks_to_pick(visit: Visit, project_id: int) -> HttpResponse:
    """The tasks ticked so far, and those whose name holds what was typed: a fragment."""
    plans.heading(visit.actor, project_id)
    ticked = IdsField().clean(visit.GET.getlist("task_ids"))
    return render(visit, "overview/tasks.html", _to_pick(project_id, ticked, visit.GET.get("q", "")))


def _to_pick(project_id: int, ticked: Iterable[int], sought: str = "") -> dict[str, object]:
    names = [(task_id, name) for task_id, _uid, name in plans.names(project_id)]
    chosen = set(ticked)
    words = sought.casefold().split()
    found = (pair for pair in names if pair[0] not in chosen and all(word in pair[1].casefold() for word in words))
    return {"picked": [pair for pair in names if pair[0] in chosen], "found": list(islice(found, FOUND))}


def asked(
    visit: Visit,
    project_id: int,
    form: PageForm,
    write: Write,
    title: str,
    remove: str = "",
    *,
    back: str = "project_overview",
    fields: str = "overview/deliverable_fields.html",
) -> HttpResponse:
    """The page of one form of a project; sent and done leads `back`. `fields` lays it out where it picks tasks, `remove` takes it away."""
    back = reverse(back, args=[project_id])

    def written(typed: dict[str, Any]) -> str:
        write(typed)
        return back

    if form.went_through(written):
        messages.success(visit, _("Saved."))
        return redirect(form.answer)
    page = {"form": form, "project": plans.heading(visit.actor, project_id), "title": title, "remove": remove, "back": back}
    if "task_ids" in form.fields:
        page |= {"fields": fields, **_to_pick(project_id, IdsField().clean(form["task_ids"].value()))}
    return render(visit, "overview/form.html", page, status=form.status)


def _one(things: Any, thing_id: int) -> Any:
    found = next((thing for thing in things if thing.id == thing_id), None)
    if found is None:
        raise NotFound()
    return found


def _said(project_id: int, _written: object) -> str:
    return reverse("project_promise", args=[project_id])
