"""A project begins: one page from its name to its first date, which shows all along what it would become."""

from __future__ import annotations

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
from milepost.clients import reads as clients
from milepost.clients import writes as clients_writes
from milepost.exchange import templates
from milepost.people import reads as people
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.plans.sketch import Sketch
from milepost.web.begun import OWN, Begun, begun, first_finish
from milepost.web.forms.start import Offered, StartForm, asked_as
from milepost.web.visit import Visit

SHOWN = 80
"""Tasks that the preview shows."""

either = require_http_methods(["GET", "HEAD", "POST"])


@either
def start(visit: Visit) -> HttpResponse:
    """The form; sent with `look` it only shows what would be made of it."""
    accounts.require(visit.actor, "plans.add_project")
    so_far = begun(visit)
    form = _form(visit, so_far)
    if form.went_through(lambda typed: _start(visit, so_far, form, typed)):
        return redirect(form.answer)
    page = {
        "form": form,
        "begun": so_far,
        "finish": first_finish(visit, so_far.sketch),
        "lines": [(task, so_far.sketch.is_summary(place)) for place, task in enumerate(so_far.sketch.tasks[:SHOWN])],
        "more": max(0, len(so_far.sketch.tasks) - SHOWN),
        "cards": _cards(visit, form),
        "clients": [client.name for client in clients.clients(visit.actor)],
    }
    return render(visit, "start/start.html", page, status=form.status)


def _form(visit: Visit, so_far: Begun) -> StartForm:
    firm = [(str(person_id), name) for person_id, name in people.names(visit.actor)]
    new = not so_far.sketch.by_role and may(visit.actor.role, "people.add_person")
    offered = Offered(_templates(visit), firm, so_far.sketch.roles(), newcomers=new)
    looking = visit.method == "POST" and "look" in visit.POST
    return StartForm(visit, offered, _initial(visit, so_far, looking), sent=visit.method == "POST" and not looking)


def _initial(visit: Visit, so_far: Begun, looking: bool) -> dict[str, Any]:
    """What the form shows: as it was sent, with what the template brought and the file held."""
    sent = visit.POST.dict() if looking else {"start_on": visit.today, "in_order": True}
    many = {"member_ids": visit.POST.getlist("member_ids")} if looking else {}
    texts = {"outline": so_far.texts.outline, "objectives": so_far.texts.objectives, "deliverables": so_far.texts.deliverables}
    matched = {asked_as(role): person_id for role, person_id in plans.namesakes(visit.actor, so_far.sketch).items()}
    return {**matched, **sent, **many, **texts, "template": so_far.template, "filled": so_far.template}


def _templates(visit: Visit) -> list[tuple[str, str]]:
    own = [(f"{OWN}{each.id}", each.name) for each in plans.templates(visit.actor)]
    return [("", _("My own list")), *((each.key, each.name) for each in templates.built_in()), *own]


def _cards(visit: Visit, form: StartForm) -> list[tuple[Any, str]]:
    """Each template's radio button, and what is said below its name."""
    said = {each.key: _about(each.sentence, each.sketch) for each in templates.built_in()}
    about = {"": _("Type or paste what is to be done, or begin empty."), **said}
    return [(radio, about.get(radio.data["value"], _("A template of your workspace."))) for radio in form["template"]]


def _about(sentence: str, sketch: Sketch) -> str:
    count = sum(not sketch.is_summary(place) for place in range(len(sketch.tasks)))
    tasks = ngettext("%(count)d task", "%(count)d tasks", count) % {"count": count}
    return f"{sentence} {tasks}."


def _start(visit: Visit, so_far: Begun, form: StartForm, typed: dict[str, Any]) -> str:
    named = {name: typed[name] for name in ("name", "start_on", "expected_on", "client", "promised", "member_ids")}
    sketch = so_far.usable(today=visit.today)
    project_id = clients_writes.start_project(visit.actor, sketch, **named, team=form.team(), newcomers=form.newcomers(), now=visit.now)
    return reverse("project_overview" if sketch.tasks else "project", args=[project_id])


@require_POST
def save_template(visit: Visit, project_id: int) -> HttpResponse:
    """Keeps the project so that others may begin as it did."""
    project = plans.heading(visit.actor, project_id)
    clients_writes.save_as_template(visit.actor, project_id, name=visit.POST.get("name", "") or project.name, now=visit.now)
    messages.success(visit, _("Saved as a template, without people, clients and dates. New projects may begin with it."))
    return redirect("project_overview", project_id)


@require_POST
def remove_template(visit: Visit, template_id: int) -> HttpResponse:
    plans_writes.remove_template(visit.actor, template_id, now=visit.now)
    messages.success(visit, _("The template is gone. Projects that began with it stay as they are."))
    return redirect("project_add")
