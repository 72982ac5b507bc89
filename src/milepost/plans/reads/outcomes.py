"""What the project is for, what it hands over, what was promised and what was frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import models, rules
from milepost.plans.reads.values import Baseline, Criterion, Deliverable, FrozenTask, Milestone, Objective, Outcomes, Overview, Promised
from milepost.plans.reads.visible import project_row
from milepost.tables import Worded


def overview(actor: Actor, project_id: int) -> Overview:
    """What the project is for, what it hands over, what was promised and frozen. Eight queries."""
    accounts.require(actor, "plans.see")
    row = project_row(actor, project_id)
    return Overview(
        id=row.pk,
        name=row.name,
        zone=row.zone,
        native=row.native,
        start=row.start,
        version=row.version,
        objectives=_objectives(row),
        deliverables=deliverables_of([row.pk]),
        promises=_promises(row),
        baselines=_baselines(row),
    )


def outcomes(actor: Actor, project_id: int) -> Outcomes:
    """What the project is for and what it hands over, in five queries."""
    accounts.require(actor, "plans.see")
    row = project_row(actor, project_id)
    return Outcomes(row.expected_on, _objectives(row), deliverables_of([row.pk]))


def objectives(actor: Actor, project_id: int) -> tuple[Objective, ...]:
    """The measurable outcomes the project is judged by, in the order they were added."""
    accounts.require(actor, "plans.see")
    return _objectives(project_row(actor, project_id))


def _objectives(project: models.Project) -> tuple[Objective, ...]:
    rows = models.Objective.objects.filter(project=project).order_by("pk")
    names = ("id", "project_id", "name", "metric", "baseline_value", "target", "by_on", "version")
    return tuple(Objective(*row) for row in rows.values_list(*names))


def deliverables(actor: Actor, project_id: int) -> tuple[Deliverable, ...]:
    """The project's deliverables, in the order they were added, with what is left of each. Three queries."""
    accounts.require(actor, "plans.see")
    return deliverables_of([project_row(actor, project_id).pk])


def deliverables_of(project_ids: Sequence[int]) -> tuple[Deliverable, ...]:
    """The deliverables of several projects, whoever asks."""
    rows = list(models.Deliverable.objects.filter(project_id__in=project_ids).select_related("owner").order_by("pk"))
    criteria, tasks = _criteria([row.pk for row in rows]), _tasks([row.pk for row in rows])
    return tuple(_deliverable(row, tuple(criteria[row.pk]), tasks[row.pk]) for row in rows)


def _criteria(deliverable_ids: list[int]) -> dict[int, list[Criterion]]:
    rows = models.Criterion.objects.filter(deliverable_id__in=deliverable_ids).order_by("position")
    found: dict[int, list[Criterion]] = defaultdict(list)
    for deliverable_id, pk, text, met in rows.values_list("deliverable_id", "pk", "text", "met"):
        found[deliverable_id].append(Criterion(pk, text, met))
    return found


_Left = tuple[int, int, int, int, int]
"""Of a task: id, uid, per cent, duration, remaining minutes."""


def _tasks(deliverable_ids: list[int]) -> dict[int, list[_Left]]:
    rows = models.Task.objects.filter(deliverable_id__in=deliverable_ids, removed_at=None).order_by("position")
    found: dict[int, list[_Left]] = defaultdict(list)
    columns = ("deliverable_id", "pk", "uid", "percent", "duration_minutes", "remaining_minutes")
    for deliverable_id, pk, uid, percent, duration, remaining in rows.values_list(*columns):
        found[deliverable_id].append((pk, uid, percent, duration, rules.remaining(duration, percent, remaining)))
    return found


def _deliverable(row: models.Deliverable, criteria: tuple[Criterion, ...], tasks: list[_Left]) -> Deliverable:
    return Deliverable(
        id=row.pk,
        project_id=row.project_id,
        name=row.name,
        objective_id=row.objective_id,
        owner_id=row.owner_id,
        owner=row.owner.name if row.owner else "",
        review_minutes=row.review_minutes,
        criteria=criteria,
        task_ids=tuple(task[0] for task in tasks),
        task_uids=tuple(task[1] for task in tasks),
        percent=rules.percent_of_all((task[2], task[3]) for task in tasks),
        remaining_minutes=sum(task[4] for task in tasks),
        complete=bool(tasks) and all(task[2] == 100 for task in tasks),
        version=row.version,
        due_on=row.due_on,
    )


def promises(actor: Actor, project_id: int) -> tuple[Promised, ...]:
    """Every date that was ever promised of the project and its tasks, newest first."""
    accounts.require(actor, "plans.see")
    return _promises(project_row(actor, project_id))


def _promises(project: models.Project) -> tuple[Promised, ...]:
    rows = models.PromisedDate.objects.filter(project=project)
    return tuple(map(_promised, rows.select_related("task", "by").order_by("-pk")))


def promised(project_ids: Iterable[int]) -> dict[int, Promised]:
    """The date that holds for each project as a whole; projects without one are left out. One query."""
    return {row.project_id: _promised(row) for row in _PROMISED(project_ids=list(project_ids))}


_PROMISED = Worded(
    lambda project_ids: (
        models.PromisedDate.objects.filter(project_id__in=project_ids, task=None).select_related("task", "by").order_by("pk")
    )
)


def promised_by_uid(project_id: int) -> dict[int | None, date]:
    """The dates that hold, by the task's uid; None is the whole project's. Whoever asks. One query."""
    rows = models.PromisedDate.objects.filter(project_id=project_id).filter(Q(task=None) | Q(task__removed_at=None)).order_by("pk")
    return dict(rows.values_list("task__uid", "on"))


@dataclass(frozen=True, slots=True)
class PromisedTaskOn:
    """The day that holds for a task of a project which was promised on its own."""

    project_id: int
    task_id: int
    uid: int
    name: str
    on: date


def promised_tasks(project_ids: Iterable[int]) -> tuple[PromisedTaskOn, ...]:
    """Every task of these projects with a promise of its own, whoever asks. One query."""
    rows = models.PromisedDate.objects.filter(project_id__in=list(project_ids), task__removed_at=None, task__isnull=False).order_by("pk")
    newest = {row[1]: PromisedTaskOn(*row) for row in rows.values_list("project_id", "task_id", "task__uid", "task__name", "on")}
    return tuple(newest.values())


def _promised(row: models.PromisedDate) -> Promised:
    return Promised(
        id=row.pk,
        project_id=row.project_id,
        on=row.on,
        task_id=row.task_id,
        task_name=row.task.name if row.task else "",
        because=row.because,
        by=row.by.name,
        at=row.at,
    )


def baselines(actor: Actor, project_id: int) -> tuple[Baseline, ...]:
    """The project's baselines, by number."""
    accounts.require(actor, "plans.see")
    return _baselines(project_row(actor, project_id))


def baseline(actor: Actor, project_id: int, number: int) -> Baseline:
    """The one of that number; `NotFound` where the project has none, or the actor may not know it."""
    for each in baselines(actor, project_id):
        if each.number == number:
            return each
    raise NotFound()


def _baselines(project: models.Project) -> tuple[Baseline, ...]:
    rows = models.Baseline.objects.filter(project=project).select_related("by").order_by("number")
    latest = _latest_finish([row.pk for row in rows])
    return tuple(Baseline(row.pk, row.number, row.name, row.because, row.frozen_at, row.by.name, latest.get(row.pk)) for row in rows)


def _latest_finish(baseline_ids: list[int]) -> dict[int, datetime]:
    return dict(_LATEST_FINISH(baseline_ids=baseline_ids))


_LATEST_FINISH = Worded(
    lambda baseline_ids: (
        models.BaselineTask.objects.filter(baseline_id__in=baseline_ids, finish__isnull=False)
        .values_list("baseline_id")
        .annotate(models.LatestTime("finish"))
    )
)


def milestones(project_id: int) -> tuple[Milestone, ...]:
    """The milestones of a project, in the plan's order, whoever asks. One query."""
    rows = models.Task.objects.filter(project_id=project_id, removed_at=None, milestone=True, summary=False, active=True)
    columns = ("pk", "uid", "name", "percent", "actual_finish")
    found = rows.order_by("position").values_list(*columns)
    return tuple(Milestone(pk, uid, name, percent == 100 or finish is not None) for pk, uid, name, percent, finish in found)


def frozen_tasks(project_id: int, numbers: Iterable[int]) -> dict[int, list[FrozenTask]]:
    """What some baselines of a project froze, by their number, in the plan's order; whoever asks. One query."""
    rows = models.BaselineTask.objects.filter(baseline__project_id=project_id, baseline__number__in=list(numbers))
    columns = ("baseline__number", "task__uid", "task_id", "task__name", "task__summary", "task__milestone")
    dates = ("start", "finish", "duration_minutes", "effort_minutes", "task__removed_at")
    found: dict[int, list[FrozenTask]] = {number: [] for number in numbers}
    for number, uid, pk, name, summary, milestone, *frozen, removed_at in rows.order_by("task__position").values_list(*columns, *dates):
        found[number].append(FrozenTask(uid, None if removed_at else pk, name, summary, milestone, *frozen))
    return found


def newest_baselines(project_ids: Iterable[int]) -> dict[int, int]:
    """Which baseline each project is compared with: the one frozen last; of those a file brought, its first."""
    return dict(_NEWEST_BASELINES(project_ids=list(project_ids)))


_NEWEST_BASELINES = Worded(
    lambda project_ids: (
        models.Baseline.objects.filter(project_id__in=project_ids).order_by("frozen_at", "-number").values_list("project_id", "pk")
    )
)


def newest_baseline(project_id: int) -> QuerySet[models.Baseline, int]:
    """The id of the baseline of one project that `newest_baselines` names, as a part of another query."""
    return models.Baseline.objects.filter(project_id=project_id).order_by("-frozen_at", "number").values_list("pk", flat=True)[:1]


def baseline_finish(project_ids: Iterable[int]) -> dict[int, datetime]:
    """The finish each project was last frozen with. Two queries."""
    newest = newest_baselines(project_ids)
    latest = _latest_finish(list(newest.values()))
    return {project_id: latest[pk] for project_id, pk in newest.items() if pk in latest}
