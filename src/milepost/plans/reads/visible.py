"""Which projects an actor may know. Every other read and every write of a project comes through here."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from milepost.accounts import rules as permissions
from milepost.kernel.actor import Actor, Role
from milepost.kernel.refusal import NotFound
from milepost.plans import models
from milepost.tables import Worded


def visible_to(actor: Actor) -> QuerySet[models.Project]:
    """Everything of the workspace for those who manage, the projects whose team they are on for members, none for clients."""
    projects = models.Project.objects.filter(workspace_id=actor.workspace_id).order_by("name", "id")
    if permissions.may(actor.role, "plans.add_project"):
        return projects
    if not permissions.may(actor.role, "plans.see"):
        return projects.none()
    return projects.filter(pk__in=own_places(actor).values("project_id"))


def _seen_by(role: Role, workspace_id: int, user_id: int = 0) -> QuerySet[models.Project]:
    return visible_to(Actor(user_id, "", workspace_id, role, ""))


def _values(actor: Actor) -> dict[str, Any]:
    """What `_seen_by` asks of an actor: whoever sees everything is asked no further."""
    seen = {"role": actor.role, "workspace_id": actor.workspace_id}
    return seen if permissions.may(actor.role, "plans.add_project") else {**seen, "user_id": actor.user_id}


def own_places(actor: Actor) -> QuerySet[models.Resource]:
    """The places in plans' teams that are the actor's own."""
    return models.Resource.objects.filter(workspace_id=actor.workspace_id, person__user_id=actor.user_id)


def visible_tasks(actor: Actor) -> QuerySet[models.Task]:
    """The tasks of the visible projects that are still in their plans."""
    return _tasks_of(visible_to(actor))


def _tasks_of(projects: QuerySet[models.Project]) -> QuerySet[models.Task]:
    return models.Task.objects.filter(project__in=projects.order_by().values("pk"), removed_at=None)


def task_row(actor: Actor, task_id: int) -> models.Task:
    """The row of a task the actor may see, with its project; else `NotFound`. One query."""
    for row in _TASK(task_id=task_id, **_values(actor)):
        return row
    raise NotFound()


_TASK = Worded(lambda task_id, **actor: _tasks_of(_seen_by(**actor)).select_related("project").filter(pk=task_id))


def project_row(actor: Actor, project_id: int) -> models.Project:
    """The row of a project the actor may know; else `NotFound`."""
    for row in _ROW(project_id=project_id, **_values(actor)):
        return row
    raise NotFound()


_ROW = Worded(lambda project_id, **actor: _seen_by(**actor).filter(pk=project_id))
_HELD = Worded(lambda project_id, **actor: _seen_by(**actor).select_for_update(of=("self",)).filter(pk=project_id))


def visible_ids(actor: Actor) -> frozenset[int]:
    """Ids of the projects the actor may know."""
    return frozenset(visible_to(actor).order_by().values_list("pk", flat=True))


def visible_names(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Id and name of the projects the actor may know, by name."""
    return tuple(visible_to(actor).values_list("pk", "name"))


def zones() -> tuple[tuple[int, str], ...]:
    """Id and time zone of every project there is, for the worker that keeps forecasts fresh."""
    return tuple(models.Project.objects.order_by().values_list("pk", "zone"))


def workspace_id(project_id: int) -> int:
    """The workspace a project belongs to; `NotFound` without such a project."""
    found = models.Project.objects.filter(pk=project_id).values_list("workspace_id", flat=True).first()
    if found is None:
        raise NotFound()
    return found


def names(project_id: int) -> tuple[tuple[int, int, str], ...]:
    """Id, uid and name of every task, in the plan's order, whoever asks."""
    tasks = models.Task.objects.filter(project_id=project_id, removed_at=None).order_by("position")
    return tuple(tasks.values_list("pk", "uid", "name"))


def people_by_uid(project_id: int) -> dict[int, int]:
    """The person behind each team member who is linked to one, by the member's uid, whoever asks."""
    linked = models.Resource.objects.filter(project_id=project_id, person__isnull=False)
    return {uid: person for uid, person in linked.values_list("uid", "person_id") if person is not None}


def sharing_people(project_id: int) -> tuple[int, ...]:
    """The other projects on whose teams somebody of this project's team is, whoever asks."""
    people = models.Resource.objects.filter(project_id=project_id, person__isnull=False).values("person_id")
    others = models.Resource.objects.filter(person_id__in=people).exclude(project_id=project_id)
    return tuple(others.order_by("project_id").values_list("project_id", flat=True).distinct())


def hold(project_id: int) -> None:
    """Holds a project until the transaction ends, so that nobody changes it meanwhile; `NotFound` without it."""
    if models.Project.objects.select_for_update().filter(pk=project_id).first() is None:
        raise NotFound()


def held_project(actor: Actor, project_id: int) -> models.Project:
    """The row of a project the actor may know, held until the transaction ends. Every write of a project holds it first."""
    for row in _HELD(project_id=project_id, **_values(actor)):
        return row
    raise NotFound()


def held_task(actor: Actor, task_id: int) -> tuple[models.Project, models.Task]:
    """A task the actor may see, read after its project is held. Two queries."""
    home = models.Task.objects.filter(pk=task_id, removed_at=None).values("project_id")
    project = visible_to(actor).order_by().select_for_update(of=("self",)).filter(pk__in=home).first()
    row = None if project is None else models.Task.objects.filter(pk=task_id, removed_at=None).first()
    if project is None or row is None:
        raise NotFound()
    return project, row


def is_assigned(actor: Actor, task_id: int) -> bool:
    """Whether the actor is one of those who work on the task."""
    return models.Assignment.objects.filter(task_id=task_id, resource__in=own_places(actor)).exists()
