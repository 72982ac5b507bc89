"""Conclusions drawn on the spot, from the facts as they stand: for programs, previews and what is about to be kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from threading import Lock
from typing import Any

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import snapshot
from milepost.forecast.reads import stored
from milepost.forecast.reads.values import Edit, Forecast, Moved, Preview, Schedule, ScheduledTask
from milepost.forecast.rules import Columns, Conclusion
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import Sentence, say, unpacked
from milepost.plans import reads as plans
from milepost.plans import rules as plan_rules
from milepost.plans.draft import Constraint, Draft, ResourceKind, Task

TRIES = 3
KEPT = 4
"""Plans held ready in this process, the newest ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The facts of one revision, read so that no change falls between them."""

    project_id: int
    revision: int
    draft: Draft


def facts(project_id: int, as_of: date) -> Facts:
    """The plan with its people's days off, and the revision it has; `NotFound` without such a project.

    Nothing is locked: where the revision moved while we read, we read again, and only after that hold the project.
    """
    for _ in range(TRIES):
        read = _unmoved(project_id, as_of)
        if read is not None:
            return read
    with transaction.atomic():
        plans.hold(project_id)
        return Facts(project_id, audit.revision(project_id), plans.draft_with_people(project_id, as_of))


def _unmoved(project_id: int, as_of: date) -> Facts | None:
    before = audit.revision(project_id)
    try:
        draft = plans.draft_with_people(project_id, as_of)
    except KeyError:  # a task came or went between two of the queries
        return None
    return Facts(project_id, before, draft) if audit.revision(project_id) == before else None


_ready: OrderedDict[tuple[int, int, str, date], tuple[Facts, Conclusion]] = OrderedDict()
_lock = Lock()


def concluded(project_id: int, as_of: date) -> tuple[Facts, Conclusion]:
    """Facts and what the engine concludes of them, held ready by revision and day. Refuses what the engine refuses."""
    revision = audit.revision(project_id)
    key = (project_id, revision, audit.fingerprint(project_id), as_of)
    with _lock:
        if key in _ready:
            _ready.move_to_end(key)
            return _ready[key]
    read = facts(project_id, as_of)
    made = (read, snapshot.conclude(read.draft, as_of=as_of))
    if read.revision == revision:
        with _lock:
            _ready[key] = made
            while len(_ready) > KEPT:
                _ready.popitem(last=False)
    return made


def check(draft: Draft, as_of: date) -> None:
    """Refuses a plan that the engine refuses: a circle, a calendar without working time, and the like."""
    snapshot.conclude(draft, as_of=as_of)


def schedule(actor: Actor, project_id: int, *, now: datetime) -> Schedule:
    """Every task with its dates and reasons, of the newest facts and today: as kept, or, where that is older, drawn now and not kept.

    Refuses what the engine refuses.
    """
    accounts.require(actor, "forecast.see")
    project = plans.project(actor, project_id)
    as_of = clock.today(project.zone, now)
    known, why = stored.explained(actor, project_id)
    if known is not None and (known.revision, known.as_of) == (known.facts_revision, as_of):
        return _as_kept(known, why)
    return _drawn(project_id, as_of)


def _as_kept(known: Forecast, why: Sequence[Mapping[str, Any]]) -> Schedule:
    if known.columns is None or known.finish is None:
        raise Refusal(known.refused_code, known.refused or say("This plan has no dates."))
    if not why:
        return _drawn(known.project_id, known.as_of)
    tasks = _tasks(known.project_id, known.columns, lambda place: unpacked(why[place]))
    return Schedule(known.project_id, known.revision, known.as_of, known.finish, tasks, known.warnings)


def _drawn(project_id: int, as_of: date) -> Schedule:
    read, drawn = concluded(project_id, as_of)
    uids = drawn.columns.uid.tolist()
    tasks = _tasks(project_id, drawn.columns, lambda place: drawn.why(uids[place]))
    return Schedule(project_id, read.revision, as_of, drawn.finish, tasks, drawn.warnings)


def _tasks(project_id: int, columns: Columns, why: Callable[[int], Sentence]) -> tuple[ScheduledTask, ...]:
    names = {uid: (pk, name) for pk, uid, name in plans.names(project_id)}
    rows = ((place, uid) for place, uid in enumerate(columns.uid.tolist()) if uid in names)
    return tuple(ScheduledTask(*names[uid], columns[place], why(place)) for place, uid in rows)


def preview(actor: Actor, project_id: int, edit: Edit, *, now: datetime) -> Preview:
    """What an edit of one task would do to the dates. Nothing is kept. Refuses what the engine refuses."""
    accounts.require(actor, "forecast.see")
    project = plans.project(actor, project_id)
    read, before = concluded(project_id, clock.today(project.zone, now))
    uid = {pk: uid for pk, uid, _ in plans.names(project_id)}.get(edit.task_id)
    if uid is None:
        raise NotFound()
    after = snapshot.conclude(_with_edit(read.draft, uid, edit, clock.wall(project.zone, now)), as_of=before.as_of)
    days = before.days(before.finish.date(), after.finish.date())
    return Preview(before.finish, after.finish, days, _moved(read.draft, before, after))


def _with_edit(draft: Draft, uid: int, edit: Edit, now: datetime) -> Draft:
    """The draft with the task edited; the work of its people changes with its duration, as it would if the edit were kept."""
    place = next(place for place, task in enumerate(draft.tasks) if task.uid == uid)
    old, new = draft.tasks[place], _edited(draft, draft.tasks[place], edit, now)
    said = new.duration_minutes != old.duration_minutes or (new.percent, new.remaining_minutes) != (old.percent, old.remaining_minutes)
    people = {each.uid for each in draft.resources if each.kind is ResourceKind.WORK}
    assignments = tuple(
        replace(
            line,
            work_minutes=plan_rules.stretched(line.work_minutes, old.duration_minutes, new.duration_minutes),
            remaining_work_minutes=None,
        )
        if said and line.task == uid and line.resource in people
        else line
        for line in draft.assignments
    )
    return replace(draft, tasks=(*draft.tasks[:place], new, *draft.tasks[place + 1 :]), assignments=assignments)


def _edited(draft: Draft, task: Task, edit: Edit, now: datetime) -> Task:
    """The task after the edit; a report counts as it would if it were kept. `now` is the project's wall clock."""
    if edit.duration_minutes is not None:
        plan_rules.check_minutes(edit.duration_minutes, field="duration_minutes")
        changed = plan_rules.lengthened(task, edit.duration_minutes)
        task = replace(task, **{"duration_minutes": edit.duration_minutes, **changed})
    if edit.start_on is not None:
        task = replace(task, constraint=Constraint.SNET, constraint_at=datetime.combine(edit.start_on, time()))
    if edit.percent is None and edit.remaining_minutes is None:
        return task
    report = plan_rules.Report(edit.percent, edit.remaining_minutes)
    plan_rules.check_reportable(summary=task.summary, external=task.external, active=task.active)
    plan_rules.check_report(report, milestone=task.duration_minutes == 0, now=now)
    times = {calendar.uid: calendar.time for calendar in draft.calendars}
    wanted = draft.calendar if task.calendar is None else task.calendar
    begun = plan_rules.day_start(plan_rules.OFFICE_TIME if wanted is None else times.get(wanted, plan_rules.OFFICE_TIME), now)
    done = plan_rules.Done(**{name: getattr(task, name) for name in plan_rules.DONE})
    after = plan_rules.reported(done, report, day_start=begun, now=now)
    return replace(task, **{name: getattr(after, name) for name in plan_rules.DONE}, stop_at=None, resume_at=None)


def _moved(draft: Draft, before: Conclusion, after: Conclusion) -> tuple[Moved, ...]:
    old, new = before.columns, after.columns
    differs = (old.start != new.start) | (old.finish != new.finish)
    dates = (new[place] for place in differs.nonzero()[0].tolist())
    names = {task.uid: task.name for task in draft.tasks}
    return tuple(Moved(each.uid, names[each.uid], each.start, each.finish) for each in dates)
