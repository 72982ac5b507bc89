"""What the firm has finished: what each task was estimated at before, what it took, and whose it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.plans import models


@dataclass(frozen=True, slots=True)
class Done:
    """A finished task. `person` and `role` are those of whoever was on it first, empty where nobody was."""

    estimated_minutes: int
    actual_minutes: int
    finished_on: date
    person: str
    role: str


def done(project_id: int, *, most: int = 2000) -> tuple[Done, ...]:
    """The newest `most` finished tasks of the workspace that a project belongs to, oldest first; one query.

    A task counts with what its project's first baseline estimated; one that no baseline knew teaches nothing.
    """
    return _done(models.Project.objects.filter(pk=project_id).values("workspace"), most)


def finished(actor: Actor, *, most: int) -> tuple[Done, ...]:
    """The same of the actor's workspace, for those who may see how good its estimates are."""
    accounts.require(actor, "forecast.see_calibration")
    return _done([actor.workspace_id], most)


def _done(workspaces: Any, most: int) -> tuple[Done, ...]:
    first = models.Baseline.objects.filter(project=OuterRef("task__project")).order_by("number").values("pk")[:1]
    whose = models.Assignment.objects.filter(task=OuterRef("task")).order_by("pk")
    rows = (
        models.BaselineTask.objects.filter(
            workspace__in=workspaces,
            baseline=Subquery(first),
            duration_minutes__gt=0,
            task__actual_minutes__gt=0,
            task__actual_finish__isnull=False,
            task__removed_at=None,
            task__summary=False,
        )
        .order_by("-task__actual_finish", "-task")
        .values_list(
            "duration_minutes",
            "task__actual_minutes",
            "task__actual_finish",
            *(Subquery(whose.values(column)[:1]) for column in ("resource__email", "resource__name", "resource__group")),
        )[:most]
    )
    return tuple(
        Done(estimated, actual, at.date(), email or name or "", group or "") for estimated, actual, at, email, name, group in reversed(rows)
    )


def reported(project_id: int, *, zone: str) -> tuple[tuple[date, int, int], ...]:
    """What people said of how far the tasks are, oldest first: day in `zone`, uid and per cent. Whoever asks; one query."""
    rows = (
        models.Progress.objects.filter(project_id=project_id, task__removed_at=None)
        .order_by("pk")
        .values_list("at", "task__uid", "percent")
    )
    return tuple((at.astimezone(ZoneInfo(zone)).date(), uid, percent) for at, uid, percent in rows)
