"""What people say about tasks, and that they have seen where they were mentioned."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import models, rules
from milepost.plans.reads.visible import held_project, held_task
from milepost.plans.writes.changes import Rows, changing

LONGEST_COMMENT = 20_000
NEEDS = "plans.comment"


def comment(actor: Actor, task_id: int, *, text: str, now: datetime) -> int:
    """Says something about a task, in Markdown; @names of people of the project's team mention them. Gives back the comment's id."""
    accounts.require(actor, NEEDS)
    kept = _text(text)
    with transaction.atomic():
        project, task = held_task(actor, task_id)
        with changing(actor, project, now=now) as rows:
            row = models.Comment(workspace_id=project.workspace_id, project=project, task=task, text=kept, by_id=actor.user_id, at=now)
            rows.insert(row)
            after = {"text": kept, "mentioned": _mention(rows, row)}
            rows.keep("commented", "task", task_id, before=None, after=after, needs=NEEDS, raises_revision=False)
    return row.pk


def _text(given: str) -> str:
    kept = rules.text(given, field="text", longest=LONGEST_COMMENT)
    if not kept:
        raise Refusal("comment_empty", say("Please write something."), field="text")
    return kept


def _mention(rows: Rows, row: models.Comment) -> list[str]:
    """Keeps whom the text mentions; who was mentioned before is not told again. Gives back their names."""
    team = models.Resource.objects.filter(project_id=row.project_id, person__isnull=False)
    people = {pk: name for pk, name in team.values_list("person_id", "person__name") if pk is not None}
    wanted = rules.mentions.mentioned(row.text, people)
    rows.delete(models.Mention.objects.filter(comment=row).exclude(person_id__in=wanted))
    there = set(models.Mention.objects.filter(comment=row).values_list("person_id", flat=True))
    rows.insert(*(models.Mention(workspace_id=row.workspace_id, comment=row, person_id=pk) for pk in wanted if pk not in there))
    return [people[pk] for pk in wanted]


def change_comment(actor: Actor, comment_id: int, *, text: str, version: int | None, now: datetime) -> int:
    """Says it anew; the earlier text stays in the history. Only for who wrote it. Gives back the new version."""
    accounts.require(actor, NEEDS)
    kept = _text(text)
    with transaction.atomic():
        project, row = _held(actor, comment_id)
        before = {"text": row.text}
        accounts_rules.check_version(version, current=row.version, yours={"text": kept}, now_there={**before, "version": row.version})
        with changing(actor, project, now=now) as rows:
            rows.change(row, {"text": kept, "changed_at": now, "version": row.version + 1})
            after = {"text": kept, "mentioned": _mention(rows, row)}
            rows.keep("changed_comment", "task", row.task_id, before=before, after=after, needs=NEEDS, raises_revision=False)
    return row.version


def remove_comment(actor: Actor, comment_id: int, *, version: int | None, now: datetime) -> None:
    """Takes back what one said; the history keeps it. Only for who wrote it."""
    accounts.require(actor, NEEDS)
    with transaction.atomic():
        project, row = _held(actor, comment_id)
        before = {"text": row.text}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there={**before, "version": row.version})
        with changing(actor, project, now=now) as rows:
            rows.change(row, {"removed_at": now, "version": row.version + 1})
            rows.keep("removed_comment", "task", row.task_id, before=before, after=None, needs=NEEDS, raises_revision=False)


def _held(actor: Actor, comment_id: int) -> tuple[models.Project, models.Comment]:
    task_id = models.Comment.objects.filter(pk=comment_id, removed_at=None).values_list("task_id", flat=True).first()
    project, _task = held_task(actor, task_id or 0)
    row = models.Comment.objects.get(pk=comment_id)
    if row.by_id != actor.user_id:
        raise NotAllowed(say("Only who wrote a comment can change it."))
    return project, row


def see_mention(actor: Actor, mention_id: int, *, now: datetime) -> None:
    """Somebody has seen where they were mentioned: it is no longer shown to them."""
    accounts.require(actor, "plans.see")
    with transaction.atomic():
        own = models.Mention.objects.filter(pk=mention_id, workspace_id=actor.workspace_id, person__user_id=actor.user_id)
        found = own.values_list("comment__project_id", "comment__task_id").first()
        if found is None:
            raise NotFound()
        held_project(actor, found[0])
        own.filter(seen_at=None).update(seen_at=now)
        audit.record(actor, "saw_mention", "task", found[1], before=None, after={"mention": mention_id}, plan_id=found[0], now=now)
