"""Who works here, when, and when not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.accounts.rules import may
from milepost.people import reads as people
from milepost.people import writes as people_writes
from milepost.people.reads import PersonView
from milepost.web.forms.people import AbsenceForm, PersonForm, WeekForm
from milepost.web.visit import Visit


@require_safe
def team(visit: Visit) -> HttpResponse:
    everybody = people.team(visit.actor)
    shown = [(one, next((absence for absence in one.absences if absence.last >= visit.today), None)) for one in everybody]
    may_add = may(visit.actor.role, "people.add_person")
    return render(visit, "people/team.html", {"people": shown, "may_add": may_add, "today": visit.today})


@require_http_methods(["GET", "HEAD", "POST"])
def add(visit: Visit) -> HttpResponse:
    accounts.require(visit.actor, "people.add_person")
    form = PersonForm(visit, _members(visit))
    if form.went_through(lambda typed: _at(people_writes.add_person(visit.actor, **typed, now=visit.now).id)):
        return redirect(form.answer)
    return render(visit, "people/add.html", {"form": form}, status=form.status)


@require_safe
def person(visit: Visit, person_id: int) -> HttpResponse:
    return _page(visit, people.person(visit.actor, person_id))


@require_POST
def change(visit: Visit, person_id: int) -> HttpResponse:
    shown = people.person(visit.actor, person_id)
    form = _details(visit, shown, sent=True)
    if form.went_through(lambda typed: _at(people_writes.change_person(visit.actor, person_id, **typed, now=visit.now).id)):
        messages.success(visit, _("Saved."))
        return redirect(form.answer)
    return _page(visit, shown, details=form)


@require_POST
def week(visit: Visit, person_id: int) -> HttpResponse:
    shown = people.person(visit.actor, person_id)
    form = _week(visit, shown, sent=True)
    if form.went_through(lambda typed: _at(people_writes.set_working_week(visit.actor, person_id, **typed, now=visit.now).id)):
        messages.success(visit, _("The week is set. The forecasts follow."))
        return redirect(form.answer)
    return _page(visit, shown, week=form)


@require_POST
def absence(visit: Visit, person_id: int) -> HttpResponse:
    shown = people.person(visit.actor, person_id)
    form = AbsenceForm(visit)
    if form.went_through(lambda typed: _at(people_writes.record_absence(visit.actor, person_id, **typed, now=visit.now).person_id)):
        messages.success(visit, _("The absence is recorded. The forecasts follow."))
        return redirect(form.answer)
    return _page(visit, shown, absence=form)


@require_POST
def remove_absence(visit: Visit, person_id: int, absence_id: int) -> HttpResponse:
    people.person(visit.actor, person_id)
    people_writes.remove_absence(visit.actor, absence_id, now=visit.now)
    messages.success(visit, _("The absence is taken back. The forecasts follow."))
    return redirect("person", person_id)


def _page(
    visit: Visit,
    shown: PersonView,
    *,
    details: PersonForm | None = None,
    week: WeekForm | None = None,
    absence: AbsenceForm | None = None,
) -> HttpResponse:
    role = visit.actor.role
    page = {
        "person": shown,
        "coming": [one for one in shown.absences if one.last >= visit.today],
        "past": [one for one in reversed(shown.absences) if one.last < visit.today],
        "details": details or (_details(visit, shown) if may(role, "people.change_person") else None),
        "week": week or (_week(visit, shown) if may(role, "people.set_working_week") else None),
        "absence": absence or AbsenceForm(visit, sent=False),
    }
    form = details or week or absence
    return render(visit, "people/person.html", page, status=form.status if form else 200)


def _details(visit: Visit, shown: PersonView, *, sent: bool = False) -> PersonForm:
    initial = {name: getattr(shown, name) for name in ("name", "email", "country", "region", "user_id")}
    return PersonForm(visit, _members(visit), initial, version=shown.version, sent=sent)


def _week(visit: Visit, shown: PersonView, *, sent: bool = False) -> WeekForm:
    return WeekForm(visit, shown.week, version=shown.version, sent=sent)


def _members(visit: Visit) -> list[tuple[int, str]]:
    if not may(visit.actor.role, "accounts.see_members"):
        return []
    return [(member.user_id, f"{member.name} ({member.email})") for member in accounts.members(visit.actor) if member.disabled_at is None]


def _at(person_id: int) -> str:
    return reverse("person", args=[person_id])
