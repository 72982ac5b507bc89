"""A way to recover as edits of the plan, where it is nothing but such edits. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from milepost.engine.recovery import EXTRA_HOURS, OVERHEAD
from milepost.forecast.rules.replanning import WayBack
from milepost.forecast.snapshot.calendars import minutes_between
from milepost.forecast.snapshot.numbers import progress
from milepost.plans.draft import Assignment, Constraint, Draft, LagUnit, Link, LinkKind, Task
from milepost.plans.edits import Assign, Edit, LinkUp, Set, Unassign, WorkOvertime
from milepost.plans.rules import remaining


@dataclass(frozen=True, slots=True)
class Ids:
    """How edits name what a draft names by uid: tasks and members of the team. `versions` are those of the tasks, by uid."""

    tasks: Mapping[int, int]
    versions: Mapping[int, int]
    people: Mapping[int, int]


def followable(draft: Draft, way: WayBack) -> bool:
    """Whether the way is nothing but edits of the plan: not another order, and of work that was measured nothing but leaving it out."""
    tasks = {task.uid: task.uid for task in draft.tasks}
    return bool(edits(draft, way, Ids(tasks, tasks, {each.uid: each.uid for each in draft.resources})))


def edits(draft: Draft, way: WayBack, ids: Ids) -> list[Edit]:
    """The edits that make just the plan of which `way` tells; none where it takes more than edits."""
    made = _EDITS.get(way.kind)
    return [] if made is None else made(draft, way, ids)


def _overlapped(draft: Draft, way: WayBack, ids: Ids) -> list[Edit]:
    before, after = way.tasks
    links = [link for link in draft.links if (link.predecessor, link.successor) == (before, after)]
    if [(link.kind, link.unit) for link in links] != [(LinkKind.FS, LagUnit.WORKING)]:
        return []
    return [LinkUp(ids.tasks[before], ids.tasks[after], lag=links[0].lag - way.risk_minutes)]


def _given_away(draft: Draft, way: WayBack, ids: Ids) -> list[Edit]:
    person, current = way.people
    own = _own(draft, way.tasks[0])
    if own is None or own.resource != current:
        return []
    task = ids.tasks[own.task]
    return [Unassign(task, ids.people[current]), Assign(task, ids.people[person], units=own.units)]


def _shared(draft: Draft, way: WayBack, ids: Ids) -> list[Edit]:
    """The length at which just the shared work is left of the task, and who helps."""
    own, task = _own(draft, way.tasks[0]), _task(draft, way.tasks[0])
    if own is None or not _lies_behind(draft, task, way.days[0]):
        return []
    left = -(-progress(task)[1] * (100 + OVERHEAD) // 200)
    minutes = -(-(left - 1) * 100 // (100 - task.percent)) if task.percent else left
    while remaining(minutes, task.percent, None) < left:
        minutes += 1
    number = ids.tasks[task.uid]
    return [
        Set(number, ids.versions[task.uid], {"duration_minutes": minutes, **_estimated(task, minutes)}),
        Assign(number, ids.people[way.people[0]], units=own.units),
    ]


def _lies_behind(draft: Draft, task: Task, as_of: date) -> bool:
    """Whether what is done of a task fits in the time since it began: else its length decides where the rest begins."""
    if task.actual_start is None:
        return task.percent == 0
    return progress(task)[0] <= minutes_between(draft, task, task.actual_start, datetime.combine(as_of, time()))


def _estimated(task: Task, minutes: int) -> dict[str, int]:
    """The best and the worst case of a task that gets another length: as far from it as before."""
    if task.best_minutes is None or task.worst_minutes is None:
        return {}
    best, worst = (each * minutes // task.duration_minutes for each in (task.best_minutes, task.worst_minutes))
    return {"best_minutes": min(best, minutes), "worst_minutes": max(worst, minutes)}


def _longer(draft: Draft, way: WayBack, ids: Ids) -> list[Edit]:
    return [WorkOvertime(tuple(ids.people[person] for person in way.people), *way.days, minutes=EXTRA_HOURS)]


def _on_saturdays(draft: Draft, way: WayBack, ids: Ids) -> list[Edit]:
    return [WorkOvertime(tuple(ids.people[person] for person in way.people), *way.days, saturdays=True)]


def _own(draft: Draft, uid: int) -> Assignment | None:
    """The only assignment of a task, where nobody measured its work; else None."""
    found = [each for each in draft.assignments if each.task == uid]
    return found[0] if len(found) == 1 and not found[0].work_minutes and not found[0].delay_minutes else None


def _task(draft: Draft, uid: int) -> Task:
    return next(task for task in draft.tasks if task.uid == uid)


def _left_out(draft: Draft, way: WayBack, ids: Ids) -> list[Edit]:
    """The tasks are switched off, and what waited for them waits for what they waited for.

    Where more than plain links held a task (a date or a calendar of its own, a link of one of its summaries), it stays and takes no time.
    """
    gone = set(way.tasks)
    touched = gone | _above(draft, gone)
    around = [link for link in draft.links if not touched.isdisjoint((link.predecessor, link.successor))]
    plain = all((link.kind, link.unit) == (LinkKind.FS, LagUnit.WORKING) for link in around)
    of_summaries = any(not (touched - gone).isdisjoint((link.predecessor, link.successor)) for link in around)
    if not plain or of_summaries or any(_held(task) for task in draft.tasks if task.uid in gone):
        return [Set(ids.tasks[uid], ids.versions[uid], {"duration_minutes": 0}) for uid in way.tasks]
    known = {(link.predecessor, link.successor) for link in draft.links}
    joined = [pair for pair in _around(way.tasks, around).items() if pair[0] not in known]
    return [
        *(Set(ids.tasks[uid], ids.versions[uid], {"active": False}) for uid in way.tasks),
        *(LinkUp(ids.tasks[before], ids.tasks[after], lag=lag) for (before, after), lag in joined),
    ]


def _held(task: Task) -> bool:
    """Whether something else than its links says when the task is."""
    return task.constraint is not Constraint.ASAP or task.manual or task.calendar is not None or task.levelling_delay_minutes > 0


def _around(uids: Sequence[int], links: Sequence[Link]) -> dict[tuple[int, int], int]:
    """The lags that are left between others where these tasks are taken out one after the other, the longest of each pair."""
    lags = {(link.predecessor, link.successor): link.lag for link in links}
    for uid in uids:
        before = [(pair[0], lag) for pair, lag in lags.items() if pair[1] == uid]
        after = [(pair[1], lag) for pair, lag in lags.items() if pair[0] == uid]
        lags = {pair: lag for pair, lag in lags.items() if uid not in pair}
        for one, lag in before:
            for other, more in after:
                lags[one, other] = max(lag + more, lags.get((one, other), lag + more))
    return lags


def _above(draft: Draft, uids: set[int]) -> set[int]:
    """The summaries that hold some of these tasks."""
    found: set[int] = set()
    above: list[Task] = []
    for task in draft.tasks:
        while above and above[-1].level >= task.level:
            above.pop()
        if task.uid in uids:
            found |= {each.uid for each in above}
        above.append(task)
    return found


_EDITS: Mapping[str, Callable[[Draft, WayBack, Ids], list[Edit]]] = {
    "overlap": _overlapped,
    "swap": _given_away,
    "add": _shared,
    "overtime": _longer,
    "saturdays": _on_saturdays,
    "cut": _left_out,
}
