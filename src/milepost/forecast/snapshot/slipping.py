"""Why a finish moved between two states of a plan."""

from __future__ import annotations

from datetime import date

import numpy as np

from milepost import engine
from milepost.forecast.rules import moment
from milepost.forecast.rules.slipping import Slipped, SlippedPart
from milepost.forecast.snapshot.planning import planned, working
from milepost.forecast.snapshot.speaking import refusal, spoken
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.draft import Draft


def slipped(
    before: Draft, after: Draft, *, before_as_of: date, as_of: date, task: int | None = None, waiting: frozenset[int] = frozenset()
) -> Slipped:
    """Why the finish of `after` on the day `as_of` is another than that of `before` on its day; of one `task`, by uid, if it is named.

    `waiting` holds the uids of tasks that wait for something from the client. Raises Refusal where one of the two has no dates, or
    where `task` is not in both.
    """
    older, newer = _plan(before, before_as_of), _plan(after, as_of)
    if task is not None and not (task in older.tasks.id and task in newer.tasks.id):
        raise Refusal("task_not_in_both", say("Task {uid} is not in both plans, so there is nothing to compare.", uid=task), field="task")
    tags = engine.Tags(waiting, _who(before), _who(after))
    try:
        found = engine.slip(older, newer, task=task, tags=tags)
    except engine.Impossible as impossible:
        raise refusal(impossible, after) from impossible
    return Slipped(
        days=found.days,
        minutes=found.minutes,
        before=moment(found.before_at),
        after=moment(found.after_at),
        sentence=spoken(engine.told(found, newer), after),
        parts=tuple(_part(part, found, newer, after) for part in found.parts),
    )


def _plan(draft: Draft, as_of: date) -> engine.Plan:
    try:
        plan, _ = planned(draft, as_of)
        engine.compiled(plan)
    except engine.Impossible as impossible:
        raise refusal(impossible, draft) from impossible
    return plan


def _who(draft: Draft) -> engine.Ints:
    """The person behind each of the engine's assignments."""
    return np.array([assignment.resource for assignment in working(draft)], np.int64)


def _part(part: engine.Part, whole: engine.Slip, plan: engine.Plan, draft: Draft) -> SlippedPart:
    uids = tuple(draft.tasks[row].uid for row in part.trace.rows)
    return SlippedPart(part.cause.value, part.days, part.minutes, spoken(engine.part_told(part, whole, plan), draft), uids)
