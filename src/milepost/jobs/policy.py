"""What the job engine leaves to us: a job once per slot, another try after a failure, and jobs whose worker died.

A job that failed is tried again after 1, 4, 16 and 64 seconds. A `Refusal` is an answer, not an accident: it is final.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from milepost.jobs.models import Slot, Worker
from milepost.kernel.refusal import Refusal

TRIES = 5
SILENT_AFTER = timedelta(seconds=60)
KEPT_FOR = timedelta(days=7)
NO_TIME = timedelta()

Job = DBTaskResult[Any, Any]


def enqueue_once(name: str, slot: str, task: Task[Any, Any], *args: object, now: datetime, after: timedelta = NO_TIME) -> bool:
    """Enqueues `task(*args)`, to run after a while, unless that was done for this name and slot before; True if it was done now."""
    if Slot.objects.filter(name=name, slot=slot).exists():
        return False
    try:
        with transaction.atomic():
            Slot.objects.create(name=name, slot=slot, at=now)
            (task.using(run_after=now + after) if after else task).enqueue(*args)
    except IntegrityError:  # another worker noticed the same a moment ago
        return False
    return True


def enqueue_together(slots: Mapping[tuple[str, str], object], task: Task[Any, Any], *, now: datetime, after: timedelta = NO_TIME) -> int:
    """Enqueues one `task(values)` for the values of all names and slots for which nothing was enqueued before; says how many those are."""
    claimed = Slot.objects.filter(name__in=[name for name, _ in slots])
    known = set(claimed.values_list("name", "slot"))
    fresh = {key: value for key, value in slots.items() if key not in known}
    if not fresh:
        return 0
    try:
        with transaction.atomic():
            Slot.objects.bulk_create(Slot(name=name, slot=slot, at=now) for name, slot in fresh)
            task.using(run_after=now + after).enqueue(list(fresh.values()))
    except IntegrityError:  # another worker noticed some of them a moment ago: the next comparison finds the rest
        return 0
    return len(fresh)


def next_try(result: Job, *, now: datetime) -> datetime | None:
    """When a failed job is to be tried again; None when it was refused or has had its tries."""
    tries = len(result.worker_ids)
    if tries >= TRIES or _is_refusal(result.exception_class_path):
        return None
    return now + timedelta(seconds=4 ** (tries - 1))


def _is_refusal(path: str) -> bool:
    try:
        kind = import_string(path)
    except ImportError:
        return False
    return isinstance(kind, type) and issubclass(kind, Refusal)


def retry(result: Job, *, now: datetime) -> bool:
    """Puts a failed job back with its hour, if it has one; True if it will be tried again."""
    again_at = next_try(result, now=now)
    if again_at is None:
        return False
    result.status = TaskResultStatus.READY
    result.run_after = again_at
    result.save(update_fields=["status", "run_after"])
    return True


def reclaim(worker: str, *, now: datetime) -> int:
    """Puts back what this worker, or one silent for a minute, was running when it died; gives back how many jobs.

    A job that killed its worker `TRIES` times is marked failed instead: it would kill the next one, too.
    """
    taken = 0
    with transaction.atomic():
        for result in _left_behind(worker, now):
            lost = len(result.worker_ids) >= TRIES
            result.status = TaskResultStatus.FAILED if lost else TaskResultStatus.READY
            result.finished_at = now if lost else None
            result.save(update_fields=["status", "finished_at"])
            taken += 1
    return taken


def _left_behind(worker: str, now: datetime) -> Iterable[Job]:
    alive = set(Worker.objects.filter(seen_at__gt=now - SILENT_AFTER).values_list("name", flat=True)) - {worker}
    running: QuerySet[Job] = DBTaskResult.objects.running().select_for_update(skip_locked=True)
    return [result for result in running if not result.worker_ids or result.worker_ids[-1] not in alive]


def resume_failed(*, now: datetime) -> int:
    """Gives another try to jobs whose worker died between their failure and the decision about it."""
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now - KEPT_FOR)
    return sum(retry(result, now=now) for result in failed)


def forget(*, now: datetime) -> None:
    """Drops the bookkeeping of jobs that ended more than a week ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT_FOR).delete()
    Slot.objects.filter(at__lt=now - KEPT_FOR).delete()
    Worker.objects.filter(seen_at__lt=now - KEPT_FOR).delete()
