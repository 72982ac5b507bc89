"""A project begins: what it is for, what it hands over, who works on it and what is to be done, in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.people import reads as people
from milepost.people import writes as people_writes
from milepost.plans import models, rules
from milepost.plans.draft import Draft
from milepost.plans.reads.start import namesakes
from milepost.plans.reads.visible import held_project
from milepost.plans.reads.wholeness import check_draft
from milepost.plans.sketch import Sketch, SketchDeliverable, SketchObjective, draft_of
from milepost.plans.writes.rows import Rows

Team = Mapping[str, int]
"""Who is meant by a name or fills a role: the person's id."""


def start_project(
    actor: Actor,
    sketch: Sketch,
    *,
    name: str,
    start_on: date,
    expected_on: date | None = None,
    team: Team | None = None,
    member_ids: Sequence[int] = (),
    newcomers: Sequence[str] = (),
    now: datetime,
) -> int:
    """Makes a project that follows the firm's working time of a sketch: its tasks, links, objectives and deliverables. Gives back its id.

    `expected_on` is the day the client expects, which promises nothing. `team` says who is meant by the names on the tasks; where it
    does not, a name that only one person of the firm has means that person, and any other becomes a place in the team that somebody
    fills later. `member_ids` are people who join the team as well; `newcomers` names on the tasks who become people of the firm.
    """
    accounts.require(actor, "plans.add_project")
    draft = draft_of(sketch, name=rules.name(name), start_on=start_on)
    check_draft(draft)
    if expected_on is not None:
        rules.check_day(expected_on, field="expected_on")
    with transaction.atomic():
        for newcomer in [role for role in sketch.roles() if role in newcomers]:
            people_writes.add_person(actor, name=newcomer, now=now)
        project = _project(actor, draft, expected_on, now)
        places = _keep_team(actor, project, sketch, team or {}, member_ids)
        _keep_outline(project, draft, places)
        _keep_outcomes(project, sketch)
        after = _told(draft, sketch, expected_on)
        audit.record(actor, "started", "project", project.pk, before=None, after=after, plan_id=project.pk, raises_revision=True, now=now)
    return project.pk


def expect_date(actor: Actor, project_id: int, *, on: date | None, version: int | None, now: datetime) -> int:
    """Says which day the client expects, or that nobody knows. Nothing is promised by it. Gives back the project's new version."""
    accounts.require(actor, "plans.change_project")
    if on is not None:
        rules.check_day(on, field="on")
    with transaction.atomic():
        project = held_project(actor, project_id)
        before, after = {"expected_on": project.expected_on}, {"expected_on": on}
        accounts_rules.check_version(version, current=project.version, yours=after, now_there={**before, "version": project.version})
        models.Project.objects.filter(pk=project_id).update(**after, version=project.version + 1)
        audit.record(
            actor, "expected", "project", project_id, before=before, after=after, plan_id=project_id, raises_revision=True, now=now
        )
    return project.version + 1


def _project(actor: Actor, draft: Draft, expected_on: date | None, now: datetime) -> models.Project:
    return models.Project.objects.create(
        workspace_id=actor.workspace_id,
        name=draft.name,
        zone=accounts.workspace_of(actor.workspace_id).zone,
        native=True,
        start=draft.start,
        expected_on=expected_on,
        made_by_id=actor.user_id,
        made_at=now,
    )


def _keep_team(actor: Actor, project: models.Project, sketch: Sketch, team: Team, member_ids: Sequence[int]) -> dict[int, int]:
    """The team; the id of each place by the uid that the sketch's draft gives it. Somebody with two roles has one place."""
    firm = {person.id: person for person in people.team(actor)}
    if not {*team.values(), *member_ids} <= firm.keys():
        raise NotFound()
    meant = {**namesakes(actor, sketch), **team}
    roles = sketch.roles()
    seats = dict.fromkeys([meant.get(role, role) for role in roles] + list(member_ids))
    rows = {
        seat: models.Resource(
            workspace_id=project.workspace_id,
            project=project,
            position=position,
            uid=position + 1,
            name=firm[seat].name if isinstance(seat, int) else seat,
            email=firm[seat].email if isinstance(seat, int) else "",
            role=_role(seat, roles, meant) if sketch.by_role else "",
            person_id=seat if isinstance(seat, int) else None,
        )
        for position, seat in enumerate(seats)
    }
    models.Resource.objects.bulk_create(rows.values())
    return {uid: rows[meant.get(role, role)].pk for uid, role in enumerate(roles, 1)}


def _role(seat: int | str, roles: Sequence[str], meant: Team) -> str:
    return next((role for role in roles if meant.get(role, role) == seat), "")


def _keep_outline(project: models.Project, draft: Draft, places: Mapping[int, int]) -> None:
    rows = Rows(project)
    ids = rows.add_tasks(draft.tasks)
    rows.add_links(draft.links, ids)
    seats = {(line.task, places[line.resource]): line for line in draft.assignments}
    rows.add_assignments(list(seats.values()), ids, places)


def _keep_outcomes(project: models.Project, sketch: Sketch) -> None:
    objectives = {each.name: _objective(project, each) for each in sketch.objectives}
    uids: dict[str, list[int]] = {}
    for uid, task in enumerate(sketch.tasks, 1):
        uids.setdefault(task.deliverable, []).append(uid)
    for each in sketch.deliverables:
        made = _deliverable(project, each, objectives.get(each.objective))
        models.Task.objects.filter(project=project, uid__in=uids.get(each.name, [])).update(deliverable=made)


def _objective(project: models.Project, each: SketchObjective) -> models.Objective:
    values = rules.outcomes.objective(each.name, each.metric, each.baseline_value, each.target, each.by_on)
    return models.Objective.objects.create(workspace_id=project.workspace_id, project=project, **values)


def _deliverable(project: models.Project, each: SketchDeliverable, objective: models.Objective | None) -> models.Deliverable:
    rules.check_minutes(each.review_minutes, field="review_minutes")
    row = models.Deliverable.objects.create(
        workspace_id=project.workspace_id,
        project=project,
        objective=objective,
        name=rules.name(each.name, field="deliverables"),
        review_minutes=each.review_minutes,
    )
    models.Criterion.objects.bulk_create(
        models.Criterion(workspace_id=project.workspace_id, deliverable=row, position=position, text=text)
        for position, text in enumerate(rules.outcomes.criteria(each.criteria))
    )
    return row


def _told(draft: Draft, sketch: Sketch, expected_on: date | None) -> dict[str, Any]:
    return {
        "name": draft.name,
        "start": draft.start,
        "expected_on": expected_on,
        "tasks": len(draft.tasks),
        "links": len(draft.links),
        "objectives": [asdict(each) for each in sketch.objectives],
        "deliverables": [each.name for each in sketch.deliverables],
    }
