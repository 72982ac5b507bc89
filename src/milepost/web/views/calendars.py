"""The calendars of a project: its week, the days that differ, and which of them it works by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from babel.dates import get_month_names
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from milepost.accounts import reads as accounts
from milepost.accounts.rules import may
from milepost.kernel.refusal import Refusal
from milepost.kernel.worktime import DayException
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web.calendar_pictures import week_picture, year_picture
from milepost.web.forms.calendars import CalendarForm, DayOffForm
from milepost.web.forms.fields import refused
from milepost.web.forms.page import PageForm, version_sent
from milepost.web.numbers import whole
from milepost.web.once import once
from milepost.web.visit import Visit

either = require_http_methods(["GET", "HEAD", "POST"])
NEEDS = "plans.change_calendars"


@either
def calendars(visit: Visit, project_id: int) -> HttpResponse:
    """All calendars of a project, how its year looks, and the form for one more."""
    form = CalendarForm(visit)
    add = plans_writes.add_calendar
    if form.went_through(lambda said: _at(project_id, add(visit.actor, project_id, **said, now=visit.now))):
        messages.success(visit, _("The calendar is made. Nothing works by it yet: choose it for the project, or for single tasks."))
        return redirect(form.answer)
    return _all(visit, project_id, form, form.status)


def _all(visit: Visit, project_id: int, form: CalendarForm, status: int = 200, refusal: str = "") -> HttpResponse:
    known = plans.calendars(visit.actor, project_id)
    year = _year(visit)
    page = {
        "project": plans.heading(visit.actor, project_id),
        "known": known,
        "own": [(one, week_picture(one.week)) for one in known.calendars if not one.of_resource],
        "peoples": [one for one in known.calendars if one.of_resource],
        "by_firm": not any(one.used for one in known.calendars),
        "may_change": may(visit.actor.role, NEEDS),
        "form": form,
        "refusal": refusal,
        **_looks(plans.calendar_year(visit.actor, project_id, None, year), year),
    }
    return render(visit, "calendars/calendars.html", page, status=status)


def _looks(days: Iterable[plans.CalendarDay], year: int) -> dict[str, Any]:
    """A year as a picture and in words."""
    known = tuple(days)
    months = get_month_names("abbreviated", locale=to_locale(get_language() or "en"))
    named = [day for day in known if day.kind in (plans.DayKind.FREE, plans.DayKind.EXTRA, plans.DayKind.OTHER_HOURS)]
    worked = sum(1 for day in known if day.minutes)
    return {"year": year, "picture": year_picture(known, [months[n] for n in range(1, 13)]), "differing": named, "worked": worked}


def _year(visit: Visit) -> int:
    text = visit.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else visit.today.year
    return min(max(year, 1971), 2099)


@either
def calendar(visit: Visit, project_id: int, calendar_id: int) -> HttpResponse:
    """One calendar: its week, its days that differ, its year."""
    shown = plans.calendar(visit.actor, project_id, calendar_id)
    form = CalendarForm(visit, shown)

    def change(said: dict[str, Any]) -> str:
        plans_writes.change_calendar(visit.actor, project_id, calendar_id=calendar_id, **said, exceptions=shown.exceptions, now=visit.now)
        return _at(project_id, calendar_id)

    if form.went_through(change):
        messages.success(visit, _("Saved. The dates follow; Undo in the plan takes it back."))
        return redirect(form.answer)
    return _one(visit, project_id, shown, form=form)


def _one(visit: Visit, project_id: int, shown: plans.CalendarView, **sent: PageForm) -> HttpResponse:
    year = _year(visit)
    page = {
        "project": plans.heading(visit.actor, project_id),
        "calendar": shown,
        "week": week_picture(shown.week),
        "may_change": may(visit.actor.role, NEEDS),
        "form": CalendarForm(visit, shown, sent=False),
        "day": DayOffForm(visit, shown, sent=False),
        **sent,
        **_looks(plans.calendar_year(visit.actor, project_id, shown.id, year), year),
    }
    return render(visit, "calendars/calendar.html", page, status=max(form.status for form in sent.values()) if sent else 200)


@require_POST
def add_day(visit: Visit, project_id: int, calendar_id: int) -> HttpResponse:
    """One more day off, or a day that is worked."""
    accounts.require(visit.actor, NEEDS)
    shown = plans.calendar(visit.actor, project_id, calendar_id)
    form = DayOffForm(visit, shown)

    def add(said: dict[str, Any]) -> str:
        return _with_days(visit, project_id, shown, (*shown.exceptions, said["day"]), said["version"])

    if form.went_through(add):
        messages.success(visit, _("Noted. The dates follow; Undo in the plan takes it back."))
        return redirect(form.answer)
    return _one(visit, project_id, shown, day=form)


@require_POST
def remove_day(visit: Visit, project_id: int, calendar_id: int) -> HttpResponse:
    """The days that begin on the day that is named are as the week says again."""
    accounts.require(visit.actor, NEEDS)
    shown = plans.calendar(visit.actor, project_id, calendar_id)
    first = _day(visit.POST.get("first", ""))
    staying = tuple(day for day in shown.exceptions if day.first != first)
    answer = once(visit, lambda: _with_days(visit, project_id, shown, staying, version_sent(visit)))
    messages.success(visit, _("These days are as the week says again."))
    return redirect(answer)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _with_days(visit: Visit, project_id: int, shown: plans.CalendarView, days: tuple[DayException, ...], version: int | None) -> str:
    said: dict[str, Any] = {"name": shown.name, "week": shown.week, "holidays": shown.holidays}
    plans_writes.change_calendar(visit.actor, project_id, calendar_id=shown.id, **said, exceptions=days, version=version, now=visit.now)
    return _at(project_id, shown.id)


@require_POST
def use(visit: Visit, project_id: int) -> HttpResponse:
    """By which calendar the project works."""
    wanted = whole(visit.POST.get("calendar_id", ""))
    plans_writes.use_calendar(visit.actor, project_id, calendar_id=wanted, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("Chosen. The dates follow; Undo in the plan takes it back."))
    return redirect("project_calendars", project_id)


@require_POST
def remove(visit: Visit, project_id: int, calendar_id: int) -> HttpResponse:
    """Takes a calendar away, where nothing works by it."""
    try:
        plans_writes.remove_calendar(visit.actor, project_id, calendar_id=calendar_id, version=version_sent(visit), now=visit.now)
    except Refusal as refusal:
        if refusal.code != "calendar_used":
            raise
        return _all(visit, project_id, CalendarForm(visit, sent=False), refusal.status, "".join(refused(refusal).messages))
    messages.success(visit, _("The calendar is taken away. Undo in the plan brings it back."))
    return redirect("project_calendars", project_id)


def _at(project_id: int, calendar_id: int) -> str:
    return reverse("project_calendar", args=[project_id, calendar_id])
