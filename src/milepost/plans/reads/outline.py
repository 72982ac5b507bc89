"""The whole plan as columns, for a chart: everything but the dates that the engine concludes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.kernel.actor import Actor
from milepost.kernel.worktime import WorkingTime
from milepost.people import reads as people
from milepost.plans import models, rules
from milepost.plans.reads.drafts import calendar_time
from milepost.plans.reads.outcomes import newest_baselines
from milepost.plans.reads.visible import project_row

EPOCH = datetime(1970, 1, 1)
MINUTE = timedelta(minutes=1)
TASK, SUMMARY, MILESTONE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Outline:
    """The plan as columns in its order of tasks; `chart` of the forecast room says what each holds. `links` name rows."""

    revision: int
    minutes_per_day: int
    id: list[int]
    uid: list[int]
    name: list[str]
    level: list[int]
    kind: list[int]
    active: list[int]
    duration: list[int]
    percent: list[int]
    deadline: list[int | None]
    baseline_start: list[int | None]
    baseline_finish: list[int | None]
    who: list[list[int]]
    people: list[str]
    links: list[tuple[int, int, str]]
    promises: list[tuple[int | None, date]]
    closed_days: Callable[[date, date], Iterator[date]]
    """The days without work in the project's calendar, first to last inclusive."""


def outline(actor: Actor, project_id: int) -> Outline:
    """The plan's columns; `NotFound` if the actor may not know the project. The same queries for any number of tasks."""
    accounts.require(actor, "plans.see")
    project = project_row(actor, project_id)
    columns = ("pk", "uid", "name", "level", "summary", "duration_minutes", "percent", "active", "deadline_at")
    tasks = list(models.Task.objects.filter(project=project, removed_at=None).order_by("position").values_list(*columns))
    places = {row[0]: place for place, row in enumerate(tasks)}
    frozen = _frozen(project_id)
    who, names = _people(project_id, places)
    return Outline(
        revision=audit.revision(project_id),
        minutes_per_day=project.minutes_per_day,
        id=list(places),
        uid=[row[1] for row in tasks],
        name=[row[2] for row in tasks],
        level=[row[3] for row in tasks],
        kind=[SUMMARY if row[4] else TASK if row[5] else MILESTONE for row in tasks],
        active=[int(row[7]) for row in tasks],
        duration=[row[5] for row in tasks],
        percent=rules.rolled_up([(level, summary, duration, percent) for _, _, _, level, summary, duration, percent, _, _ in tasks]),
        deadline=[_minute(row[8]) for row in tasks],
        baseline_start=[frozen.get(pk, (None, None))[0] for pk in places],
        baseline_finish=[frozen.get(pk, (None, None))[1] for pk in places],
        who=who,
        people=names,
        links=_links(project_id, places),
        promises=_promises(project_id, places),
        closed_days=_closed_days(project),
    )


def _minute(at: datetime | None) -> int | None:
    return None if at is None else (at - EPOCH) // MINUTE


def _frozen(project_id: int) -> dict[int, tuple[int | None, int | None]]:
    baseline = newest_baselines([project_id]).get(project_id, 0)
    rows = models.BaselineTask.objects.filter(baseline_id=baseline).values_list("task_id", "start", "finish")
    return {pk: (_minute(start), _minute(finish)) for pk, start, finish in rows}


def _people(project_id: int, places: Mapping[int, int]) -> tuple[list[list[int]], list[str]]:
    """Per task the indexes of who works on it, and the names these stand for."""
    team = list(models.Resource.objects.filter(project_id=project_id, kind="work").order_by("position").values_list("pk", "name"))
    index = {pk: place for place, (pk, _) in enumerate(team)}
    who: list[list[int]] = [[] for _ in places]
    for task, resource in models.Assignment.objects.filter(project_id=project_id).order_by("pk").values_list("task_id", "resource_id"):
        if resource in index:
            who[places[task]].append(index[resource])
    return who, [name for _, name in team]


def _links(project_id: int, places: Mapping[int, int]) -> list[tuple[int, int, str]]:
    rows = models.Link.objects.filter(project_id=project_id).order_by("pk").values_list("predecessor_id", "successor_id", "kind")
    return [(places[before], places[after], kind) for before, after, kind in rows]


def _promises(project_id: int, places: Mapping[int, int]) -> list[tuple[int | None, date]]:
    """The date that holds for the project and for each task that was promised on its own."""
    rows = models.PromisedDate.objects.filter(project_id=project_id).order_by("pk")
    newest = dict(rows.values_list("task_id", "on"))
    return [(None if task is None else places[task], on) for task, on in newest.items() if task is None or task in places]


def _closed_days(project: models.Project) -> Callable[[date, date], Iterator[date]]:
    kept = calendar_time(project.pk, project.calendar)

    def days(first: date, last: date) -> Iterator[date]:
        usual = people.workspace_time(project.workspace_id, first, last) if project.native else WorkingTime()
        return rules.days_without_work(kept or usual, first, last)

    return days
