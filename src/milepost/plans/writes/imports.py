"""A plan from a file becomes a project, and a newer file brings it up to date. Both whole or not at all.

The doors import through the forecast room, which asks the engine first; what stands here checks only that the plan can be kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import reads as ledger
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.people import reads as people
from milepost.plans import models, rules
from milepost.plans.draft import Draft, Link, Loss, Resource
from milepost.plans.reads import differences, drafts, files
from milepost.plans.reads.values import Difference
from milepost.plans.reads.wholeness import check_draft
from milepost.plans.writes.changes import changing
from milepost.plans.writes.rows import Rows

AT_ONCE = 2000
"""Rows that one statement deletes."""
SAID = 50
"""Lines of a difference that the ledger quotes; it counts the rest."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The project a file was taken over into, its revision after that, and what of the file was not kept."""

    project_id: int
    revision: int
    losses: tuple[Loss, ...]


def import_plan(
    actor: Actor, draft: Draft, *, file_name: str, size: int = 0, sha256: str = "", import_id: int | None = None, now: datetime
) -> ImportResult:
    """Makes a project of a draft, with everything the draft holds. Team members whose address is known are linked to people.

    `import_id` is the file's row where it was handed in before. Refuses what `check_draft` refuses.
    """
    accounts.require(actor, "plans.import_plan")
    check_draft(draft)
    with transaction.atomic():
        project = _project(actor, draft, now)
        _keep_parts(actor, project, draft, now)
        taken = {"file_name": file_name, "size": size, "sha256": sha256}
        _note_taken(actor, project, draft.losses, taken, import_id, now)
        after = {"name": project.name, "tasks": len(draft.tasks), "links": len(draft.links), **taken}
        revision = audit.record(
            actor, "imported_plan", "project", project.pk, before=None, after=after, plan_id=project.pk, raises_revision=True, now=now
        )
    return ImportResult(project.pk, revision, draft.losses)


def _project(actor: Actor, draft: Draft, now: datetime) -> models.Project:
    zone = accounts.workspace_of(actor.workspace_id).zone
    kept = {name: getattr(draft, name) for name in drafts.PROJECT}
    kept["name"] = rules.name(draft.name)
    return models.Project.objects.create(workspace_id=actor.workspace_id, zone=zone, made_by_id=actor.user_id, made_at=now, **kept)


def _keep_parts(actor: Actor, project: models.Project, draft: Draft, now: datetime) -> None:
    _keep_calendars(project, draft)
    team = _keep_team(actor, project, draft.resources, first=0)
    rows = Rows(project)
    ids = rows.add_tasks(draft.tasks)
    rows.add_links(draft.links, ids)
    rows.add_assignments(draft.assignments, ids, team)
    rows.add_baselines(draft.baselines, ids, by_id=actor.user_id, now=now)


def _keep_calendars(project: models.Project, draft: Draft) -> None:
    models.Calendar.objects.bulk_create(
        models.Calendar(
            workspace_id=project.workspace_id,
            project=project,
            position=position,
            uid=calendar.uid,
            name=calendar.name,
            time=rules.packed_time(calendar.time),
            base=calendar.base,
            of_resource=calendar.of_resource,
            holidays=calendar.holidays,
        )
        for position, calendar in enumerate(draft.calendars)
    )


def _keep_team(actor: Actor, project: models.Project, team: Sequence[Resource], *, first: int) -> dict[int, int]:
    """Adds members of the team; gives back the id of each uid."""
    known = {
        email.casefold(): pk for pk, email in people.visible_to(actor).exclude(email="").order_by("-pk").values_list("pk", "email") if team
    }
    rows = models.Resource.objects.bulk_create(
        models.Resource(
            workspace_id=project.workspace_id,
            project=project,
            position=first + place,
            person_id=known.get(member.email.strip().casefold()),
            **_columns(member, drafts.RESOURCE),
        )
        for place, member in enumerate(team)
    )
    return {row.uid: row.pk for row in rows}


def _columns(value: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _note_taken(
    actor: Actor, project: models.Project, losses: tuple[Loss, ...], taken: Mapping[str, Any], import_id: int | None, now: datetime
) -> None:
    """The file's row says that it was taken over; a file that was never handed in gets its row now."""
    values = {**taken, "project": project, "state": "taken_over", "percent": 100, "losses": files.packed_losses(losses), "changed_at": now}
    if import_id is not None:
        models.Import.objects.filter(pk=import_id, workspace_id=actor.workspace_id).update(**values)
        return
    models.Import.objects.create(workspace_id=actor.workspace_id, by_id=actor.user_id, at=now, **values)


def reimport_plan(
    actor: Actor,
    project_id: int,
    *,
    draft: Draft,
    file_name: str,
    version: int | None,
    size: int = 0,
    sha256: str = "",
    import_id: int | None = None,
    now: datetime,
) -> ImportResult:
    """Brings a project up to date with a newer file, task by task by `uid`; `reads.difference` tells beforehand what that does.

    `version` is the revision the difference was drawn against: stale if anything has changed since. Tasks keep their id, their
    history and their promises; those that left the file leave the plan; progress recorded here stays until a file says more.
    """
    accounts.require(actor, "plans.reimport_plan")
    check_draft(draft)
    with changing(actor, project_id, now=now) as rows:
        project = rows.project
        revision = ledger.revision(project_id)
        accounts_rules.check_version(version, current=revision, yours={"revision": version}, now_there={"revision": revision})
        current = drafts.draft(project_id)
        merged, progress = differences.merge(current, draft, differences.reported_here(project_id))
        difference = differences.between(current, merged, progress=progress, revision=revision)
        _bring_up_to_date(actor, project, current, merged, now)
        taken = {"file_name": file_name, "size": size, "sha256": sha256}
        _note_taken(actor, project, draft.losses, taken, import_id, now)
        before, after = _told(difference)
        revision = rows.keep("reimported_plan", "project", project_id, before=before, after={**after, **taken}, needs="")
    return ImportResult(project_id, revision, draft.losses)


def _bring_up_to_date(actor: Actor, project: models.Project, current: Draft, merged: Draft, now: datetime) -> None:
    for name in drafts.PROJECT:
        setattr(project, name, getattr(merged, name))
    project.version += 1
    project.save()
    if merged.calendars != current.calendars:
        models.Calendar.objects.filter(project=project).delete()
        _keep_calendars(project, merged)
    ids = _update_tasks(project, current, merged, now)
    _update_links(project, ids, merged.links)
    team = _update_team(actor, project, current, merged)
    if merged.assignments != current.assignments:
        models.Assignment.objects.filter(project=project).delete()
        Rows(project).add_assignments(merged.assignments, ids, team)
    _update_baselines(actor, project, current, merged, ids, now)


def _update_tasks(project: models.Project, current: Draft, merged: Draft, now: datetime) -> dict[int, int]:
    """Tasks that are new or differ are written in one go, by uid; those not in the plan any more are marked. The id of each uid."""
    kept = models.Task.objects.filter(project=project)
    versions = dict(kept.values_list("uid", "version"))
    positions = dict(kept.filter(removed_at=None).values_list("uid", "position"))
    before = {task.uid: (positions[task.uid], task) for task in current.tasks}
    placed = zip(_positions(positions, merged), merged.tasks, strict=True)
    moved = [(position, task) for position, task in placed if before.get(task.uid) != (position, task)]
    Rows(project).put_tasks(moved, versions)
    gone = {task.uid for task in current.tasks} - {task.uid for task in merged.tasks}
    _remove_tasks(project, gone, now)
    return dict(models.Task.objects.filter(project=project, removed_at=None).values_list("uid", "pk"))


def _positions(there: Mapping[int, int], merged: Draft) -> list[int]:
    """Where each task comes: as many as can stay where they are do, the others between them; all anew where there is no room."""
    wanted = [there.get(task.uid) for task in merged.tasks]
    staying = rules.staying(wanted)
    fixed = [position if place in staying else None for place, position in enumerate(wanted)]
    return rules.places(fixed, [task.uid for task in merged.tasks]) or rules.in_order(len(fixed))


def _remove_tasks(project: models.Project, uids: set[int], now: datetime) -> None:
    if uids:
        tasks = models.Task.objects.filter(project=project, uid__in=uids)
        models.Link.objects.filter(project=project, predecessor__in=tasks.values("pk")).delete()
        models.Link.objects.filter(project=project, successor__in=tasks.values("pk")).delete()
        models.Assignment.objects.filter(project=project, task__in=tasks.values("pk")).delete()
        tasks.update(removed_at=now)


def _update_links(project: models.Project, ids: Mapping[int, int], links: Sequence[Link]) -> None:
    """Links that stand on both sides keep their id."""
    columns = ("predecessor_id", "successor_id", "kind", "lag", "unit")
    there: dict[tuple[Any, ...], list[int]] = {}
    for pk, *key in models.Link.objects.filter(project=project).values_list("pk", *columns):
        there.setdefault(tuple(key), []).append(pk)
    new = []
    for link in links:
        same = there.get((ids[link.predecessor], ids[link.successor], link.kind.value, link.lag, link.unit.value))
        if same:
            same.pop()
        else:
            new.append(link)
    gone = [pk for left in there.values() for pk in left]
    for first in range(0, len(gone), AT_ONCE):
        models.Link.objects.filter(pk__in=gone[first : first + AT_ONCE]).delete()
    Rows(project).add_links(new, ids)


def _update_team(actor: Actor, project: models.Project, current: Draft, merged: Draft) -> dict[int, int]:
    """Team members keep their place and the person they are linked to."""
    wanted = {member.uid: member for member in merged.resources}
    rows = models.Resource.objects.filter(project=project)
    rows.exclude(uid__in=wanted).delete()
    there = {row.uid: row for row in rows}
    for row in there.values():
        for name, value in _columns(wanted[row.uid], drafts.RESOURCE).items():
            setattr(row, name, value)
    models.Resource.objects.bulk_update(there.values(), [name for name in drafts.RESOURCE if name != "uid"])
    new = [member for member in merged.resources if member.uid not in there]
    _keep_team(actor, project, new, first=len(current.resources))
    return dict(rows.values_list("uid", "pk"))


def _update_baselines(actor: Actor, project: models.Project, current: Draft, merged: Draft, ids: Mapping[int, int], now: datetime) -> None:
    numbers = {line.number for line in merged.baselines}
    old = {number: [line for line in current.baselines if line.number == number] for number in numbers}
    new = {number: [line for line in merged.baselines if line.number == number] for number in numbers}
    differing = [number for number in numbers if old[number] != new[number]]
    models.Baseline.objects.filter(project=project, number__in=differing).delete()
    Rows(project).add_baselines([line for number in differing for line in new[number]], ids, by_id=actor.user_id, now=now)


def _told(difference: Difference) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the ledger says of a difference: counts, and the first lines of each kind."""
    counts = {"added": len(difference.added), "removed": len(difference.removed), "changed": len(difference.changed)}
    links = {"links_added": difference.links_added, "links_removed": difference.links_removed}
    before = {"revision": difference.revision, "removed": [asdict(task) for task in difference.removed[:SAID]]}
    quoted: dict[str, Sequence[Any]] = {"added": difference.added, "changed": difference.changed, "progress": difference.progress}
    return before, {"counts": counts, **links, **{name: [asdict(line) for line in lines[:SAID]] for name, lines in quoted.items()}}
