"""Every promised milestone of many projects: when it is likely, and how likely it is to be kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from milepost.forecast import models
from milepost.forecast.reads.loads import dates_by_uid
from milepost.forecast.reads.outlooks import in_hundred
from milepost.forecast.rules import last_day, moment
from milepost.forecast.rules.simulation import Simulation, Spreads
from milepost.plans import reads as plans


@dataclass(frozen=True, slots=True)
class PromisedTask:
    """A task or milestone that was promised on its own. What is not known yet is None; `chance` of keeping it is in 100."""

    project_id: int
    task_id: int
    name: str
    promised_on: date
    finish_on: date | None
    p50_on: date | None
    p80_on: date | None
    chance: int | None


def promised_tasks(project_ids: Iterable[int]) -> dict[int, tuple[PromisedTask, ...]]:
    """Those of each project, the earliest promise first, for who is known to see them. At most three queries for any number of projects."""
    promised = plans.promised_tasks(project_ids)
    homes = {each.project_id for each in promised}
    if not homes:
        return {}
    dates = dates_by_uid(homes)
    simulated = models.Simulation.objects.filter(pk__in=homes, p80_minute__isnull=False)
    likely = {row.pk: _likely(Simulation.from_json(row.content, Spreads.unpacked(bytes(row.columns or b"")))) for row in simulated}
    found: defaultdict[int, list[PromisedTask]] = defaultdict(list)
    for each in sorted(promised, key=lambda one: (one.on, one.task_id)):
        finish = dates[each.project_id].get(each.uid)
        p50, p80, chances = likely.get(each.project_id, {}).get(each.uid, (None, None, {}))
        on = None if finish is None else last_day(moment(finish[1]))
        found[each.project_id].append(PromisedTask(each.project_id, each.task_id, each.name, each.on, on, p50, p80, chances.get(each.on)))
    return {project_id: tuple(tasks) for project_id, tasks in found.items()}


_Likely = tuple[date, date, dict[date, int]]


def _likely(drawn: Simulation) -> dict[int, _Likely]:
    """By uid the dates that are as likely as not and 8 in 10, and the chance of each promise that was simulated."""
    kept: defaultdict[int, dict[date, int]] = defaultdict(dict)
    for each in drawn.kept:
        if each.uid is not None and each.promised is not None:
            kept[each.uid][each.promised] = in_hundred(each.share)
    rows = {uid: row for row, uid in enumerate(drawn.spreads.uid.tolist()) if uid in kept}
    return {uid: (last_day(drawn.spreads[row].p50), last_day(drawn.spreads[row].p80), kept[uid]) for uid, row in rows.items()}
