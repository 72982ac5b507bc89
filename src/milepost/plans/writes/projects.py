"""Projects made here, their team, what is promised of them and what is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max, QuerySet

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.people import reads as people
from milepost.plans import models, rules
from milepost.plans.draft import FROZEN_HERE
from milepost.plans.writes.changes import Rows, changing


def add_project(actor: Actor, *, name: str, start_on: date, now: datetime) -> int:
    """A project without tasks, that follows the firm's working time. Gives back its id."""
    accounts.require(actor, "plans.add_project")
    rules.check_day(start_on, field="start_on")
    with transaction.atomic():
        project = models.Project.objects.create(
            workspace_id=actor.workspace_id,
            name=rules.name(name),
            zone=accounts.workspace_of(actor.workspace_id).zone,
            native=True,
            start=datetime.combine(start_on, time()),
            made_by_id=actor.user_id,
            made_at=now,
        )
        after = {"name": project.name, "start": project.start}
        audit.record(actor, "added", "project", project.pk, before=None, after=after, plan_id=project.pk, raises_revision=True, now=now)
    return project.pk


def change_project(actor: Actor, project_id: int, *, name: str, start_on: date, version: int | None, now: datetime) -> int:
    """Another name or first day. Gives back the new version."""
    accounts.require(actor, "plans.change_project")
    rules.check_day(start_on, field="start_on")
    with changing(actor, project_id, now=now) as rows:
        project = rows.project
        before = {"name": project.name, "start": project.start}
        start = project.start if project.start.date() == start_on else datetime.combine(start_on, time())
        after = {"name": rules.name(name), "start": start}
        accounts_rules.check_version(version, current=project.version, yours=after, now_there={**before, "version": project.version})
        rows.change(project, {**after, "version": project.version + 1})
        rows.keep("changed", "project", project_id, before=before, after=after, needs="plans.change_project")
    return project.version


def rank_project(actor: Actor, project_id: int, *, priority: int, programme: str = "", version: int | None, now: datetime) -> int:
    """Which programme a project belongs to, and how far it goes first where projects need the same people. Gives back the new version.

    Refused: `priority_out_of_range`. A programme that the firm writes otherwise, but for capitals, keeps its spelling.
    """
    accounts.require(actor, "plans.change_project")
    rules.check_priority(priority)
    with changing(actor, project_id, now=now) as rows:
        project = rows.project
        others = models.Project.objects.filter(workspace_id=project.workspace_id).exclude(pk=project.pk)
        known = others.filter(programme__iexact=programme.strip()).values_list("programme", flat=True).first()
        wanted = rules.name(programme) if programme.strip() else ""
        before = {"priority": project.priority, "programme": project.programme}
        after = {"priority": priority, "programme": (known or wanted) if wanted else ""}
        accounts_rules.check_version(version, current=project.version, yours=after, now_there={**before, "version": project.version})
        rows.change(project, {**after, "version": project.version + 1})
        rows.keep("ranked", "project", project_id, before=before, after=after, needs="plans.change_project")
    return project.version


def add_to_team(actor: Actor, project_id: int, *, person_id: int, now: datetime) -> int:
    """A person of the firm joins the project's team. Gives back the id of the place in the team; the same one if asked twice."""
    accounts.require(actor, "plans.change_project")
    with changing(actor, project_id, now=now) as rows:
        person = _person(actor, person_id)
        team = models.Resource.objects.filter(project=rows.project)
        place = team.filter(person=person.id).first() or _new_place(rows, team, person)
        after = {"name": person.name, "person_id": person.id}
        rows.keep("added_to_team", "team_member", place.pk, before=None, after=after, needs="plans.change_project")
    return place.pk


def _new_place(rows: Rows, team: QuerySet[models.Resource], person: people.PersonView) -> models.Resource:
    last = team.aggregate(uid=Max("uid"), position=Max("position"))
    place = models.Resource(
        workspace_id=rows.project.workspace_id,
        project=rows.project,
        position=0 if last["position"] is None else last["position"] + 1,
        uid=(last["uid"] or 0) + 1,
        name=person.name,
        email=person.email,
        person_id=person.id,
    )
    rows.insert(place)
    return place


def link_person(actor: Actor, resource_id: int, *, person_id: int | None, now: datetime) -> None:
    """Says who in the firm a team member of a plan is, or that nobody is. Their days off count then, and they see the plan."""
    accounts.require(actor, "plans.change_project")
    wanted = models.Resource.objects.filter(pk=resource_id).values_list("project_id", flat=True).first()
    with changing(actor, wanted or 0, now=now) as rows:
        place = models.Resource.objects.get(pk=resource_id)
        person = None if person_id is None else _person(actor, person_id)
        before = {"name": place.name, "person_id": place.person_id}
        rows.change(place, {"person_id": person_id})
        after = {"name": place.name, "person_id": person_id, "person": "" if person is None else person.name}
        rows.keep("linked_person", "team_member", resource_id, before=before, after=after, needs="plans.change_project")


def _person(actor: Actor, person_id: int) -> people.PersonView:
    """Somebody of the firm; to whoever may not know them there is nobody."""
    return people.person(actor, person_id)


def promise_date(actor: Actor, project_id: int, *, on: date, task_id: int | None = None, because: str = "", now: datetime) -> int:
    """Says which date was promised, of the whole project or of one task. Earlier promises stay in the record. Gives back its id."""
    accounts.require(actor, "plans.promise_date")
    rules.check_day(on, field="on")
    reason = rules.text(because, field="because", longest=rules.LONGEST_NOTE)
    with changing(actor, project_id, now=now) as rows:
        project = rows.project
        if task_id is not None and not models.Task.objects.filter(pk=task_id, project=project, removed_at=None).exists():
            raise NotFound()
        same = {"task__isnull": True} if task_id is None else {"task_id": task_id}
        earlier = models.PromisedDate.objects.filter(project=project, **same).order_by("-pk").first()
        promised = models.PromisedDate.objects.create(
            workspace_id=project.workspace_id, project=project, task_id=task_id, on=on, because=reason, by_id=actor.user_id, at=now
        )
        before = None if earlier is None else {"on": earlier.on, "task_id": task_id}
        subject = ("project", project_id) if task_id is None else ("task", task_id)
        rows.keep("promised_date", *subject, before=before, after={"on": on, "task_id": task_id}, because=reason, needs="")
    return promised.pk


def freeze_baseline(
    actor: Actor, project_id: int, *, name: str, because: str = "", dates: Mapping[int, tuple[datetime, datetime]], now: datetime
) -> int:
    """Freezes the plan under the next free number, which is given back. `dates` are start and finish by task id.

    The doors freeze through the forecast room, which knows the dates.
    """
    accounts.require(actor, "plans.freeze_baseline")
    with changing(actor, project_id, now=now) as rows:
        project = rows.project
        if not dates:
            raise Refusal("baseline_empty", say("There is nothing to freeze yet. Add a task first."))
        kept, reason = rules.text(name, field="name"), rules.text(because, field="because", longest=rules.LONGEST_NOTE)
        baseline = models.Baseline.objects.create(
            workspace_id=project.workspace_id,
            project=project,
            number=_next_number(project),
            name=kept,
            because=reason,
            frozen_at=now,
            by_id=actor.user_id,
        )
        _freeze(project, baseline, dates)
        after = {"number": baseline.number, "name": kept, "finish": max(finish for _, finish in dates.values())}
        rows.keep("froze_baseline", "baseline", baseline.pk, before=None, after=after, because=reason, needs="")
    return baseline.number


def _next_number(project: models.Project) -> int:
    last = models.Baseline.objects.filter(project=project).aggregate(last=Max("number"))["last"]
    return max(FROZEN_HERE, 0 if last is None else last + 1)


def _freeze(project: models.Project, baseline: models.Baseline, dates: Mapping[int, tuple[datetime, datetime]]) -> None:
    tasks = models.Task.objects.filter(project=project, removed_at=None).order_by("position")
    models.BaselineTask.objects.bulk_create(
        (
            models.BaselineTask(
                workspace_id=project.workspace_id,
                baseline=baseline,
                task_id=pk,
                start=dates[pk][0],
                finish=dates[pk][1],
                duration_minutes=duration,
                effort_minutes=effort,
            )
            for pk, duration, effort in tasks.values_list("pk", "duration_minutes", "effort_minutes")
            if pk in dates
        ),
        batch_size=2000,
    )
