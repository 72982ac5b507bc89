"""Proposing due dates: worked out from the calm plan, kept until it or the likely dates are drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.day import models, rules
from milepost.day.reads.due import proposed_dues, unproposed
from milepost.forecast import reads as forecasts
from milepost.forecast.rules import Conclusion, last_day, moment, standing
from milepost.kernel.actor import Actor
from milepost.kernel.say import Sentence, packed
from milepost.kernel.worktime import WorkingTime
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.plans.draft import Draft, Task

MOST = 500
"""Proposals that are kept of a project, the first days first."""


def propose(project_id: int, *, now: datetime) -> None:
    """Replaces the due dates that are proposed of a project; nothing to do where they rest on the newest plan."""
    mark = unproposed().get(project_id)
    calm = None if mark is None else forecasts.calm_plan(project_id)
    if mark is None:
        return
    dues = {} if calm is None else _content(project_id, calm)
    first = {"workspace_id": plans.workspace_id(project_id), "revision": 0, "as_of": date.min, "content": {}}
    models.Brief.objects.get_or_create(pk=project_id, defaults=first)
    models.Brief.objects.filter(pk=project_id).update(dues=dues, dues_mark=mark)


def _content(project_id: int, calm: forecasts.CalmKept) -> dict[str, Any]:
    """Everything that is proposed, in order of its days, and how the plan it comes from stands against the promise."""
    read, drawn = forecasts.concluded(project_id, calm.as_of)
    found = _Finding.of(project_id, read.draft, drawn, calm)
    dates = sorted((*found.tasks(), *found.deliverables()), key=lambda each: (each["on"], each["kind"], each["id"]))
    return {
        "dates": dates[:MOST],
        "finish_on": last_day(calm.finish).isoformat(),
        "promised_on": None if found.promised is None else found.promised.isoformat(),
        "standing_days": found.standing_days,
        "percent": found.percent,
        "revision": calm.revision,
        "as_of": calm.as_of.isoformat(),
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Finding:
    """A plan, what is due in it, and the working days between its dates."""

    project_id: int
    draft: Draft
    drawn: Conclusion
    calm: forecasts.CalmKept
    facts: rules.Facts
    time: WorkingTime
    percent: int
    promised: date | None
    standing_days: int | None
    rows: Mapping[int, int]
    """By uid the row in the calm plan."""
    margins: Mapping[int, int]
    taken: Mapping[tuple[str, int], date]
    ids: Mapping[int, int]
    people: Mapping[int, int]

    @classmethod
    def of(cls, project_id: int, draft: Draft, drawn: Conclusion, calm: forecasts.CalmKept) -> _Finding:
        """Read in a fixed number of queries."""
        facts = rules.Facts(draft)
        time = facts.project_time
        promise = plans.promised([project_id]).get(project_id)
        promised = None if promise is None else promise.on
        percent = plans.due_percents([project_id]).get(project_id, 0)
        uids = [uid for uid, why in zip(calm.dates.uid.tolist(), calm.because, strict=True) if why is not None]
        return cls(
            project_id,
            draft,
            drawn,
            calm,
            facts,
            time,
            percent,
            promised,
            None if promised is None else standing(last_day(calm.finish), promised, drawn.days),
            {uid: row for row, uid in enumerate(calm.dates.uid.tolist())},
            forecasts.margins(project_id, uids, percent, time) if percent else {},
            plans.taken_dues(project_id),
            {uid: pk for pk, uid, _ in plans.names(project_id)},
            plans.people_by_uid(project_id),
        )

    @property
    def later(self) -> Callable[[date, int], date]:
        """The day so many working days after another."""
        return partial(rules.later, self.time)

    def tasks(self) -> Iterator[dict[str, Any]]:
        """What is proposed for the open tasks that begin soon, or whose date is to move."""
        soon = self.later(self.calm.as_of, rules.HORIZON_DAYS)
        for task in self.draft.tasks:
            row = self.rows.get(task.uid)
            if row is None or task.uid not in self.ids or not rules.is_open(task):
                continue
            due_on = None if task.deadline_at is None else task.deadline_at.date()
            if due_on is None and moment(self.calm.dates.start[row]).date() > soon:
                continue
            margin = self.margins.get(task.uid, 0)
            work = rules.Work(self._finish_on(row), margin, self._last_on(row), due_on)
            yield from self._told("task", self.ids[task.uid], task.uid, task.name, work, self.calm.because[row], [task])

    def deliverables(self) -> Iterator[dict[str, Any]]:
        """What is proposed for the deliverables of which something is left; their review is part of them."""
        for each in plans.deliverables_of([self.project_id]):
            tasks = [self.facts.tasks[uid] for uid in each.task_uids if uid in self.rows and uid in self.facts.tasks]
            left = [task for task in tasks if rules.is_open(task)]
            if not left:
                continue
            last = max(left, key=lambda task: (int(self.calm.dates.finish[self.rows[task.uid]]), task.uid))
            row = self.rows[last.uid]
            done = rules.worked_off(self.time, moment(self.calm.dates.finish[row]), each.review_minutes)
            margin = max(self.margins.get(task.uid, 0) for task in left)
            work = rules.Work(last_day(done), margin, self._last_on(row), each.due_on)
            yield from self._told("deliverable", each.id, 0, each.name, work, self.calm.because[row], left)

    def _told(
        self, kind: str, pk: int, uid: int, name: str, work: rules.Work, why: Sentence | None, tasks: list[Task]
    ) -> Iterator[dict[str, Any]]:
        found = rules.proposed(work, today=self.calm.as_of, later=self.later)
        if found is None:
            return
        on, cause = found
        earliest = max(work.planned_on, self.calm.as_of)
        margin = self.drawn.days(earliest, on) if on > earliest else 0
        places = {line.resource for task in tasks for line in self.facts.assigned(task.uid)}
        yield {
            "kind": kind,
            "id": pk,
            "uid": uid,
            "name": name,
            "on": on.isoformat(),
            "planned_on": work.planned_on.isoformat(),
            "due_on": None if work.due_on is None else work.due_on.isoformat(),
            "typed": work.due_on is not None and self.taken.get((kind, pk)) != work.due_on,
            "cause": cause.value,
            "because": packed(rules.because(cause, why, margin_days=margin)),
            "who": list(dict.fromkeys(name for task in tasks for name in self.facts.who(task.uid))),
            "people": sorted({self.people[place] for place in places if place in self.people}),
        }

    def _finish_on(self, row: int) -> date:
        return last_day(moment(self.calm.dates.finish[row]))

    def _last_on(self, row: int) -> date | None:
        """The last day that keeps the promise; None without one."""
        if self.standing_days is None:
            return None
        late = last_day(moment(self.calm.dates.late[row]))
        return self.later(late, self.standing_days) if self.standing_days > 0 else late


@dataclass(frozen=True, slots=True)
class Chosen:
    """A day for a task or deliverable (`kind`) that was read as `version`: the one that was proposed, or another one."""

    kind: str
    id: int
    version: int
    on: date


def choose_dues(actor: Actor, project_id: int, *, chosen: Sequence[Chosen], now: datetime) -> int:
    """Sets due dates of a project, as proposed or otherwise: one change, and one undo. Gives back its id.

    What is set as it is proposed may be proposed to move again when it cannot be kept; another day is a person's own from then on.
    Refused as `plans.set_due_dates` is.
    """
    accounts.require(actor, "plans.change_task")
    with transaction.atomic():
        open_now = {(each.kind, each.id): each.on for dues in proposed_dues(actor, project_id=project_id) for each in dues.dates}
        dates = [
            plans_writes.DueDate(each.kind, each.id, each.version, each.on, proposed=open_now.get((each.kind, each.id)) == each.on)
            for each in chosen
        ]
        return plans_writes.set_due_dates(actor, project_id, dates=dates, now=now)
