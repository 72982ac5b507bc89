"""The workload of people as a heat map, and levelling as a list of moves to accept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts.rules import may
from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasts_writes
from milepost.forecast.reads.runs import UNDER_WAY
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import reads as plans
from milepost.web import spoken
from milepost.web.forms.fields import IdsField
from milepost.web.forms.page import number_sent
from milepost.web.once import fresh, once
from milepost.web.visit import Visit

WEEKS, DAYS = 12, 21
NAMED = 4
"""Tasks that a cell names on hover; all of them stand in its list."""
SHADES = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the heat map: its figures, how dark it is, what it says, and where its list of tasks is."""

    of: forecasts.LoadCell
    booked: str
    capacity: str
    shade: str
    said: str
    url: str
    chosen: bool


@require_safe
def workload(visit: Visit) -> HttpResponse:
    """Everybody, over all projects."""
    shown = forecasts.load(visit.actor, **_asked(visit), now=visit.now)
    return _page(visit, shown, {"project": None, "here": reverse("workload")})


@require_safe
def project_workload(visit: Visit, project_id: int) -> HttpResponse:
    """The team of one project, with what other projects want of it."""
    shown = forecasts.project_load(visit.actor, project_id, **_asked(visit), now=visit.now)
    page = {"project": plans.heading(visit.actor, project_id), "here": reverse("project_workload", args=[project_id])}
    return _page(visit, shown, page)


def _asked(visit: Visit) -> dict[str, Any]:
    step = 1 if visit.GET.get("by") == "day" else 7
    return {"first": _day(visit.GET.get("first", ""), visit.today), "steps": DAYS if step == 1 else WEEKS, "step_days": step}


def _day(text: str, today: date) -> date:
    """The day an address names; today where it names none that a calendar has."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return today
    return on if 2000 <= on.year <= 2100 else today


def _page(visit: Visit, shown: forecasts.Load, page: dict[str, Any]) -> HttpResponse:
    chosen = visit.GET.get("cell", "")
    rows = [(row, _key(row), [_cell(row, cell, shown, page["here"], chosen) for cell in row.cells]) for row in shown.rows]
    picked = next(((row, cell.of) for row, _key_, cells in rows for cell in cells if cell.chosen), None)
    span = timedelta(days=len(rows[0][2]) * shown.step_days) if rows else timedelta(days=7 * WEEKS)
    days = {"before": shown.first - span, "after": shown.first + span}
    page |= {
        "rows": rows,
        "heads": [(cell.first, cell.first <= visit.today <= cell.last) for cell in shown.rows[0].cells] if shown.rows else [],
        "by_day": shown.step_days == 1,
        "by": {"week": _address(page["here"], 7, shown.first), "day": _address(page["here"], 1, max(shown.first, visit.today))},
        "moves": {name: _address(page["here"], shown.step_days, on) for name, on in days.items()},
        "picked": picked,
        "over": [(row, cell) for row, _key_, cells in rows for cell in cells if cell.of.over_minutes],
        "may_level": may(visit.actor.role, "plans.change_task"),
    }
    return render(visit, "workload/workload.html", page)


def _address(here: str, step: int, first: date, **more: str) -> str:
    return f"{here}?{urlencode({'by': 'day' if step == 1 else 'week', 'first': first.isoformat(), **more})}"


def _key(row: forecasts.LoadRow) -> str:
    return f"p{row.person_id}" if row.person_id is not None else f"r{row.resource_id}"


def _cell(row: forecasts.LoadRow, cell: forecasts.LoadCell, shown: forecasts.Load, here: str, chosen: str) -> Cell:
    key = f"{_key(row)}.{cell.first.isoformat()}"
    url = _address(here, shown.step_days, shown.first, cell=key)
    return Cell(
        cell,
        spoken.hours(cell.booked_minutes),
        spoken.hours(cell.capacity_minutes),
        _shade(cell),
        _said(row, cell),
        f"{url}#cell",
        chosen == key,
    )


def _shade(cell: forecasts.LoadCell) -> str:
    if cell.over_minutes:
        return "over"
    if not cell.booked_minutes:
        return "free" if cell.capacity_minutes else "away"
    return f"l{max(1, min(SHADES, -(-SHADES * cell.booked_minutes // max(1, cell.capacity_minutes))))}"


def _said(row: forecasts.LoadRow, cell: forecasts.LoadCell) -> str:
    """The cell in words, for hover and for those who do not see colours."""
    parts = [_("%(name)s: %(booked)s / %(capacity)s hours") % _figures(row, cell)]
    if cell.over_minutes:
        parts.append(_("%(over)s hours more than there is time") % {"over": spoken.hours(cell.over_minutes)})
    named = [f"{task.name or _('elsewhere')} {spoken.hours(task.minutes)}" for task in cell.tasks[:NAMED]]
    more = [_("and %(count)s more") % {"count": len(cell.tasks) - NAMED}] if len(cell.tasks) > NAMED else []
    return " · ".join([*parts, *named, *more])


def _figures(row: forecasts.LoadRow, cell: forecasts.LoadCell) -> dict[str, str]:
    return {"name": row.name, "booked": spoken.hours(cell.booked_minutes), "capacity": spoken.hours(cell.capacity_minutes)}


@require_safe
def level(visit: Visit, project_id: int) -> HttpResponse:
    """What levelling proposes, move by move."""
    return _level(visit, project_id)


def _level(visit: Visit, project_id: int, refused: Refusal | None = None) -> HttpResponse:
    offer = forecasts.proposal(visit.actor, project_id, now=visit.now)
    page = {
        "project": plans.heading(visit.actor, project_id),
        "offer": offer,
        "waiting": plans.delayed(visit.actor, project_id),
        "under_way": offer is not None and offer.run is not None and offer.run.state in UNDER_WAY,
        "may_change": may(visit.actor.role, "plans.change_task"),
        "refused": refused,
        "once": fresh(),
    }
    return render(visit, "workload/level.html", page, status=refused.status if refused else 200)


@require_POST
def accept(visit: Visit, project_id: int) -> HttpResponse:
    """The chosen moves become delays; without a choice all of them, where the button for all was pressed."""

    def keep() -> str:
        chosen = None if "all" in visit.POST else _ids(visit)
        forecasts_writes.accept_levelling(visit.actor, project_id, task_ids=chosen, revision=number_sent(visit, "revision"), now=visit.now)
        messages.success(visit, _("Accepted: one change, which Undo in the plan takes back. New dates follow."))
        return reverse("project_level", args=[project_id])

    return _done(visit, project_id, keep)


@require_POST
def take_back(visit: Visit, project_id: int) -> HttpResponse:
    """The chosen tasks, or all, wait no more."""

    def keep() -> str:
        chosen = None if "all" in visit.POST else _ids(visit)
        forecasts_writes.take_back_levelling(visit.actor, project_id, task_ids=chosen, now=visit.now)
        messages.success(visit, _("Taken back. New dates follow."))
        return reverse("project_level", args=[project_id])

    return _done(visit, project_id, keep)


def _done(visit: Visit, project_id: int, keep: Callable[[], str]) -> HttpResponse:
    try:
        return redirect(once(visit, keep))
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _level(visit, project_id, refusal)


def _ids(visit: Visit) -> list[int]:
    return IdsField().clean(visit.POST.getlist("task_ids"))
