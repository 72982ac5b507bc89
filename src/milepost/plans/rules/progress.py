"""What progress means: what a person says of a task, and the facts after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.rules.shares import remaining
from milepost.plans.rules.texts import check_day, check_minutes


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
