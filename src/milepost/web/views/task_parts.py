"""Changing one part of a task: its facts, who works on it, what it waits for, its labels and custom fields. Each is one change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from milepost.accounts import reads as accounts
from milepost.accounts.rules import may
from milepost.exchange import typed
from milepost.kernel.worktime import OFFICE_DAY
from milepost.plans import edits
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.plans.draft import Constraint, LagUnit, LinkKind
from milepost.web.forms.page import PageForm
from milepost.web.forms.tasks import ChangeForm, LinksForm, MarksForm, PeopleForm
from milepost.web.views.task import shown
from milepost.web.visit import Visit

FINISHES = {Constraint.FNET.value, Constraint.FNLT.value, Constraint.MFO.value}
"""Date rules that speak of the end of a day's work; the others speak of its beginning."""

either = require_http_methods(["GET", "HEAD", "POST"])


@either
def change(visit: Visit, task_id: int) -> HttpResponse:
    """Name, length, date rule, deadline, deliverable, notes."""
    task = _editable(visit, task_id)
    deliverables = [(one.id, one.name) for one in plans.deliverables(visit.actor, task.project_id)]
    form = ChangeForm(
        visit,
        _facts(task),
        deliverables=deliverables,
        summary=task.line.summary,
        version=task.line.version,
        minutes_per_day=task.minutes_per_day,
    )
    return _asked(visit, task, form, _("Change the task"), lambda said: [edits.Set(task_id, said["version"], _set(task, said))])


def _facts(task: plans.Task) -> dict[str, Any]:
    line = task.line
    return {
        "name": line.name,
        "duration": line.duration_minutes,
        "constraint": task.constraint,
        "constraint_on": task.constraint_at.date() if task.constraint_at else None,
        "deadline_on": line.deadline_at.date() if line.deadline_at else None,
        "deliverable_id": line.deliverable_id,
        "notes": task.notes,
    }


def _set(task: plans.Task, said: dict[str, Any]) -> dict[str, Any]:
    """The fields that were changed. A day that stays keeps its hour."""
    fields = {name: said[name] for name in ("name", "deliverable_id", "notes")}
    fields["deadline_at"] = _at(said["deadline_on"], task.line.deadline_at, ends=True)
    if not task.line.summary:
        named = said["constraint"] not in (Constraint.ASAP.value, Constraint.ALAP.value)
        fields["duration_minutes"] = said["duration"]
        fields["constraint"] = Constraint(said["constraint"])
        fields["constraint_at"] = _at(said["constraint_on"], task.constraint_at, ends=said["constraint"] in FINISHES) if named else None
    there = {**{name: getattr(task.line, name) for name in ("name", "deliverable_id", "deadline_at", "duration_minutes")}}
    there |= {"notes": task.notes, "constraint": task.constraint, "constraint_at": task.constraint_at}
    return {name: value for name, value in fields.items() if value != there[name]}


def _at(on: date | None, before: datetime | None, *, ends: bool) -> datetime | None:
    if on is None or (before is not None and before.date() == on):
        return before if on else None
    minutes = OFFICE_DAY[-1][1] if ends else OFFICE_DAY[0][0]
    return datetime.combine(on, time(minutes // 60, minutes % 60))


@either
def people(visit: Visit, task_id: int) -> HttpResponse:
    """Who works on the task, with which share of their time."""
    task = _editable(visit, task_id)
    form = PeopleForm(visit, plans.team(visit.actor, task.project_id), task.line.who)
    return _asked(visit, task, form, _("Who works on it"), lambda said: _assigned(task, form.wanted(said)))


def _assigned(task: plans.Task, wanted: dict[int, int]) -> Iterator[edits.Edit]:
    there = {one.resource_id: one.units for one in task.line.who}
    for resource_id, units in wanted.items():
        if units and units != there.get(resource_id):
            yield edits.Assign(task.line.id, resource_id, units)
        elif not units and resource_id in there:
            yield edits.Unassign(task.line.id, resource_id)


@either
def links(visit: Visit, task_id: int) -> HttpResponse:
    """What the task waits for, typed as one says it."""
    task = _editable(visit, task_id)
    names = [(pk, name) for pk, _uid, name in plans.names(task.project_id)]
    there = [typed.TypedLink(link.task_id, LinkKind(link.kind), link.lag, LagUnit(link.unit)) for link in task.predecessors]
    rows = {pk: row for row, (pk, _name) in enumerate(names, start=1)}
    written = typed.written_links(there, rows=rows, per_day=task.minutes_per_day)
    form = LinksForm(visit, {"after": written})

    def said(asked: dict[str, Any]) -> Iterable[edits.Edit]:
        return _linked(task, typed.links(asked["after"], tasks=names, per_day=task.minutes_per_day, field="after"))

    return _asked(visit, task, form, _("What it waits for"), said)


def _linked(task: plans.Task, wanted: Iterable[typed.TypedLink]) -> Iterator[edits.Edit]:
    there = {link.task_id: link for link in task.predecessors}
    into = {link.task: link for link in wanted if not link.outgoing}
    yield from (edits.Unlink(link.id) for task_id, link in there.items() if task_id not in into)
    for link in wanted:
        before, after = (task.line.id, link.task) if link.outgoing else (link.task, task.line.id)
        kept = None if link.outgoing else there.get(link.task)
        if kept is None or (kept.kind, kept.lag, kept.unit) != (link.kind, link.lag, link.unit):
            yield edits.LinkUp(before, after, link.kind, link.lag, link.unit)


@either
def marks(visit: Visit, task_id: int) -> HttpResponse:
    """The task's labels and what it says in custom fields."""
    task = _editable(visit, task_id)
    labels, fields = plans.labels(visit.actor), plans.fields_of(task.project_id)
    on_it = [label.id for label in plans.labels_on(task_id)]
    values = {value.field_id: value.value for value in plans.values_on(task_id)}
    initial: dict[str, Any] = {"labels": on_it, **{f"was_{field.id}": values.get(field.id, "") for field in fields}}
    initial.update({f"field_{field.id}": _shown(field, values.get(field.id)) for field in fields})
    form = MarksForm(visit, labels, fields, initial)
    more = {"may_labels": may(visit.actor.role, "plans.change_labels"), "fields_url": reverse("project_fields", args=[task.project_id])}

    def said(asked: dict[str, Any]) -> Iterator[edits.Edit]:
        ticked = set(asked.get("labels", ()))
        yield from (edits.Label(task_id, label_id) for label_id in sorted(ticked - set(on_it)))
        yield from (edits.Unlabel(task_id, label_id) for label_id in sorted(set(on_it) - ticked))
        for field in fields:
            value, was = form.said(asked, field.id)
            if value != (was or ""):
                yield edits.SetField(task_id, field.id, value or None, was)

    return _asked(visit, task, form, _("Labels and fields"), said, **more)


def _shown(field: plans.CustomField, value: str | None) -> object:
    return date.fromisoformat(value) if value and field.kind == "date" else value or ""


def _editable(visit: Visit, task_id: int) -> plans.Task:
    task = plans.task(visit.actor, task_id)
    accounts.require(visit.actor, "plans.change_task")
    return task


def _asked(
    visit: Visit, task: plans.Task, form: PageForm, title: str, said: Callable[[dict[str, Any]], Iterable[edits.Edit]], **more: object
) -> HttpResponse:
    """The form, in the panel or as a page; what was typed becomes one change of the plan."""

    def write(asked: dict[str, Any]) -> str:
        wanted = list(said(asked))
        if wanted:
            plans_writes.edit_plan(visit.actor, task.project_id, edits=wanted, now=visit.now)
        return reverse("task", args=[task.line.id])

    if form.went_through(write):
        messages.success(visit, _("Saved. The dates that follow from it are being drawn."))
        return shown(visit, task.line.id) if visit.htmx else redirect(form.answer)
    template = "task/part.html" if visit.htmx else "task/page.html"
    return render(visit, template, {"task": task, "line": task.line, "form": form, "title": title, **more}, status=form.status)
