"""The tables of the ledger. The database itself refuses to change or delete an `Entry`: see the migration."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One change that a person made. `before` and `after` are canonical JSON, kept as text so that the digest stays exact."""

    workspace_id = models.BigIntegerField()
    number = models.BigIntegerField()
    plan_id = models.BigIntegerField(null=True)
    revision = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField()
    by = models.CharField(max_length=200)
    via = models.CharField(max_length=20)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    before = models.TextField()
    after = models.TextField()
    because = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "number"], name="audit_entry_number")]
        indexes = [models.Index(fields=["workspace_id", "plan_id", "number"], name="audit_entry_plan")]


class Chain(models.Model):
    """Where a workspace's ledger ends. Locked while a line is added, so that lines have one order."""

    workspace_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    shared = models.BigIntegerField(default=0)
    """Changes that every plan of the workspace must see: somebody's week, a holiday, an absence."""


class Revision(models.Model):
    """How many changes of its own a plan has seen. What others compare is this plus the workspace's `shared`."""

    plan_id = models.BigIntegerField(primary_key=True)
    workspace_id = models.BigIntegerField()
    own = models.BigIntegerField(default=0)


class KeptAnswer(models.Model):
    """The first answer to a request that carried an idempotency key, given again when the request is repeated."""

    workspace_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    """SHA-256 of what was asked: method, address and body."""
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(default="")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "user_id", "key"], name="audit_keptanswer_key")]
