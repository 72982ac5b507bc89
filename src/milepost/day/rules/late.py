"""What slips, what is blocked, what sets the finish, and how the plan stands against its promise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from milepost.day.rules.facts import Facts, compared_with, is_complete, is_open
from milepost.day.rules.lengths import days_left
from milepost.day.rules.values import Against, Blocked, Slipping
from milepost.forecast.rules import Conclusion, last_day
from milepost.kernel.say import Sentence, say
from milepost.plans.draft import Draft, Task


def standing(conclusion: Conclusion, promised: date | None) -> int | None:
    """Working days of the project's calendar from forecast to promise: positive in hand, negative late, None without a promise."""
    return None if promised is None else conclusion.standing(promised)


def slipping(draft: Draft, conclusion: Conclusion, *, facts: Facts | None = None) -> tuple[Slipping, ...]:
    """The open tasks whose forecast finish lies behind their deadline, else behind the baseline; the worst first."""
    known = facts or Facts(draft)
    frozen = {each.task: each.finish for each in compared_with(draft)}
    found = [late for task in draft.tasks if is_open(task) for late in _slips(task, frozen.get(task.uid), conclusion, known)]
    return tuple(sorted(found, key=lambda late: -late.days))


def _slips(task: Task, frozen: datetime | None, conclusion: Conclusion, facts: Facts) -> Iterator[Slipping]:
    finish_on = last_day(conclusion.task(task.uid).finish)
    for against, at in ((Against.DEADLINE, task.deadline_at), (Against.BASELINE, frozen)):
        if at is not None and finish_on > at.date():
            days = conclusion.days(at.date(), finish_on)
            yield Slipping(task.uid, task.name, against, at.date(), finish_on, days, facts.who(task.uid), conclusion.why(task.uid))
            return


def blocked(draft: Draft, as_of: date, *, facts: Facts) -> tuple[Blocked, ...]:
    """The open tasks that their baseline lets begin by the day `as_of`, that nobody has begun, and that wait for others."""
    begins = {each.task: each.start.date() for each in compared_with(draft) if each.start is not None}
    due = (task for task in draft.tasks if is_open(task) and task.uid in begins and begins[task.uid] <= as_of)
    waiting = ((task, list(facts.waits_for(task.uid))) for task in due if not facts.begun(task.uid))
    return tuple(Blocked(task.uid, task.name, facts.who(task.uid), _waits(found, facts)) for task, found in waiting if found)


def _waits(found: list[Task], facts: Facts) -> Sentence:
    first, who = found[0].name, ", ".join(facts.who(found[0].uid))
    name = say("“{task}” ({who})", task=first, who=who) if who else say("“{task}”", task=first)
    if len(found) == 1:
        return say("Waits for {task}.", task=name)
    return say("Waits for {task} and {count} more.", task=name, count=len(found) - 1)


def sets_finish(draft: Draft, conclusion: Conclusion, *, facts: Facts) -> Sentence | None:
    """The first task of the critical path that is not complete, and what waits for it; None where everything is done."""
    path = [facts.tasks[uid] for uid in conclusion.critical_path if uid in facts.tasks]
    left = [task for task in path if not task.summary and not is_complete(task)]
    if not left:
        return None
    first, last = left[0], left[-1]
    length = days_left(conclusion.task(first.uid).remaining_minutes, draft.minutes_per_day)
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
