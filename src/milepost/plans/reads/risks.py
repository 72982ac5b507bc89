"""The risks and issues of a project."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import models
from milepost.plans.reads.visible import project_row, visible_to
from milepost.plans.rules import Response, RiskState


@dataclass(frozen=True, slots=True)
class RiskTask:
    """A task that a risk would make longer."""

    id: int
    uid: int
    name: str


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that may happen: in `percent` of 100 cases each of its tasks takes `minutes` of working time longer.

    `measures` says what is done about it. `state` holds since the day `since_on`.
    """

    id: int
    project_id: int
    name: str
    effect: str
    percent: int
    minutes: int
    response: Response
    measures: str
    owner_id: int | None
    owner: str
    review_on: date | None
    state: RiskState
    since_on: date
    version: int
    tasks: tuple[RiskTask, ...]


def risks(actor: Actor, project_id: int) -> tuple[Risk, ...]:
    """Every risk and issue of a project, open or not, in the order they were added. Four queries."""
    accounts.require(actor, "plans.see")
    return _risks(project_row(actor, project_id).pk)


def risk(actor: Actor, project_id: int, risk_id: int) -> Risk:
    """One of them; `NotFound` where there is none or the actor may not know the project."""
    found = next((one for one in risks(actor, project_id) if one.id == risk_id), None)
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class Review:
    """A risk or an issue that was to be looked at again by `review_on`."""

    project_id: int
    project: str
    risk_id: int
    name: str
    state: RiskState
    owner: str
    review_on: date


def reviews(actor: Actor, *, on: date) -> tuple[Review, ...]:
    """What is to be looked at again on a day, what waits longest first: for who manages everything, for others what they look after.

    One query.
    """
    accounts.require(actor, "plans.see")
    due = models.Risk.objects.filter(project__in=visible_to(actor).order_by().values("pk"), review_on__lte=on)
    if not permissions.may(actor.role, "plans.change_risk"):
        due = due.filter(owner__user_id=actor.user_id)
    names = ("project_id", "project__name", "pk", "name", "state", "owner__name", "review_on")
    rows = due.exclude(state=RiskState.CLOSED).order_by("review_on", "pk").values_list(*names)
    return tuple(Review(project, home, pk, name, RiskState(state), owner or "", day) for project, home, pk, name, state, owner, day in rows)


def open_risks(project_id: int) -> tuple[Risk, ...]:
    """What may still happen to a project, whoever asks. Two queries."""
    return tuple(one for one in _risks(project_id) if one.state is RiskState.OPEN)


def _risks(project_id: int) -> tuple[Risk, ...]:
    hit: dict[int, list[RiskTask]] = defaultdict(list)
    tasks = models.RiskTask.objects.filter(project_id=project_id, task__removed_at=None).order_by("task__position")
    for risk_id, task_id, uid, name in tasks.values_list("risk_id", "task_id", "task__uid", "task__name"):
        hit[risk_id].append(RiskTask(task_id, uid, name))
    rows = models.Risk.objects.filter(project_id=project_id).select_related("owner").order_by("pk")
    return tuple(_risk(row, tuple(hit[row.pk])) for row in rows)


def _risk(row: models.Risk, tasks: tuple[RiskTask, ...]) -> Risk:
    return Risk(
        id=row.pk,
        project_id=row.project_id,
        name=row.name,
        effect=row.effect,
        percent=row.percent,
        minutes=row.minutes,
        response=Response(row.response),
        measures=row.measures,
        owner_id=row.owner_id,
        owner=row.owner.name if row.owner else "",
        review_on=row.review_on,
        state=RiskState(row.state),
        since_on=row.since_on,
        version=row.version,
        tasks=tasks,
    )
