"""The matrix of who does, answers for, is asked about and is told of each deliverable."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts.rules import may
from milepost.kernel.refusal import NotFound
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.plans.rules import Part
from milepost.web.forms.page import PageForm
from milepost.web.visit import Visit

PARTS = [
    ("", "–", _("no part")),
    (Part.RESPONSIBLE.value, "R", _("does it")),
    (Part.ACCOUNTABLE.value, "A", _("answers for it")),
    (Part.BOTH.value, "R A", _("does it and answers for it")),
    (Part.CONSULTED.value, "C", _("is asked")),
    (Part.INFORMED.value, "I", _("is told")),
]


class PartForm(PageForm):
    part = forms.ChoiceField(required=False, choices=[(value, value) for value, _short, _said in PARTS])


@require_safe
def raci(visit: Visit, project_id: int) -> HttpResponse:
    return _matrix(visit, project_id)


@require_POST
def part(visit: Visit, project_id: int, deliverable_id: int, person_id: int) -> HttpResponse:
    """One cell of the matrix; htmx gets the matrix back."""
    if deliverable_id not in {row.deliverable_id for row in plans.raci(visit.actor, project_id).rows}:
        raise NotFound()
    form = PartForm(visit, version=1)

    def give(said: dict[str, Any]) -> str:
        wanted = Part(said["part"]) if said["part"] else None
        plans_writes.give_part(visit.actor, deliverable_id, person_id=person_id, part=wanted, version=said["version"], now=visit.now)
        return reverse("project_raci", args=[project_id])

    if form.went_through(give) and not visit.htmx:
        return redirect(form.answer)
    return _matrix(visit, project_id, form)


def _matrix(visit: Visit, project_id: int, form: PartForm | None = None) -> HttpResponse:
    matrix = plans.raci(visit.actor, project_id)
    page = {
        "project": plans.heading(visit.actor, project_id),
        "people": matrix.people,
        "rows": [(row, list(zip(matrix.people, row.parts, strict=True))) for row in matrix.rows],
        "parts": PARTS,
        "may_give": may(visit.actor.role, "plans.change_deliverable"),
        "unanswered": sum(not any(part and part.accountable for part in row.parts) for row in matrix.rows),
        "form": form,
    }
    return render(visit, "raci/matrix.html" if visit.htmx else "raci/raci.html", page, status=form.status if form else 200)
