"""Two baselines of a project beside each other, or one beside today: what moved, appeared and vanished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from milepost.accounts import reads as accounts
from milepost.forecast.reads.fresh import Facts, concluded
from milepost.forecast.rules import Conclusion, last_day, moment
from milepost.forecast.rules.comparing import KINDS, ComparedTask, PlannedTask, days_later, moved
from milepost.forecast.snapshot.calendars import day_counter, project_time
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import reads as plans

__all__ = ["KINDS", "ComparedTask", "Comparison", "PlannedTask", "compare_baselines"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """From one baseline to another, or to the plan as it is today where `after` is None.

    `days` are the working days by which the whole finishes later, below nothing where earlier. `counts` says of each kind of move how
    many tasks it is true of, `same` how many did not move; summaries count for nothing, because they follow from what is in them.
    """

    project_id: int
    minutes_per_day: int
    before: plans.Baseline
    after: plans.Baseline | None
    finish_before_on: date | None
    finish_on: date | None
    days: int
    counts: dict[str, int]
    same: int
    tasks: tuple[ComparedTask, ...]


def compare_baselines(
    actor: Actor, project_id: int, *, before: int | None = None, after: int | None = None, now: datetime
) -> Comparison | None:
    """Compares the baselines with these numbers; `before` None is the one frozen last, `after` None today. None without a baseline.

    Refuses what the engine refuses; `NotFound` if the actor may not know the project, or it has no such baseline.
    """
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    known = {each.number: each for each in plans.baselines(actor, project_id)}
    if not known:
        return None
    numbers = [newest(known.values()) if before is None else before, *(() if after is None else (after,))]
    if not set(numbers) <= set(known):
        raise NotFound()
    facts, conclusion = concluded(project_id, clock.today(project.zone, now))
    frozen = {number: _planned(tasks) for number, tasks in plans.frozen_tasks(project_id, numbers).items()}
    old, new = frozen[numbers[0]], _today(project_id, facts, conclusion) if after is None else frozen[after]
    days = _counter(facts, old, new)
    found = moved(old, new, days, {uid for uid in plans.promised_by_uid(project_id) if uid is not None})
    ended, ends = (max((each.finish for each in state.values() if each.finish), default=None) for state in (old, new))
    counts = Counter(each.kind for each in found)
    return Comparison(
        project_id,
        project.minutes_per_day,
        known[numbers[0]],
        None if after is None else known[after],
        finish_before_on=ended and last_day(ended),
        finish_on=ends and last_day(ends),
        days=days_later(ended, ends, days),
        counts={kind: counts[kind] for kind in KINDS},
        same=len(old.keys() | new.keys()) - len(found),
        tasks=tuple(found),
    )


def newest(baselines: Iterable[plans.Baseline]) -> int:
    """The number of the one that was frozen last; of those a file brought, its first."""
    return min(baselines, key=lambda each: (-each.frozen_at.timestamp(), each.number)).number


def _planned(tasks: Iterable[plans.FrozenTask]) -> dict[int, PlannedTask]:
    return {
        each.uid: PlannedTask(
            each.name, each.milestone, each.start, each.finish, each.duration_minutes, each.effort_minutes, task_id=each.task_id
        )
        for each in tasks
        if not each.summary
    }


def _today(project_id: int, facts: Facts, conclusion: Conclusion) -> dict[int, PlannedTask]:
    ids = {uid: pk for pk, uid, _name in plans.names(project_id)}
    columns = conclusion.columns
    dates = zip(map(moment, columns.start.tolist()), map(moment, columns.finish.tolist()), strict=True)
    spans = dict(zip(columns.uid.tolist(), dates, strict=True))
    return {
        task.uid: PlannedTask(
            name=task.name,
            milestone=task.milestone,
            start=spans[task.uid][0],
            finish=spans[task.uid][1],
            duration_minutes=task.duration_minutes,
            effort_minutes=task.effort_minutes,
            task_id=ids[task.uid],
        )
        for task in facts.draft.tasks
        if not task.summary and task.active and task.uid in ids
    }


def _counter(facts: Facts, *states: Mapping[int, PlannedTask]) -> Callable[[date, date], int]:
    days = {last_day(each.finish) for state in states for each in state.values() if each.finish}
    return day_counter(project_time(facts.draft), days)
