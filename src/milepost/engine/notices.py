"""What a person should look at in a plan that was scheduled anyway. Found column by column, in the order of the tasks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from milepost.engine.kernels import BY_CEILING, BY_FLOOR
from milepost.engine.network import Network
from milepost.engine.plan import N_, NONE, CalendarIndex, Constraint, Instant, Ints, Kind, Notice, Plan, TaskRow, Unit, say
from milepost.engine.schedule import NOBODY, Schedule

Rows = NDArray[np.intp]
YEAR = 366
"""Days after which a stretch without work is asked about."""

_FINISHING = (int(Kind.FF), int(Kind.SF))


def of_plan(plan: Plan) -> Iterator[Notice]:
    """What can be seen without dates."""
    yield from _long_holidays(plan)
    yield from _progress(plan)
    yield from _dates(plan)
    yield from _leads(plan)
    yield from _on_summaries(plan)


def of_schedule(schedule: Schedule) -> Iterator[Notice]:
    """What shows only beside the dates."""
    yield from _missed_deadlines(schedule)
    yield from _held_against_links(schedule)
    yield from _floored(schedule)
    yield from _by_hand_against_links(schedule)
    yield from _by_hand_in_the_past(schedule)
    yield from out_of_sequence(schedule)


def _each(code: str, text: str, rows: Rows, **columns: Ints) -> Iterator[Notice]:
    """One notice for each row; `columns` of instants fill the other places of `text`."""
    for row in rows.tolist():
        yield Notice(code, say(text, task=TaskRow(row), **{name: Instant(int(column[row])) for name, column in columns.items()}), row)


def _long_holidays(plan: Plan) -> Iterator[Notice]:
    for index, calendar in enumerate(plan.calendars):
        if any(not shifts and (last - first).days >= YEAR for first, last, shifts in calendar.exceptions):
            text = N_("The calendar “{calendar}” has a holiday of more than a year. Work goes on after it; check that it is meant.")
            yield Notice("long_holiday", say(text, calendar=CalendarIndex(index)))


def _progress(plan: Plan) -> Iterator[Notice]:
    tasks = plan.tasks
    begun = np.flatnonzero((tasks.done > 0) & (tasks.actual_start == NONE) & (tasks.over == 0) & (_leaves(plan) == 1))
    text = N_("“{task}” has progress but no actual start. It was taken to have begun when its links let it.")
    yield from _each("progress_without_start", text, begun)
    if plan.data_date == NONE:
        return
    tomorrow = plan.data_date + 1440
    ahead = np.flatnonzero((np.maximum(tasks.actual_start, tasks.actual_finish) >= tomorrow) & (_leaves(plan) == 1))
    if len(ahead) == 1:
        text = N_("“{task}” has an actual date after the day of this forecast. It was taken as it stands.")
        yield from _each("actual_in_the_future", text, ahead)
    elif len(ahead):
        text = N_("{count} tasks have actual dates after the day of this forecast, “{task}” first. They were taken as they stand.")
        yield Notice("actual_in_the_future", say(text, count=len(ahead), task=TaskRow(int(ahead[0]))), int(ahead[0]))


def _dates(plan: Plan) -> Iterator[Notice]:
    tasks = plan.tasks
    bare = (tasks.pinned == 1) & (tasks.pin_start == NONE) & (tasks.pin_finish == NONE) & (tasks.actual_finish == NONE)
    text = N_("“{task}” is scheduled by hand but has no dates. Until it has, its links place it.")
    yield from _each("manual_without_dates", text, np.flatnonzero(bare & (_leaves(plan) == 1)))
    deadline = (tasks.deadline_at != NONE) & (plan.start != NONE) & (tasks.deadline_at < plan.start)
    yield from _each(
        "deadline_before_start",
        N_("The deadline of “{task}”, {at}, lies before the plan begins."),
        np.flatnonzero(deadline),
        at=tasks.deadline_at,
    )
    early = np.isin(tasks.constraint, (Constraint.SNET, Constraint.FNET)) & (tasks.deadline_at != NONE)
    late = np.flatnonzero(early & (tasks.constraint_at > tasks.deadline_at))
    text = N_("“{task}” may not begin before {at}, which is after its deadline.")
    yield from _each("constraint_after_deadline", text, late, at=tasks.constraint_at)


def _leaves(plan: Plan) -> Ints:
    leaf = np.ones(len(plan.tasks), np.int64)
    leaf[plan.tasks.parent[plan.tasks.parent >= 0]] = 0
    return leaf


def _on_summaries(plan: Plan) -> Iterator[Notice]:
    rows = np.unique(plan.assignments.task)
    text = N_("Somebody is assigned to the summary “{task}”. That moves no date; assign them to the tasks below it.")
    yield from _each("people_on_summary", text, rows[_leaves(plan)[rows] == 0])


def _leads(plan: Plan) -> Iterator[Notice]:
    links, minutes = plan.links, plan.tasks.minutes
    if not len(links):
        return
    from_finish = (links.kind == Kind.FS) | (links.kind == Kind.FF)
    working = links.unit == Unit.WORKING
    long = np.flatnonzero(from_finish & working & (links.lag < 0) & (-links.lag > minutes[links.predecessor]))
    leaf = _leaves(plan)
    for k in long.tolist():
        before, after = int(links.predecessor[k]), int(links.successor[k])
        if leaf[before]:
            text = N_("“{task}” may begin before “{other}”: the lead between them is longer than “{other}” itself.")
            yield Notice("lead_longer_than_predecessor", say(text, task=TaskRow(after), other=TaskRow(before)), after)


def _missed_deadlines(schedule: Schedule) -> Iterator[Notice]:
    tasks = schedule.network.plan.tasks
    missed = (tasks.deadline_at != NONE) & (schedule.finish > tasks.deadline_at) & (tasks.active == 1)
    text = N_("“{task}” finishes on {finish}, after its deadline of {at}.")
    yield from _each("deadline_missed", text, np.flatnonzero(missed), at=tasks.deadline_at, finish=schedule.finish)


def _held_against_links(schedule: Schedule) -> Iterator[Notice]:
    """An honoured constraint that holds a task earlier than its links or the rest of the plan allow."""
    tasks = schedule.network.plan.tasks
    held = np.flatnonzero((schedule.cause == BY_CEILING) & (schedule.network.node >= 0))
    text = N_("“{task}” is held at the date of its constraint, {at}, although what it waits for is later. Move the date or the link.")
    yield from _each("constraint_against_link", text, held, at=tasks.constraint_at)
    if not schedule.network.plan.honours_constraints:
        finish = np.isin(tasks.constraint, (Constraint.FNLT, Constraint.MFO)) & (schedule.finish > tasks.constraint_at)
        start = np.isin(tasks.constraint, (Constraint.SNLT, Constraint.MSO)) & (schedule.start > tasks.constraint_at)
        text = N_("“{task}” cannot keep the date of its constraint, {at}: what it waits for is later.")
        missed = np.flatnonzero((finish | start) & (schedule.network.complete == 0))
        yield from _each("constraint_missed", text, missed, at=tasks.constraint_at)


def _floored(schedule: Schedule) -> Iterator[Notice]:
    """A link to a finish that would have a task begin before the plan does."""
    network = schedule.network
    arcs, tasks = network.arcs, network.plan.tasks
    target = np.repeat(np.arange(len(network.row)), np.diff(arcs.first))
    to_finish = np.isin(arcs.kind, _FINISHING) & (network.link >= 0) & (network.gate[target] == 0)
    rows = np.unique(network.row[target[to_finish]])
    dated = np.isin(tasks.constraint[rows], (Constraint.SNET, Constraint.FNET, Constraint.MSO, Constraint.MFO))
    first = schedule.start[rows] <= max(network.plan.start + 1440, schedule.begin)
    stopped = rows[(schedule.cause[rows] == BY_FLOOR) & ~dated & first]
    stopped = stopped[(network.started[stopped] == 0) & (tasks.minutes[stopped] > 0)]
    text = N_(
        "A link would have “{task}” begin before the plan does. It begins with the plan instead and finishes later than the link asks."
    )
    yield from _each("link_before_start", text, stopped)


def _by_hand_against_links(schedule: Schedule) -> Iterator[Notice]:
    """A task whose given dates break a finish-to-start or start-to-start link."""
    plan = schedule.network.plan
    links, tasks = plan.links, plan.tasks
    if not len(links):
        return
    by_hand = (tasks.pinned[links.successor] == 1) & (links.lag >= 0) & (tasks.active[links.predecessor] == 1)
    too_early = (links.kind == Kind.FS) & (schedule.start[links.successor] < schedule.finish[links.predecessor])
    too_early |= (links.kind == Kind.SS) & (schedule.start[links.successor] < schedule.start[links.predecessor])
    for k in np.flatnonzero(by_hand & too_early).tolist():
        row, other = int(links.successor[k]), int(links.predecessor[k])
        text = N_("“{task}” stays where it was put by hand, although its link to “{other}” asks for a later date.")
        yield Notice("manual_against_link", say(text, task=TaskRow(row), other=TaskRow(other)), row)


def _by_hand_in_the_past(schedule: Schedule) -> Iterator[Notice]:
    """Given dates that are over although the task is not."""
    network = schedule.network
    tasks = network.plan.tasks
    given = (tasks.pinned == 1) & (network.summary == 0) & (tasks.active == 1) & ((tasks.pin_start != NONE) | (tasks.pin_finish != NONE))
    past = given & (network.complete == 0) & (tasks.over == 0) & (schedule.finish <= network.plan.data_date)
    text = N_("“{task}” is not finished, but the dates it was given end on {finish}, before the day of this forecast. Give it new ones.")
    yield from _each("manual_in_the_past", text, np.flatnonzero(past), finish=schedule.finish)


def out_of_sequence(schedule: Schedule) -> Iterator[Notice]:
    """Started although a finish-to-start predecessor had not finished."""
    network = schedule.network
    links, started = network.plan.links, network.started
    if not len(links) or not started.any():
        return
    before, after = links.predecessor, links.successor
    begun = (started[after] == 1) & (links.kind == Kind.FS) & (links.lag >= 0) & (network.plan.tasks.active[before] == 1)
    early = begun & (network.plan.tasks.actual_start[after] < schedule.finish[before])
    seen: set[int] = {NOBODY}
    for k in np.flatnonzero(early).tolist():
        row = int(after[k])
        if row not in seen:
            seen.add(row)
            text = N_("“{task}” began before “{other}”, which it waits for, was finished.")
            yield Notice("out_of_sequence", say(text, task=TaskRow(row), other=TaskRow(int(before[k]))), row)


def all_of(network: Network, schedule: Schedule) -> tuple[Notice, ...]:
    """Every notice of a plan and its schedule."""
    return (*network.notices, *of_plan(network.plan), *of_schedule(schedule))
