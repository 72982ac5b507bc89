"""One task: its dates, why they are what they are, what it would move, and how it goes. A panel beside the plan, or a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.accounts.rules import may
from milepost.forecast import reads as forecasts
from milepost.kernel.refusal import NotFound
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web.forms.fields import LengthField
from milepost.web.forms.page import PageForm
from milepost.web.visit import Visit

SHOWN_REPORTS = 4
NO_FORM: Mapping[str, PageForm | None] = {}


class ProgressForm(PageForm):
    """How a task goes, said in ten seconds: how much is done, or how much is left, or both."""

    percent = forms.IntegerField(label=gettext_lazy("Done"), required=False, min_value=0, max_value=100)
    remaining = LengthField(label=gettext_lazy("Still to do"), required=False, help_text=gettext_lazy("Such as 3d, 4h or 90m."))
    note = forms.CharField(label=gettext_lazy("In a sentence"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    refused_at = {"remaining_minutes": "remaining"}


class EstimateForm(PageForm):
    """How long a task takes: as it usually goes, and where somebody can say it, if all goes well and if it goes badly."""

    best = LengthField(label=gettext_lazy("If all goes well"), required=False, help_text="")
    likely = LengthField(label=gettext_lazy("As it usually goes"), help_text="")
    worst = LengthField(label=gettext_lazy("If it goes badly"), required=False, help_text="")
    refused_at = {"best_minutes": "best", "likely_minutes": "likely", "duration_minutes": "likely", "worst_minutes": "worst"}


@require_safe
def task(visit: Visit, task_id: int) -> HttpResponse:
    return shown(visit, task_id)


@require_POST
def progress(visit: Visit, task_id: int) -> HttpResponse:
    form = _form(visit, plans.task(visit.actor, task_id), sent=True)
    if not form.went_through(lambda typed: _record(visit, task_id, typed)):
        return shown(visit, task_id, form=form)
    messages.success(visit, _("Noted. The dates that follow from it are being drawn."))
    return shown(visit, task_id) if visit.htmx else redirect(form.answer)


@require_POST
def estimate(visit: Visit, task_id: int) -> HttpResponse:
    found = plans.task(visit.actor, task_id)
    accounts.require(visit.actor, "plans.estimate_task")
    form = _estimate_form(visit, found, sent=True)
    if not form.went_through(lambda typed: _estimate(visit, task_id, typed)):
        return shown(visit, task_id, estimating=form)
    messages.success(visit, _("Noted. The dates and the likely range that follow from it are being drawn."))
    return shown(visit, task_id) if visit.htmx else redirect(form.answer)


def panel(visit: Visit, task_id: int, *, of: int | None = None, sent: Mapping[str, PageForm | None] = NO_FORM) -> dict[str, Any]:
    """What the panel shows. Beside the plan `of` a project it shows only that project's tasks. `sent` is a form that was refused."""
    found = plans.task(visit.actor, task_id)
    if of is not None and found.project_id != of:
        raise NotFound()
    forecast = forecasts.forecast(visit.actor, found.project_id)
    dates = forecast.task(found.line.uid) if forecast else None
    place = plans.TaskPlace(found.line.id, found.line.uid, found.line.name, found.project_id, found.project_name, found.zone)
    facts = forecast.facts_revision if forecast else 0
    return {
        "task": found,
        "line": found.line,
        "project": plans.Heading(found.project_id, found.project_name, found.zone, found.minutes_per_day),
        "forecast": forecast,
        "dates": dates,
        "why": forecasts.why_of(forecast, found.line.uid) if forecast else (),
        "before": [(link, dates is not None and dates.driver == link.uid) for link in found.predecessors],
        "after": _after(found, forecast),
        "reports": found.progress[:SHOWN_REPORTS],
        "outlook": forecasts.outlook_at(place, facts_revision=facts, now=visit.now),
        "levelled": forecasts.levelled_at(place, facts_revision=facts, now=visit.now),
        "beside": plans.beside(visit.actor, found),
        **_forms(visit, found, sent),
    }


def _after(found: plans.Task, forecast: forecasts.Forecast | None) -> list[tuple[plans.LinkLine, date | None, bool]]:
    """The tasks after this one, with the day each begins and whether this one decides it."""
    dated = [(link, forecast.task(link.uid) if forecast else None) for link in found.successors]
    return [(link, dates.start.date() if dates else None, dates is not None and dates.driver == found.line.uid) for link, dates in dated]


def _forms(visit: Visit, found: plans.Task, sent: Mapping[str, PageForm | None]) -> dict[str, PageForm | None]:
    """The forms that stand open in the panel; those behind a button come when they are asked for."""
    return {
        "form": sent.get("form") or _form(visit, found, sent=False),
        "estimate": sent.get("estimating") or (_estimate_form(visit, found, sent=False) if _may_estimate(visit, found.line) else None),
    }


def _may_estimate(visit: Visit, line: plans.TaskLine) -> bool:
    """Where the form makes sense: what has a length of its own and is not done."""
    own = not (line.summary or line.external) and line.duration_minutes and line.percent < 100
    return bool(own) and may(visit.actor.role, "plans.estimate_task")


def shown(visit: Visit, task_id: int, **sent: PageForm | None) -> HttpResponse:
    """The panel for htmx, else the page; with a form that was refused, as that one says."""
    name = "components/task_panel.html" if visit.htmx else "task.html"
    here = visit.htmx.current_url_abs_path or ""
    beside = {"fragment": bool(visit.htmx), "alone": here.startswith("/tasks/")}
    status = next((form.status for form in sent.values() if form), 200)
    return render(visit, name, {"panel": panel(visit, task_id, sent=sent), **beside}, status=status)


def _form(visit: Visit, found: plans.Task, *, sent: bool) -> ProgressForm:
    return ProgressForm(visit, {"percent": found.line.percent}, minutes_per_day=found.minutes_per_day, sent=sent)


def _estimate_form(visit: Visit, found: plans.Task, *, sent: bool) -> EstimateForm:
    line = found.line
    initial = {"best": line.best_minutes, "likely": line.duration_minutes, "worst": line.worst_minutes}
    return EstimateForm(visit, initial, version=line.version, minutes_per_day=found.minutes_per_day, sent=sent)


def _estimate(visit: Visit, task_id: int, typed: dict[str, Any]) -> str:
    plans_writes.estimate_task(
        visit.actor,
        task_id,
        best_minutes=typed["best"],
        likely_minutes=typed["likely"],
        worst_minutes=typed["worst"],
        version=typed["version"],
        now=visit.now,
    )
    return reverse("task", args=[task_id])


def _record(visit: Visit, task_id: int, typed: dict[str, Any]) -> str:
    complete = "complete" in visit.POST
    plans_writes.record_progress(
        visit.actor,
        task_id,
        percent=100 if complete else typed["percent"],
        remaining_minutes=0 if complete else typed["remaining"],
        note=typed["note"],
        now=visit.now,
    )
    return reverse("task", args=[task_id])
