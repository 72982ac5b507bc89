"""The trend of the milestones: for which day each was forecast, day after day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from milepost.accounts import reads as accounts
from milepost.forecast import models
from milepost.forecast.rules.comparing import whole_days_later
from milepost.forecast.snapshot.calendars import day_counter
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.people import reads as people
from milepost.plans import reads as plans


@dataclass(frozen=True, slots=True)
class MilestonePoint:
    """On the day `on` the milestone was forecast for `finish_on`."""

    on: date
    finish_on: date


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One milestone, or the whole project where `task_id` is None. `points` are the first day, the last, and those that moved it.

    `days` are the firm's working days by which it is forecast later at last than at first, below nothing where earlier.
    """

    task_id: int | None
    name: str
    promised_on: date | None
    done: bool
    days: int
    points: tuple[MilestonePoint, ...]


def milestone_trend(actor: Actor, project_id: int, *, first: date | None = None, now: datetime) -> tuple[MilestoneLine, ...]:
    """Every milestone that is still in the plan and was forecast on some day since `first`, the whole project at the end.

    In order of the last forecast. `NotFound` if the actor may not know the project.
    """
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    rows = models.KeptMilestones.objects.filter(project_id=project_id, on__gte=first or date.min).order_by("on")
    points = _points(rows.values_list("on", "finishes"))
    if not points:
        return ()
    days = [point.finish_on for line in points.values() for point in line]
    today = clock.today(project.zone, now)
    counted = day_counter(people.workspace_time(actor.workspace_id, min(today, *days), max(today, *days)), days)
    promised = plans.promised_by_uid(project_id)
    lines = []
    for task in (*plans.milestones(project_id), None):
        line = points.get("" if task is None else str(task.uid))
        if line:
            later = whole_days_later(line[0].finish_on, line[-1].finish_on, counted)
            lines.append(
                MilestoneLine(
                    task_id=task.task_id if task else None,
                    name=task.name if task else "",
                    promised_on=promised.get(task.uid if task else None),
                    done=bool(task and task.done),
                    days=later,
                    points=tuple(_turns(line)),
                )
            )
    return tuple(sorted(lines, key=lambda line: (line.task_id is None, line.points[-1].finish_on)))


def _points(rows: Iterable[tuple[date, Mapping[str, str]]]) -> dict[str, list[MilestonePoint]]:
    found: dict[str, list[MilestonePoint]] = {}
    for on, finishes in rows:
        for uid, finish in finishes.items():
            found.setdefault(uid, []).append(MilestonePoint(on, date.fromisoformat(finish)))
    return found


def _turns(line: list[MilestonePoint]) -> Iterator[MilestonePoint]:
    """The first point, the last one, and each that names another day than the one before."""
    for place, point in enumerate(line):
        if place in (0, len(line) - 1) or point.finish_on != line[place - 1].finish_on:
            yield point
