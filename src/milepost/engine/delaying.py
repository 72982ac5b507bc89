"""What happens to the end of a plan if one task takes longer: tried, not guessed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from milepost.engine import kernels
from milepost.engine.calendars import DAY, axis
from milepost.engine.cpm import finishes
from milepost.engine.network import compiled
from milepost.engine.plan import Plan
from milepost.engine.schedule import Schedule


def delayed(schedule: Schedule, row: int, minutes: int) -> tuple[int, int]:
    """How far the finish of `row` and the end of the plan move if `row` takes `minutes` longer, in the project's working minutes."""
    plan = schedule.network.plan
    finish, end = finishes(compiled(_with_more(plan, row, minutes)))
    instants = (int(schedule.finish[row]), int(finish[row]), schedule.end, end)
    ax = axis((plan.calendars[plan.calendar],), min(instants) // DAY - 1, max(instants) // DAY + 1)
    was, now, ended, ends = (int(kernels.work_at(ax, 0, at)) for at in instants)
    return now - was, ends - ended


def _with_more(plan: Plan, row: int, minutes: int) -> Plan:
    tasks, people = plan.tasks, plan.assignments
    here = (np.arange(len(tasks)) == row) * minutes
    theirs = (people.task == row) * minutes
    return replace(
        plan,
        tasks=replace(tasks, minutes=tasks.minutes + here, remaining=tasks.remaining + here),
        assignments=replace(people, minutes=people.minutes + theirs, remaining=people.remaining + theirs),
    )
