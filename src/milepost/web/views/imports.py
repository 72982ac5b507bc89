"""Plan files on their way in: the page to drop one on, how far its reading is, what it would change, what was not kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web.forms.projects import FileForm
from milepost.web.visit import Visit


@require_http_methods(["GET", "HEAD", "POST"])
def bring(visit: Visit) -> HttpResponse:
    """A new project from a file."""
    accounts.require(visit.actor, "plans.import_plan")
    form = FileForm(visit)
    if form.went_through(lambda typed: _received(visit, typed["file"], None)):
        return redirect(form.answer)
    return render(visit, "imports/bring.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_again(visit: Visit, project_id: int) -> HttpResponse:
    """A newer file of a project: nothing changes before somebody has read the difference."""
    accounts.require(visit.actor, "plans.reimport_plan")
    project = plans.project(visit.actor, project_id)
    form = FileForm(visit)
    if form.went_through(lambda typed: _received(visit, typed["file"], project_id)):
        return redirect(form.answer)
    return render(visit, "imports/bring.html", {"form": form, "project": project}, status=form.status)


def _received(visit: Visit, file: object, project_id: int | None) -> str:
    import_id = plans_writes.receive_file(
        visit.actor,
        content=file.chunks(),  # type: ignore[attr-defined]
        file_name=file.name,  # type: ignore[attr-defined]
        project_id=project_id,
        now=visit.now,
    )
    return reverse("import", args=[import_id])


@require_safe
def file(visit: Visit, import_id: int) -> HttpResponse:
    """How far one file is. htmx asks for the moving part alone, until there is nothing left to wait for."""
    shown = plans.import_(visit.actor, import_id)
    template = "imports/file.html#state" if visit.htmx else "imports/file.html"
    return render(visit, template, {"file": shown})


@require_POST
def take_over(visit: Visit, import_id: int) -> HttpResponse:
    shown = plans.import_(visit.actor, import_id)
    plans_writes.take_over(visit.actor, import_id, now=visit.now)
    return redirect("import", shown.id)


@require_POST
def drop(visit: Visit, import_id: int) -> HttpResponse:
    shown = plans.import_(visit.actor, import_id)
    plans_writes.drop_file(visit.actor, import_id, now=visit.now)
    return redirect("project", shown.project_id) if shown.project_id else redirect("projects")
