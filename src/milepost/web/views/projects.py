"""All projects, and making and changing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from milepost.accounts import reads as accounts
from milepost.accounts.rules import may
from milepost.day import reads as day
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web import pictures
from milepost.web.forms.projects import ProjectForm, TaskForm
from milepost.web.views.today import row
from milepost.web.visit import Visit

either = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def projects(visit: Visit) -> HttpResponse:
    """Every project with its promise line, the most pressing first."""
    rows = [row(standing, today=visit.today) for standing in day.standings(visit.actor, now=visit.now)]
    page = {
        "rows": rows,
        "scale": pictures.scale((one.line for one in rows), today=visit.today),
        "may_add": may(visit.actor.role, "plans.add_project"),
    }
    return render(visit, "projects/projects.html", page)


@either
def change(visit: Visit, project_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_project")
    project = plans.project(visit.actor, project_id)
    form = ProjectForm(visit, {"name": project.name, "start_on": project.start.date()}, version=project.version)
    if form.went_through(lambda typed: _kept(project_id, plans_writes.change_project(visit.actor, project_id, **typed, now=visit.now))):
        messages.success(visit, _("Saved."))
        return redirect(form.answer)
    page = {"form": form, "project": project, "title": _("Name and first day"), "remove": ""}
    return render(visit, "overview/form.html", page, status=form.status)


@either
def add_task(visit: Visit, project_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.add_task")
    project = plans.heading(visit.actor, project_id)
    form = TaskForm(visit, minutes_per_day=project.minutes_per_day)
    if form.went_through(lambda typed: _added(visit, project_id, typed)):
        return redirect(form.answer)
    page = {"form": form, "project": project, "title": _("New task"), "remove": ""}
    return render(visit, "overview/form.html", page, status=form.status)


def _added(visit: Visit, project_id: int, typed: dict[str, Any]) -> str:
    named = {"name": typed["name"], "duration_minutes": typed["duration_minutes"]}
    return reverse("task", args=[plans_writes.add_task(visit.actor, project_id, **named, now=visit.now)])


def _kept(project_id: int, _written: object) -> str:
    return reverse("project_overview", args=[project_id])
