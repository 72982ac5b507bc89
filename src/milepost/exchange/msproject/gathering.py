"""Records as they come out of the file, kept until all are known; then one draft in which every reference holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

from lxml import etree

from milepost.exchange.msproject import calendars, codes, resources, tasks
from milepost.exchange.msproject.fields import Fields
from milepost.exchange.msproject.losses import Losses
from milepost.exchange.msproject.stream import children, local_texts, not_a_plan
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say
from milepost.kernel.worktime import Shift, WorkingTime
from milepost.plans.draft import Assignment, BaselineDates, Calendar, Draft, Link, Resource, Task, TaskType

MOST_TASKS = 100_000
MOST_LINKS = 400_000
MOST_ASSIGNMENTS = 400_000

UNKEPT = ("Views", "Filters", "Groups", "Tables", "Maps", "Reports", "Drawings", "DataLinks", "VBAProjects")
MORNING, EVENING = 8 * 60, 17 * 60


class Gathering:
    """What has been read so far, and at the end the draft of it."""

    def __init__(self) -> None:
        self.losses = Losses()
        self.title = ""
        self.settings: Fields | None = None
        self.tasks: dict[int, Task] = {}
        self.recurring: set[int] = set()
        self.baselines: list[BaselineDates] = []
        self.links: dict[Link, None] = {}
        self.waiting: list[dict[str, str | None]] = []
        self.calendars: dict[int, calendars.OwnCalendar] = {}
        self.resources: dict[int, Resource] = {}
        self.assignments: dict[int, Assignment] = {}
        self.take: dict[str, Callable[[etree._Element], None]] = {
            "Calendar": self._take_calendar,
            "Task": self._take_task,
            "PredecessorLink": self._take_link,
            "Resource": self._take_resource,
            "Assignment": self._take_assignment,
            "TimephasedData": self._take_daily_value,
            "ExtendedAttribute": self._take_custom_field,
        }

    def _take_calendar(self, element: etree._Element) -> None:
        own = calendars.read_calendar(element, self._hours(element), self.losses)
        if own.uid in self.calendars:
            raise _twice(say("calendars"), own.uid, own.name, self.calendars[own.uid].name)
        self.calendars[own.uid] = own

    def _take_link(self, element: etree._Element) -> None:
        self.waiting.append(dict(local_texts(element)))
        _check_count(say("links"), len(self.links) + len(self.waiting), MOST_LINKS)

    def _take_task(self, element: etree._Element) -> None:
        fields = tasks.fields_of(element)
        waiting, self.waiting = self.waiting, []
        if fields.flag("IsNull"):
            self.losses.add("blank_rows")
            return
        uid = fields.uid()
        if uid is None:
            raise Refusal(
                "uid_missing", say("{where} has no number (UID). Save the file again in MS Project.", where=tasks.named(fields.texts))
            )
        if tasks.is_project(fields, uid):
            self.title = self.title or fields.text("Name", 255)
            return
        self._keep_task(element, fields, uid)
        self._keep_links(waiting, fields, uid)

    def _keep_task(self, element: etree._Element, fields: Fields, uid: int) -> None:
        if uid in self.tasks:
            raise _twice(say("tasks"), uid, fields.text("Name", 255), self.tasks[uid].name)
        usual = codes.TASK_TYPES.get(self._settings(element).whole("DefaultTaskType", 0), TaskType.FIXED_UNITS)
        self.tasks[uid] = tasks.read_task(fields, uid, usual, self.losses)
        if fields.flag("Recurring"):
            self.recurring.add(uid)
        self.baselines += tasks.read_baselines(element, fields, uid, self.losses)
        _check_count(say("tasks"), len(self.tasks), MOST_TASKS)

    def _keep_links(self, waiting: Iterable[dict[str, str | None]], fields: Fields, uid: int) -> None:
        for texts in waiting:
            link = tasks.read_link(texts, fields, uid, self.losses)
            if link in self.links:
                self.losses.add("link_twice", fields.text("Name", 255))
            elif link is not None:
                self.links[link] = None

    def _take_resource(self, element: etree._Element) -> None:
        resource = resources.read_resource(element, self.losses)
        if resource is None:
            return
        if resource.uid in self.resources:
            raise _twice(say("resources"), resource.uid, resource.name, self.resources[resource.uid].name)
        self.resources[resource.uid] = resource

    def _take_assignment(self, element: etree._Element) -> None:
        fields = Fields(local_texts(element), resources.named_assignment)
        spoken = fields.uid()
        uid = spoken if spoken is not None and spoken not in self.assignments else self._free_number()
        assignment = resources.read_assignment(fields, uid, self.losses)
        if assignment is not None:
            self.assignments[uid] = assignment
        _check_count(say("assignments"), len(self.assignments), MOST_ASSIGNMENTS)

    def _free_number(self) -> int:
        return max(self.assignments, default=0) + 1

    def _take_daily_value(self, element: etree._Element) -> None:
        self.losses.add("timephased")

    def _take_custom_field(self, element: etree._Element) -> None:
        value = local_texts(element).get("Value")
        if value:
            self.losses.add("custom_fields", value)

    def _settings(self, element: etree._Element) -> Fields:
        """The project's own fields, which stand before its records."""
        if self.settings is None:
            self.settings = _project_fields(element.getroottree().getroot())
        return self.settings

    def _hours(self, element: etree._Element) -> tuple[Shift, ...]:
        return usual_hours(self._settings(element))

    def draft(self, project: etree._Element, file_name: str) -> Draft:
        """The whole plan, once every record was taken; `project` is the emptied root with the project's own fields."""
        if next(children(project, "Tasks"), None) is None:
            raise not_a_plan("Project")
        fields = _project_fields(project)
        merged = calendars.merged(self.calendars, usual_hours(fields), self.losses) or self._assumed(fields)
        known = {calendar.uid for calendar in merged}
        rows = tuple(self._placed(self._with_calendar(task, known) for task in self.tasks.values()))
        self._note_recurrences(rows)
        start = fields.at("StartDate") or min((task.saved_start for task in rows if task.saved_start), default=None)
        from_finish = not fields.flag("ScheduleFromStart", absent=True)
        finish = fields.at("FinishDate") if from_finish else None
        if start is None:
            raise Refusal(
                "plan_without_start", say("The plan does not say when it starts. Set the project's start date and save the file again.")
            )
        for name in UNKEPT:
            if any(len(found) for found in children(project, name)):
                self.losses.add("views", name)
        return Draft(
            name=_title(fields, self.title, file_name),
            start=start,
            tasks=rows,
            links=tuple(self._whole_links()),
            calendars=tuple(self._used(merged)),
            calendar=self._project_calendar(fields, merged),
            resources=tuple(self._person(resource, known) for resource in self.resources.values()),
            assignments=tuple(self._whole_assignments()),
            baselines=tuple(self.baselines),
            finish=finish,
            from_finish=from_finish,
            minutes_per_day=fields.whole("MinutesPerDay", 480, 1, 1440),
            minutes_per_week=fields.whole("MinutesPerWeek", 2400, 1, 10_080),
            days_per_month=fields.whole("DaysPerMonth", 20, 1, 31),
            status_on=fields.on("StatusDate"),
            honours_constraints=fields.flag("HonorConstraints", absent=True),
            losses=self.losses.all(),
        )

    def _assumed(self, fields: Fields) -> tuple[Calendar, ...]:
        self.losses.add("calendar_assumed")
        return (Calendar(1, "Standard", WorkingTime(week=(usual_hours(fields),) * 5 + ((), ()))),)

    def _project_calendar(self, fields: Fields, merged: tuple[Calendar, ...]) -> int:
        named = fields.uid("CalendarUID")
        if any(calendar.uid == named for calendar in merged):
            return named or 0
        if named is not None:
            self.losses.add("calendar_missing", fields.text("Name", 255))
        return next((calendar.uid for calendar in merged if not calendar.of_resource), merged[0].uid)

    def _used(self, merged: tuple[Calendar, ...]) -> Iterator[Calendar]:
        """All but the calendars of resources that are not there, such as of the row that stands for "unassigned"."""
        spoken = {resource.calendar for resource in self.resources.values()} | {task.calendar for task in self.tasks.values()}
        spoken |= {calendar.base for calendar in merged}
        return (calendar for calendar in merged if not calendar.of_resource or calendar.uid in spoken)

    def _with_calendar(self, task: Task, known: set[int]) -> Task:
        if task.calendar is None or task.calendar in known:
            return task
        self.losses.add("calendar_missing", task.name)
        return replace(task, calendar=None)

    def _person(self, resource: Resource, known: set[int]) -> Resource:
        if resource.calendar is None or resource.calendar in known:
            return resource
        self.losses.add("calendar_missing", resource.name)
        return replace(resource, calendar=None)

    def _placed(self, rows: Iterable[Task]) -> Iterator[Task]:
        """Levels without gaps, and as summaries exactly the tasks that have tasks below them."""
        before: Task | None = None
        for row in rows:
            highest = before.level + 1 if before else 1
            if row.level > highest:
                self.losses.add("outline_jump", row.name)
            task = row if row.level <= highest else replace(row, level=highest)
            if before is not None:
                yield _summarised(before, task.level)
            before = task
        if before is not None:
            yield _summarised(before, 0)

    def _note_recurrences(self, rows: Iterable[Task]) -> None:
        """A recurring task sums up its occurrences, which carry its name and a number. Converted files set the flag elsewhere, too."""
        for task, first in pairwise(rows):
            if task.uid in self.recurring and task.summary and first.name.startswith(task.name):
                self.losses.add("recurrences", task.name)

    def _whole_links(self) -> Iterator[Link]:
        for link in self.links:
            if link.predecessor in self.tasks:
                yield link
            else:
                self.losses.add("link_without_task", self.tasks[link.successor].name)

    def _whole_assignments(self) -> Iterator[Assignment]:
        for assignment in self.assignments.values():
            if assignment.task in self.tasks and assignment.resource in self.resources:
                yield assignment
            elif assignment.resource != 0 and assignment.task != 0:
                self.losses.add("assignment_without_task", f"{assignment.task}/{assignment.resource}")


def usual_hours(fields: Fields) -> tuple[Shift, ...]:
    """The working day of the project's settings: from its default start to its default finish, with a pause in the middle."""
    first, last = fields.clock("DefaultStartTime"), fields.clock("DefaultFinishTime")
    if first is None or last is None or last <= first:
        first, last = MORNING, EVENING
    work = fields.whole("MinutesPerDay", 480, 1, 1440)
    pause = last - first - work
    if pause <= 0:
        return ((first, last),)
    noon = first + work // 2
    return ((first, noon), (noon + pause, last))


def _summarised(task: Task, next_level: int) -> Task:
    summary = next_level > task.level
    return task if task.summary == summary else replace(task, summary=summary)


def _project_fields(root: etree._Element) -> Fields:
    return Fields(local_texts(root), lambda _: say("The project"))


def _title(fields: Fields, row: str, file_name: str) -> str:
    spoken = fields.text("Title", 255) or row or _stem(fields.text("Name", 255))
    return spoken or _stem(file_name) or "Project"


def _stem(name: str) -> str:
    path = PurePath(name.replace("\\", "/"))
    return path.stem if path.suffix.lower() in {".xml", ".mpp", ".mpt"} else path.name


def _twice(kind: Sentence, uid: int, name: str, other: str) -> Refusal:
    sentence = say(
        "Two {kind} carry the number (UID) {uid}: “{other}” and “{name}”. Open the file in MS Project and save it again.",
        kind=kind,
        uid=uid,
        other=other,
        name=name,
    )
    return Refusal("uid_twice", sentence, details={"uid": uid})


def _check_count(kind: Sentence, count: int, most: int) -> None:
    if count > most:
        sentence = say("The plan holds more than {most} {kind}. Split it into several projects.", most=most, kind=kind)
        raise Refusal("plan_too_large", sentence, details={"most": most})
