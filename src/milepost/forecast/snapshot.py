"""Between the rooms and the engine: a draft becomes a plan of the engine, its schedule becomes a conclusion. Pure.

Nobody else speaks with the engine. `conclude` is all a caller needs; `prepare` keeps the compiled plan for previews, so that
a dragged duration costs only the passes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from milepost import engine
from milepost.engine import reasons
from milepost.forecast.rules import NOBODY, Columns, Conclusion, Ints, Warn, moment
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say
from milepost.kernel.worktime import WorkingTime
from milepost.plans.draft import Assignment, Calendar, Constraint, Draft, LagUnit, Link, LinkKind, ResourceKind, Task, TaskType

_KINDS = {kind: int(engine.Kind[kind.name]) for kind in LinkKind}
_UNITS = {unit: int(engine.Unit[unit.name]) for unit in LagUnit}
_CONSTRAINTS = {constraint: int(engine.Constraint[constraint.name]) for constraint in Constraint}
_MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A draft compiled for the engine, to be concluded as it stands or with changed durations."""

    draft: Draft
    as_of: date
    network: engine.Network
    warnings: tuple[Warn, ...]

    def conclude(self, minutes: Mapping[int, int] | None = None) -> Conclusion:
        """The conclusion; `minutes` are other durations by uid, for a preview. Raises Refusal where there are no dates."""
        network = self.network
        if minutes:
            column = network.plan.tasks.minutes.copy()
            rows = {task.uid: row for row, task in enumerate(self.draft.tasks)}
            for uid, changed in minutes.items():
                column[rows[uid]] = changed
            network = engine.with_minutes(network, column)
        try:
            schedule = engine.scheduled(network)
        except engine.Impossible as impossible:
            raise _refusal(impossible, self.draft) from impossible
        return _conclusion(self, schedule)


def conclude(draft: Draft, *, as_of: date) -> Conclusion:
    """What the engine concludes from `draft` on the day `as_of`.

    Work not yet done is scheduled from the first working minute of that day on. Raises Refusal where the plan has no dates: a
    circle, a calendar without working time, a date beyond the horizon; the refusal names the tasks and `details["uids"]` lists
    them.
    """
    return prepare(draft, as_of=as_of).conclude()


def prepare(draft: Draft, *, as_of: date) -> Prepared:
    """Compile `draft` once. Raises Refusal like `conclude`."""
    try:
        plan, warnings = _plan(draft, as_of)
        network = engine.compiled(plan)
    except engine.Impossible as impossible:
        raise _refusal(impossible, draft) from impossible
    return Prepared(draft, as_of, network, tuple(warnings))


def warm() -> None:
    """Load the compiled kernels, and compile them where that was never done on this machine: seconds, once."""
    tasks = (Task(1, "One", duration_minutes=60), Task(2, "Two", duration_minutes=60, levelling_delay_minutes=60))
    engine.warm()
    for last in (1, 2):
        conclude(Draft("Warm", datetime(2026, 1, 5, 9), tasks[:last], tuple([Link(1, 2)][: last - 1])), as_of=date(2026, 1, 5))


def working_days(time: WorkingTime, first: date, last: date) -> int:
    """Working days after `first` up to `last`; negative where `last` is the earlier one."""
    if last < first:
        return -working_days(time, last, first)
    if first == last:
        return 0
    minutes = engine.minutes_by_day(_calendar(time), first + timedelta(days=1), last)
    return int(np.count_nonzero(minutes))


def _plan(draft: Draft, as_of: date) -> tuple[engine.Plan, list[Warn]]:
    index = {calendar.uid: i for i, calendar in enumerate(draft.calendars)}
    calendars = [_of_calendar(calendar) for calendar in draft.calendars]
    own = index.get(draft.calendar, -1) if draft.calendar is not None else -1
    if own < 0:
        own = len(calendars)
        calendars.append(_calendar(WorkingTime()))
    row = {task.uid: i for i, task in enumerate(draft.tasks)}
    warnings: list[Warn] = []
    plan = engine.Plan(
        tasks=_tasks(draft, index),
        links=_links(draft, row, warnings),
        assignments=_assignments(draft, row, index),
        calendars=tuple(calendars),
        calendar=own,
        start=engine.NONE if draft.from_finish else engine.minute(draft.start),
        data_date=engine.minute(datetime.combine(as_of, _MIDNIGHT)),
        finish=engine.minute(draft.finish) if draft.finish else engine.NONE,
        from_finish=draft.from_finish,
        honours_constraints=draft.honours_constraints,
        minutes_per_day=max(1, draft.minutes_per_day),
    )
    return plan, warnings


def _of_calendar(calendar: Calendar) -> engine.Calendar:
    try:
        return _calendar(calendar.time)
    except ValueError as wrong:
        text = say(
            "The working time of “{calendar}” cannot be read: a shift or an exception ends before it begins.", calendar=calendar.name
        )
        raise Refusal("calendar_unreadable", text) from wrong


def _calendar(time: WorkingTime) -> engine.Calendar:
    return engine.Calendar(
        week=time.week,
        other_weeks=tuple((other.first, other.last, other.week) for other in time.other_weeks),
        exceptions=tuple((one.first, one.last, one.shifts) for one in time.exceptions),
    )


def _minute(at: datetime | None) -> int:
    return engine.NONE if at is None else engine.minute(at)


def _tasks(draft: Draft, calendars: Mapping[int, int]) -> engine.Tasks:
    parents = _parents(draft.tasks)
    table = np.array([_task(task, parent, calendars) for task, parent in zip(draft.tasks, parents, strict=True)], np.int64)
    return engine.Tasks(*np.ascontiguousarray(table.reshape(-1, len(engine.Tasks.__dataclass_fields__)).T))


def _task(task: Task, parent: int, calendars: Mapping[int, int]) -> tuple[int, ...]:
    """One row of the engine's columns, in the order of its fields."""
    done, remaining = _progress(task)
    calendar = calendars.get(task.calendar, -1) if task.calendar is not None else -1
    follows = not (task.type is TaskType.FIXED_DURATION or (task.ignores_resource_calendars and calendar >= 0))
    over = task.percent == 100 and (task.actual_start is None or task.actual_finish is None)
    pin_start = task.manual_start or (task.saved_start if task.external else None)
    pin_finish = task.manual_finish or (task.saved_finish if task.external else None)
    return (
        task.uid,
        parent,
        task.duration_minutes,
        task.elapsed and task.duration_minutes > 0,
        calendar,
        follows,
        _CONSTRAINTS[task.constraint],
        _minute(task.constraint_at),
        _minute(task.deadline_at),
        task.manual or task.external,
        _minute(pin_start),
        _minute(pin_finish),
        task.active,
        _minute(task.actual_start),
        _minute(task.actual_finish) if task.actual_start else engine.NONE,
        done,
        remaining,
        over,
        _resumption(task),
        task.levelling_delay_minutes,
    )


def _progress(task: Task) -> tuple[int, int]:
    """Minutes of the duration that are done, and that remain."""
    if task.percent == 100 or task.actual_finish is not None:
        return task.duration_minutes, 0
    done = task.actual_minutes or task.duration_minutes * task.percent // 100
    remaining = task.duration_minutes - done if task.remaining_minutes is None else task.remaining_minutes
    return done, max(0, remaining)


def _resumption(task: Task) -> int:
    """When a task that was broken off goes on; less than four days is taken for a night, a weekend or a holiday, and is NONE."""
    if task.stop_at is None or task.resume_at is None or task.resume_at - task.stop_at < timedelta(days=4):
        return engine.NONE
    return engine.minute(task.resume_at)


def _parents(tasks: tuple[Task, ...]) -> list[int]:
    """Row of the nearest task before each with a lower level, -1 at the top."""
    above: list[int] = []
    parents = []
    for row, task in enumerate(tasks):
        while above and tasks[above[-1]].level >= task.level:
            above.pop()
        parents.append(above[-1] if above else -1)
        above.append(row)
    return parents


def _links(draft: Draft, row: Mapping[int, int], warnings: list[Warn]) -> engine.Links:
    known: list[Link] = []
    for link in draft.links:
        if link.predecessor in row and link.successor in row:
            known.append(link)
        else:
            missing = link.successor if link.predecessor in row else link.predecessor
            warnings.append(
                Warn("link_to_nothing", say("A link refers to task {uid}, which the plan does not hold. It was left out.", uid=missing))
            )
    table = [(row[k.predecessor], row[k.successor], _KINDS[k.kind], k.lag, _UNITS[k.unit], 0) for k in known]
    return engine.Links(*np.array(table, np.int64).reshape(-1, 6).T.copy())


def _assignments(draft: Draft, row: Mapping[int, int], calendars: Mapping[int, int]) -> engine.Assignments:
    """People only: material and cost have no working time. Minutes are what a person needs at the units given."""
    people = {
        r.uid: calendars.get(r.calendar, -1) if r.calendar is not None else -1 for r in draft.resources if r.kind is ResourceKind.WORK
    }
    counting = [a for a in draft.assignments if a.resource in people and a.task in row and a.units > 0]
    longest: dict[int, int] = {}
    for a in counting:
        longest[a.task] = max(longest.get(a.task, 0), _at_units(a, a.work_minutes))
    table = [
        (
            row[a.task],
            people[a.resource],
            _at_units(a, a.work_minutes),
            _left(a, draft.tasks[row[a.task]], longest[a.task]),
            a.delay_minutes,
        )
        for a in counting
    ]
    return engine.Assignments(*np.array(table, np.int64).reshape(-1, 5).T.copy())


def _at_units(assignment: Assignment, work_minutes: int) -> int:
    """Working minutes a person needs for so much work at the units given."""
    return work_minutes * 100 // assignment.units


def _left(assignment: Assignment, task: Task, longest: int) -> int:
    """Minutes a person still needs: as was said, else what is left of the task, in the share of who needs `longest` for it."""
    if assignment.remaining_work_minutes is not None:
        return _at_units(assignment, max(0, assignment.remaining_work_minutes))
    _, left = _progress(task)
    return left * _at_units(assignment, assignment.work_minutes) // longest if longest else 0


def _conclusion(prepared: Prepared, schedule: engine.Schedule) -> Conclusion:
    draft, as_of = prepared.draft, prepared.as_of
    uids = schedule.network.plan.tasks.id
    columns = Columns(
        uid=uids,
        start=schedule.start,
        finish=schedule.finish,
        early_start=schedule.early_start,
        early_finish=schedule.early_finish,
        late_start=schedule.late_start,
        late_finish=schedule.late_finish,
        total_float_minutes=schedule.total_float,
        free_float_minutes=schedule.free_float,
        remaining_minutes=schedule.remaining,
        critical=schedule.critical,
        summary=schedule.network.summary,
        driver=_uids(uids, schedule.driver),
    )
    rows = {uid: row for row, uid in enumerate(uids.tolist())}
    project = next((c.time for c in draft.calendars if c.uid == draft.calendar), WorkingTime())
    return Conclusion(
        as_of=as_of,
        start=moment(schedule.begin),
        finish=moment(schedule.end),
        columns=columns,
        critical_path=tuple(int(uids[row]) for row in schedule.critical_path),
        warnings=prepared.warnings + tuple(_warn(notice, draft) for notice in schedule.notices),
        open_minutes={None: _open(project, as_of), **{c.uid: _open(c.time, as_of) for c in draft.calendars}},
        reason=lambda uid: _spoken(reasons.why(schedule, rows[uid]), draft),
        rows=rows,
        days=lambda first, last: working_days(project, first, last),
    )


def _uids(uids: Ints, rows: Ints) -> Ints:
    return np.where(rows == engine.NOBODY, NOBODY, uids[rows]) if len(uids) else rows


def _open(time: WorkingTime, on: date) -> int:
    return int(engine.minutes_by_day(_calendar(time), on, on)[0])


def _refusal(impossible: engine.Impossible, draft: Draft) -> Refusal:
    uids = [draft.tasks[row].uid for row in impossible.rows]
    return Refusal(impossible.code, _spoken(impossible.saying, draft), details={"uids": uids})


def _warn(notice: engine.Notice, draft: Draft) -> Warn:
    return Warn(notice.code, _spoken(notice.saying, draft), draft.tasks[notice.row].uid if notice.row >= 0 else None)


def _spoken(saying: engine.Saying, draft: Draft) -> Sentence:
    """The engine's saying with names for rows and dates for instants."""
    return Sentence(saying.text, {name: _value(value, draft) for name, value in saying.values.items()})


def _value(value: object, draft: Draft) -> object:
    match value:
        case engine.TaskRow(row=row):
            return draft.tasks[row].name
        case engine.CalendarIndex(index=index):
            return draft.calendars[index].name if index < len(draft.calendars) else say("office week")
        case engine.Instant(minutes=minutes):
            return moment(minutes)
        case engine.Saying():
            return _spoken(value, draft)
        case tuple():
            return " → ".join(str(_value(one, draft)) for one in value)
        case _:
            return value
