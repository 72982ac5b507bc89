"""A draft to MSPDI, its elements in the order that the format's schema prescribes and MS Project insists on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from lxml import etree

from milepost.exchange.msproject import codes
from milepost.exchange.msproject.calendar_writer import write_calendars
from milepost.exchange.msproject.elements import Value, clock, duration, fill
from milepost.exchange.msproject.stream import NAMESPACE
from milepost.exchange.msproject.tasks import LAST_BASELINE
from milepost.exchange.msproject.work import with_work_left
from milepost.kernel.worktime import WorkingTime
from milepost.plans.draft import Assignment, BaselineDates, Calendar, Draft, LagUnit, Link, Resource, ResourceKind, Task

Dates = Mapping[int, tuple[datetime, datetime]]

DEFAULT_NAMESPACE: Any = {None: NAMESPACE}  # the stubs know no default namespace
SAVE_VERSION = 14
NO_CALENDAR = -1
HOURS, ELAPSED_HOURS = 5, 6

_CODES_OF_LINKS = {kind: code for code, kind in codes.LINK_KINDS.items()}
_CODES_OF_TYPES = {kind: code for code, kind in codes.TASK_TYPES.items()}
_CODES_OF_CONSTRAINTS = {kind: code for code, kind in codes.CONSTRAINTS.items()}


def write(draft: Draft, *, dates: Dates | None = None) -> bytes:
    """The plan as a file for MS Project, in UTF-8.

    `dates` gives the start and finish of tasks by uid, as the forecast computed them; a task without an entry keeps the
    dates the plan came with. What the plan lost when it was read is not in the file.
    """
    root = etree.Element("Project", nsmap=DEFAULT_NAMESPACE)
    calendars, project_calendar = _with_calendar(draft)
    shown = _dates(draft, dates or {})
    fill(root, _settings(draft, project_calendar, shown))
    write_calendars(etree.SubElement(root, "Calendars"), calendars, project_calendar.uid)
    _write_tasks(etree.SubElement(root, "Tasks"), draft, shown)
    people = etree.SubElement(root, "Resources")
    for row, resource in enumerate(draft.resources, 1):
        fill(etree.SubElement(people, "Resource"), _resource(resource, row))
    assignments = etree.SubElement(root, "Assignments")
    for assignment in with_work_left(draft):
        fill(etree.SubElement(assignments, "Assignment"), _assignment(assignment, (dates or {}).get(assignment.task)))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _with_calendar(draft: Draft) -> tuple[tuple[Calendar, ...], Calendar]:
    for calendar in draft.calendars:
        if calendar.uid == draft.calendar:
            return draft.calendars, calendar
    office = Calendar(max((calendar.uid for calendar in draft.calendars), default=0) + 1, "Standard", WorkingTime())
    return (office, *draft.calendars), office


def _dates(draft: Draft, computed: Dates) -> dict[int, tuple[datetime | None, datetime | None]]:
    saved = {task.uid: (task.saved_start, task.saved_finish) for task in draft.tasks}
    return {uid: computed.get(uid, own) for uid, own in saved.items()}


def _settings(
    draft: Draft, calendar: Calendar, shown: Mapping[int, tuple[datetime | None, datetime | None]]
) -> Iterator[tuple[str, Value]]:
    last = max((finish for _, finish in shown.values() if finish), default=None)
    day = next((shifts for shifts in calendar.time.week if shifts), ((8 * 60, 17 * 60),))
    opens, closes = day[0][0], min(day[-1][1], 1439)
    yield "SaveVersion", SAVE_VERSION
    yield "Name", draft.name
    yield "Title", draft.name
    yield "ScheduleFromStart", not draft.from_finish
    yield "StartDate", draft.start
    yield "FinishDate", draft.finish or last
    yield "CalendarUID", calendar.uid
    yield "DefaultStartTime", clock(opens)
    yield "DefaultFinishTime", clock(closes)
    yield "MinutesPerDay", draft.minutes_per_day
    yield "MinutesPerWeek", draft.minutes_per_week
    yield "DaysPerMonth", draft.days_per_month
    yield "DefaultTaskType", 0
    yield "DurationFormat", codes.DAYS
    yield "HonorConstraints", draft.honours_constraints
    yield "WeekStartDay", 1
    yield "StatusDate", datetime.combine(draft.status_on, time(closes // 60, closes % 60)) if draft.status_on else None
    yield "NewTasksAreManual", False


def _write_tasks(home: etree._Element, draft: Draft, shown: Mapping[int, tuple[datetime | None, datetime | None]]) -> None:
    before: dict[int, list[Link]] = {}
    for link in draft.links:
        before.setdefault(link.successor, []).append(link)
    numbers = _baseline_numbers(draft)
    frozen: dict[int, list[BaselineDates]] = {}
    for baseline in draft.baselines:
        if baseline.number in numbers:
            frozen.setdefault(baseline.task, []).append(replace(baseline, number=numbers[baseline.number]))
    fill(etree.SubElement(home, "Task"), _project_row(draft))
    for row, (task, number) in enumerate(zip(draft.tasks, outline_numbers(draft.tasks), strict=True), 1):
        element = etree.SubElement(home, "Task")
        fill(element, _task(task, row, number, shown[task.uid], draft.minutes_per_day))
        for link in before.get(task.uid, ()):
            fill(etree.SubElement(element, "PredecessorLink"), _link(link))
        for baseline in frozen.get(task.uid, ()):
            fill(etree.SubElement(element, "Baseline"), _baseline(baseline))
        if task.manual:
            fill(element, _manual(task))


def _baseline_numbers(draft: Draft) -> dict[int, int]:
    """The format's number of each baseline: those of the file keep theirs, those frozen here take what is free, the newest first."""
    ours = {baseline.number for baseline in draft.baselines}
    of_file = {number: number for number in ours if number <= LAST_BASELINE}
    free = [number for number in range(LAST_BASELINE + 1) if number not in of_file]
    return of_file | dict(zip(sorted(ours - set(of_file), reverse=True), free, strict=False))


def outline_numbers(tasks: Iterable[Task]) -> Iterator[str]:
    """1, 1.1, 1.2, 2 …, from the levels."""
    counts: list[int] = []
    for task in tasks:
        counts = [*counts[: task.level], *[0] * (task.level - len(counts))]
        counts[-1] += 1
        yield ".".join(map(str, counts))


def _project_row(draft: Draft) -> Iterator[tuple[str, Value]]:
    yield "UID", 0
    yield "ID", 0
    yield "Name", draft.name
    yield "IsNull", False
    yield "OutlineNumber", "0"
    yield "OutlineLevel", 0
    yield "Summary", True


def _task(
    task: Task, row: int, number: str, shown: tuple[datetime | None, datetime | None], minutes_per_day: int
) -> Iterator[tuple[str, Value]]:
    yield "UID", task.uid
    yield "ID", row
    yield "Name", task.name
    yield "Active", task.active
    yield "Manual", task.manual
    yield "Type", _CODES_OF_TYPES[task.type]
    yield "IsNull", False
    yield "WBS", task.wbs or number
    yield "OutlineNumber", number
    yield "OutlineLevel", task.level
    yield "Priority", task.priority
    yield "Start", shown[0]
    yield "Finish", shown[1]
    yield "Duration", duration(task.duration_minutes)
    yield "DurationFormat", _duration_format(task, minutes_per_day)
    yield "Work", duration(task.effort_minutes)
    yield "Stop", task.stop_at
    yield "Resume", task.resume_at
    yield "EffortDriven", task.effort_driven
    yield "Estimated", task.estimated
    yield "Milestone", task.milestone
    yield "Summary", task.summary
    yield "ExternalTask", task.external
    yield "PercentComplete", task.percent
    yield "PercentWorkComplete", task.percent_work
    yield "ActualStart", task.actual_start
    yield "ActualFinish", task.actual_finish
    yield "ActualDuration", duration(task.actual_minutes)
    yield "RemainingDuration", None if task.remaining_minutes is None else duration(task.remaining_minutes)
    yield "ConstraintType", _CODES_OF_CONSTRAINTS[task.constraint]
    yield "CalendarUID", NO_CALENDAR if task.calendar is None else task.calendar
    yield "ConstraintDate", task.constraint_at
    yield "Deadline", task.deadline_at
    yield "LevelingDelay", task.levelling_delay_minutes * 10
    yield "LevelingDelayFormat", codes.ELAPSED_DAYS
    yield "IgnoreResourceCalendar", task.ignores_resource_calendars
    yield "Notes", task.notes or None


def _manual(task: Task) -> Iterator[tuple[str, Value]]:
    yield "ManualStart", task.manual_start
    yield "ManualFinish", task.manual_finish
    yield "ManualDuration", duration(task.duration_minutes)


def _link(link: Link) -> Iterator[tuple[str, Value]]:
    yield "PredecessorUID", link.predecessor
    yield "Type", _CODES_OF_LINKS[link.kind]
    yield "CrossProject", False
    yield "LinkLag", link.lag * 10 if link.unit in {LagUnit.WORKING, LagUnit.ELAPSED} else link.lag
    yield "LagFormat", codes.LAG_FORMATS[link.unit]


def _baseline(baseline: BaselineDates) -> Iterator[tuple[str, Value]]:
    yield "Number", baseline.number
    yield "Start", baseline.start
    yield "Finish", baseline.finish
    yield "Duration", duration(baseline.duration_minutes)
    yield "DurationFormat", codes.DAYS
    yield "Work", duration(baseline.effort_minutes)


def _resource(resource: Resource, row: int) -> Iterator[tuple[str, Value]]:
    yield "UID", resource.uid
    yield "ID", row
    yield "Name", resource.name
    yield "Type", int(resource.kind == ResourceKind.WORK)
    yield "IsNull", False
    yield "Initials", resource.initials or None
    yield "Group", resource.group or None
    yield "EmailAddress", resource.email or None
    yield "MaxUnits", _share(resource.units)
    yield "CalendarUID", NO_CALENDAR if resource.calendar is None else resource.calendar
    yield "IsCostResource", resource.kind == ResourceKind.COST


def _assignment(assignment: Assignment, computed: tuple[datetime, datetime] | None) -> Iterator[tuple[str, Value]]:
    start, finish = computed or (assignment.saved_start, assignment.saved_finish)
    remaining = assignment.remaining_work_minutes
    yield "UID", assignment.uid
    yield "TaskUID", assignment.task
    yield "ResourceUID", assignment.resource
    yield "ActualWork", duration(assignment.actual_work_minutes)
    yield "Delay", assignment.delay_minutes * 10
    yield "Finish", finish
    yield "RemainingWork", None if remaining is None else duration(remaining)
    yield "Start", start
    yield "Units", _share(assignment.units)
    yield "Work", duration(assignment.work_minutes)


def _duration_format(task: Task, minutes_per_day: int) -> int:
    whole = task.duration_minutes % (1440 if task.elapsed else minutes_per_day) == 0
    working, elapsed = (codes.DAYS, codes.ELAPSED_DAYS) if whole else (HOURS, ELAPSED_HOURS)
    return (elapsed if task.elapsed else working) + (codes.ESTIMATED if task.estimated else 0)


def _share(percent: int) -> str:
    return f"{percent / 100:g}"
