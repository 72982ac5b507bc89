"""Tasks, links and assignments that are made or changed one at a time: each of them an edit of the plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import edits as said
from milepost.plans import models, rules
from milepost.plans.draft import Constraint, LagUnit, LinkKind
from milepost.plans.writes.editing import edit_plan
from milepost.tables import Worded

KEY = "new"


def add_task(
    actor: Actor,
    project_id: int,
    *,
    name: str,
    duration_minutes: int = 0,
    after_id: int | None = None,
    level: int | None = None,
    now: datetime,
) -> int:
    """A task after the task `after_id`, or at the end; gives back its id. Without a duration it is a milestone.

    `level` is at most one deeper than the task before it, which then becomes a summary; by default the same.
    """
    edit = said.Add(KEY, name, after_id, level, duration_minutes)
    return edit_plan(actor, project_id, edits=[edit], now=now).made[KEY]


def change_task(
    actor: Actor,
    task_id: int,
    *,
    name: str,
    duration_minutes: int,
    constraint: Constraint,
    constraint_at: datetime | None,
    deadline_at: datetime | None,
    version: int | None,
    now: datetime,
) -> int:
    """Another name, duration, date constraint or deadline, the times on the project's wall clock. Gives back the new version.

    Another duration leaves the per cent complete as it is; the work of its people changes with it. Refused: a duration for a
    summary, a constraint that needs a date without one.
    """
    accounts.require(actor, "plans.change_task")
    fields: dict[str, Any] = {
        "name": name,
        "duration_minutes": duration_minutes,
        "constraint": constraint,
        "constraint_at": constraint_at,
        "deadline_at": deadline_at,
    }
    edit = said.Set(task_id, version, fields)
    return edit_plan(actor, _home(task_id), edits=[edit], now=now).versions[task_id]


def estimate_task(
    actor: Actor,
    task_id: int,
    *,
    best_minutes: int | None,
    likely_minutes: int,
    worst_minutes: int | None,
    version: int | None,
    now: datetime,
) -> int:
    """Keeps a three-point estimate in working minutes; the likely length becomes the duration. Gives back the new version.

    Without best and worst the estimate is taken back and only the likely length stays. Refused: one of the two alone, lengths
    that are not in order (best, likely, worst), milestones, summaries, tasks of other projects and tasks that are done.
    """
    accounts.require(actor, "plans.estimate_task")
    rules.check_estimate(rules.Estimate(best_minutes, likely_minutes, worst_minutes))
    fields = {"best_minutes": best_minutes, "duration_minutes": likely_minutes, "worst_minutes": worst_minutes}
    edit = said.Set(task_id, version, fields)
    return edit_plan(actor, _home(task_id), edits=[edit], now=now).versions[task_id]


def remove_task(actor: Actor, task_id: int, *, version: int | None, now: datetime) -> None:
    """Takes one task out of the plan, with its links and assignments; its reports are kept.

    Refused: a summary (`remove_branch` takes what is below it along). A newer file that still holds the task brings it back.
    """
    accounts.require(actor, "plans.remove_task")
    edit_plan(actor, _home(task_id), edits=[said.Remove(task_id, version, with_below=False)], now=now)


def remove_branch(actor: Actor, task_id: int, *, version: int | None, now: datetime) -> None:
    """As `remove_task`, of a task and everything below it."""
    accounts.require(actor, "plans.remove_task")
    edit_plan(actor, _home(task_id), edits=[said.Remove(task_id, version)], now=now)


def add_link(
    actor: Actor,
    predecessor_id: int,
    *,
    successor_id: int,
    kind: LinkKind = LinkKind.FS,
    lag: int = 0,
    unit: LagUnit = LagUnit.WORKING,
    now: datetime,
) -> int:
    """The successor follows the predecessor; `lag` is negative for a lead, in minutes or per cent as `unit` says. Gives back its id.

    Both tasks are of one project. Refused: a circle, a link to itself, between a summary and a task below it, or one that is there.
    """
    accounts.require(actor, "plans.add_link")
    edit = said.LinkUp(predecessor_id, successor_id, kind, lag, unit, key=KEY, only_new=True)
    return edit_plan(actor, _home(predecessor_id), edits=[edit], now=now).made[KEY]


def remove_link(actor: Actor, link_id: int, *, now: datetime) -> None:
    """Takes a link away."""
    accounts.require(actor, "plans.remove_link")
    home = models.Link.objects.filter(pk=link_id).values_list("project_id", flat=True).first()
    edit_plan(actor, home or 0, edits=[said.Unlink(link_id)], now=now)


def assign(actor: Actor, task_id: int, *, resource_id: int, units: int = 100, now: datetime) -> int:
    """Somebody of the project's team works on a task with `units` per cent of their time; said again, the units change. Its id."""
    accounts.require(actor, "plans.change_task")
    edit = said.Assign(task_id, resource_id, units, key=KEY)
    return edit_plan(actor, _home(task_id), edits=[edit], now=now).made[KEY]


def unassign(actor: Actor, task_id: int, *, resource_id: int, now: datetime) -> None:
    """Somebody no longer works on a task."""
    accounts.require(actor, "plans.change_task")
    edit_plan(actor, _home(task_id), edits=[said.Unassign(task_id, resource_id)], now=now)


def record_progress(
    actor: Actor,
    task_id: int,
    *,
    percent: int | None,
    remaining_minutes: int | None,
    started_at: datetime | None = None,
    finished_at: datetime | None = None,
    note: str = "",
    version: int | None = None,
    now: datetime,
) -> int:
    """Keeps what a person says of a task: per cent complete, working minutes left, or both; gives back the plan's revision.

    `started_at` and `finished_at` are wall-clock times of the project's zone; where nothing is said, work began with the
    day's work and ended now. Members report on the tasks they are assigned to. Refused: summaries, tasks of other projects,
    inactive tasks, a report that contradicts itself, and the future. `version` of the task is optional: given and old, it is stale.
    """
    accounts.require(actor, "plans.record_progress")
    edit = said.Report(task_id, percent, remaining_minutes, started_at=started_at, finished_at=finished_at, note=note, version=version)
    return edit_plan(actor, _home(task_id), edits=[edit], now=now).revision


def _home(task_id: int) -> int:
    """The project of a task that is in its plan."""
    for project_id in _HOME(task_id=task_id):
        return project_id
    raise NotFound()


_HOME = Worded(lambda task_id: models.Task.objects.filter(pk=task_id, removed_at=None).values_list("project_id", flat=True))
