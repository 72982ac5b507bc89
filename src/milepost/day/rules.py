"""The morning's definitions: standing, finishable today, slipping. Pure: a plan, what the engine concluded of it, a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from milepost.forecast.rules import Conclusion, TaskDates
from milepost.kernel.say import Sentence, say
from milepost.plans.draft import FROZEN_HERE, Assignment, BaselineDates, Draft, Link, LinkKind, ResourceKind, Task


class Against(StrEnum):
    """What a slipping task is late against."""

    DEADLINE = "deadline"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Finishable:
    """Something that can be finished on the day; `remaining_minutes` is working time, `because` the reason in a sentence."""

    uid: int
    name: str
    kind: str
    remaining_minutes: int
    who: tuple[str, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class Slipping:
    """A task that will finish `days` working days behind its deadline or its baseline."""

    uid: int
    name: str
    against: Against
    against_on: date
    finish_on: date
    days: int
    who: tuple[str, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task of the brief: its dates and why it stands there."""

    name: str
    dates: TaskDates
    why: Sentence


@dataclass(frozen=True, slots=True)
class Caution:
    """Something a person should look at: `code` never changes, `uid` is the task's where it is about one."""

    code: str
    sentence: Sentence
    uid: int | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """The morning brief of one plan. `standing_working_days`: positive in hand, negative late, None without a promise."""

    project: str
    as_of: date
    start: datetime
    finish: datetime
    promised: date | None
    standing_working_days: int | None
    tasks: tuple[TaskLine, ...]
    critical_path: tuple[TaskLine, ...]
    finishable: tuple[Finishable, ...]
    slipping: tuple[Slipping, ...]
    warnings: tuple[Caution, ...]


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


def standing(conclusion: Conclusion, promised: date | None) -> int | None:
    """Working days of the project's calendar from forecast to promise: positive in hand, negative late, None without a promise."""
    return None if promised is None else conclusion.standing(promised)


def finishable(
    draft: Draft, conclusion: Conclusion, *, facts: Facts | None = None, open_minutes: Mapping[int | None, int] | None = None
) -> tuple[Finishable, ...]:
    """The tasks that can be finished on the day of the conclusion, in the plan's order.

    A task is when it is an active leaf of this project, not complete, everything before it is satisfied by facts, its
    forecast lets it run on the day, and what remains fits into the day's working minutes of its calendar and of each
    person assigned. `open_minutes` is what the day still has, by calendar uid (None is the project's); by default all of it.
    """
    known = facts or Facts(draft)
    left = conclusion.open_minutes if open_minutes is None else open_minutes
    return tuple(
        _finishable(task, conclusion, known)
        for task in draft.tasks
        if _is_open(task)
        and _within_reach(task, conclusion)
        and _fits(task, conclusion, known, left)
        and not any(known.waits_for(task.uid))
    )


def slipping(draft: Draft, conclusion: Conclusion, *, facts: Facts | None = None) -> tuple[Slipping, ...]:
    """The open tasks whose forecast finish lies behind their deadline, else behind the baseline; the worst first."""
    known = facts or Facts(draft)
    frozen = {each.task: each.finish for each in compared_with(draft)}
    found = [late for task in draft.tasks if _is_open(task) for late in _slips(task, frozen.get(task.uid), conclusion, known)]
    return tuple(sorted(found, key=lambda late: -late.days))


def compared_with(draft: Draft) -> Iterator[BaselineDates]:
    """The dates of the baseline the plan is compared with: the one frozen here last, else the file's first."""
    number = max((each.number for each in draft.baselines if each.number >= FROZEN_HERE), default=0)
    return (each for each in draft.baselines if each.number == number)


def brief(draft: Draft, conclusion: Conclusion, promised: date | None) -> Brief:
    """Everything the morning says of one plan."""
    facts = Facts(draft)
    lines = {
        task.uid: TaskLine(task.name, conclusion.task(task.uid), conclusion.why(task.uid))
        for task in draft.tasks
        if task.uid in conclusion.rows
    }
    return Brief(
        project=draft.name,
        as_of=conclusion.as_of,
        start=conclusion.start,
        finish=conclusion.finish,
        promised=promised,
        standing_working_days=standing(conclusion, promised),
        tasks=tuple(lines.values()),
        critical_path=tuple(lines[uid] for uid in conclusion.critical_path if uid in lines),
        finishable=finishable(draft, conclusion, facts=facts),
        slipping=slipping(draft, conclusion, facts=facts),
        warnings=tuple(_warnings(draft, conclusion)),
    )


def working_time(minutes: int) -> Sentence:
    """A length of working time in hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return say("{minutes} min", minutes=rest)
    return say("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else say("{hours} h", hours=hours)


def _warnings(draft: Draft, conclusion: Conclusion) -> Iterator[Caution]:
    for warn in conclusion.warnings:
        yield Caution(warn.code, warn.sentence, warn.task)
    for loss in draft.losses:
        counted = say("{sentence} ({count} times)", sentence=loss.sentence, count=loss.count) if loss.count > 1 else loss.sentence
        yield Caution(loss.code, counted)


def _is_open(task: Task) -> bool:
    return task.active and not task.summary and not task.external and not is_complete(task)


def _within_reach(task: Task, conclusion: Conclusion) -> bool:
    dates = conclusion.task(task.uid)
    return dates.start.date() <= conclusion.as_of and (task.manual or dates.finish.date() <= conclusion.as_of)


def _fits(task: Task, conclusion: Conclusion, facts: Facts, left: Mapping[int | None, int]) -> bool:
    remaining = conclusion.task(task.uid).remaining_minutes
    open_today = left.get(task.calendar, left.get(None, 0))
    assigned = facts.assigned(task.uid)
    if remaining == 0 and not assigned:
        return True
    return open_today > 0 and remaining <= open_today and all(_has_time(each, remaining, facts, left) for each in assigned)


def _has_time(assignment: Assignment, remaining: int, facts: Facts, left: Mapping[int | None, int]) -> bool:
    present = left.get(facts.calendar_of(assignment.resource), left.get(None, 0))
    work = assignment.remaining_work_minutes
    needed = remaining * assignment.units // 100 if work is None else work
    return present > 0 and needed * 100 <= present * max(assignment.units, 100)


def _finishable(task: Task, conclusion: Conclusion, facts: Facts) -> Finishable:
    remaining = conclusion.task(task.uid).remaining_minutes
    return Finishable(task.uid, task.name, "task", remaining, facts.who(task.uid), _because(task, remaining, facts))


def _because(task: Task, remaining: int, facts: Facts) -> Sentence:
    if remaining == 0:
        return say("Everything it waited for is done.")
    if facts.begun(task.uid):
        return say("It is under way, and the {length} that remain fit into today.", length=working_time(remaining))
    return say("Nothing stands in its way, and its {length} fit into today.", length=working_time(remaining))


def _slips(task: Task, frozen: datetime | None, conclusion: Conclusion, facts: Facts) -> Iterator[Slipping]:
    finish_on = conclusion.task(task.uid).finish.date()
    for against, at in ((Against.DEADLINE, task.deadline_at), (Against.BASELINE, frozen)):
        if at is not None and finish_on > at.date():
            days = conclusion.days(at.date(), finish_on)
            yield Slipping(task.uid, task.name, against, at.date(), finish_on, days, facts.who(task.uid), conclusion.why(task.uid))
            return


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


# --- deliverables ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bundle:
    """The tasks of a deliverable, by uid, and the working minutes its review takes once they are done."""

    id: int
    name: str
    uids: tuple[int, ...]
    review_minutes: int = 0


def finishable_bundles(
    bundles: Iterable[Bundle], conclusion: Conclusion, facts: Facts, *, open_minutes: Mapping[int | None, int] | None = None
) -> tuple[Finishable, ...]:
    """The deliverables that can be finished on the day of the conclusion, review included; `uid` is the deliverable's id.

    One is when something of it is left, the forecast ends all that is left on the day, everything outside it that it waits
    for is done, and each person it needs has time for their part of it.
    """
    left = conclusion.open_minutes if open_minutes is None else open_minutes
    return tuple(_bundle(each, conclusion, facts) for each in bundles if _bundle_fits(each, conclusion, facts, left))


def _open_tasks(bundle: Bundle, facts: Facts) -> list[Task]:
    return [task for uid in bundle.uids if (task := facts.tasks.get(uid)) is not None and not task.summary and not is_complete(task)]


def _bundle_fits(bundle: Bundle, conclusion: Conclusion, facts: Facts, left: Mapping[int | None, int]) -> bool:
    tasks = _open_tasks(bundle, facts)
    inside = {task.uid for task in tasks}
    if not tasks or not all(_is_open(task) and _within_reach(task, conclusion) for task in tasks):
        return False
    if any(before.uid not in inside for task in tasks for before in facts.waits_for(task.uid)):
        return False
    longest = max(conclusion.task(task.uid).remaining_minutes for task in tasks)
    return longest + bundle.review_minutes <= left.get(None, 0) and _people_have_time(tasks, conclusion, facts, left)


def _people_have_time(tasks: list[Task], conclusion: Conclusion, facts: Facts, left: Mapping[int | None, int]) -> bool:
    needed: dict[int, int] = {}
    for task in tasks:
        for each in facts.assigned(task.uid):
            work = conclusion.task(task.uid).remaining_minutes * each.units // 100
            needed[each.resource] = needed.get(each.resource, 0) + work
    return all(minutes <= left.get(facts.calendar_of(person), left.get(None, 0)) for person, minutes in needed.items())


def _bundle(bundle: Bundle, conclusion: Conclusion, facts: Facts) -> Finishable:
    tasks = _open_tasks(bundle, facts)
    remaining = sum(conclusion.task(task.uid).remaining_minutes for task in tasks) + bundle.review_minutes
    who = tuple(dict.fromkeys(name for task in tasks for name in facts.who(task.uid)))
    length = working_time(remaining)
    because = say("What is left are {count} tasks, and together their {length} fit into today.", count=len(tasks), length=length)
    if len(tasks) == 1:
        because = say("Its last step is “{task}”, and the {length} that remain fit into today.", task=tasks[0].name, length=length)
    return Finishable(bundle.id, bundle.name, "deliverable", remaining, who, because)


# --- blocked -----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blocked:
    """A task that was to have begun by now and waits for others."""

    uid: int
    name: str
    who: tuple[str, ...]
    because: Sentence


def blocked(draft: Draft, as_of: date, *, facts: Facts) -> tuple[Blocked, ...]:
    """The open tasks that their baseline lets begin by the day `as_of`, that nobody has begun, and that wait for others."""
    begins = {each.task: each.start.date() for each in compared_with(draft) if each.start is not None}
    due = (task for task in draft.tasks if _is_open(task) and task.uid in begins and begins[task.uid] <= as_of)
    waiting = ((task, list(facts.waits_for(task.uid))) for task in due if not facts.begun(task.uid))
    return tuple(Blocked(task.uid, task.name, facts.who(task.uid), _waits(found, facts)) for task, found in waiting if found)


def _waits(found: list[Task], facts: Facts) -> Sentence:
    first, who = found[0].name, ", ".join(facts.who(found[0].uid))
    name = say("“{task}” ({who})", task=first, who=who) if who else say("“{task}”", task=first)
    if len(found) == 1:
        return say("Waits for {task}.", task=name)
    return say("Waits for {task} and {count} more.", task=name, count=len(found) - 1)


# --- what sets the finish ----------------------------------------------------------------------------------------------------------


def sets_finish(draft: Draft, conclusion: Conclusion, *, facts: Facts) -> Sentence | None:
    """The first task of the critical path that is not complete, and what waits for it; None where everything is done."""
    path = [facts.tasks[uid] for uid in conclusion.critical_path if uid in facts.tasks]
    left = [task for task in path if not task.summary and not is_complete(task)]
    if not left:
        return None
    first, last = left[0], left[-1]
    length = _days_left(conclusion.task(first.uid).remaining_minutes, draft.minutes_per_day)
    if first is last:
        return say("“{task}” sets the finish: {length} left.", task=first.name, length=length) if length else _alone(first)
    if not length:
        return say("“{task}” sets the finish: everything up to “{last}” waits for it.", task=first.name, last=last.name)
    return say(
        "“{task}” sets the finish: {length} left, and everything up to “{last}” waits for it.",
        task=first.name,
        length=length,
        last=last.name,
    )


def _alone(task: Task) -> Sentence:
    return say("“{task}” sets the finish.", task=task.name)


def _days_left(minutes: int, minutes_per_day: int) -> Sentence | None:
    """Working time in whole days, or in hours where it is less than one; None where there is none."""
    if not minutes:
        return None
    if minutes < minutes_per_day:
        return working_time(minutes)
    days = -(-minutes // minutes_per_day)
    return say("1 working day") if days == 1 else say("{days} working days", days=days)


# --- what is left of the day -------------------------------------------------------------------------------------------------------


def minutes_left(shifts: Iterable[Sequence[int]], wall: datetime) -> int:
    """Working minutes of a day's shifts (minutes from its midnight) that are still to come at the wall-clock time `wall`."""
    now = wall.hour * 60 + wall.minute
    return sum(max(0, end - max(start, now)) for start, end in shifts)


# --- the day in one sentence -------------------------------------------------------------------------------------------------------

_COUNTS = (say("two"), say("three"), say("four"), say("five"), say("six"), say("seven"), say("eight"), say("nine"), say("ten"))
_FIRST_COUNTS = (say("Two"), say("Three"), say("Four"), say("Five"), say("Six"), say("Seven"), say("Eight"), say("Nine"), say("Ten"))


def _count(number: int, words: tuple[Sentence, ...] = _COUNTS) -> Sentence | int:
    return words[number - 2] if 2 <= number <= len(words) + 1 else number


def summed_up(*, projects: int, late: int, kept: int, finishable: int) -> Sentence:
    """The day in two short sentences: how the promises stand, what can be finished."""
    if not projects:
        return say("There is no project yet.")
    return say("{promises} {today}", promises=_promises(late, kept), today=_things(finishable))


def _promises(late: int, kept: int) -> Sentence:
    if not late and not kept:
        return say("Nothing is promised yet.")
    if not late:
        return say("The one promise is kept.") if kept == 1 else say("All {count} promises are kept.", count=_count(kept))
    first = say("One promise is late") if late == 1 else say("{count} promises are late", count=_count(late, _FIRST_COUNTS))
    if not kept:
        return say("{late}.", late=first)
    rest = say("one is kept") if kept == 1 else say("{count} are kept", count=_count(kept))
    return say("{late}, {kept}.", late=first, kept=rest)


def _things(finishable: int) -> Sentence:
    if not finishable:
        return say("Nothing can be finished today.")
    if finishable == 1:
        return say("One thing can be finished today.")
    return say("{count} things can be finished today.", count=_count(finishable, _FIRST_COUNTS))
