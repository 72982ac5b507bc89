"""What lies beside tasks: what people say about them, and files."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import person, whole
from milepost.plans.models.outline import Task
from milepost.plans.models.projects import Project


class Comment(models.Model):
    """What somebody said about a task, in Markdown. Earlier texts stand in the ledger."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    task = whole(Task)
    text = models.TextField()
    by = person()
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)


class Mention(models.Model):
    """Somebody whom a comment names. `seen_at` is None until they said that they have seen it."""

    workspace = whole("accounts.Workspace", db_index=False)
    comment = whole(Comment, db_index=False)
    person = whole("people.Person")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="one_mention_per_comment")]


class Attachment(models.Model):
    """A file beside a task. Its bytes lie in the file store under `sha256`, once for however many attachments, as long as anything
    refers to them."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    task = whole(Task)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    by = person()
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
