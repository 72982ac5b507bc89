"""Which tasks and which people carry a cause between two plans, for the sentence that tells of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from milepost.engine.hybrids import Between, Cause, Causes, at_rows
from milepost.engine.kernels import BY_FLOOR
from milepost.engine.plan import NONE, Ints
from milepost.engine.schedule import Schedule

Ends = tuple[Schedule, Schedule]
Chains = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Trace:
    """What a cause changed.

    `rows` of the newer plan, the greatest change first; where some of them drive the finish in either plan, only those. `gone`
    are rows of the older plan that the newer one has no more, `people` calendars of the newer plan whose absences differ.
    """

    rows: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    people: tuple[int, ...] = ()


def traced(between: Between, causes: Causes, ends: Ends, chains: Chains) -> Trace:
    """The trace of causes that count as one, between two plans with these schedules and driving chains."""
    size = np.zeros(len(between.after.tasks), np.int64)
    for cause in causes:
        size = np.maximum(size, _CHANGES[cause](between, ends))
    driving = np.zeros(len(size), bool)
    driving[list(chains[1])] = True
    driving[[r for r in between.to_after[list(chains[0])].tolist() if r >= 0]] = True
    rows = np.flatnonzero((size > 0) & driving)
    if not len(rows):
        rows = np.flatnonzero(size > 0)
    order = rows[np.argsort(-size[rows], kind="stable")]
    gone = np.flatnonzero((between.to_after < 0) & (between.old.summary == 0)) if Cause.SCOPE in causes else rows[:0]
    people = between.timetables.away if Cause.ABSENCE in causes else ()
    return Trace(tuple(order.tolist()), tuple(gone.tolist()), people)


def _pairs(between: Between, name: str) -> tuple[Ints, Ints]:
    """A column of both plans, by row of the newer one; for a row of which there is no older one, the newer value twice."""
    new = getattr(between.after.tasks, name)
    return np.where(between.to_before >= 0, at_rows(getattr(between.before.tasks, name), between.to_before), new), new


def _longer(between: Between, ends: Ends) -> Ints:
    old = np.where(between.to_before >= 0, at_rows(between.old.length, between.to_before), between.new.length)
    effort = [np.zeros(len(plan.tasks), np.int64) for plan in (between.before, between.after)]
    for total, plan in zip(effort, (between.before, between.after), strict=True):
        np.add.at(total, plan.assignments.task, plan.assignments.minutes)
    more = np.where(between.to_before >= 0, effort[1] - at_rows(effort[0], between.to_before), 0)
    change = np.where(between.new.length == old, more, between.new.length - old)
    return np.where(between.new.summary == 0, abs(change), 0)


def _later(between: Between, ends: Ends) -> Ints:
    """How far each start is from where the older plan had it; of what has not begun, only what waits for nothing else."""
    tasks, old = between.after.tasks, between.old.at(between.to_before)
    expected = at_rows(ends[0].start, between.to_before)
    waiting = np.where(ends[1].cause == BY_FLOOR, np.maximum(0, between.new.data_dates - expected), 0)
    due = np.where(tasks.actual_start != NONE, tasks.actual_start - expected, waiting)
    change = np.where(old.same_start(between.new), 0, due)
    return np.where((between.to_before >= 0) & (between.new.summary == 0) & ~between.tagged, abs(change), 0)


def _clients(between: Between, ends: Ends) -> Ints:
    tasks, old = between.after.tasks, between.old.at(between.to_before)
    expected = at_rows(ends[0].start, between.to_before)
    started = np.where(tasks.actual_start != NONE, tasks.actual_start - expected, ends[1].start - expected)
    change = np.where(old.same_start(between.new), 0, abs(started)) + _moved(between, ("constraint_at",))
    return np.where((between.to_before >= 0) & between.tagged, change, 0)


def _moved(between: Between, names: tuple[str, ...]) -> Ints:
    size = np.zeros(len(between.after.tasks), np.int64)
    for name in names:
        old, new = _pairs(between, name)
        size = np.maximum(size, np.minimum(abs(new - old), 10**9))
    return size


def _new(between: Between, ends: Ends) -> Ints:
    added = (between.to_before < 0) & (between.new.summary == 0)
    return np.where(added, np.maximum(1, between.new.length), _moved(between, ("active",)))


def _people(between: Between, ends: Ends) -> Ints:
    old, new = between.team_of
    size = _moved(between, ("delay", "follows_people"))
    for row, number in enumerate(between.after.tasks.id.tolist()):
        if between.to_before[row] >= 0 and old.get(number) != new.get(number):
            size[row] = max(1, int(size[row]))
    return size


def _relinked(between: Between, ends: Ends) -> Ints:
    size = np.where(between.tagged, 0, _moved(between, ("constraint", "constraint_at", "pinned", "pin_start", "pin_finish")))
    for row in between.relinked:
        size[row] = max(1, int(size[row]))
    return size


def _away(between: Between, ends: Ends) -> Ints:
    """Tasks of somebody whose absences differ."""
    size = np.zeros(len(between.after.tasks), np.int64)
    people = between.after.assignments
    size[people.task[np.isin(people.calendar, between.timetables.away)]] = 1
    return size


def _timed(between: Between, ends: Ends) -> Ints:
    return np.zeros(len(between.after.tasks), np.int64)


_CHANGES = {
    Cause.WORK: _longer,
    Cause.START: _later,
    Cause.CLIENT: _clients,
    Cause.SCOPE: _new,
    Cause.PEOPLE: _people,
    Cause.LINKS: _relinked,
    Cause.ABSENCE: _away,
    Cause.CALENDAR: _timed,
}
