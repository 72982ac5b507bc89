"""How sound the schedule of a project is, and mending what is not: a click where it can be computed, else the right place."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts.rules import may
from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasts_writes
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web.forms.page import number_sent
from milepost.web.numbers import whole
from milepost.web.once import fresh, once
from milepost.web.visit import Visit

PLACES = {
    **dict.fromkeys(("hard_constraints", "negative_float", "high_duration"), "task_change"),
    **dict.fromkeys(("logic", "leads", "lags", "relationship_types", "high_float", "critical_path_test"), "task_links"),
    **dict.fromkeys(("dangling_start", "dangling_finish", "missing_links", "out_of_sequence", "summary_links", "long_lags"), "task_links"),
    **dict.fromkeys(("invalid_dates", "missed_tasks", "baseline_execution_index"), "task_progress"),
    "resources": "task_people",
    "over_allocation": "task_people",
}
"""Where a person mends what a check found at a task."""


@require_safe
def health(visit: Visit, project_id: int) -> HttpResponse:
    """The report; `?mended=` names the change that was just made, so that it can be taken back."""
    found = forecasts.health(visit.actor, project_id, now=visit.now)
    may_mend = may(visit.actor.role, "plans.change_task")
    page = {
        "project": plans.heading(visit.actor, project_id),
        "health": found,
        "failed": [_told(check, may_mend) for check in found.failed],
        "passed": [check for check in found.checks if check.passed],
        "unknown": [check for check in found.checks if check.passed is None],
        "may_mend": may_mend,
        "mended": whole(visit.GET.get("mended", "")) or 0,
        "once": fresh(),
    }
    return render(visit, "health/health.html", page)


def _told(check: forecasts.Check, may_mend: bool) -> tuple[forecasts.Check, list[tuple[forecasts.Finding, str]]]:
    """The check, and each finding with the address where a person mends it."""
    place = PLACES.get(check.code, "task") if may_mend else "task"
    return check, [(finding, reverse(place, args=[finding.task_id])) for finding in check.findings]


@require_POST
def mend(visit: Visit, project_id: int, check: str, task_id: int) -> HttpResponse:
    """Does what the report offered for one task."""

    def keep() -> str:
        revision = number_sent(visit, "revision")
        edited = forecasts_writes.mend(visit.actor, project_id, check=check, task_id=task_id, revision=revision, now=visit.now)
        return f"{reverse('project_health', args=[project_id])}?mended={edited.change_id}"

    return _done(visit, project_id, keep)


@require_POST
def undo(visit: Visit, project_id: int) -> HttpResponse:
    """Takes back what was mended."""

    def keep() -> str:
        plans_writes.undo(visit.actor, project_id, change_id=number_sent(visit, "change_id"), now=visit.now)
        messages.success(visit, _("Undone."))
        return reverse("project_health", args=[project_id])

    return _done(visit, project_id, keep)


def _done(visit: Visit, project_id: int, keep: Callable[[], str]) -> HttpResponse:
    """Back to the report, with the sentence of a refusal where there was one."""
    plans.heading(visit.actor, project_id)
    try:
        return redirect(once(visit, keep))
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        messages.error(visit, refusal.sentence.translated(_))
        return redirect("project_health", project_id)
