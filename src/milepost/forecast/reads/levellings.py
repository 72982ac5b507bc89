"""The levelled plan: where every task goes so that nobody has more to do than they can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models
from milepost.forecast.reads.runs import LEVELLING, Run, run
from milepost.forecast.reads.stored import forecast
from milepost.forecast.reads.values import Forecast, Head
from milepost.forecast.rules import last_day, moment
from milepost.forecast.rules.levelling import Dates, Levelled
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.say import Sentence, unpacked
from milepost.plans import reads as plans

SHOWN = 100
"""Moved tasks that are told one by one."""


@dataclass(frozen=True, slots=True)
class LevelledTask:
    """A task that levelling moves by `minutes` of its working time, and why in a sentence. `start_before`: where links alone put it."""

    task_id: int
    uid: int
    name: str
    start_before: datetime | None
    start: datetime
    finish: datetime
    minutes: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Levelling:
    """A plan in which nobody is booked twice, from the facts of `revision` on the day `as_of`.

    `standing_days` are working days from its finish to the promise: positive in hand, negative late. No plan of these people can
    finish before `bound_on`; `proved` where this one is the earliest there is, else up to `gap_days` working days might still be
    saved. `moved` holds the first hundred of `moved_count` tasks, in order of their new start. `notes` are demands that cannot
    be met and the like. `older` tells that facts or day have moved on since. Without dates `refused` says why.
    """

    project_id: int
    revision: int
    facts_revision: int
    as_of: date
    made_at: datetime
    older: bool
    run: Run | None
    """The newest run: how far it is where a fresher plan is on its way."""
    refused: Sentence | None = None
    finish_on: date | None = None
    free_finish_on: date | None = None
    """When the project would finish with as many people as anybody wants."""
    promised_on: date | None = None
    standing_days: int | None = None
    bound_on: date | None = None
    gap_days: float = 0.0
    proved: bool = False
    moved_count: int = 0
    moved: tuple[LevelledTask, ...] = ()
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelledDates:
    """Where levelling puts one task, and what it waits for; `moved` is None where it stays."""

    task_id: int
    start: datetime
    finish: datetime
    moved: Sentence | None
    older: bool


def levelled(actor: Actor, project_id: int, *, now: datetime) -> Levelling | None:
    """The newest levelled plan of a project; None before the first. `NotFound` if the actor may not know the project."""
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    row = models.Levelled.objects.filter(pk=project_id).first()
    if row is None:
        return None
    head = Head(project_id, project.name, project.zone, audit.revision(project_id))
    return from_row(row, head, plans.names(project_id), run(actor, project_id, LEVELLING), forecast(actor, project_id), now)


def from_row(
    row: models.Levelled, head: Head, names: Iterable[tuple[int, int, str]], newest: Run | None, known: Forecast | None, now: datetime
) -> Levelling:
    """The row as a value, for who is known to see the project. `names` are id, uid and name of its tasks; `known` are its free dates."""
    stamped = Levelling(
        project_id=row.pk,
        revision=row.revision,
        facts_revision=head.facts_revision,
        as_of=row.as_of,
        made_at=row.made_at,
        older=(row.revision, row.as_of) != (head.facts_revision, clock.today(head.zone, now)),
        run=newest,
        refused=None if row.refusal is None else unpacked(row.refusal["sentence"]),
    )
    if row.columns is None:
        return stamped
    told = _with_dates(stamped, _kept(row), {uid: (pk, name) for pk, uid, name in names}, known)
    return replace(told, promised_on=row.promised_on, standing_days=row.standing_days)


def _kept(row: models.Levelled) -> Levelled:
    return Levelled.from_json(row.content, Dates.unpacked(bytes(row.columns or b"")))


def _with_dates(stamped: Levelling, kept: Levelled, names: Mapping[int, tuple[int, str]], known: Forecast | None) -> Levelling:
    moved = sorted(_moved(kept, names, known), key=lambda each: (each.start, each.uid))
    return replace(
        stamped,
        finish_on=last_day(kept.finish),
        free_finish_on=last_day(kept.free_finish),
        bound_on=last_day(kept.bound),
        gap_days=kept.gap_days,
        proved=kept.proved,
        moved_count=len(moved),
        moved=tuple(moved[:SHOWN]),
        notes=tuple(each.sentence for each in kept.notes),
    )


def _moved(kept: Levelled, names: Mapping[int, tuple[int, str]], known: Forecast | None) -> Iterator[LevelledTask]:
    rows = {uid: row for row, uid in enumerate(kept.columns.uid.tolist())}
    for each in kept.moved:
        if each.uid in names:
            task_id, name = names[each.uid]
            before = None if known is None else known.task(each.uid)
            start, finish = _dates(kept.columns, rows[each.uid])
            yield LevelledTask(
                task_id, each.uid, name, None if before is None else before.start, start, finish, each.minutes, each.sentence
            )


def _dates(columns: Dates, row: int) -> tuple[datetime, datetime]:
    return moment(columns.start[row]), moment(columns.finish[row])


def levelled_dates(actor: Actor, task_id: int, *, now: datetime) -> LevelledDates | None:
    """Where the levelled plan puts a task; None where there is none or it does not know the task. `NotFound` without the task."""
    accounts.require(actor, "forecast.see")
    task = plans.place(actor, task_id)
    return levelled_at(task, facts_revision=audit.revision(task.project_id), now=now)


def levelled_at(task: plans.TaskPlace, *, facts_revision: int, now: datetime) -> LevelledDates | None:
    """The same of a task that its reader is known to see. One query."""
    row = models.Levelled.objects.filter(pk=task.project_id, columns__isnull=False).first()
    if row is None:
        return None
    kept = _kept(row)
    place = next((place for place, uid in enumerate(kept.columns.uid.tolist()) if uid == task.uid), None)
    if place is None:
        return None
    moved = next((each.sentence for each in kept.moved if each.uid == task.uid), None)
    older = (row.revision, row.as_of) != (facts_revision, clock.today(task.zone, now))
    return LevelledDates(task.id, *_dates(kept.columns, place), moved, older)
