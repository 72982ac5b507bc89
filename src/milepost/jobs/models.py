"""The worker's own bookkeeping. No facts of any room; losing these rows would cost a job run twice, nothing else."""

from __future__ import annotations

from django.db import models


class Slot(models.Model):
    """A promise that one job is enqueued once: `name` says of what, `slot` for which state or hour of it.

    The row is added in the transaction that enqueues, so that of two workers who notice the same, one enqueues.
    """

    name = models.CharField(max_length=80)
    slot = models.CharField(max_length=80)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="jobs_slot_once")]


class Worker(models.Model):
    """A worker by its stable name, and when it last said that it lives."""

    name = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
