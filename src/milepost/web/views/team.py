"""A project's team: who each name of the plan is among the people of the firm."""

from __future__ import annotations

from typing import Any

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
from milepost.plans.edits import EndOvertime, WorkOvertime
from milepost.web.forms.page import number_sent
from milepost.web.forms.team import OvertimeForm, PersonChoiceForm
from milepost.web.visit import Visit


@require_safe
def team(visit: Visit, project_id: int) -> HttpResponse:
    return _page(visit, project_id)


def _page(visit: Visit, project_id: int, form: PersonChoiceForm | None = None, longer: OvertimeForm | None = None) -> HttpResponse:
    form = form or PersonChoiceForm(visit, sent=False)
    project = plans.heading(visit.actor, project_id)
    members = plans.team(visit.actor, project_id)
    firm = [(one.id, one.name) for one in people.team(visit.actor)]
    taken = {member.person_id for member in members}
    longer = longer or OvertimeForm(visit, sent=False).with_team(_workers(members))
    page = {
        "project": project,
        "members": members,
        "people": firm,
        "names": dict(firm),
        "absent": [one for one in firm if one[0] not in taken],
        "may_change": may(visit.actor.role, "plans.change_project"),
        "form": form,
        "overtime": [each for each in plans.overtime(visit.actor, project_id) if each.last >= visit.today],
        "may_agree": may(visit.actor.role, "plans.change_task"),
        "longer": longer,
    }
    return render(visit, "overview/team.html", page, status=max(form.status, longer.status))


def _workers(members: tuple[plans.TeamMember, ...]) -> list[tuple[int, str]]:
    return [(member.id, member.name) for member in members if member.kind == "work"]


@require_POST
def agree_overtime(visit: Visit, project_id: int) -> HttpResponse:
    form = OvertimeForm(visit).with_team(_workers(plans.team(visit.actor, project_id)))

    def keep(typed: dict[str, Any]) -> str:
        plans_writes.edit_plan(visit.actor, project_id, edits=[WorkOvertime(**typed)], now=visit.now)
        return reverse("project_team", args=[project_id])

    if not form.went_through(keep):
        return _page(visit, project_id, longer=form)
    messages.success(visit, _("Agreed. New dates follow."))
    return redirect(form.answer)


@require_POST
def end_overtime(visit: Visit, project_id: int) -> HttpResponse:
    plans_writes.edit_plan(visit.actor, project_id, edits=[EndOvertime(number_sent(visit, "overtime_id"))], now=visit.now)
    messages.success(visit, _("Taken back. New dates follow."))
    return redirect("project_team", project_id)


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
