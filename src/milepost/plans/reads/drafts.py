"""A project's tables as the values a file holds and the forecast reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from milepost.audit import reads as audit
from milepost.kernel.refusal import NotFound
from milepost.kernel.worktime import OFFICE_WEEK, WorkingTime
from milepost.people import reads as people
from milepost.plans import draft as values
from milepost.plans import models, rules
from milepost.plans.desk import with_public_holidays
from milepost.plans.overtime import in_overtime
from milepost.plans.reads import remembered

BEFORE_TYPE = (
    *("uid", "name", "level", "wbs", "summary", "milestone", "duration_minutes", "elapsed", "estimated"),
    *("best_minutes", "worst_minutes", "effort_minutes"),
)
AFTER_TYPE = ("effort_driven", "manual", "manual_start", "manual_finish")
AFTER_CONSTRAINT = (
    *("constraint_at", "deadline_at", "calendar", "ignores_resource_calendars", "priority", "percent", "percent_work"),
    *("actual_start", "actual_finish", "actual_minutes", "remaining_minutes", "stop_at", "resume_at", "levelling_delay_minutes"),
    *("active", "external", "notes", "saved_start", "saved_finish"),
)
TASK = (*BEFORE_TYPE, "type", *AFTER_TYPE, "constraint", *AFTER_CONSTRAINT)
"""The columns of a task in the order of the fields of `draft.Task`."""
RESOURCE = ("uid", "name", "kind", "initials", "email", "group", "units", "calendar")
CALENDAR = ("uid", "name", "time", "base", "of_resource", "holidays")
ASSIGNMENT = (
    *("units", "work_minutes", "actual_work_minutes", "remaining_work_minutes", "delay_minutes"),
    *("saved_start", "saved_finish"),
)
PROJECT = (
    *("name", "start", "finish", "from_finish", "calendar", "minutes_per_day", "minutes_per_week", "days_per_month"),
    *("status_on", "honours_constraints"),
)

YEARS_AHEAD = 5
"""How far public holidays and absences are looked up past the data date."""

_TYPES = {kind.value: kind for kind in values.TaskType}
_CONSTRAINTS = {kind.value: kind for kind in values.Constraint}
_KINDS = {kind.value: kind for kind in values.LinkKind}
_UNITS = {unit.value: unit for unit in values.LagUnit}
_RESOURCES = {kind.value: kind for kind in values.ResourceKind}


def draft(project_id: int) -> values.Draft:
    """The plan as it stands: equal to the draft that was taken over, where nothing has changed since.

    Not in it: the losses of the file (its `Import` keeps them). Nine queries, no model objects. `NotFound` without such a project.
    """
    row = models.Project.objects.filter(pk=project_id).values(*PROJECT).first()
    if row is None:
        raise NotFound()
    line = audit.newest_line(project_id)
    uids, tasks = remembered.tasks(project_id, line, _tasks)
    resources, team = _resources(project_id)
    return values.Draft(
        **row,
        tasks=tasks,
        links=_links(project_id, line, uids),
        calendars=_calendars(project_id),
        resources=team,
        assignments=_assignments(project_id, line, uids, resources),
        baselines=_baselines(project_id, uids),
    )


def _tasks(project_id: int, ids: Sequence[int] | None) -> dict[int, values.Task]:
    """The tasks with these ids, or all of the plan, by id."""
    wanted = models.Task.objects.filter(project_id=project_id, removed_at=None)
    rows = (wanted if ids is None else wanted.filter(pk__in=ids)).values_list("pk", *TASK)
    return {row[0]: task(row[1:]) for row in rows}


_TYPE_AT = len(BEFORE_TYPE)
_CONSTRAINT_AT = _TYPE_AT + 1 + len(AFTER_TYPE)


def task(row: Sequence[Any]) -> values.Task:
    """A task of the columns `TASK`."""
    made: Any = values.Task
    kind, constraint = _TYPES[row[_TYPE_AT]], _CONSTRAINTS[row[_CONSTRAINT_AT]]
    found: values.Task = made(*row[:_TYPE_AT], kind, *row[_TYPE_AT + 1 : _CONSTRAINT_AT], constraint, *row[_CONSTRAINT_AT + 1 :])
    return found


def link(predecessor: int, successor: int, kind: str, lag: int, unit: str) -> values.Link:
    """A link between two tasks by uid, of the columns of its row."""
    return values.Link(predecessor, successor, _KINDS[kind], lag, _UNITS[unit])


def _links(project_id: int, line: audit.Line | None, uids: Mapping[int, int]) -> tuple[values.Link, ...]:
    wanted = models.Link.objects.filter(project_id=project_id).order_by("pk")

    def read(ids: Sequence[int] | None) -> dict[int, values.Link]:
        rows = wanted if ids is None else wanted.filter(pk__in=ids)
        columns = rows.values_list("pk", "predecessor_id", "successor_id", "kind", "lag", "unit")
        return {pk: link(uids[before], uids[after], kind, lag, unit) for pk, before, after, kind, lag, unit in columns}

    return remembered.rows(project_id, line, "link", read)


def _calendars(project_id: int) -> tuple[values.Calendar, ...]:
    rows = models.Calendar.objects.filter(project_id=project_id).order_by("position")
    return tuple(
        values.Calendar(uid, name, rules.unpacked_time(time), based_on, of_resource, holidays)
        for uid, name, time, based_on, of_resource, holidays in rows.values_list(*CALENDAR)
    )


def _resources(project_id: int) -> tuple[dict[int, int], tuple[values.Resource, ...]]:
    rows = list(models.Resource.objects.filter(project_id=project_id).order_by("position").values_list("pk", *RESOURCE))
    team = tuple(values.Resource(uid, name, _RESOURCES[kind], *rest) for _, uid, name, kind, *rest in rows)
    return {row[0]: row[1] for row in rows}, team


def _assignments(
    project_id: int, line: audit.Line | None, uids: Mapping[int, int], resources: Mapping[int, int]
) -> tuple[values.Assignment, ...]:
    wanted = models.Assignment.objects.filter(project_id=project_id).order_by("pk")

    def read(ids: Sequence[int] | None) -> dict[int, values.Assignment]:
        rows = wanted if ids is None else wanted.filter(pk__in=ids)
        columns = rows.values_list("pk", "uid", "task_id", "resource_id", *ASSIGNMENT)
        return {pk: values.Assignment(uid, uids[task], resources[resource], *rest) for pk, uid, task, resource, *rest in columns}

    return remembered.rows(project_id, line, "assignment", read)


def _baselines(project_id: int, uids: Mapping[int, int]) -> tuple[values.BaselineDates, ...]:
    """Sorted here: told to, SQLite would walk through the baselines of every plan there is."""
    rows = models.BaselineTask.objects.filter(baseline__project_id=project_id)
    columns = ("pk", "baseline__number", "task_id", "start", "finish", "duration_minutes", "effort_minutes")
    in_order = sorted(rows.values_list(*columns))
    return tuple(values.BaselineDates(number, uids[task], *rest) for _, number, task, *rest in in_order if task in uids)


def draft_with_people(project_id: int, as_of: date) -> values.Draft:
    """The plan as the forecast must see it: with the days on which the people of its team do not work.

    A project made here follows the firm's working time, or the calendar it names, and each person's own week: a free day of the named
    calendar is free for everybody, its hours are those of whoever has no week of their own. A plan from a file keeps its calendars;
    from those of the team members who are linked to people, their public holidays and absences are taken out.
    """
    plan = draft(project_id)
    row = models.Project.objects.values_list("workspace_id", "native", "zone").get(pk=project_id)
    people_of = dict(models.Resource.objects.filter(project_id=project_id, person__isnull=False).values_list("uid", "person_id"))
    first, last = min(plan.start.date(), as_of), as_of + timedelta(days=365 * YEARS_AHEAD)
    named = plan.calendar is not None
    plan = with_holidays(plan, row[0], first, last)
    if row[1]:
        plan = in_firm_time(plan, row[0], as_of)
    times = people.working_time(people_of.values(), first, last, zone=row[2] if row[1] else "") if people_of else {}
    for uid, person in people_of.items():
        plan = _with_person(plan, uid, times[person], own_week=row[1], named=named)
    return with_overtime(plan, project_id)


def with_overtime(plan: values.Draft, project_id: int) -> values.Draft:
    """The plan in whose calendars the overtime is that its team agreed to. One query."""
    rows = models.Overtime.objects.filter(project_id=project_id).order_by("pk")
    agreed = rows.values_list("resource__uid", "first", "last", "minutes", "saturdays")
    return in_overtime(plan, (values.Overtime(*row) for row in agreed))


def with_holidays(plan: values.Draft, workspace_id: int, first: date, last: date) -> values.Draft:
    """The plan whose calendars hold the public holidays that they say are free, from `first` to `last`."""
    if not any(each.holidays for each in plan.calendars):
        return plan
    kept = (replace(each, time=with_public_holidays(each.time, workspace_id, each.holidays, first, last)) for each in plan.calendars)
    return replace(plan, calendars=tuple(kept))


def in_firm_time(plan: values.Draft, workspace_id: int, as_of: date) -> values.Draft:
    """The plan by the working time of a firm, with its public holidays; one that names a calendar keeps it."""
    if plan.calendar is not None:
        return plan
    time = people.workspace_time(workspace_id, min(plan.start.date(), as_of), as_of + timedelta(days=365 * YEARS_AHEAD))
    firm = values.Calendar(_free_uid(plan), "", time)
    return replace(plan, calendar=firm.uid, calendars=(*plan.calendars, firm))


def _with_person(plan: values.Draft, resource: int, time: WorkingTime, *, own_week: bool, named: bool) -> values.Draft:
    """The plan in which one of its team works by a calendar that knows the person's days off."""
    member = next(member for member in plan.resources if member.uid == resource)
    usual = _usual_time(plan, member)
    if own_week and member.calendar is None:
        usual = _week_in(usual, time) if named else time
    off = tuple(day for day in time.exceptions if not day.shifts)
    own = values.Calendar(_free_uid(plan), member.name, replace(usual, exceptions=(*usual.exceptions, *off)), of_resource=True)
    team = tuple(replace(other, calendar=own.uid) if other is member else other for other in plan.resources)
    return replace(plan, calendars=(*plan.calendars, own), resources=team)


def _week_in(project: WorkingTime, own: WorkingTime) -> WorkingTime:
    """When somebody works in a project that names a calendar: by that one, or by their own week without its free days."""
    if own.week == OFFICE_WEEK and not own.other_weeks:
        return project
    free = tuple(day for day in project.exceptions if not day.shifts)
    return replace(own, exceptions=(*own.exceptions, *free))


def _usual_time(plan: values.Draft, member: values.Resource) -> WorkingTime:
    wanted = plan.calendar if member.calendar is None else member.calendar
    return next((calendar.time for calendar in plan.calendars if calendar.uid == wanted), WorkingTime())


def _free_uid(plan: values.Draft) -> int:
    return max((calendar.uid for calendar in plan.calendars), default=0) + 1
