"""All projects by programme, whom several of them want at once, and which of them goes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milepost.accounts import reads as accounts
from milepost.day import reads as day
from milepost.forecast import reads as forecasts
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web import pictures, spoken
from milepost.web.forms.projects import RankForm
from milepost.web.views.overview import either
from milepost.web.views.today import row
from milepost.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised milestone with its promise line and its words."""

    of: forecasts.PromisedTask
    line: pictures.Line
    words: str
    tone: str
    likely: str
    chance: str


@require_safe
def portfolio(visit: Visit) -> HttpResponse:
    """Every project below its programme, all on one axis of time."""
    found = day.portfolio(visit.actor, now=visit.now)
    promises = {project_id: [_promise(each, found.day) for each in told] for project_id, told in found.promises.items()}
    groups = [
        (each.name, [(row(one, today=found.day), found.ranks[one.project_id], promises.get(one.project_id, ())) for one in each.standings])
        for each in found.programmes
    ]
    lines = [one.line for _name, rows in groups for one, _rank, _promises in rows]
    lines += [each.line for told in promises.values() for each in told]
    page = {"groups": groups, "scale": pictures.scale(lines, today=found.day)}
    return render(visit, "portfolio/portfolio.html", page)


def _promise(each: forecasts.PromisedTask, today: date) -> Promise:
    """Kept, at risk or late by its days; the working days between them are told on its project's pages."""
    finish = each.finish_on
    days = None if finish is None else -1 if finish > each.promised_on else 1 if finish < each.promised_on else 0
    line = pictures.Line(each.promised_on, finish, standing=days, likely=each.p50_on, until=each.p80_on, chance=each.chance)
    tone = spoken.sureness(days, promised=each.promised_on, until=each.p80_on)
    words = {"late": _("late"), "risk": _("at risk"), "kept": _("on time"), "plain": _("no forecast yet")}
    chance = "" if each.chance is None else spoken.chance(each.chance)
    return Promise(each, line, words[tone], tone, pictures.likely_range(line, today=today), chance)


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
