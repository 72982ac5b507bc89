"""Projects as a whole: the list, one of them, its team, its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.kernel.actor import Actor
from milepost.plans import models
from milepost.plans.reads.outcomes import promised
from milepost.plans.reads.values import Heading, OvertimeAgreed, Project, TeamMember
from milepost.plans.reads.visible import project_row, visible_to


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A line of the ledger and the name of what it is about, where that still has one."""

    change: audit.Change
    subject: str


def projects(actor: Actor) -> tuple[Project, ...]:
    """The projects the actor may know, by name. Seven queries for any number of them."""
    accounts.require(actor, "plans.see")
    return _values(list(visible_to(actor)))


def project(actor: Actor, project_id: int) -> Project:
    """One project; `NotFound` if the actor may not know it."""
    accounts.require(actor, "plans.see")
    return _values([project_row(actor, project_id)])[0]


def heading(actor: Actor, project_id: int) -> Heading:
    """A project by name alone, in one query; `NotFound` if the actor may not know it."""
    accounts.require(actor, "plans.see")
    row = project_row(actor, project_id)
    return Heading(row.pk, row.name, row.zone, row.minutes_per_day)


def _values(rows: list[models.Project]) -> tuple[Project, ...]:
    ids = [row.pk for row in rows]
    revisions, counts, promises, files = audit.revisions(ids), _counts(ids), promised(ids), _files(ids)
    return tuple(
        Project(
            id=row.pk,
            name=row.name,
            zone=row.zone,
            native=row.native,
            start=row.start,
            minutes_per_day=row.minutes_per_day,
            status_on=row.status_on,
            version=row.version,
            revision=revisions[row.pk],
            task_count=counts[row.pk][0],
            done_count=counts[row.pk][1],
            promised=promises.get(row.pk),
            file_name=files.get(row.pk, ""),
            made_at=row.made_at,
        )
        for row in rows
    )


def most_tasks() -> int:
    """How many tasks the largest plan of the installation has."""
    counted = models.Task.objects.filter(removed_at=None).order_by().values("project_id").annotate(tasks=Count("pk"))
    return counted.aggregate(most=Max("tasks"))["most"] or 0


def _counts(project_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    leaves = models.Task.objects.filter(project_id__in=project_ids, removed_at=None, summary=False).order_by()
    counted = leaves.values_list("project_id").annotate(tasks=Count("pk"), done=Count("pk", filter=Q(percent=100)))
    return defaultdict(lambda: (0, 0), {project_id: (every, done) for project_id, every, done in counted})


def _files(project_ids: Iterable[int]) -> dict[int, str]:
    taken = models.Import.objects.filter(project_id__in=project_ids, state="taken_over").order_by("pk")
    return dict(taken.values_list("project_id", "file_name"))


def team(actor: Actor, project_id: int) -> tuple[TeamMember, ...]:
    """Who and what works on the project, in the plan's order."""
    accounts.require(actor, "plans.see")
    rows = models.Resource.objects.filter(project=project_row(actor, project_id)).order_by("position")
    names = ("id", "uid", "name", "initials", "email", "kind", "units", "person_id")
    return tuple(TeamMember(*row) for row in rows.values_list(*names))


def overtime(actor: Actor, project_id: int) -> tuple[OvertimeAgreed, ...]:
    """What the team agreed to work on top of its usual hours, by day."""
    accounts.require(actor, "plans.see")
    rows = models.Overtime.objects.filter(project=project_row(actor, project_id)).order_by("first", "pk")
    return tuple(
        OvertimeAgreed(*row) for row in rows.values_list("id", "resource_id", "resource__name", "first", "last", "minutes", "saturdays")
    )


def history(actor: Actor, project_id: int, *, before: int | None = None) -> tuple[HistoryLine, ...]:
    """The project's changes, newest first, a page of the ledger at a time: those numbered below `before` if that is given."""
    accounts.require(actor, "plans.see_history")
    project_row(actor, project_id)
    return with_subjects(audit.entries(actor.workspace_id, plan_id=project_id, before=before))


def workspace_history(actor: Actor, *, before: int | None = None) -> tuple[HistoryLine, ...]:
    """Every change of the workspace, of plans or not, newest first, as `history` gives those of one project."""
    accounts.require(actor, "accounts.see_ledger")
    return with_subjects(audit.entries(actor.workspace_id, before=before))


def with_subjects(changes: Sequence[audit.Change]) -> tuple[HistoryLine, ...]:
    """The changes with the names of what they are about: one query for each kind of thing."""
    names = _subjects(changes)
    return tuple(HistoryLine(change, names.get((change.kind, change.subject_id), "")) for change in changes)


def _subjects(changes: Iterable[audit.Change]) -> dict[tuple[str, int], str]:
    """Names of what the changes are about: one query for each kind of thing."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        wanted[change.kind].add(change.subject_id)
    kinds = {"project": models.Project, "task": models.Task, "objective": models.Objective, "deliverable": models.Deliverable}
    names: dict[tuple[str, int], str] = {}
    for kind, ids in wanted.items():
        if kind in kinds:
            rows = kinds[kind]._default_manager.filter(pk__in=ids).values_list("pk", "name")
            names |= {(kind, pk): name for pk, name in rows}
    return names
