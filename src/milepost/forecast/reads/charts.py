"""What the Gantt draws: the plan and its forecast side by side, as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models
from milepost.forecast.reads.stored import forecast
from milepost.forecast.reads.values import Chart, Forecast
from milepost.forecast.rules import Conclusion
from milepost.kernel.actor import Actor
from milepost.plans import reads as plans

EPOCH = date(1970, 1, 1)
MINUTES_OF_DAY = 1440
Stretch = tuple[int, int]
AS_PLANNED = tuple(field.name for field in fields(plans.Outline) if field.name in {each.name for each in fields(Chart)} - {"promises"})
"""The columns that a chart takes from the plan as they are."""
LONGEST_SPAN_DAYS = 366 * 30
"""Beyond that a chart shows no days without work: they would be thinner than a hair."""


def chart(actor: Actor, project_id: int, *, baseline: int | None = None, now: datetime) -> Chart:
    """The whole plan with its newest forecast, as it is kept, beside the baseline of that number, else the newest. Constant queries.

    `NotFound` if the actor may not know the project, or it has no such baseline.
    """
    accounts.require(actor, "forecast.see")
    known = forecast(actor, project_id)
    return drawn(project_id, plans.outline(actor, project_id, baseline=baseline), known, 0 if known is None else known.revision)


def drawn(project_id: int, outline: plans.Outline, known: Forecast | Conclusion | None, revision: int, *, scenario: int = 0) -> Chart:
    """A plan with the dates that were concluded of its facts of `revision`."""
    dates = _dates(known, outline.uid)
    promises: list[tuple[int | None, int]] = [(row, (on - EPOCH).days) for row, on in outline.promises]
    first_to_last = _span([*dates["start"], *dates["finish"], *outline.baseline_finish, *(day * MINUTES_OF_DAY for _, day in promises)])
    free = None if first_to_last is None else outline.free_days(*first_to_last)
    kept = {name: getattr(outline, name) for name in AS_PLANNED}
    return Chart(
        project_id=project_id,
        forecast_revision=revision,
        as_of=None if known is None else (known.as_of - EPOCH).days,
        promises=promises,
        closed=[] if free is None else list(_stretches(free.days)),
        holidays=[] if free is None else [((day.first - EPOCH).days, (day.last - EPOCH).days, day.name) for day in free.named],
        people=outline.team.name,
        resources=outline.team.id,
        resource_units=outline.team.units,
        scenario=scenario,
        **kept,
        **dates,
    )


def chart_mark(actor: Actor, project_id: int) -> str:
    """What the chart rests on: another mark means that something in it may have changed. `NotFound` like `chart`. Three queries."""
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    drawn = models.Forecast.objects.filter(pk=project.id).values_list("revision", "as_of", "made_at").first()
    return sha256(f"{audit.end_of(actor.workspace_id)} {drawn}".encode()).hexdigest()[:32]


def days_off(actor: Actor, project_id: int, *, first: int, last: int) -> list[list[Stretch]]:
    """When each of the chart's people does not work though the project does, from day `first` to `last` since 1970, at most 30 years."""
    accounts.require(actor, "forecast.see")
    span = (EPOCH + timedelta(days=first), EPOCH + timedelta(days=max(first, min(last, first + LONGEST_SPAN_DAYS))))
    return [list(_stretches(days)) for days in plans.days_off(actor, project_id, *span)]


def _dates(known: Forecast | Conclusion | None, uids: list[int]) -> dict[str, Any]:
    """Start, finish, criticality and total float of each task, from the forecast's columns; None where it does not know the task."""
    if known is None or known.columns is None:
        nothing, zero = [None] * len(uids), [0] * len(uids)
        return {"start": nothing, "finish": nothing, "critical": zero, "total_float": zero}
    places = [known.rows.get(uid) for uid in uids]
    columns = known.columns
    wanted = {"start": columns.start, "finish": columns.finish, "critical": columns.critical, "total_float": columns.total_float_minutes}
    lists = {name: column.tolist() for name, column in wanted.items()}
    absent = {"start": None, "finish": None, "critical": 0, "total_float": 0}
    return {name: [absent[name] if place is None else values[place] for place in places] for name, values in lists.items()}


def _span(minutes: Iterable[int | None]) -> tuple[date, date] | None:
    """First and last day of the chart."""
    known = [each // MINUTES_OF_DAY for each in minutes if each is not None]
    if not known:
        return None
    first, last = min(known), min(max(known), min(known) + LONGEST_SPAN_DAYS)
    return EPOCH + timedelta(days=first), EPOCH + timedelta(days=last)


def _stretches(days: Iterable[date]) -> Iterator[Stretch]:
    """Days in order as stretches of days that follow one another."""
    first = last = None
    for day in ((each - EPOCH).days for each in days):
        if first is None or last is None or day != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = day
        last = day
    if first is not None and last is not None:
        yield first, last
