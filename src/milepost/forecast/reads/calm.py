"""The calm plan as it is kept: what due dates are proposed from."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from milepost.forecast import models
from milepost.forecast.rules import Columns, last_day, moment
from milepost.forecast.rules.calming import CalmDates
from milepost.forecast.rules.simulation import Spreads
from milepost.forecast.snapshot.calendars import day_counter
from milepost.kernel.say import Sentence, unpacked
from milepost.kernel.worktime import WorkingTime


@dataclass(frozen=True, slots=True, eq=False)
class CalmKept:
    """The calm plan of a project, from the facts of `revision` on the day `as_of`. `because` stands beside each task of `dates`."""

    project_id: int
    revision: int
    as_of: date
    finish: datetime
    dates: CalmDates
    because: tuple[Sentence | None, ...]


def calm_plan(project_id: int) -> CalmKept | None:
    """The newest one; None before the first, and where the facts have no dates. One query. For the worker: nobody is asked who they are."""
    row = models.Calm.objects.filter(pk=project_id).first()
    if row is None or row.columns is None or row.reasons is None or row.finish_minute is None:
        return None
    because = tuple(None if each is None else unpacked(each) for each in json.loads(zlib.decompress(row.reasons)))
    return CalmKept(project_id, row.revision, row.as_of, moment(row.finish_minute), CalmDates.unpacked(bytes(row.columns)), because)


def calm_marks() -> dict[int, str]:
    """By project, what its proposals rest on: when its calm plan and its likely dates were drawn. Two queries."""
    columns = ("pk", "revision", "as_of", "made_at")
    likely, calm = ({pk: _mark(*rest) for pk, *rest in table.objects.values_list(*columns)} for table in (models.Simulation, models.Calm))
    return {pk: f"{mark} {likely.get(pk, '')}" for pk, mark in calm.items()}


def _mark(revision: int, as_of: date, made_at: datetime) -> str:
    return f"{revision}@{as_of} {made_at:%H:%M:%S.%f}"


def margins(project_id: int, uids: Collection[int], percent: int, time: WorkingTime) -> Mapping[int, int]:
    """By uid, how many working days after its planned finish a task is finished in `percent` (80 or 90) of 100 cases. Two queries.

    Nothing of tasks that have no likely dates.
    """
    kept = models.Simulation.objects.filter(pk=project_id).values_list("columns", flat=True).first()
    planned = models.Forecast.objects.filter(pk=project_id).values_list("columns", flat=True).first()
    if kept is None or planned is None:
        return {}
    spreads, columns = Spreads.unpacked(bytes(kept)), Columns.unpacked(bytes(planned))
    ends = {80: spreads.p80, 90: spreads.p90}[percent]
    likely = {uid: last_day(moment(at)) for uid, at in zip(spreads.uid.tolist(), ends.tolist(), strict=True)}
    finish = {uid: last_day(moment(at)) for uid, at in zip(columns.uid.tolist(), columns.finish.tolist(), strict=True)}
    wanted = {uid: (finish[uid], likely[uid]) for uid in uids if uid in likely and uid in finish and likely[uid] > finish[uid]}
    between = day_counter(time, {day for days in wanted.values() for day in days})
    return {uid: between(first, last) for uid, (first, last) in wanted.items()}
