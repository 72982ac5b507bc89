"""Who works here, when, and when not."""

from __future__ import annotations

from datetime import date
from typing import Any

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
from milepost.web.forms.page import PageForm
from milepost.web.forms.people import AbsenceForm, PersonForm, RateDayForm, RateForm, RolesForm, SkillsForm, WeekForm
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
    accounts.require(visit.actor, "people.change_person")
    form = _details(visit, shown, sent=True)
    if form.went_through(lambda typed: _at(people_writes.change_person(visit.actor, person_id, **typed, now=visit.now).id)):
        messages.success(visit, _("Saved."))
        return redirect(form.answer)
    return _page(visit, shown, details=form)


@require_POST
def week(visit: Visit, person_id: int) -> HttpResponse:
    shown = people.person(visit.actor, person_id)
    form = WeekForm(visit, shown)
    if form.went_through(lambda typed: _at(people_writes.set_working_week(visit.actor, person_id, **typed, now=visit.now).id)):
        messages.success(visit, _("The week is set. The forecasts follow."))
        return redirect(form.answer)
    return _page(visit, shown, week=form)


@require_POST
def roles(visit: Visit, person_id: int) -> HttpResponse:
    shown = people.person(visit.actor, person_id)
    form = RolesForm(visit, shown)
    if form.went_through(lambda typed: _at(people_writes.set_roles(visit.actor, person_id, **typed, now=visit.now).id)):
        messages.success(visit, _("Saved."))
        return redirect(form.answer)
    return _page(visit, shown, roles=form)


@require_POST
def skills(visit: Visit, person_id: int) -> HttpResponse:
    shown = people.person(visit.actor, person_id)
    form = SkillsForm(visit, shown)
    if form.went_through(lambda typed: _at(people_writes.set_skills(visit.actor, person_id, **typed, now=visit.now).id)):
        messages.success(visit, _("Saved."))
        return redirect(form.answer)
    return _page(visit, shown, skills=form)


@require_POST
def rates(visit: Visit, person_id: int) -> HttpResponse:
    """What an hour costs from a day on; only for those who may see rates."""
    known = people.rates(visit.actor, person_id)
    shown = people.person(visit.actor, person_id)
    form = _rate(visit, shown, known, sent=True)

    def keep(typed: dict[str, Any]) -> str:
        people_writes.set_rate(visit.actor, person_id, **typed, now=visit.now)
        return _at(person_id)

    if form.went_through(keep):
        messages.success(visit, _("Saved."))
        return redirect(form.answer)
    return _page(visit, shown, rate=form)


@require_POST
def remove_rate(visit: Visit, person_id: int) -> HttpResponse:
    form = RateDayForm(visit, version=people.person(visit.actor, person_id).version)

    def remove(typed: dict[str, Any]) -> str:
        people_writes.remove_rate(visit.actor, person_id, **typed, now=visit.now)
        return _at(person_id)

    if form.went_through(remove):
        messages.success(visit, _("Taken back."))
        return redirect(form.answer)
    return _page(visit, people.person(visit.actor, person_id), rate_day=form)


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


def _page(visit: Visit, shown: PersonView, **sent: PageForm) -> HttpResponse:
    """One person; `sent` is the form of the page that was sent, by name."""
    role = visit.actor.role
    known = people.rates(visit.actor, shown.id) if may(role, "people.see_rates") else ()
    page: dict[str, Any] = {
        "person": shown,
        "coming": [one for one in shown.absences if one.last >= visit.today],
        "past": [one for one in reversed(shown.absences) if one.last < visit.today],
        "holidays": people.holidays(visit.actor, shown, visit.today, date(visit.today.year + 1, 12, 31)),
        "rates": known,
        "absence": AbsenceForm(visit, sent=False),
    }
    if may(role, "people.change_person"):
        page |= {
            "details": _details(visit, shown),
            "roles": RolesForm(visit, shown, sent=False),
            "skills": SkillsForm(visit, shown, sent=False),
        }
    if may(role, "people.set_working_week"):
        page["week"] = WeekForm(visit, shown, sent=False)
    if may(role, "people.see_rates"):
        page["rate"] = _rate(visit, shown, known, sent=False)
    form = next(iter(sent.values()), None)
    return render(visit, "people/person.html", page | sent, status=form.status if form else 200)


def _details(visit: Visit, shown: PersonView, *, sent: bool = False) -> PersonForm:
    initial = {name: getattr(shown, name) for name in ("name", "email", "country", "region", "zone", "user_id")}
    return PersonForm(visit, _members(visit), initial, version=shown.version, sent=sent)


def _rate(visit: Visit, shown: PersonView, known: tuple[people.RateView, ...], *, sent: bool) -> RateForm:
    return RateForm(visit, shown, known[0].currency if known else "EUR", sent=sent)


def _members(visit: Visit) -> list[tuple[int, str]]:
    if not may(visit.actor.role, "accounts.see_members"):
        return []
    return [(member.user_id, f"{member.name} ({member.email})") for member in accounts.members(visit.actor) if member.disabled_at is None]


def _at(person_id: int) -> str:
    return reverse("person", args=[person_id])
