"""What may happen to a project: the register of risks and issues, and the form of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.forecast import reads as forecasts
from milepost.forecast.reads.runs import UNDER_WAY
from milepost.kernel.say import Sentence
from milepost.people import reads as people
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.plans.rules import RiskState
from milepost.plans.rules.risks import CHANCES, IMPACTS, step
from milepost.web.forms.page import version_sent
from milepost.web.forms.projects import RiskForm
from milepost.web.views.overview import asked, either
from milepost.web.visit import Visit

SETTLED = {
    RiskState.HAPPENED: gettext_lazy("It is an issue now, and no longer part of the simulation. Put the time it takes into the plan."),
    RiskState.CLOSED: gettext_lazy("It is closed, and no longer part of the simulation."),
    RiskState.OPEN: gettext_lazy("It is open again, and part of the next simulation."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the matrix: how large, and the open risks of each chance, with how grave that place is (0 to 2)."""

    name: Sentence
    cells: tuple[tuple[int, tuple[plans.Risk, ...]], ...]


@require_safe
def risks(visit: Visit, project_id: int) -> HttpResponse:
    register = forecasts.risk_register(visit.actor, project_id, now=visit.now)
    by_state = {state: [line for line in register.lines if line.risk.state is state] for state in RiskState}
    page = {
        "project": plans.heading(visit.actor, project_id),
        "register": register,
        "open": by_state[RiskState.OPEN],
        "issues": by_state[RiskState.HAPPENED],
        "closed": by_state[RiskState.CLOSED],
        "chances": [name for _most, name in CHANCES],
        "matrix": list(_matrix([line.risk for line in by_state[RiskState.OPEN]])),
        "under_way": register.run is not None and register.run.state in UNDER_WAY,
        "may_change": accounts_rules.may(visit.actor.role, "plans.change_risk"),
    }
    return render(visit, "risks/risks.html", page)


def _matrix(open_risks: Iterable[plans.Risk]) -> Iterator[Row]:
    """The largest impact first; risks that hit no task take no time."""
    places: dict[tuple[int, int], list[plans.Risk]] = {}
    for one in open_risks:
        impact = step(one.minutes if one.tasks else 0, IMPACTS)
        places.setdefault((impact, step(one.percent, CHANCES)), []).append(one)
    for impact, (_most, name) in reversed(list(enumerate(IMPACTS))):
        cells = [(_gravity(impact, chance), tuple(places.get((impact, chance), ()))) for chance in range(len(CHANCES))]
        yield Row(name, tuple(cells))


def _gravity(impact: int, chance: int) -> int:
    """How grave a place of the matrix is: 0, 1 or 2; what takes no time is never grave."""
    return 0 if not impact or impact + chance < 4 else 1 if impact + chance < 6 else 2


@either
def add(visit: Visit, project_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.add_risk")
    form = _form(visit)
    write = plans_writes.add_risk
    return _asked(visit, project_id, form, lambda typed: write(visit.actor, project_id, **typed, now=visit.now), _("New risk"))


@either
def risk(visit: Visit, project_id: int, risk_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_risk")
    shown = plans.risk(visit.actor, project_id, risk_id)
    form = _form(visit, shown)
    write = plans_writes.change_risk
    away = reverse("risk_remove", args=[project_id, risk_id])
    return _asked(visit, project_id, form, lambda typed: write(visit.actor, risk_id, **typed, now=visit.now), shown.name, away)


@require_POST
def settle(visit: Visit, project_id: int, risk_id: int) -> HttpResponse:
    """Says that a risk has happened, is over, or is open again."""
    plans.heading(visit.actor, project_id)
    state = visit.POST.get("state", "")
    plans_writes.settle_risk(visit.actor, risk_id, state=state, version=version_sent(visit), now=visit.now)
    messages.success(visit, SETTLED[RiskState(state)])
    return redirect("project_risks", project_id)


@require_POST
def remove(visit: Visit, project_id: int, risk_id: int) -> HttpResponse:
    plans.heading(visit.actor, project_id)
    plans_writes.remove_risk(visit.actor, risk_id, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("The risk is removed. The history keeps it."))
    return redirect("project_risks", project_id)


def _form(visit: Visit, shown: plans.Risk | None = None) -> RiskForm:
    team = [(one.id, one.name) for one in people.team(visit.actor)]
    if shown is None:
        return RiskForm(visit, team)
    names = ("name", "effect", "percent", "minutes", "response", "measures", "owner_id", "review_on")
    initial = {name: getattr(shown, name) for name in names} | {"task_ids": [task.id for task in shown.tasks]}
    return RiskForm(visit, team, initial, version=shown.version)


_asked = partial(asked, back="project_risks", fields="risks/fields.html")
