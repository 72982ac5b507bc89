"""What a plan must be to be kept, what progress means, and how working time is written down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.kernel.worktime import DayException, OtherWeek, Shift, Week, WorkingTime

LONGEST_NAME = 300
LONGEST_NOTE = 1000
FIRST_DAY, LAST_DAY = date(1984, 1, 1), date(2149, 12, 31)
"""The years a plan may speak of: those of MS Project, with a hundred to spare."""
OFFICE_TIME = WorkingTime()
"""How a plan works that names no calendar."""
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
LONGEST_MINUTES = 60 * 24 * 365 * 100


def remaining(duration_minutes: int, percent: int, said: int | None) -> int:
    """Working minutes still needed: as somebody said, or the part of the duration that is not done."""
    if percent >= 100:
        return 0
    return said if said is not None else duration_minutes - duration_minutes * percent // 100


def stretched(work_minutes: int, duration_minutes: int, changed: int) -> int:
    """What becomes of the work on a task that gets another duration: it grows and shrinks with it; without a duration it stays."""
    return work_minutes * changed // duration_minutes if duration_minutes else work_minutes


Share = tuple[int, int, bool]
"""Per cent times duration, duration, and whether all of it is done: of one task, or added up over several."""


def percent_of_all(parts: Iterable[tuple[int, int]]) -> int:
    """Per cent of several tasks together, each `(percent, duration)`, weighed by duration; 100 only where all are done."""
    return _percent(_sum(_share(percent, duration) for percent, duration in parts))


def _share(percent: int, duration: int) -> Share:
    return percent * max(duration, 1), max(duration, 1), percent == 100


def _sum(shares: Iterable[Share]) -> Share:
    weighted, weight, done = 0, 0, True
    for share in shares:
        weighted, weight, done = weighted + share[0], weight + share[1], done and share[2]
    return weighted, weight, done


def _percent(share: Share) -> int:
    weighted, weight, done = share
    return 0 if not weight else 100 if done else min(99, weighted // weight)


def rolled_up(outline: Sequence[tuple[int, bool, int, int]]) -> list[int]:
    """Per cent of every task, each given as `(level, is a summary, duration, per cent)` in outline order.

    A summary has the share of the tasks below it, weighed by duration, whatever per cent stands beside it.
    """
    percents = [percent for _, _, _, percent in outline]
    waiting: list[tuple[int, Share]] = []
    for row in range(len(outline) - 1, -1, -1):
        level, summary, duration, percent = outline[row]
        below = []
        while waiting and waiting[-1][0] > level:
            below.append(waiting.pop()[1])
        share = _sum(below) if summary else _share(percent, duration)
        percents[row] = _percent(share)
        waiting.append((level, share))
    return percents


# --- text, days and lengths of time that people give -------------------------------------------------------------------------------


def text(given: str, *, field: str, longest: int = LONGEST_NAME) -> str:
    """`given` without the space around it; refuses more than `longest` characters and characters that cannot be kept."""
    kept = given.strip()
    if len(kept) > longest:
        raise Refusal("text_too_long", say("At most {longest} characters, please.", longest=longest), field=field)
    if UNKEEPABLE.search(kept):
        raise Refusal("text_unprintable", say("There is a character in this text that cannot be kept."), field=field)
    return kept


def name(given: str, *, field: str = "name") -> str:
    """A name: one line that says something."""
    kept = " ".join(text(given, field=field).split())
    if not kept:
        raise Refusal("name_empty", say("Please give a name."), field=field)
    return kept


def check_day(day: date, *, field: str) -> None:
    """Refuses a day no plan can speak of."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refusal("day_far_away", say("A plan speaks of days from {first} to {last}.", first=FIRST_DAY, last=LAST_DAY), field=field)


def check_minutes(minutes: int, *, field: str) -> None:
    """Refuses a negative length of time and one of more than a hundred years."""
    if not 0 <= minutes <= LONGEST_MINUTES:
        raise Refusal("minutes_impossible", say("A length of time is not negative, and below a hundred years."), field=field)


# --- links -------------------------------------------------------------------------------------------------------------------------


def check_link(outline: Sequence[tuple[int, int]], links: Iterable[tuple[int, int]], *, predecessor: int, successor: int) -> None:
    """Refuses a link that would close a circle, also through summaries.

    `outline` holds `(task, level)` in order, `links` pairs of tasks. A summary begins before the tasks below it and ends
    after them: so each task is two points, its beginning (`+`) and its end (`-`), which are one and the same for a leaf.
    """
    after: dict[int, list[int]] = {}
    enclosing: list[tuple[int, int]] = []
    for place, (task, level) in enumerate(outline):
        while enclosing and enclosing[-1][1] >= level:
            enclosing.pop()
        if enclosing:
            after.setdefault(enclosing[-1][0], []).append(task)
            after.setdefault(-task, []).append(-enclosing[-1][0])
        if place + 1 == len(outline) or outline[place + 1][1] <= level:
            after.setdefault(task, []).append(-task)
        enclosing.append((task, level))
    for before, following in links:
        after.setdefault(-before, []).append(following)
    if -predecessor in _reached(successor, after):
        raise Refusal(
            "link_circle", say("This link would close a circle: each of the two tasks would wait for the other."), field="successor"
        )


def _reached(start: int, after: Mapping[int, Sequence[int]]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        new = [point for point in after.get(waiting.pop(), ()) if point not in found]
        found.update(new)
        waiting += new
    return found


# --- progress ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Done:
    """How far a task is: the newest facts, as its row keeps them. `remaining_minutes` None: nothing was said."""

    percent: int
    duration_minutes: int
    remaining_minutes: int | None
    actual_minutes: int
    actual_start: datetime | None
    actual_finish: datetime | None


DONE = ("percent", "duration_minutes", "remaining_minutes", "actual_minutes", "actual_start", "actual_finish")
"""The fields of `Done`, on a task and on its row."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a person says: at least one of `percent` and `remaining_minutes`; the times are the project's wall clock."""

    percent: int | None
    remaining_minutes: int | None
    started_at: datetime | None = None
    finished_at: datetime | None = None


def check_reportable(*, summary: bool, external: bool, active: bool) -> None:
    """Refuses progress on what nobody works on itself."""
    if summary:
        raise Refusal("progress_on_summary", say("This task sums up the tasks below it. Record progress on those."))
    if external:
        raise Refusal("progress_on_external", say("This task belongs to another project. Record its progress there."))
    if not active:
        raise Refusal("progress_on_inactive", say("This task is not active: nothing is to be done on it."))


def check_report(report: Report, *, milestone: bool, now: datetime) -> None:
    """Refuses a report that contradicts itself, lies outside 0 to 100 per cent, or speaks of the future. `now` is the wall clock."""
    percent, left = report.percent, report.remaining_minutes
    if percent is None and left is None:
        raise Refusal("progress_empty", say("Say how much is done or how much time is left."), field="percent")
    if percent is not None and not 0 <= percent <= 100:
        raise Refusal("percent_out_of_range", say("Per cent complete lies between 0 and 100."), field="percent")
    if left is not None:
        check_minutes(left, field="remaining_minutes")
    _check_agreement(percent, left)
    if milestone and percent not in (None, 0, 100):
        raise Refusal("milestone_half_done", say("A milestone is reached or not: 0 or 100 per cent."), field="percent")
    if milestone and left:
        raise Refusal("milestone_takes_time", say("A milestone takes no time, so none can be left."), field="remaining_minutes")
    _check_times(report, now=now)


def _check_agreement(percent: int | None, left: int | None) -> None:
    if percent == 100 and left:
        raise Refusal(
            "done_with_time_left",
            say("Done means that no time is left. Give less than 100 per cent, or no time."),
            field="remaining_minutes",
        )
    if left == 0 and percent not in (None, 100):
        raise Refusal(
            "no_time_left_not_done", say("No time left means done. Give 100 per cent, or the time that is left."), field="percent"
        )


def _check_times(report: Report, *, now: datetime) -> None:
    for moment, field in ((report.started_at, "started_at"), (report.finished_at, "finished_at")):
        if moment is not None and moment > now:
            raise Refusal("progress_in_future", say("Progress is what has happened; this time is still to come."), field=field)
        if moment is not None:
            check_day(moment.date(), field=field)
    if report.started_at and report.finished_at and report.finished_at < report.started_at:
        raise Refusal("finished_before_start", say("A task finishes after it starts."), field="finished_at")
    if report.finished_at and not _completes(report):
        raise Refusal("finished_not_done", say("A task that has finished is 100 per cent complete."), field="finished_at")


def _completes(report: Report) -> bool:
    return report.percent == 100 or report.remaining_minutes == 0


def reported(done: Done, report: Report, *, day_start: datetime, now: datetime) -> Done:
    """The facts after a report that `check_report` let pass.

    Per cent complete is working time done over working time done and left, so the duration grows or shrinks with the time
    that is left. Only per cent given: the duration stays. Only the time left given: what was done so far stays done.
    The actual start is what was said, else as before, else the beginning of today's work (`day_start`), never after `now`.
    """
    if _completes(report):
        return _completed(done, report, day_start=day_start, now=now)
    percent, left, actual = _shares(done, report)
    started = percent > 0 or report.started_at is not None
    return Done(
        percent=percent,
        duration_minutes=actual + left,
        remaining_minutes=left if started or report.remaining_minutes is not None else None,
        actual_minutes=actual,
        actual_start=(report.started_at or done.actual_start or min(day_start, now)) if started else None,
        actual_finish=None,
    )


def _completed(done: Done, report: Report, *, day_start: datetime, now: datetime) -> Done:
    finish = report.finished_at or (done.actual_finish if done.percent == 100 else None) or now
    start = report.started_at or done.actual_start or min(day_start, finish)
    return replace(
        done,
        percent=100,
        remaining_minutes=0,
        actual_minutes=done.duration_minutes,
        actual_start=min(start, finish),
        actual_finish=finish,
    )


def _shares(done: Done, report: Report) -> tuple[int, int, int]:
    """Per cent, minutes left and minutes done, from the one or two of them that were given."""
    if report.remaining_minutes is None:
        percent = report.percent or 0
        actual = done.duration_minutes * percent // 100
        return percent, done.duration_minutes - actual, actual
    left = report.remaining_minutes
    if report.percent is not None:
        return report.percent, left, left * report.percent // (100 - report.percent)
    actual = done.duration_minutes - remaining(done.duration_minutes, done.percent, done.remaining_minutes)
    return min(99, 100 * actual // (actual + left)), left, actual


# --- three-point estimates ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many working minutes a task takes: if all goes well, most likely, if little does. None where nothing is said of the ends."""

    best_minutes: int | None
    likely_minutes: int
    worst_minutes: int | None


def check_estimate(estimate: Estimate) -> None:
    """Refuses one end without the other, lengths that are not in order, and lengths no task can have."""
    for minutes, field in ((estimate.likely_minutes, "likely_minutes"), (estimate.best_minutes, "best_minutes")):
        check_minutes(minutes or 0, field=field)
    check_minutes(estimate.worst_minutes or 0, field="worst_minutes")
    if (estimate.best_minutes is None) != (estimate.worst_minutes is None):
        field = "best_minutes" if estimate.best_minutes is None else "worst_minutes"
        raise Refusal("estimate_half", say("Give both how long it takes if all goes well and if little does, or neither."), field=field)
    if not estimate.likely_minutes:
        raise Refusal("estimate_empty", say("Say how long the task takes most likely."), field="likely_minutes")
    if not still_estimated(estimate, estimate.likely_minutes):
        raise Refusal(
            "estimate_out_of_order",
            say("The likely length lies between the best and the worst case."),
            field="best_minutes" if (estimate.best_minutes or 0) > estimate.likely_minutes else "worst_minutes",
        )


class Ends(Protocol):
    """Something with the ends of a three-point estimate."""

    @property
    def best_minutes(self) -> int | None: ...
    @property
    def worst_minutes(self) -> int | None: ...


class Lengths(Ends, Protocol):
    """A task as far as its length and its progress go."""

    @property
    def duration_minutes(self) -> int: ...
    @property
    def percent(self) -> int: ...
    @property
    def remaining_minutes(self) -> int | None: ...


def still_estimated(ends: Ends, duration_minutes: int) -> bool:
    """Whether a duration lies within what was estimated; yes where nothing was."""
    return (ends.best_minutes is None or ends.best_minutes <= duration_minutes) and (
        ends.worst_minutes is None or duration_minutes <= ends.worst_minutes
    )


def lengthened(task: Lengths, duration_minutes: int) -> dict[str, Any]:
    """What follows from another duration for a task's progress and kind; a three-point estimate that it contradicts no longer holds."""
    if duration_minutes == task.duration_minutes:
        return {}
    left = remaining(duration_minutes, task.percent, None)
    forgotten = {} if still_estimated(task, duration_minutes) else {"best_minutes": None, "worst_minutes": None}
    return {
        "remaining_minutes": None if task.remaining_minutes is None else left,
        "actual_minutes": duration_minutes - left,
        "milestone": duration_minutes == 0,
        "estimated": False,
        **forgotten,
    }


def check_estimable(*, summary: bool, external: bool, milestone: bool, percent: int) -> None:
    """Refuses an estimate of what takes no time of its own, or none any more."""
    if summary:
        raise Refusal("estimate_of_summary", say("A summary is as long as the tasks below it. Estimate those."))
    if external:
        raise Refusal("estimate_of_external", say("This task belongs to another project. Estimate it there."))
    if milestone:
        raise Refusal("estimate_of_milestone", say("A milestone takes no time. Give it a duration first."))
    if percent >= 100:
        raise Refusal("estimate_of_done", say("This task is done: there is nothing left to estimate."))


# --- working time as JSON ----------------------------------------------------------------------------------------------------------


def packed_time(time: WorkingTime) -> dict[str, Any]:
    """A working time as JSON for a table."""
    return {
        "week": time.week,
        "other_weeks": [[other.first.isoformat(), other.last.isoformat(), other.week, other.name] for other in time.other_weeks],
        "exceptions": [[day.first.isoformat(), day.last.isoformat(), day.shifts, day.name] for day in time.exceptions],
    }


def unpacked_time(kept: dict[str, Any]) -> WorkingTime:
    """The working time that `packed_time` made JSON of."""
    return WorkingTime(
        week=_week(kept["week"]),
        other_weeks=tuple(
            OtherWeek(date.fromisoformat(first), date.fromisoformat(last), _week(week), label)
            for first, last, week, label in kept["other_weeks"]
        ),
        exceptions=tuple(
            DayException(date.fromisoformat(first), date.fromisoformat(last), _shifts(shifts), label)
            for first, last, shifts, label in kept["exceptions"]
        ),
    )


def _shifts(kept: Sequence[Sequence[int]]) -> tuple[Shift, ...]:
    return tuple((start, end) for start, end in kept)


def _week(kept: Sequence[Sequence[Sequence[int]]]) -> Week:
    return tuple(_shifts(day) for day in kept)


def shifts_on(time: WorkingTime, day: date) -> tuple[Shift, ...]:
    """The shifts that begin on `day`: those of its exception, else of another week that holds then, else of the ordinary week."""
    for exception in reversed(time.exceptions):
        if exception.first <= day <= exception.last:
            return exception.shifts
    for other in reversed(time.other_weeks):
        if other.first <= day <= other.last:
            return other.week[day.weekday()]
    return time.week[day.weekday()]


def days_without_work(time: WorkingTime, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last` inclusive on which no shift begins."""
    special = {first + timedelta(days=n) for n in range((last - first).days + 1)} if time.other_weeks else _days_of(time, first, last)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        shifts = shifts_on(time, day) if day in special else time.week[day.weekday()]
        if not shifts:
            yield day


def _days_of(time: WorkingTime, first: date, last: date) -> set[date]:
    """The days of the exceptions, so that thousands of ordinary days need no search."""
    within = ((max(each.first, first), min(each.last, last)) for each in time.exceptions)
    return {begin + timedelta(days=n) for begin, end in within for n in range((end - begin).days + 1)}


MIDNIGHT = 24 * 60


def open_on(time: WorkingTime, day: date) -> tuple[Shift, ...]:
    """When it is open between the two midnights of `day`: a shift that began the evening before counts from midnight on."""
    night = ((start - MIDNIGHT, end - MIDNIGHT) for start, end in shifts_on(time, day - timedelta(days=1)))
    both = ((max(start, 0), min(end, MIDNIGHT)) for start, end in (*night, *shifts_on(time, day)))
    return tuple((start, end) for start, end in both if start < end)


def day_start(time: WorkingTime, now: datetime) -> datetime:
    """When the work that goes on at `now` began: with the night shift that still runs, else with the day; `now` on a day without work."""
    midnight = datetime.combine(now.date(), datetime.min.time())
    night = [
        start - MIDNIGHT
        for start, end in shifts_on(time, now.date() - timedelta(days=1))
        if midnight + timedelta(minutes=end - MIDNIGHT) > now
    ]
    begun = [start for start, _ in shifts_on(time, now.date())]
    first = min([*night, *begun], default=None)
    return now if first is None else midnight + timedelta(minutes=first)
