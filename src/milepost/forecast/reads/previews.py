"""What edits would do to the dates, before anybody has said them. Nothing is kept."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache

from django.db import connection

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.forecast import snapshot
from milepost.forecast.reads.fresh import Facts, concluded
from milepost.forecast.reads.values import Moved, Preview, PromiseMoved
from milepost.forecast.rules import Conclusion, last_day, standing
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import reads as plans
from milepost.plans.draft import Draft
from milepost.plans.edits import Edit

BREATH_SECONDS = 1.0
LARGE_PLAN = 1000


def expect_previews(actor: Actor, project_id: int, *, now: datetime) -> None:
    """Where `actor` may change the plan: gets it ready soon after the answer, so that a first drag need not wait for it."""
    if permissions.may(actor.role, "plans.change_task") and project_id not in _expected:
        _expected.add(project_id)
        soon = threading.Timer(BREATH_SECONDS, _get_ready, (actor, project_id, now))
        soon.daemon = True
        soon.start()


_expected: set[int] = set()


def _get_ready(actor: Actor, project_id: int, now: datetime) -> None:
    _expected.discard(project_id)
    try:
        _warm()
        concluded(project_id, clock.today(plans.heading(actor, project_id).zone, now))
    except Refusal:  # it went meanwhile, or has no dates; whoever drags is told so
        pass
    finally:
        connection.close()


def expect_large_plans() -> None:
    """Where a plan is large, loads the engine's loops now: they take 55 MB and a second of the processor, which small plans need later."""
    if plans.most_tasks() > LARGE_PLAN:
        _warm()


@cache
def _warm() -> None:
    """Once in the life of a process."""
    snapshot.warm()


def preview(actor: Actor, project_id: int, edits: Sequence[Edit], *, onto: Sequence[Edit] = (), now: datetime) -> Preview:
    """What these edits together would do to the dates and the promises of the plan, or of a scenario that consists of `onto`.

    Refuses what the plan or the engine refuses.
    """
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    _, before = tried(actor, project_id, onto, as_of=clock.today(project.zone, now), now=now)
    after_all, after = tried(actor, project_id, [*onto, *edits], as_of=before.as_of, now=now)
    days = before.days(before.finish.date(), after.finish.date())
    promises, moved = _promises(project_id, after_all.draft, before, after), moved_tasks(after_all.draft, before, after)
    return Preview(before.finish, after.finish, days, promises, moved)


def tried(actor: Actor, project_id: int, edits: Sequence[Edit], *, as_of: date, now: datetime) -> tuple[Facts, Conclusion]:
    """The plan after edits that nobody has said yet, and what the engine concludes of it. Refuses what either refuses."""
    read, drawn = concluded(project_id, as_of)
    if not edits:
        return read, drawn
    draft = plans.tried(actor, project_id, read.draft, edits=edits, now=now)
    numbers = snapshot.tables(draft, like=read.tables)
    return replace(read, draft=draft, tables=numbers), snapshot.conclude(draft, as_of=as_of, known=numbers)


def length_until(
    actor: Actor, task_id: int, *, finish_on: date, start_on: date | None = None, onto: Sequence[Edit] = (), now: datetime
) -> int:
    """The duration in minutes with which a task ends with the work of a day, on the calendar it is scheduled by now.

    `onto` are the edits of the scenario in which that is asked.

    It begins where it begins now, or with the day `start_on`. Refused: a day before its work begins, and a summary, which is as
    long as the tasks below it.
    """
    accounts.require(actor, "forecast.see")
    place = plans.place(actor, task_id)
    read, drawn = tried(actor, place.project_id, onto, as_of=clock.today(place.zone, now), now=now)
    task = next((each for each in read.draft.tasks if each.uid == place.uid), None)
    if task is None:
        raise NotFound()
    if task.summary:
        raise Refusal("summary_duration", say("A summary is as long as the tasks below it."), field="finish")
    until = datetime.combine(finish_on, time()) + timedelta(days=1)
    known, first = (task.duration_minutes, drawn.task(place.uid).finish) if start_on is None else (0, datetime.combine(start_on, time()))
    minutes = known + snapshot.minutes_between(read.draft, task, first, until)
    if minutes <= 0:
        raise Refusal("finish_before_start", say("“{task}” cannot end before its work begins.", task=task.name), field="finish")
    return minutes


def _promises(project_id: int, draft: Draft, before: Conclusion, after: Conclusion) -> tuple[PromiseMoved, ...]:
    """The promises whose date would be kept by another number of days, or not any more."""
    names = {task.uid: task.name for task in draft.tasks}
    found = []
    for uid, on in plans.promised_by_uid(project_id).items():
        if uid is not None and (uid not in before.rows or uid not in after.rows):
            continue
        told = [standing(_ends_on(drawn, uid), on, before.days) for drawn in (before, after)]
        if told[0] != told[1]:
            found.append(PromiseMoved(uid, draft.name if uid is None else names[uid], on, *told))
    return tuple(found)


def _ends_on(drawn: Conclusion, uid: int | None) -> date:
    return last_day(drawn.finish if uid is None else drawn.task(uid).finish)


def moved_tasks(draft: Draft, before: Conclusion, after: Conclusion) -> tuple[Moved, ...]:
    """The tasks whose dates would be others, and those that would be new."""
    names = {task.uid: task.name for task in draft.tasks}
    old, new = before.columns, after.columns
    if old.uid.shape == new.uid.shape and (old.uid == new.uid).all():
        places = ((old.start != new.start) | (old.finish != new.finish)).nonzero()[0].tolist()
    else:
        places = [place for place, uid in enumerate(new.uid.tolist()) if not _stays(before, after, uid)]
    return tuple(Moved(each.uid, names[each.uid], each.start, each.finish) for each in (new[place] for place in places))


def _stays(before: Conclusion, after: Conclusion, uid: int) -> bool:
    if uid not in before.rows:
        return False
    was, now = before.rows[uid], after.rows[uid]
    old, new = before.columns, after.columns
    return bool(old.start[was] == new.start[now] and old.finish[was] == new.finish[now])
