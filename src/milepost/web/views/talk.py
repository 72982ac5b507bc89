"""What is said about tasks, and the files beside them."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts import reads as accounts
from milepost.accounts.rules import may
from milepost.exchange.handing import handed_out
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.web import told as lines
from milepost.web.forms.page import number_sent, version_sent
from milepost.web.forms.tasks import AttachmentForm, CommentForm
from milepost.web.views.task import shown
from milepost.web.visit import Visit


@require_safe
def talk(visit: Visit, task_id: int) -> HttpResponse:
    """Comments, files and history: a part of the panel that comes after it, or a page of its own."""
    return _shown(visit, task_id)


def _shown(visit: Visit, task_id: int, *, form: CommentForm | None = None, attaching: AttachmentForm | None = None) -> HttpResponse:
    told = plans.talk_of(visit.actor, task_id)
    refused = form or attaching
    page = {
        "task": told.task,
        "line": told.task,
        "talk": told,
        "history": [(one, lines.line(one.line.change, one.line.subject, today=visit.today)) for one in told.changes],
        "form": form or CommentForm(visit, sent=False),
        "attaching": attaching or AttachmentForm(visit, sent=False),
        "may_comment": may(visit.actor.role, "plans.comment"),
        "fragment": bool(visit.htmx),
    }
    return render(visit, "task/talk.html" if visit.htmx else "task/talk_page.html", page, status=refused.status if refused else 200)


@require_POST
def undo(visit: Visit, task_id: int) -> HttpResponse:
    """Takes back one change that the history of a task shows."""
    told = plans.talk_of(visit.actor, task_id)
    change_id = number_sent(visit, "change_id")
    if change_id not in {one.id for one in told.changes}:
        raise NotFound()
    try:
        plans_writes.undo(visit.actor, told.task.project_id, change_id=change_id, now=visit.now)
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        messages.error(visit, refusal.sentence.translated(_))
    else:
        messages.success(visit, _("Undone."))
    return shown(visit, task_id) if visit.htmx else redirect("task", task_id)


@require_POST
def comment(visit: Visit, task_id: int) -> HttpResponse:
    plans.place(visit.actor, task_id)
    form = CommentForm(visit)
    say = plans_writes.comment
    if not form.went_through(lambda said: _at(task_id, say(visit.actor, task_id, text=said["text"], now=visit.now))):
        return _shown(visit, task_id, form=form)
    return _back(visit, task_id)


@require_http_methods(["GET", "HEAD", "POST"])
def comments(visit: Visit, task_id: int, comment_id: int) -> HttpResponse:
    """One's own comment, to say it anew."""
    task, one = plans.place(visit.actor, task_id), _own(visit, task_id, comment_id)
    form, change = CommentForm(visit, {"text": one.text}, version=one.version), plans_writes.change_comment
    if form.went_through(lambda said: _at(task_id, change(visit.actor, comment_id, **said, now=visit.now))):
        return _back(visit, task_id)
    page = {"task": task, "line": task, "form": form, "title": _("What you said"), "within": "#talk"}
    return render(visit, "task/part.html" if visit.htmx else "task/page.html", page, status=form.status)


def _own(visit: Visit, task_id: int, comment_id: int) -> plans.Comment:
    found = next((one for one in plans.comments(visit.actor, task_id) if one.id == comment_id and one.mine), None)
    if found is None:
        raise NotFound()
    return found


@require_POST
def remove_comment(visit: Visit, task_id: int, comment_id: int) -> HttpResponse:
    _own(visit, task_id, comment_id)
    plans_writes.remove_comment(visit.actor, comment_id, version=version_sent(visit), now=visit.now)
    messages.success(visit, _("Taken back. The history keeps it, and can bring it back."))
    return _back(visit, task_id)


@require_POST
def see_mention(visit: Visit, mention_id: int) -> HttpResponse:
    plans_writes.see_mention(visit.actor, mention_id, now=visit.now)
    return redirect("today")


@require_POST
def attach(visit: Visit, task_id: int) -> HttpResponse:
    """Puts a file beside the task. Its bytes are kept first, outside the transaction."""
    plans.place(visit.actor, task_id)
    accounts.require(visit.actor, "plans.attach")
    form = AttachmentForm(visit)
    if not form.is_valid():
        form.status = 422
        return _shown(visit, task_id, attaching=form)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        kept = plans_writes.keep_content(file.chunks())
    except Refusal as refusal:
        form.refuse(refusal)
        return _shown(visit, task_id, attaching=form)
    put, name = plans_writes.attach, file.name or ""
    if not form.went_through(lambda _said: _at(task_id, put(visit.actor, task_id, kept=kept, file_name=name, now=visit.now))):
        return _shown(visit, task_id, attaching=form)
    return _back(visit, task_id)


@require_safe
def attachment(visit: Visit, attachment_id: int) -> HttpResponse:
    return handed_out(plans.attachment(visit.actor, attachment_id))


@require_POST
def remove_attachment(visit: Visit, task_id: int, attachment_id: int) -> HttpResponse:
    if attachment_id not in {one.id for one in plans.attachments(visit.actor, task_id)}:
        raise NotFound()
    plans_writes.remove_attachment(visit.actor, attachment_id, now=visit.now)
    messages.success(visit, _("Taken away. The history of the task can bring it back."))
    return _back(visit, task_id)


def _at(task_id: int, _written: object) -> str:
    return reverse("task_talk", args=[task_id])


def _back(visit: Visit, task_id: int) -> HttpResponse:
    return _shown(visit, task_id) if visit.htmx else redirect("task_talk", task_id)
