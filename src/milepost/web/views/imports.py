"""Plan files on their way in: the page to drop one on, how far its reading is, what it would change, what was not kept."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.kernel.refusal import Refusal
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web.forms.projects import FileForm
from milepost.web.visit import Visit


@require_http_methods(["GET", "HEAD", "POST"])
def bring(visit: Visit) -> HttpResponse:
    """A new project from a file."""
    accounts.require(visit.actor, "plans.import_plan")
    form = FileForm(visit)
    if _handed_in(visit, form, None):
        return redirect(form.answer)
    return render(visit, "imports/bring.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_again(visit: Visit, project_id: int) -> HttpResponse:
    """A newer file of a project: nothing changes before somebody has read the difference."""
    accounts.require(visit.actor, "plans.reimport_plan")
    project = plans.heading(visit.actor, project_id)
    form = FileForm(visit)
    if _handed_in(visit, form, project_id):
        return redirect(form.answer)
    return render(visit, "imports/bring.html", {"form": form, "project": project}, status=form.status)


def _handed_in(visit: Visit, form: FileForm, project_id: int | None) -> bool:
    """Whether the file was handed in. Its bytes are kept first, outside the transaction; a second sending of the same form forgets them."""
    if not form.is_bound or not form.is_valid():
        return form.went_through(_nothing)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        kept = plans_writes.keep_bytes(file.chunks())
    except Refusal as refusal:
        return form.refuse(refusal)
    named: list[str] = []

    def receive(_typed: dict[str, object]) -> str:
        import_id = plans_writes.receive_file(visit.actor, kept=kept, file_name=str(file.name), project_id=project_id, now=visit.now)
        named.append(kept.kept_as)
        return reverse("import", args=[import_id])

    try:
        return form.went_through(receive)
    finally:
        if not named:
            plans_writes.forget_bytes(kept.kept_as)


def _nothing(_typed: dict[str, object]) -> str:
    return ""


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
