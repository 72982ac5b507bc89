"""Random plans in the middle of their work, and random edits of them, each of one cause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from milepost import engine
from milepost.engine.hybrids import Cause
from milepost.forecast import snapshot
from milepost.kernel.worktime import DayException, WorkingTime
from milepost.plans.draft import Assignment, Calendar, Constraint, Draft, Link, LinkKind, Resource, Task

OFFICE = WorkingTime((((480, 720), (780, 1020)),) * 5 + ((), ()))
EARLY = WorkingTime((((360, 840),),) * 5 + (((360, 840),), ()))
AS_OF = date(2026, 3, 9)
Edit = Callable[[Draft, Random], Draft]


def plan_of(draft: Draft, as_of: date = AS_OF) -> engine.Plan:
    """The engine's plan of a draft."""
    return snapshot.prepare(draft, as_of=as_of).network.plan


def made(chance: Random, tasks: int = 7) -> Draft:
    """A small plan begun a week ago: a summary, links of all kinds, people with calendars of their own, some progress."""
    rows = [Task(1, "Everything", level=1, summary=True)]
    rows += [_task(uid, chance) for uid in range(2, tasks + 2)]
    pairs = [(a, b) for a in range(2, tasks + 2) for b in range(a + 1, tasks + 2)]
    chosen = sorted(chance.sample(pairs, min(len(pairs), tasks)))
    links = tuple(
        Link(a, b, chance.choice(list(LinkKind)) if chance.random() < 0.2 else LinkKind.FS, 60 * chance.randint(0, 4)) for a, b in chosen
    )
    return Draft(
        name="Random",
        start=datetime(2026, 3, 2, 8),
        tasks=tuple(rows),
        links=links,
        calendars=(
            Calendar(1, "Office", OFFICE),
            Calendar(2, "Anna", OFFICE, of_resource=True),
            Calendar(3, "Ben", EARLY, of_resource=True),
        ),
        calendar=1,
        resources=(Resource(1, "Anna", calendar=2), Resource(2, "Ben", calendar=3)),
        assignments=tuple(
            Assignment(row.uid, row.uid, chance.randint(1, 2), 100, row.duration_minutes)
            for row in rows
            if not row.summary and row.duration_minutes and chance.random() < 0.6
        ),
    )


def _task(uid: int, chance: Random) -> Task:
    task = Task(uid, f"Task {uid}", level=2, duration_minutes=60 * chance.choice((0, 4, 8, 16, 24)))
    if uid > 4 or chance.random() < 0.5:
        return task
    return begun(task, datetime(2026, 3, 2, 8) + timedelta(days=chance.randint(0, 3)), chance.choice((0, 50, 100)))


def begun(task: Task, at: datetime, percent: int) -> Task:
    """The task started at `at`, so many per cent of it done; all of it is finished after as many days as it lasts."""
    if percent < 100:
        return replace(task, actual_start=at, percent=percent)
    finish = at if not task.duration_minutes else datetime.combine(at.date() + timedelta(days=task.duration_minutes // 1440), time(17))
    return replace(task, actual_start=at, actual_finish=finish, percent=100)


def _some(draft: Draft, chance: Random, wanted: Callable[[Task], bool] = lambda task: True) -> Task | None:
    found = [task for task in draft.tasks if not task.summary and wanted(task)]
    return chance.choice(found) if found else None


def _with(draft: Draft, changed: Task) -> Draft:
    return replace(draft, tasks=tuple(changed if task.uid == changed.uid else task for task in draft.tasks))


def longer(draft: Draft, chance: Random) -> Draft:
    """A task that has not begun takes another time, and so do those who work on it."""
    task = _some(draft, chance, lambda task: task.actual_start is None and task.duration_minutes > 0)
    if task is None:
        return draft
    minutes = max(60, task.duration_minutes + 60 * chance.choice((-8, 4, 8, 16)))
    work = tuple(replace(a, work_minutes=minutes) if a.task == task.uid else a for a in draft.assignments)
    return replace(_with(draft, replace(task, duration_minutes=minutes)), assignments=work)


def added(draft: Draft, chance: Random) -> Draft:
    """A new task, between two that were linked or after the last one."""
    uid = max(task.uid for task in draft.tasks) + 1
    task = Task(uid, f"Task {uid}", level=2, duration_minutes=60 * chance.choice((4, 8, 16)))
    links = list(draft.links)
    if links and chance.random() < 0.5:
        cut = links.pop(chance.randrange(len(links)))
        links += [Link(cut.predecessor, uid), Link(uid, cut.successor)]
    else:
        links.append(Link(draft.tasks[-1].uid, uid))
    return replace(draft, tasks=(*draft.tasks, task), links=tuple(links))


def removed(draft: Draft, chance: Random) -> Draft:
    """A task less, with its links and who was on it."""
    task = _some(draft, chance)
    if task is None or len(draft.tasks) < 4:
        return draft
    return replace(
        draft,
        tasks=tuple(other for other in draft.tasks if other.uid != task.uid),
        links=tuple(link for link in draft.links if task.uid not in (link.predecessor, link.successor)),
        assignments=tuple(a for a in draft.assignments if a.task != task.uid),
    )


def away(draft: Draft, chance: Random) -> Draft:
    """Anna or Ben is away for some days."""
    which, first = chance.choice((2, 3)), AS_OF + timedelta(days=chance.randint(0, 12))
    off = DayException(first, first + timedelta(days=chance.randint(0, 3)))
    return _retimed(draft, {which}, off)


def holiday(draft: Draft, chance: Random) -> Draft:
    """Nobody works on one more day."""
    day = AS_OF + timedelta(days=chance.randint(0, 12))
    return _retimed(draft, {1, 2, 3}, DayException(day, day))


def _retimed(draft: Draft, which: set[int], off: DayException) -> Draft:
    return replace(
        draft,
        calendars=tuple(
            replace(c, time=replace(c.time, exceptions=(*c.time.exceptions, off))) if c.uid in which else c for c in draft.calendars
        ),
    )


def reassigned(draft: Draft, chance: Random) -> Draft:
    """Somebody else does it."""
    if not draft.assignments:
        return draft
    changed = chance.choice(draft.assignments)
    other = replace(changed, resource=3 - changed.resource)
    return replace(draft, assignments=tuple(other if a is changed else a for a in draft.assignments))


def levelled(draft: Draft, chance: Random) -> Draft:
    """A task is held back."""
    task = _some(draft, chance, lambda task: task.actual_start is None)
    return draft if task is None else _with(draft, replace(task, levelling_delay_minutes=1440 * chance.randint(0, 3)))


def relinked(draft: Draft, chance: Random) -> Draft:
    """A link goes, comes or is turned round."""
    links = list(draft.links)
    if links and chance.random() < 0.6:
        gone = links.pop(chance.randrange(len(links)))
        if chance.random() < 0.3:
            links.append(Link(gone.successor, gone.predecessor))
    else:
        a, b = sorted(chance.sample([task.uid for task in draft.tasks if not task.summary], 2))
        links.append(Link(a, b))
    return replace(draft, links=tuple(dict.fromkeys(links)))


def constrained(draft: Draft, chance: Random) -> Draft:
    """A task may not begin before some day."""
    task = _some(draft, chance, lambda task: task.actual_start is None)
    at = datetime(2026, 3, chance.randint(9, 20), 8)
    return draft if task is None else _with(draft, replace(task, constraint=Constraint.SNET, constraint_at=at))


EDITS: dict[Cause, tuple[Edit, ...]] = {
    Cause.WORK: (longer,),
    Cause.SCOPE: (added, removed),
    Cause.ABSENCE: (away,),
    Cause.CALENDAR: (holiday,),
    Cause.PEOPLE: (reassigned, levelled),
    Cause.LINKS: (relinked, constrained),
}


def worked_on(draft: Draft, chance: Random) -> Draft:
    """Tasks get on, or do not."""
    rows = []
    for task in draft.tasks:
        if task.summary or task.actual_finish or chance.random() < 0.6:
            rows.append(task)
        elif task.actual_start:
            percent = chance.choice((task.percent, min(99, task.percent + 25), 100))
            rows.append(begun(task, task.actual_start, percent))
        else:
            rows.append(begun(task, datetime(2026, 3, 9 + chance.randint(0, 2), 8 + chance.randint(0, 4)), chance.choice((0, 25, 100))))
    return replace(draft, tasks=tuple(rows))
