"""The labels of the workspace, and the custom fields of a project."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.accounts.rules import may
from milepost.kernel.refusal import NotFound
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.plans.rules import FieldKind
from milepost.web.forms.marks import KINDS, FieldChangeForm, FieldForm, LabelForm
from milepost.web.forms.page import PageForm, version_sent
from milepost.web.views.settings import tabbed
from milepost.web.visit import Visit

either = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def labels(visit: Visit) -> HttpResponse:
    return _labels(visit, LabelForm(visit, sent=False))


@require_POST
def add_label(visit: Visit) -> HttpResponse:
    form = LabelForm(visit)
    if form.went_through(lambda said: _at("settings_labels", plans_writes.add_label(visit.actor, **said, now=visit.now))):
        return redirect(form.answer)
    return _labels(visit, form)


def _labels(visit: Visit, form: LabelForm) -> HttpResponse:
    page = {"labels": plans.labels(visit.actor), "may_change": may(visit.actor.role, "plans.change_labels"), "form": form}
    return render(visit, "marks/labels.html", tabbed(visit, "labels") | page, status=form.status)


@either
def label(visit: Visit, label_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_labels")
    one = plans.label(visit.actor, label_id)
    form = LabelForm(visit, {"name": one.name, "colour": one.colour}, version=one.version)
    if form.went_through(lambda said: _at("settings_labels", plans_writes.change_label(visit.actor, label_id, **said, now=visit.now))):
        messages.success(visit, _("Saved."))
        return redirect(form.answer)
    return render(visit, "marks/label.html", tabbed(visit, "labels") | {"label": one, "form": form}, status=form.status)


@require_POST
def remove_label(visit: Visit, label_id: int) -> HttpResponse:
    name = plans.label(visit.actor, label_id).name
    plans_writes.remove_label(visit.actor, label_id, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("“%(name)s” is taken away. Make it again, and it is back on its tasks.") % {"name": name})
    return redirect("settings_labels")


@either
def fields(visit: Visit, project_id: int) -> HttpResponse:
    """The custom fields of a project, and the form for one more."""
    form = FieldForm(visit)
    add = plans_writes.add_field
    if form.went_through(lambda said: _at_fields(project_id, add(visit.actor, project_id, **_field(said), now=visit.now))):
        return redirect(form.answer)
    page = {
        "project": plans.heading(visit.actor, project_id),
        "fields": [(one, dict(KINDS)[one.kind.value]) for one in plans.fields(visit.actor, project_id)],
        "may_change": may(visit.actor.role, "plans.change_project"),
        "form": form,
    }
    return render(visit, "marks/fields.html", page, status=form.status)


def _field(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, "kind": FieldKind(said["kind"])}


@either
def field(visit: Visit, project_id: int, field_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_project")
    one = _one(visit, project_id, field_id)
    form: PageForm = FieldChangeForm(visit, {"name": one.name, "choices": "\n".join(one.choices)}, version=one.version)
    change = plans_writes.change_field
    if form.went_through(lambda said: _at_fields(project_id, change(visit.actor, field_id, **said, now=visit.now))):
        messages.success(visit, _("Saved."))
        return redirect(form.answer)
    page = {"project": plans.heading(visit.actor, project_id), "field": one, "form": form}
    return render(visit, "marks/field.html", page, status=form.status)


@require_POST
def remove_field(visit: Visit, project_id: int, field_id: int) -> HttpResponse:
    accounts.require(visit.actor, "plans.change_project")
    _one(visit, project_id, field_id)
    plans_writes.remove_field(visit.actor, field_id, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("The field is taken away, with what the tasks said in it. Undo brings both back."))
    return redirect("project_fields", project_id)


def _one(visit: Visit, project_id: int, field_id: int) -> plans.CustomField:
    found = next((one for one in plans.fields(visit.actor, project_id) if one.id == field_id), None)
    if found is None:
        raise NotFound()
    return found


def _at(name: str, _written: object) -> str:
    return reverse(name)


def _at_fields(project_id: int, _written: object) -> str:
    return reverse("project_fields", args=[project_id])
