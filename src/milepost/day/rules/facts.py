"""A plan's facts looked up by task: what is done, what stands before it, who works on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from milepost.kernel.worktime import WorkingTime
from milepost.plans.draft import FROZEN_HERE, Assignment, BaselineDates, Draft, Link, LinkKind, ResourceKind, Task


class Facts:
    """A plan's facts looked up by task: what is done, what stands before it, who works on it."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.tasks = {task.uid: task for task in draft.tasks}
        self.above = dict(_parents(draft.tasks))
        self._leaves_left = _count_unfinished_leaves(draft.tasks, self.above)
        self._before: dict[int, list[Link]] = {}
        for link in draft.links:
            self._before.setdefault(link.successor, []).append(link)
        self._people = {each.uid: each for each in draft.resources if each.kind == ResourceKind.WORK}
        self._assigned: dict[int, list[Assignment]] = {}
        for assignment in draft.assignments:
            if assignment.resource in self._people:
                self._assigned.setdefault(assignment.task, []).append(assignment)

    @property
    def project_time(self) -> WorkingTime:
        """The working time of the project's own calendar: the office week where it names none."""
        return next((each.time for each in self.draft.calendars if each.uid == self.draft.calendar), WorkingTime())

    def finished(self, uid: int) -> bool:
        """Whether the task is complete; a summary is when every active task below it is."""
        task = self.tasks[uid]
        return self._leaves_left[uid] == 0 if task.summary else is_complete(task)

    def begun(self, uid: int) -> bool:
        """Whether any work was reported on the task; on a summary, whether it is complete or says so itself."""
        task = self.tasks[uid]
        return self.finished(uid) or task.actual_start is not None or task.percent > 0

    def waits_for(self, uid: int) -> Iterator[Task]:
        """The tasks whose facts still stand in the way, through links of the task itself and of the summaries above it."""
        for each in self.line(uid):
            for link in self._before.get(each, ()):
                before = self.tasks.get(link.predecessor)
                if before is not None and before.active and not self._satisfied(link):
                    yield before

    def line(self, uid: int) -> Iterator[int]:
        """The task and the summaries above it, lowest first."""
        found: int | None = uid
        while found is not None:
            yield found
            found = self.above[found]

    def assigned(self, uid: int) -> tuple[Assignment, ...]:
        """Assignments of people (not of materials or costs) to the task."""
        return tuple(self._assigned.get(uid, ()))

    def who(self, uid: int) -> tuple[str, ...]:
        """Names of the people assigned."""
        return tuple(self._people[each.resource].name for each in self._assigned.get(uid, ()))

    def calendar_of(self, resource: int) -> int | None:
        """uid of a person's calendar; None is the project's."""
        return self._people[resource].calendar

    def _satisfied(self, link: Link) -> bool:
        needs_end = link.kind in {LinkKind.FS, LinkKind.FF}
        return self.finished(link.predecessor) if needs_end else self.begun(link.predecessor)


def is_complete(task: Task) -> bool:
    """Whether the facts say that a single task is done."""
    return task.percent >= 100 or task.actual_finish is not None


def is_open(task: Task) -> bool:
    """Whether somebody of this project still has to work on it."""
    return task.active and not task.summary and not task.external and not is_complete(task)


def compared_with(draft: Draft) -> Iterator[BaselineDates]:
    """The dates of the baseline the plan is compared with: the one frozen here last, else the file's first."""
    number = max((each.number for each in draft.baselines if each.number >= FROZEN_HERE), default=0)
    return (each for each in draft.baselines if each.number == number)


def _parents(tasks: tuple[Task, ...]) -> Iterator[tuple[int, int | None]]:
    line: list[Task] = []
    for task in tasks:
        while line and line[-1].level >= task.level:
            line.pop()
        yield task.uid, line[-1].uid if line else None
        line.append(task)


def _count_unfinished_leaves(tasks: tuple[Task, ...], above: Mapping[int, int | None]) -> dict[int, int]:
    left = {task.uid: 0 for task in tasks}
    for task in tasks:
        if task.summary or not task.active or is_complete(task):
            continue
        found = above[task.uid]
        while found is not None:
            left[found] += 1
            found = above[found]
    return left
