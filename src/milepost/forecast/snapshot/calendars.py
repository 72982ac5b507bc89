"""Working time of the rooms as the engine's calendars, and days counted in it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

import numpy as np

from milepost import engine
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.kernel.worktime import WorkingTime
from milepost.plans.draft import Calendar, Draft, ResourceKind, Task

LONGEST_REST_DAYS = 60
"""How far back the last working day is looked for."""


def working_days(time: WorkingTime, first: date, last: date) -> int:
    """Working days after `first` up to `last`; negative where `last` is the earlier one."""
    if last < first:
        return -working_days(time, last, first)
    if first == last:
        return 0
    minutes = engine.minutes_by_day(working_time(time), first + timedelta(days=1), last)
    return int(np.count_nonzero(minutes))


def day_counter(time: WorkingTime, days: Collection[date]) -> Callable[[date, date], int]:
    """`working_days` for any two of these days, however many of them: the calendar is walked through once."""
    first, last = min(days, default=date.min), max(days, default=date.min)
    minutes = engine.minutes_by_day(working_time(time), first, last) if first < last else np.zeros(1, np.int64)
    gone = np.cumsum(minutes > 0)
    return lambda begin, end: int(gone[(end - first).days] - gone[(begin - first).days])


def last_working_day(time: WorkingTime, before: date) -> date | None:
    """The last day with working time before the day `before`; None where there was none for two months."""
    first = before - timedelta(days=LONGEST_REST_DAYS)
    worked = np.flatnonzero(engine.minutes_by_day(working_time(time), first, before - timedelta(days=1)))
    return first + timedelta(days=int(worked[-1])) if len(worked) else None


def open_minutes(time: WorkingTime, on: date) -> int:
    """Working minutes of the day `on`."""
    return int(engine.minutes_by_day(working_time(time), on, on)[0])


def minutes_between(draft: Draft, task: Task, first: datetime, last: datetime) -> int:
    """Working minutes of a task from one instant to another, negative where `last` is the earlier one.

    They are those of the one person who works on it, or of its own calendar, or of the project's; an elapsed task never rests.
    """
    if last < first:
        return -minutes_between(draft, task, last, first)
    low, high = engine.minute(first), engine.minute(last)
    if task.elapsed:
        return high - low
    axis = engine.calendars.axis((working_time(_time_of(draft, task)),), low // engine.calendars.DAY, high // engine.calendars.DAY)
    return int(np.maximum(0, np.minimum(axis.end, high) - np.maximum(axis.start, low)).sum())


def _time_of(draft: Draft, task: Task) -> WorkingTime:
    times = {each.uid: each.time for each in draft.calendars}
    team = {each.uid: each.calendar for each in draft.resources if each.kind is ResourceKind.WORK}
    on_it = {team[line.resource] for line in draft.assignments if line.task == task.uid and line.resource in team}
    wanted = [task.calendar] if task.calendar is not None else list(on_it) if len(on_it) == 1 else []
    return next((times[uid] for uid in wanted if uid in times), project_time(draft))


def calendar_of(calendar: Calendar) -> engine.Calendar:
    """The engine's calendar; Refusal where its working time cannot be read."""
    try:
        return working_time(calendar.time)
    except ValueError as wrong:
        text = say(
            "The working time of “{calendar}” cannot be read: a shift or an exception ends before it begins.", calendar=calendar.name
        )
        raise Refusal("calendar_unreadable", text) from wrong


def working_time(time: WorkingTime) -> engine.Calendar:
    """The engine's calendar of shifts and days that differ; ValueError where a shift ends before it begins."""
    return engine.Calendar(
        week=time.week,
        other_weeks=tuple((other.first, other.last, other.week) for other in time.other_weeks),
        exceptions=tuple((one.first, one.last, one.shifts) for one in time.exceptions),
    )


def project_time(draft: Draft) -> WorkingTime:
    """The working time of the project's own calendar: the office week where it names none."""
    return next((each.time for each in draft.calendars if each.uid == draft.calendar), WorkingTime())
