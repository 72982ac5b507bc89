"""What a newer file would do to a project, shown before it is done.

The file decides which tasks there are and how they are planned. What people said here is not lost: the progress recorded on
a task, with the duration it led to and the work that belongs to it, stays until a file reports more per cent complete; from
then on the files decide. The project keeps the name it has here, its tasks the three-point estimates that the durations of the
file do not contradict. Baselines frozen here stay beside those of the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Any

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.kernel.actor import Actor
from milepost.plans import draft as values
from milepost.plans import models, rules
from milepost.plans.desk import FIRST_UID_HERE
from milepost.plans.reads import drafts
from milepost.plans.reads.values import Change, Difference, ProgressKept, TaskName
from milepost.plans.reads.visible import project_row

PROGRESS = (
    *("percent", "percent_work", "actual_start", "actual_finish", "actual_minutes", "remaining_minutes", "stop_at", "resume_at"),
    "duration_minutes",
)
"""The fields that recorded progress decides."""
SHOWN = tuple(name for name in drafts.TASK if name not in ("uid", "saved_start", "saved_finish"))


def difference(actor: Actor, project_id: int, draft: values.Draft) -> Difference:
    """What taking `draft` over would change in the project, against its revision now. Changes nothing."""
    accounts.require(actor, "plans.reimport_plan")
    project_row(actor, project_id)
    revision = audit.revision(project_id)
    current = drafts.draft(project_id)
    merged, progress = merge(current, draft, reported_here(project_id))
    return between(current, merged, progress=progress, revision=revision)


def reported_here(project_id: int) -> dict[int, int]:
    """Per cent that was last recorded here, by uid, of every task on which progress was recorded."""
    rows = models.Progress.objects.filter(project_id=project_id).order_by("pk")
    return dict(rows.values_list("task__uid", "percent"))


def merge(current: values.Draft, file: values.Draft, reported: Mapping[int, int]) -> tuple[values.Draft, tuple[ProgressKept, ...]]:
    """The plan after the file is taken over, and what became of progress `reported` here, per cent by uid. Pure."""
    ours = {task.uid: task for task in current.tasks if reported.get(task.uid) == task.percent}
    kept = tuple(_kept(ours[task.uid], task) for task in file.tasks if task.uid in ours)
    staying = {line.uid for line in kept if line.kept}
    estimated = {task.uid: task for task in current.tasks if task.best_minutes is not None}
    moved_on = (_with_progress(task, ours[task.uid]) if task.uid in staying else task for task in file.tasks)
    tasks = tuple(_with_estimate(task, estimated[task.uid]) if task.uid in estimated else task for task in moved_on)
    assignments = tuple(_work(current, file, ours, staying))
    numbers = {line.number for line in file.baselines}
    there = {task.uid for task in tasks}
    frozen_here = tuple(line for line in current.baselines if line.number not in numbers and line.task in there)
    baselines = (*file.baselines, *frozen_here)
    merged = replace(file, name=current.name, tasks=tasks, assignments=assignments, baselines=baselines, losses=())
    return _with_calendars(current, merged), kept


def _with_calendars(current: values.Draft, merged: values.Draft) -> values.Draft:
    """Calendars made here stay, and the project's own choice of one; those of the file follow it, but for the holidays added here.

    A file that was exported from here holds calendars made here, too: then it is the newer one.
    """
    holidays = {each.uid: each.holidays for each in current.calendars}
    files = tuple(replace(each, holidays=holidays.get(each.uid, "")) for each in merged.calendars)
    in_file = {each.uid for each in files}
    made_here = tuple(each for each in current.calendars if each.uid >= FIRST_UID_HERE and each.uid not in in_file)
    chosen = any(each.uid == current.calendar for each in made_here)
    return replace(merged, calendars=(*files, *made_here), calendar=current.calendar if chosen else merged.calendar)


def _kept(ours: values.Task, theirs: values.Task) -> ProgressKept:
    return ProgressKept(theirs.uid, theirs.name, ours=ours.percent, file=theirs.percent, kept=theirs.percent <= ours.percent)


def _with_progress(theirs: values.Task, ours: values.Task) -> values.Task:
    return replace(theirs, **{name: getattr(ours, name) for name in PROGRESS})


def _with_estimate(theirs: values.Task, ours: values.Task) -> values.Task:
    """A three-point estimate given here stays, unless the file has one of its own or a duration outside it."""
    if theirs.best_minutes is not None or not rules.still_estimated(ours, theirs.duration_minutes):
        return theirs
    return replace(theirs, best_minutes=ours.best_minutes, worst_minutes=ours.worst_minutes)


def _work(current: values.Draft, file: values.Draft, ours: Mapping[int, values.Task], staying: set[int]) -> Iterator[values.Assignment]:
    """The file's assignments. On a task whose progress stays, so does the work of people; who is new has the file's share of the task."""
    people = {resource.uid for resource in file.resources if resource.kind is values.ResourceKind.WORK}
    lengths = {task.uid: task.duration_minutes for task in file.tasks}
    here = {(line.task, line.resource, line.units): line.work_minutes for line in current.assignments}
    for line in file.assignments:
        if line.task in staying and line.resource in people:
            share = rules.stretched(line.work_minutes, lengths[line.task], ours[line.task].duration_minutes)
            work = here.get((line.task, line.resource, line.units), share)
            yield replace(line, work_minutes=work, remaining_work_minutes=None)
        else:
            yield line


def between(before: values.Draft, after: values.Draft, *, progress: tuple[ProgressKept, ...], revision: int) -> Difference:
    """Everything in which two plans differ, task by task. Pure."""
    old, new = {task.uid: task for task in before.tasks}, {task.uid: task for task in after.tasks}
    links = _counted(before.links, after.links, lambda link: link)
    assignments = _counted(before.assignments, after.assignments, lambda line: (line.task, line.resource, line.units, line.work_minutes))
    return Difference(
        revision=revision,
        added=tuple(TaskName(task.uid, task.name) for task in after.tasks if task.uid not in old),
        removed=tuple(TaskName(task.uid, task.name) for task in before.tasks if task.uid not in new),
        changed=tuple(change for task in after.tasks if task.uid in old for change in _changes(old[task.uid], task)),
        progress=progress,
        links_added=links[0],
        links_removed=links[1],
        assignments_added=assignments[0],
        assignments_removed=assignments[1],
        project=tuple(_fields(before, after, drafts.PROJECT, uid=0, name=after.name)),
    )


def _changes(old: values.Task, new: values.Task) -> Iterable[Change]:
    return () if old == new else _fields(old, new, SHOWN, uid=new.uid, name=new.name)


def _fields(old: object, new: object, names: Iterable[str], *, uid: int, name: str) -> Iterator[Change]:
    for field in names:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield Change(uid, name, field, _plain(before), _plain(after))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _counted(before: Iterable[Any], after: Iterable[Any], key: Callable[[Any], object]) -> tuple[int, int]:
    """How many came and how many went, counting equal ones as often as they stand there."""
    old, new = Counter(map(key, before)), Counter(map(key, after))
    return (new - old).total(), (old - new).total()
