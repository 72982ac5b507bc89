"""The due dates that are proposed this morning, project by project, and what each would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milepost.accounts import reads as accounts
from milepost.day import models, rules
from milepost.forecast import reads as forecasts
from milepost.forecast.rules import Conclusion, last_day
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.kernel.say import Sentence, unpacked
from milepost.plans import reads as plans
from milepost.plans.draft import Constraint
from milepost.plans.edits import Set


@dataclass(frozen=True, slots=True)
class ProposedDue:
    """A day by which a task or a deliverable (`kind`) could be due: `on`, instead of `due_on` where one is set.

    `typed`: a person set that one, so it is never among what "accept all" takes over. `cause`: none_yet, cannot_be_kept or breaks_promise.
    `planned_on` is its day in the plan without margin. Accepting asks for the `version` that was read.
    """

    project_id: int
    kind: str
    id: int
    uid: int
    name: str
    version: int
    due_on: date | None
    on: date
    planned_on: date
    typed: bool
    cause: str
    because: Sentence
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectDues:
    """What is proposed of one project, the first days first, and how its plan with these dates stands against the promise.

    `standing_days` are working days: positive in hand, negative late; None without a promise. `percent`: so many of 100 dates are to be
    kept (0: the days of the plan). `older` tells that facts have changed since.
    """

    project_id: int
    name: str
    minutes_per_day: int
    percent: int
    finish_on: date
    promised_on: date | None
    standing_days: int | None
    older: bool
    dates: tuple[ProposedDue, ...]

    @property
    def changes(self) -> int:
        """How many dates that are set would move."""
        return sum(each.due_on is not None for each in self.dates)


def proposed_dues(actor: Actor, *, project_id: int | None = None) -> tuple[ProjectDues, ...]:
    """What is proposed over every project that the actor may know, or of one, with those first whose first day is nearest.

    What was set meanwhile is left out. Six queries for any number of projects; `NotFound` for a project the actor may not know.
    """
    accounts.require(actor, "plans.change_task")
    if project_id is not None:
        plans.heading(actor, project_id)
    return dues_of(forecasts.heads(actor, project_id=project_id))


def dues_of(heads: Sequence[forecasts.Head], kept: Mapping[int, Mapping[str, Any]] | None = None) -> tuple[ProjectDues, ...]:
    """The same of projects that the actor is known to see; `kept` is what their briefs propose, where that was read. Three queries."""
    known = {each.project_id: each for each in heads}
    if kept is None:
        kept = dict(models.Brief.objects.filter(pk__in=list(known)).values_list("pk", "dues"))
    named = [(line["kind"], line["id"]) for dues in kept.values() if dues for line in dues["dates"]]
    now_there = plans.dues([pk for kind, pk in named if kind == "task"], [pk for kind, pk in named if kind != "task"]) if named else {}
    found = [_project(known[pk], dues, now_there) for pk, dues in kept.items() if dues]
    return tuple(sorted((each for each in found if each.dates), key=lambda each: (each.dates[0].on, each.project_id)))


def _project(head: forecasts.Head, content: Mapping[str, Any], now_there: Mapping[tuple[str, int], plans.Due]) -> ProjectDues:
    return ProjectDues(
        project_id=head.project_id,
        name=head.name,
        minutes_per_day=head.minutes_per_day,
        percent=content["percent"],
        finish_on=date.fromisoformat(content["finish_on"]),
        promised_on=_day(content["promised_on"]),
        standing_days=content["standing_days"],
        older=(content["revision"], _day(content["as_of"])) != (head.facts_revision, head.as_of),
        dates=tuple(_dates(head.project_id, content["dates"], now_there)),
    )


def _dates(project_id: int, lines: Sequence[Mapping[str, Any]], now_there: Mapping[tuple[str, int], plans.Due]) -> Iterator[ProposedDue]:
    for line in lines:
        due = now_there.get((line["kind"], line["id"]))
        if due is None or due.on != _day(line["due_on"]):
            continue
        yield ProposedDue(
            project_id=project_id,
            kind=line["kind"],
            id=line["id"],
            uid=line["uid"],
            name=due.name,
            version=due.version,
            due_on=due.on,
            on=date.fromisoformat(line["on"]),
            planned_on=date.fromisoformat(line["planned_on"]),
            typed=line["typed"],
            cause=line["cause"],
            because=unpacked(line["because"]),
            who=tuple(line["who"]),
        )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class DueCost:
    """What another day than the proposed one costs. `short_days`: so many working days before the plan can be done; 0 where it can.

    Else `finish_days` are working days by which the project ends later, and `promises` those that it touches.
    """

    on: date
    planned_on: date
    short_days: int
    finish_on: date | None = None
    finish_days: int = 0
    promises: tuple[forecasts.PromiseMoved, ...] = ()


def due_cost(actor: Actor, project_id: int, *, kind: str, item_id: int, on: date, now: datetime) -> DueCost:
    """What it costs that something is finished only on the day `on`, or whether it cannot be by then. Nothing is kept.

    `NotFound` for what is not of the project.
    """
    dues = proposed_dues(actor, project_id=project_id)
    read, drawn = forecasts.concluded(project_id, clock.today(plans.heading(actor, project_id).zone, now))
    uid = _last_uid(project_id, kind, item_id, drawn)
    said = (each.planned_on for found in dues for each in found.dates if (each.kind, each.id) == (kind, item_id))
    planned_on = next(said, last_day(drawn.task(uid).finish))
    if on < planned_on:
        return DueCost(on, planned_on, max(1, drawn.days(on, planned_on)))
    task_id = next(pk for pk, each, _ in plans.names(project_id) if each == uid)
    held = {"constraint": Constraint.FNET, "constraint_at": rules.closing(rules.Facts(read.draft).project_time, on)}
    edit = Set(task_id, plans.versions(project_id, [task_id])[task_id], held)
    seen = forecasts.preview(actor, project_id, [edit], now=now)
    return DueCost(on, planned_on, 0, last_day(seen.finish_after), max(0, seen.days), seen.promises)


def _last_uid(project_id: int, kind: str, item_id: int, drawn: Conclusion) -> int:
    """The task, or that of a deliverable which ends last."""
    if kind == "task":
        uids = [uid for pk, uid, _ in plans.names(project_id) if pk == item_id]
    else:
        uids = [uid for each in plans.deliverables_of([project_id]) if each.id == item_id for uid in each.task_uids]
    there = [uid for uid in uids if uid in drawn.rows]
    if not there:
        raise NotFound()
    return max(there, key=lambda uid: drawn.task(uid).finish)


def unproposed() -> dict[int, str]:
    """The projects whose proposals rest on an older plan than there is, with the mark of the newest. Five queries, for the worker."""
    kept = dict(models.Brief.objects.values_list("pk", "dues_mark"))
    newest = forecasts.calm_marks()
    percents = plans.due_percents(newest.keys())
    marks = {pk: f"{mark} {percents.get(pk, 0)}" for pk, mark in newest.items()}
    return {pk: mark for pk, mark in marks.items() if kept.get(pk) != mark}
