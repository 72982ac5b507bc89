"""Due dates to set: what is proposed this morning, accepted, changed or left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts.rules import may
from milepost.day import reads as day
from milepost.day import writes as day_writes
from milepost.exchange import typed
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.kernel.say import Sentence
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.plans.rules.due import SURE
from milepost.web.forms.page import number_sent, version_sent
from milepost.web.numbers import whole
from milepost.web.once import fresh, once
from milepost.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal as the page shows it: `mark` names it in the form, `text` is its day as people type it."""

    of: day.ProposedDue
    mark: str
    text: str
    taken: bool


@require_safe
def due_dates(visit: Visit) -> HttpResponse:
    return _page(visit)


@require_POST
def accept(visit: Visit) -> HttpResponse:
    """What is ticked gets its date, project by project: of each all of it, or nothing and the reason why."""
    refused: list[tuple[str, Sentence]] = []

    def keep() -> str:
        count = sum(_kept(visit, project_id, marks, refused) for project_id, marks in _ticked(visit).items())
        if count:
            text = ngettext("%(number)d due date is set.", "%(number)d due dates are set.", count)
            undo = _("Undo in the plan takes them back.")
            messages.success(visit, f"{text % {'number': count}} {undo}")
        return reverse("due_dates") if visit.POST.get("next") == "due" else reverse("today")

    address = once(visit, keep)
    return _page(visit, refused, status=422) if refused else redirect(address)


def _ticked(visit: Visit) -> dict[int, list[str]]:
    """The marks of what is ticked, by project."""
    found: dict[int, list[str]] = defaultdict(list)
    for mark in visit.POST.getlist("take"):
        found[whole(mark.split("-")[0]) or 0].append(mark)
    return found


def _kept(visit: Visit, project_id: int, marks: list[str], refused: list[tuple[str, Sentence]]) -> int:
    name = plans.heading(visit.actor, project_id).name
    try:
        day_writes.choose_dues(visit.actor, project_id, chosen=list(_chosen(visit, marks)), now=visit.now)
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        refused.append((name, refusal.sentence))
        return 0
    return len(marks)


def _chosen(visit: Visit, marks: list[str]) -> Iterator[day_writes.Chosen]:
    for mark in marks:
        _project, kind, *numbers = mark.split("-")
        item, version = [whole(each) or 0 for each in (*numbers, "", "")][:2]
        yield day_writes.Chosen(kind, item, version, _typed(visit, visit.POST.get(f"on-{mark}", "")))


def _typed(visit: Visit, text: str) -> date:
    return typed.day(text, today=visit.today, locale=get_language() or "en")


@require_safe
def cost(visit: Visit, project_id: int) -> HttpResponse:
    """What another day costs, as soon as it is typed."""
    mark = visit.GET.get("mark", "")
    _project, kind, item, *_rest = [*mark.split("-"), "", "", ""]
    page = {"project": plans.heading(visit.actor, project_id)}
    try:
        on = _typed(visit, visit.GET.get(f"on-{mark}", ""))
        found = day.due_cost(visit.actor, project_id, kind=kind, item_id=whole(item) or 0, on=on, now=visit.now)
        return render(visit, "due/cost.html", {**page, "cost": found})
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return render(visit, "due/cost.html", {**page, "refused": refusal})


@require_POST
def confidence(visit: Visit, project_id: int) -> HttpResponse:
    """How sure the proposed dates of a project are to be."""
    percent, version = number_sent(visit, "percent"), version_sent(visit)
    try:
        plans_writes.choose_confidence(visit.actor, project_id, percent=percent, version=version, now=visit.now)
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(visit, [(plans.heading(visit.actor, project_id).name, refusal.sentence)], status=refusal.status)
    messages.success(visit, _("Noted. The dates are proposed anew."))
    return redirect("due_dates")


def _page(visit: Visit, refused: list[tuple[str, Sentence]] | None = None, status: int = 200) -> HttpResponse:
    found = day.proposed_dues(visit.actor)
    ticked = set(visit.POST.getlist("take")) if refused else None
    page = {
        "groups": [(each, [row(one, ticked=ticked, visit=visit) for one in each.dates]) for each in found],
        "versions": {rank.project_id: rank.version for rank in plans.ranks(visit.actor).values()},
        "sure": SURE,
        "refused": refused or [],
        "once": fresh(),
        "may_choose": may(visit.actor.role, "plans.change_project"),
    }
    return render(visit, "due/due.html", page, status=status)


def row(due: day.ProposedDue, *, ticked: set[str] | None = None, visit: Visit | None = None) -> Row:
    """A proposal for a form. A date that a person set is never ticked by itself."""
    mark = f"{due.project_id}-{due.kind}-{due.id}-{due.version}"
    said = visit.POST.get(f"on-{mark}", "") if visit is not None and visit.method == "POST" else ""
    text = format_date(due.on, "d MMM y", locale=(get_language() or "en").replace("-", "_"))
    return Row(due, mark, said or text, not due.typed if ticked is None else mark in ticked)
