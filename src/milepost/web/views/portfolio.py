"""All projects by programme, whom several of them want at once, and which of them goes first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milepost.accounts import reads as accounts
from milepost.day import reads as day
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web import pictures
from milepost.web.forms.projects import RankForm
from milepost.web.views.overview import either
from milepost.web.views.today import row
from milepost.web.visit import Visit


@require_safe
def portfolio(visit: Visit) -> HttpResponse:
    """Every project below its programme, all on one axis of time."""
    found = day.portfolio(visit.actor, now=visit.now)
    groups = [(each.name, [row(standing, today=found.day) for standing in each.standings]) for each in found.programmes]
    page = {
        "found": found,
        "groups": [(name, [(one, found.ranks[one.standing.project_id]) for one in rows]) for name, rows in groups],
        "scale": pictures.scale((one.line for _name, rows in groups for one in rows), today=found.day),
    }
    return render(visit, "portfolio/portfolio.html", page)


@require_safe
def conflicts(visit: Visit) -> HttpResponse:
    """Whom several projects want at once, and which of them goes first."""
    return render(visit, "portfolio/conflicts.html", {"found": day.conflicts(visit.actor, now=visit.now)})


@either
def rank(visit: Visit, project_id: int) -> HttpResponse:
    """Says to which programme a project belongs, and how far it goes first."""
    accounts.require(visit.actor, "plans.change_project")
    shown = plans.rank(visit.actor, project_id)
    form = RankForm(visit, {"programme": shown.programme, "priority": shown.priority}, version=shown.version)

    def ranked(typed: dict[str, object]) -> str:
        plans_writes.rank_project(visit.actor, project_id, **typed, now=visit.now)  # type: ignore[arg-type]
        return reverse("portfolio")

    if form.went_through(ranked):
        return redirect(form.answer)
    page = {
        "project": plans.heading(visit.actor, project_id),
        "form": form,
        "title": _("Programme and priority"),
        "programmes": sorted({each.programme for each in plans.ranks(visit.actor).values() if each.programme}),
        "back": reverse("portfolio"),
    }
    return render(visit, "portfolio/rank.html", page, status=form.status)
