"""What people say about tasks, whom they mention, and the files beside tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import models, rules
from milepost.plans.reads.visible import visible_tasks, visible_to


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about a task, in Markdown. `mine`: whether the actor wrote it and may change it."""

    id: int
    text: str
    by: str
    at: datetime
    changed_at: datetime | None
    mentioned: tuple[str, ...]
    """Names of the people whom it mentions."""
    mine: bool
    version: int


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A comment that mentions the actor and that they have not said to have seen."""

    id: int
    comment_id: int
    task_id: int
    task_name: str
    project_id: int
    project_name: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside a task. `may_remove`: whether the actor may take it away."""

    id: int
    task_id: int
    name: str
    size: int
    by: str
    at: datetime
    may_remove: bool


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file: where they lie, how the file is called, and as what it is handed out."""

    path: Path
    name: str
    media_type: str


def comments(actor: Actor, task_id: int) -> tuple[Comment, ...]:
    """What was said about a task, the oldest first; `NotFound` if the actor may not see the task."""
    accounts.require(actor, "plans.see")
    _check_visible(actor, task_id)
    return comments_on(actor, task_id)


def comments_on(actor: Actor, task_id: int) -> tuple[Comment, ...]:
    """As `comments`, of a task that the actor is known to see. Two queries."""
    rows = list(models.Comment.objects.filter(task_id=task_id, removed_at=None).select_related("by").order_by("pk"))
    names = _mentioned([row.pk for row in rows]) if rows else {}
    return tuple(
        Comment(row.pk, row.text, row.by.name, row.at, row.changed_at, names.get(row.pk, ()), row.by_id == actor.user_id, row.version)
        for row in rows
    )


def _mentioned(comment_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    rows = models.Mention.objects.filter(comment_id__in=list(comment_ids)).order_by("pk")
    found: dict[int, list[str]] = defaultdict(list)
    for comment_id, name in rows.values_list("comment_id", "person__name"):
        found[comment_id].append(name)
    return {comment_id: tuple(names) for comment_id, names in found.items()}


def mentions(actor: Actor) -> tuple[Mentioned, ...]:
    """The comments that mention the actor and that they have not seen, the newest first; at most twenty."""
    accounts.require(actor, "plans.see")
    unseen = models.Mention.objects.filter(workspace_id=actor.workspace_id, person__user_id=actor.user_id, seen_at=None)
    there = unseen.filter(comment__removed_at=None, comment__task__removed_at=None)
    rows = there.filter(comment__project__in=visible_to(actor).order_by().values("pk")).order_by("-pk")[:20]
    columns = ("pk", "comment_id", "comment__task_id", "comment__task__name", "comment__project_id", "comment__project__name")
    return tuple(Mentioned(*row) for row in rows.values_list(*columns, "comment__text", "comment__by__name", "comment__at"))


def attachments(actor: Actor, task_id: int) -> tuple[Attachment, ...]:
    """The files beside a task, the oldest first; `NotFound` if the actor may not see the task."""
    accounts.require(actor, "plans.see")
    _check_visible(actor, task_id)
    return attachments_on(actor, task_id)


def attachments_on(actor: Actor, task_id: int) -> tuple[Attachment, ...]:
    """As `attachments`, of a task that the actor is known to see. One query."""
    rows = models.Attachment.objects.filter(task_id=task_id, removed_at=None).order_by("pk")
    return tuple(
        Attachment(row.pk, row.task_id, row.name, row.size, row.by.name, row.at, may_remove(actor, row.by_id))
        for row in rows.select_related("by")
    )


def may_remove(actor: Actor, by_id: int) -> bool:
    """Whether the actor may take a file away that `by_id` put there: their own, or any for whoever changes tasks."""
    return by_id == actor.user_id or permissions.may(actor.role, "plans.change_task")


def attachment(actor: Actor, attachment_id: int) -> Content:
    """The bytes of a file beside a task that the actor may see; else `NotFound`."""
    accounts.require(actor, "plans.see")
    rows = models.Attachment.objects.filter(pk=attachment_id, removed_at=None, task__in=visible_tasks(actor).order_by().values("pk"))
    found = rows.values_list("sha256", "name").first()
    if found is None:
        raise NotFound()
    return Content(content_place(found[0]), found[1], rules.attachments.media_type(found[1]))


def content_place(sha256: str) -> Path:
    """Where content with this digest lies in the file store."""
    return Path(settings.MILEPOST_HOME) / "files" / "attachments" / sha256[:2] / sha256


def _check_visible(actor: Actor, task_id: int) -> None:
    if not visible_tasks(actor).filter(pk=task_id).exists():
        raise NotFound()
