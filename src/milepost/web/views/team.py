"""A project's team: who each name of the plan is among the people of the firm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts.rules import may
from milepost.people import reads as people
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web.forms.team import PersonChoiceForm
from milepost.web.visit import Visit


@require_safe
def team(visit: Visit, project_id: int) -> HttpResponse:
    return _page(visit, project_id, PersonChoiceForm(visit, sent=False))


def _page(visit: Visit, project_id: int, form: PersonChoiceForm) -> HttpResponse:
    project = plans.heading(visit.actor, project_id)
    members = plans.team(visit.actor, project_id)
    firm = [(one.id, one.name) for one in people.team(visit.actor)]
    taken = {member.person_id for member in members}
    page = {
        "project": project,
        "members": members,
        "people": firm,
        "names": dict(firm),
        "absent": [one for one in firm if one[0] not in taken],
        "may_change": may(visit.actor.role, "plans.change_project"),
        "form": form,
    }
    return render(visit, "overview/team.html", page, status=form.status)


@require_POST
def link(visit: Visit, project_id: int, resource_id: int) -> HttpResponse:
    plans.project(visit.actor, project_id)
    form = PersonChoiceForm(visit)
    if not form.went_through(lambda typed: _linked(visit, project_id, resource_id, typed["person_id"])):
        return _page(visit, project_id, form)
    messages.success(visit, _("Noted. Their week and absences count in this plan from now on."))
    return redirect("project_team", project_id)


def _linked(visit: Visit, project_id: int, resource_id: int, person_id: int | None) -> str:
    plans_writes.link_person(visit.actor, resource_id, person_id=person_id, now=visit.now)
    return reverse("project_team", args=[project_id])


@require_POST
def add(visit: Visit, project_id: int) -> HttpResponse:
    form = PersonChoiceForm(visit)
    if not form.went_through(lambda typed: _added(visit, project_id, typed["person_id"])):
        return _page(visit, project_id, form)
    messages.success(visit, _("On the team."))
    return redirect("project_team", project_id)


def _added(visit: Visit, project_id: int, person_id: int | None) -> str:
    if person_id is not None:
        plans_writes.add_to_team(visit.actor, project_id, person_id=person_id, now=visit.now)
    return reverse("project_team", args=[project_id])
