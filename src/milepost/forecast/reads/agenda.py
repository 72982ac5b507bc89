"""What stands in a calendar: somebody's own tasks, or a project's milestones, deadlines and promises, by the newest forecast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from milepost.accounts import reads as accounts
from milepost.forecast.reads.charts import EPOCH, chart
from milepost.forecast.reads.loads import dates_by_uid
from milepost.forecast.reads.stored import heads
from milepost.forecast.reads.values import Chart, Head
from milepost.forecast.rules import last_day, moment
from milepost.kernel.actor import Actor
from milepost.people import reads as people
from milepost.plans import reads as plans

MILESTONE = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar. `kind` is task, milestone, deadline or promise; `task_id` is None for the promise of the whole project.

    A task has wall-clock times in the project's `zone`, everything else is a day, `first` to `last`.
    """

    kind: str
    task_id: int | None
    project_id: int
    project: str
    zone: str
    name: str
    first: datetime | date
    last: datetime | date


def own_agenda(actor: Actor) -> tuple[Entry, ...]:
    """The tasks of the actor that are not done, and the promised date of every project they may know. A constant number of queries."""
    accounts.require(actor, "forecast.see")
    known = {head.project_id: head for head in heads(actor)}
    booked = [each for each in plans.booked(actor.workspace_id, people.own(actor)) if each.project_id in known]
    dates = dates_by_uid({each.project_id for each in booked})
    tasks = (_task(known[each.project_id], each, dates[each.project_id].get(each.uid)) for each in booked)
    promises = (_promise(head) for head in known.values())
    return tuple(entry for entry in (*tasks, *promises) if entry is not None)


def project_agenda(actor: Actor, project_id: int, *, now: datetime) -> tuple[Entry, ...]:
    """Milestones, deadlines and promises of a project; `NotFound` if the actor may not know it. A constant number of queries."""
    drawn = chart(actor, project_id, now=now)
    return tuple(_of_chart(drawn, heads(actor, project_id=project_id)[0]))


def _task(head: Head, booked: plans.Booked, minutes: tuple[int, int] | None) -> Entry | None:
    if minutes is None:
        return None
    first, last = map(moment, minutes)
    return Entry("task", booked.task_id, head.project_id, head.name, head.zone, booked.task, first, last)


def _promise(head: Head) -> Entry | None:
    return None if head.promised_on is None else _day(head, "promise", None, head.name, head.promised_on)


def _day(head: Head, kind: str, task_id: int | None, name: str, on: date) -> Entry:
    return Entry(kind, task_id, head.project_id, head.name, head.zone, name, on, on)


def _of_chart(drawn: Chart, head: Head) -> Iterator[Entry]:
    for row, day in drawn.promises:
        task_id, name = (None, head.name) if row is None else (drawn.id[row], drawn.name[row])
        yield _day(head, "promise", task_id, name, EPOCH + timedelta(days=day))
    for row, name in enumerate(drawn.name):
        finish, deadline = drawn.finish[row], drawn.deadline[row]
        if drawn.kind[row] == MILESTONE and drawn.active[row] and finish is not None:
            yield _day(head, "milestone", drawn.id[row], name, last_day(moment(finish)))
        if deadline is not None:
            yield _day(head, "deadline", drawn.id[row], name, last_day(moment(deadline)))
