"""What can be finished today: tasks, and the deliverables they make up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from milepost.day.rules.facts import Facts, is_complete, is_open
from milepost.day.rules.lengths import working_time
from milepost.day.rules.values import Bundle, Finishable
from milepost.forecast.rules import Conclusion, last_day
from milepost.kernel.say import Sentence, say
from milepost.plans.draft import Assignment, Draft, Task


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
        if is_open(task)
        and _within_reach(task, conclusion)
        and _fit(task_needs(task, conclusion, known), left)
        and not any(known.waits_for(task.uid))
    )


def finishable_bundles(
    bundles: Iterable[Bundle], conclusion: Conclusion, facts: Facts, *, open_minutes: Mapping[int | None, int] | None = None
) -> tuple[Finishable, ...]:
    """The deliverables that can be finished on the day of the conclusion, review included; `uid` is the deliverable's id.

    One is when something of it is left, the forecast ends all that is left on the day, everything outside it that it waits
    for is done, and each person it needs has time for their part of it.
    """
    left = conclusion.open_minutes if open_minutes is None else open_minutes
    return tuple(_bundle(each, conclusion, facts) for each in bundles if _bundle_fits(each, conclusion, facts, left))


def _within_reach(task: Task, conclusion: Conclusion) -> bool:
    dates = conclusion.task(task.uid)
    return dates.start.date() <= conclusion.as_of and (task.manual or last_day(dates.finish) <= conclusion.as_of)


def task_needs(task: Task, conclusion: Conclusion, facts: Facts) -> dict[int | None, int]:
    """Working minutes the day must still have for what is left of a task, by calendar uid; nothing where nobody needs time for it.

    Of the task's calendar what remains of it; of each person's their part of the work, at the units they give.
    """
    remaining, assigned = conclusion.task(task.uid).remaining_minutes, facts.assigned(task.uid)
    if remaining == 0 and not assigned:
        return {}
    needs = {task.calendar: max(1, remaining)}
    for each in assigned:
        calendar = facts.calendar_of(each.resource)
        needs[calendar] = max(needs.get(calendar, 1), _presence(each, remaining))
    return needs


def _presence(assignment: Assignment, remaining: int) -> int:
    """Minutes a person must be there: their work, shared out over the units above one whole person."""
    work = remaining * assignment.units // 100 if assignment.remaining_work_minutes is None else assignment.remaining_work_minutes
    return -(-work * 100 // max(assignment.units, 100))


def _fit(needs: Mapping[int | None, int], left: Mapping[int | None, int]) -> bool:
    return all(minutes <= left.get(calendar, left.get(None, 0)) for calendar, minutes in needs.items())


def _finishable(task: Task, conclusion: Conclusion, facts: Facts) -> Finishable:
    remaining = conclusion.task(task.uid).remaining_minutes
    return Finishable(task.uid, task.name, "task", remaining, facts.who(task.uid), _because(task, remaining, facts))


def _because(task: Task, remaining: int, facts: Facts) -> Sentence:
    if remaining == 0:
        return say("Everything it waited for is done.")
    if facts.begun(task.uid):
        return say("It is under way, and the {length} that remain fit into today.", length=working_time(remaining))
    return say("Nothing stands in its way, and its {length} fit into today.", length=working_time(remaining))


def _open_tasks(bundle: Bundle, facts: Facts) -> list[Task]:
    tasks = (facts.tasks[uid] for uid in bundle.uids if uid in facts.tasks)
    return [task for task in tasks if task.active and not task.summary and not is_complete(task)]


def _bundle_fits(bundle: Bundle, conclusion: Conclusion, facts: Facts, left: Mapping[int | None, int]) -> bool:
    tasks = _open_tasks(bundle, facts)
    inside = {task.uid for task in tasks}
    if not tasks or not all(is_open(task) and _within_reach(task, conclusion) for task in tasks):
        return False
    if any(before.uid not in inside for task in tasks for before in facts.waits_for(task.uid)):
        return False
    return _fit(bundle_needs(bundle, conclusion, facts), left)


def bundle_needs(bundle: Bundle, conclusion: Conclusion, facts: Facts) -> dict[int | None, int]:
    """Working minutes the day must still have for what is left of a deliverable, by calendar uid.

    Of the project's calendar (None) its longest chain of tasks and the review; of each person's calendar their own part of it.
    """
    tasks = _open_tasks(bundle, facts)
    needs: dict[int | None, int] = {None: _longest_chain(tasks, conclusion, facts) + bundle.review_minutes}
    for person, minutes in _work_of_each(tasks, conclusion, facts).items():
        calendar = facts.calendar_of(person)
        needs[calendar] = max(needs.get(calendar, 0), minutes)
    return needs


def _longest_chain(tasks: list[Task], conclusion: Conclusion, facts: Facts) -> int:
    dates = {task.uid: conclusion.task(task.uid) for task in tasks}
    ends: dict[int, int] = {}
    for uid in sorted(dates, key=lambda uid: (dates[uid].start, dates[uid].finish)):
        ends[uid] = dates[uid].remaining_minutes + max((ends.get(before.uid, 0) for before in facts.waits_for(uid)), default=0)
    return max(ends.values(), default=0)


def _work_of_each(tasks: list[Task], conclusion: Conclusion, facts: Facts) -> dict[int, int]:
    needed: dict[int, int] = {}
    for task in tasks:
        for each in facts.assigned(task.uid):
            work = conclusion.task(task.uid).remaining_minutes * each.units // 100
            needed[each.resource] = needed.get(each.resource, 0) + work
    return needed


def _bundle(bundle: Bundle, conclusion: Conclusion, facts: Facts) -> Finishable:
    tasks = _open_tasks(bundle, facts)
    remaining = sum(conclusion.task(task.uid).remaining_minutes for task in tasks) + bundle.review_minutes
    who = tuple(dict.fromkeys(name for task in tasks for name in facts.who(task.uid)))
    length = working_time(remaining)
    because = say("What is left are {count} tasks, and together their {length} fit into today.", count=len(tasks), length=length)
    if len(tasks) == 1:
        because = say("Its last step is “{task}”, and the {length} that remain fit into today.", task=tasks[0].name, length=length)
    return Finishable(bundle.id, bundle.name, "deliverable", remaining, who, because)
