"""Tasks of a project that come back: the rules there are, and making them anew."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from milepost.accounts import reads as accounts
from milepost.accounts.rules import may
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.plans.rules import Repeat, Rhythm
from milepost.web.forms.page import version_sent
from milepost.web.forms.repeating import RepeatForm
from milepost.web.visit import Visit

either = require_http_methods(["GET", "HEAD", "POST"])
NEEDS = "plans.repeat_task"


@either
def rules(visit: Visit, project_id: int) -> HttpResponse:
    """What comes back in the project, and the form for one more."""
    project = plans.heading(visit.actor, project_id)
    form = RepeatForm(visit, minutes_per_day=project.minutes_per_day)
    repeat = plans_writes.repeat_task
    if form.went_through(lambda said: _at(project_id, repeat(visit.actor, project_id, **form.rule(said), now=visit.now))):
        messages.success(visit, _("It is in the plan, once for each day. The dates are being drawn."))
        return redirect(form.answer)
    page = {
        "project": project,
        "rules": [(one, _told(one.repeat)) for one in plans.recurrences(visit.actor, project_id)],
        "may_repeat": may(visit.actor.role, NEEDS),
        "form": form,
    }
    return render(visit, "repeating/rules.html", page, status=form.status)


@either
def rule(visit: Visit, project_id: int, recurrence_id: int) -> HttpResponse:
    accounts.require(visit.actor, NEEDS)
    project = plans.heading(visit.actor, project_id)
    one = plans.recurrence(visit.actor, project_id, recurrence_id)
    initial = {"name": one.name, "duration": one.duration_minutes, **asdict(one.repeat)}
    form = RepeatForm(visit, initial, version=one.version, minutes_per_day=project.minutes_per_day)

    def change(said: dict[str, Any]) -> str:
        values = {**form.rule(said), "version": said["version"]}
        return _at(project_id, plans_writes.change_recurrence(visit.actor, recurrence_id, **values, now=visit.now))

    if form.went_through(change):
        messages.success(visit, _("Saved. What has begun stayed; the rest was made anew."))
        return redirect(form.answer)
    page = {"project": project, "rule": one, "told": _told(one.repeat), "form": form}
    return render(visit, "repeating/rule.html", page, status=form.status)


@require_POST
def remove(visit: Visit, project_id: int, recurrence_id: int) -> HttpResponse:
    accounts.require(visit.actor, NEEDS)
    plans.recurrence(visit.actor, project_id, recurrence_id)
    plans_writes.remove_recurrence(visit.actor, recurrence_id, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("It comes back no more. What has begun stayed in the plan."))
    return redirect("project_repeating", project_id)


def _told(repeat: Repeat) -> str:
    """ "every 2 weeks"."""
    plain = {
        Rhythm.DAY: ngettext("every day", "every %(number)d days", repeat.every),
        Rhythm.WEEK: ngettext("every week", "every %(number)d weeks", repeat.every),
        Rhythm.MONTH: ngettext("every month", "every %(number)d months", repeat.every),
    }
    return plain[repeat.rhythm] % {"number": repeat.every}


def _at(project_id: int, _written: object) -> str:
    return reverse("project_repeating", args=[project_id])
