"""What people say about tasks, where one was mentioned, and the files beside tasks."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import File
from ninja.files import UploadedFile
from pydantic import TypeAdapter

from milepost.accounts import reads as accounts
from milepost.api.entry import Call
from milepost.api.shapes import Asked, Changed, Id, Made, Text, VersionAsked, Versioned, shape
from milepost.api.subject import Subject, made, once, version_of
from milepost.exchange.handing import handed_out
from milepost.plans import reads, writes

talk = Subject("Comments and attachments")

AnyFile = Annotated[UploadedFile, File(description="The file, at most 25 MB.")]


class CommentAsked(Asked):
    text: Text


class CommentChange(CommentAsked, Versioned):
    pass


@talk.get("/tasks/{task_id}/comments", gives=tuple[reads.Comment, ...])
def comments(call: Call, task_id: Id) -> tuple[reads.Comment, ...]:
    """What was said about a task, the oldest first."""
    return reads.comments(call.actor, task_id)


@talk.post("/tasks/{task_id}/comments", gives=Made)
def comment(call: Call, task_id: Id, asked: CommentAsked) -> Made:
    """Says something about a task, in Markdown; @names of people of the team mention them."""
    return Made(writes.comment(call.actor, task_id, text=asked.text, now=call.now))


@talk.put("/comments/{comment_id}", gives=Changed)
def change_comment(call: Call, comment_id: Id, change: CommentChange) -> Changed:
    """Says it anew. Only who wrote it may."""
    version = version_of(call, change.version)
    return Changed(writes.change_comment(call.actor, comment_id, text=change.text, version=version, now=call.now))


@talk.delete("/comments/{comment_id}")
def remove_comment(call: Call, comment_id: Id, version: VersionAsked) -> None:
    """Takes back what you said."""
    writes.remove_comment(call.actor, comment_id, version=version_of(call, version), now=call.now)


@talk.get("/mentions", gives=tuple[reads.Mentioned, ...])
def mentions(call: Call) -> tuple[reads.Mentioned, ...]:
    """The comments that mention you and that you have not seen, the newest first."""
    return reads.mentions(call.actor)


@talk.post("/mentions/{mention_id}/seen")
def see_mention(call: Call, mention_id: Id) -> None:
    """You have seen where you were mentioned."""
    writes.see_mention(call.actor, mention_id, now=call.now)


@talk.get("/tasks/{task_id}/attachments", gives=tuple[reads.Attachment, ...])
def attachments(call: Call, task_id: Id) -> tuple[reads.Attachment, ...]:
    """The files beside a task, the oldest first."""
    return reads.attachments(call.actor, task_id)


@talk.post_file("/tasks/{task_id}/attachments", gives=Made)
def attach(call: Call, task_id: Id, file: AnyFile) -> HttpResponse:
    """Puts a file beside a task."""
    accounts.require(call.actor, "plans.attach")
    reads.place(call.actor, task_id)
    kept = writes.keep_content(file.chunks())

    def answer() -> HttpResponse:
        attachment_id = writes.attach(call.actor, task_id, kept=kept, file_name=file.name or "", now=call.now)
        return made(TypeAdapter(shape(Made)), Made(attachment_id), 201)

    return once(call, f"{kept.sha256} {file.name}".encode("utf-8", "surrogatepass"), answer)


@talk.get("/attachments/{attachment_id}", gives=bytes)
def attachment(call: Call, attachment_id: Id) -> HttpResponse:
    """The file itself."""
    return handed_out(reads.attachment(call.actor, attachment_id))


@talk.delete("/attachments/{attachment_id}")
def remove_attachment(call: Call, attachment_id: Id) -> None:
    """Takes a file away from its task."""
    writes.remove_attachment(call.actor, attachment_id, now=call.now)
