"""The plan of a project: its first rows as a table, the same as a Gantt, and the columns the Gantt is drawn from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from milepost.accounts.rules import may
from milepost.day import reads as day
from milepost.forecast import reads as forecasts
from milepost.forecast.rules import TaskDates
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import Sentence
from milepost.plans import reads as plans
from milepost.web import grid_words, packed, pictures, plan_words, spoken
from milepost.web.numbers import whole
from milepost.web.views import task as tasks
from milepost.web.visit import Visit

FIRST_ROWS = 50
MORE_ROWS = 500
LAST_DAY = 100_000
"""In the year 2243: no calendar is asked for more."""


@dataclass(frozen=True, slots=True)
class Row:
    """A task as the table shows it: its line in the plan, its dates, and its bar."""

    task: plans.TaskLine
    start: date | None
    finish: date | None
    critical: bool
    bar: SafeString | str


@require_safe
def project(visit: Visit, project_id: int) -> HttpResponse:
    """The page of the plan. Without script it leafs through 500 rows at a time (`?from=`); `?task=` opens the panel beside them.

    With `?scenario=` it is the plan as that one would have it, and what is changed is changed there.
    """
    offset = _number(visit, "from")
    page = plans.tasks(visit.actor, project_id, offset=offset or 0, limit=FIRST_ROWS if offset is None else MORE_ROWS)
    top = head(visit, project_id)
    forecasts.expect_previews(visit.actor, project_id, now=visit.now)
    forecast = forecasts.forecast_at(project_id, facts_revision=top["standing"].revision)
    task_id = _number(visit, "task")
    scenario_id = _number(visit, "scenario")
    scenario = None if scenario_id is None else plans.scenario(visit.actor, scenario_id)
    if scenario is not None and scenario.project_id != project_id:
        raise NotFound()
    number = _number(visit, "baseline")
    shown = {
        **top,
        "tab": "plan",
        "page": page,
        "rows": _rows(page, forecast) if scenario is None else [],
        "scenario": scenario,
        "baseline": None if scenario or number is None else plans.baseline(visit.actor, project_id, number),
        "refused": None if scenario is None else _refused(visit, scenario.id),
        "forecast": forecast,
        "following": page.offset + len(page.tasks) if page.offset + len(page.tasks) < page.total else None,
        "words": _words(get_language()),
        "visit_year": visit.today.year,
        "panel": tasks.panel(visit, task_id, of=project_id) if task_id is not None else None,
    }
    return render(visit, "project.html", shown)


def _refused(visit: Visit, scenario_id: int) -> Sentence | None:
    """Why a scenario has no dates; what is worked out for that is what the page asks for next."""
    try:
        forecasts.scenario_chart(visit.actor, scenario_id, now=visit.now)
    except Refusal as refusal:
        return refusal.sentence
    return None


@cache
def _words(_language: str | None) -> str:
    """What the plan says by script, in the reader's language; put together once for each."""
    return json.dumps({**plan_words.words(), **grid_words.words()})


@require_safe
def plan_json(visit: Visit, project_id: int) -> HttpResponse:
    """The columns of the chart, as they are, beside the baseline `?baseline=`. Whoever asks is about to drag, perhaps on another server."""
    answer = packed.chart(visit, project_id, baseline=_number(visit, "baseline"))
    forecasts.expect_previews(visit.actor, project_id, now=visit.now)
    return answer


@require_safe
def days_off(visit: Visit, project_id: int) -> HttpResponse:
    """When each of the chart's people is away, from day `?first=` to day `?last=`, counted from 1970."""
    first = _number(visit, "first") or 0
    away = forecasts.days_off(visit.actor, project_id, first=min(first, LAST_DAY), last=min(_number(visit, "last") or first, LAST_DAY))
    return JsonResponse(away, safe=False, json_dumps_params={"separators": (",", ":")})


def head(visit: Visit, project_id: int) -> dict[str, Any]:
    """What the title row of every page of a project shows: the project, its standing, its promise line, what may be done."""
    standing = day.headline(visit.actor, project_id, now=visit.now)
    line = pictures.Line.of(standing)
    return {
        "project": plans.Heading(standing.project_id, standing.name, standing.zone, standing.minutes_per_day),
        "standing": standing,
        "line": line,
        "scale": pictures.scale([line], today=visit.today),
        "sure": "" if standing.chance is None else spoken.chance(standing.chance),
        "said": pictures.dates(line, today=visit.today),
        "may_history": may(visit.actor.role, "plans.see_history"),
        "may_change": may(visit.actor.role, "plans.change_project"),
        "may_report": may(visit.actor.role, "plans.record_progress"),
        "may_promise": may(visit.actor.role, "clients.promise"),
    }


def _rows(page: plans.TaskPage, forecast: forecasts.Forecast | None) -> list[Row]:
    dated = [(line, forecast.task(line.uid) if forecast else None) for line in page.tasks]
    known = [dates for _line, dates in dated if dates]
    first = min((dates.start for dates in known), default=None)
    last = max((dates.finish for dates in known), default=None)
    return [_row(line, dates, first, last) for line, dates in dated]


def _row(line: plans.TaskLine, dates: TaskDates | None, first: datetime | None, last: datetime | None) -> Row:
    if dates is None or first is None or last is None:
        return Row(line, None, None, critical=False, bar="")
    bar = pictures.bar(dates.start, dates.finish, first, last, percent=line.percent, critical=dates.critical, summary=line.summary)
    return Row(line, dates.start.date(), dates.finish.date(), dates.critical and not line.summary, bar)


def _number(visit: Visit, name: str) -> int | None:
    return whole(visit.GET.get(name, ""))
