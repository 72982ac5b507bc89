"""What the simulation says: which dates are likely, how sure a promise is, and what drives the finish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models
from milepost.forecast.reads import stored
from milepost.forecast.reads.runs import SIMULATION, Run, run
from milepost.forecast.reads.values import Head
from milepost.forecast.rules import last_day, moment
from milepost.forecast.rules.simulation import Simulation, Spreads
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.say import Sentence, unpacked
from milepost.plans import reads as plans

Names = Mapping[int, tuple[int, str]]
"""Id and name of each task by uid."""
MOST_BARS = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """How many in 1000 trials finished from `first` to `last`; `late` where that is after the promise."""

    first: date
    last: date
    in_thousand: int
    late: bool


@dataclass(frozen=True, slots=True)
class Critical:
    """A task on which the finish hung in `percent` of 100 trials; it is as likely as not done by `p50_on`, in 8 of 10 cases by `p80_on`."""

    task_id: int
    name: str
    percent: int
    p50_on: date
    p80_on: date


@dataclass(frozen=True, slots=True)
class Driver:
    """Something the finish depends on, the strongest first. `kind` is task, project, person, role or risk; `task_id` where it is a task.

    `share_percent` is its part of the spread, `swing_minutes` working time between its good and its bad cases.
    """

    kind: str
    task_id: int | None
    name: str
    share_percent: int
    swing_minutes: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Chance:
    """How sure the promise of one task is, or of the whole project (`task_id` None): `percent` in 100, `error` more or less."""

    task_id: int | None
    name: str
    promised_on: date
    percent: int
    error: int


@dataclass(frozen=True, slots=True)
class Likely:
    """The short form of an outlook: what a line of a list shows."""

    project_id: int
    p50_on: date
    p80_on: date
    promised_on: date | None
    chance: int | None
    older: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """The likely finish of a project, as simulated from the facts of `revision` on the day `as_of`.

    The likely range goes from `p50_on` (as likely as not) to `p80_on` (8 in 10 chances). `chance` is the probability of keeping
    the promise in 100, `chance_error` what drawing lots leaves open of it (±); both None without a promise. `error_days` is
    the same for the dates, in working days. `older` tells that facts or day have moved on since. Without dates `refused` says why.
    """

    project_id: int
    revision: int
    facts_revision: int
    as_of: date
    made_at: datetime
    older: bool
    run: Run | None
    """The newest run: how far it is where a fresher outlook is on its way."""
    refused: Sentence | None = None
    trials: int = 0
    promised_on: date | None = None
    p10_on: date | None = None
    p50_on: date | None = None
    p80_on: date | None = None
    p90_on: date | None = None
    chance: int | None = None
    chance_error: int | None = None
    error_days: float = 0.0
    promises: tuple[Chance, ...] = ()
    """Of every promise that was simulated: the whole project's and those of tasks."""
    together: int | None = None
    """The chance that all of them are kept, in 100; None with fewer than two."""
    histogram: tuple[Bar, ...] = ()
    drivers: tuple[Driver, ...] = ()
    critical: tuple[Critical, ...] = ()
    """At most 25 tasks, those on which the finish hung most often first."""
    notes: tuple[Sentence, ...] = ()
    """What was assumed, in sentences: where nobody gave best and worst lengths, and so on."""


@dataclass(frozen=True, slots=True)
class TaskOutlook:
    """The likely finish of one task. `critical_percent`: in how many of 100 trials it was on the critical path."""

    task_id: int
    uid: int
    as_of: date
    older: bool
    p10_on: date
    p50_on: date
    p80_on: date
    p90_on: date
    critical_percent: int


def outlook(actor: Actor, project_id: int, *, now: datetime) -> Outlook | None:
    """The newest outlook of a project; None before the first. `NotFound` if the actor may not know the project."""
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    row = models.Simulation.objects.filter(pk=project_id).first()
    if row is None:
        return None
    head = Head(project_id, project.name, project.zone, audit.revision(project_id))
    return from_row(row, head, plans.names(project_id), run(actor, project_id, SIMULATION), now)


def from_row(row: models.Simulation, head: Head, names: Iterable[tuple[int, int, str]], newest: Run | None, now: datetime) -> Outlook:
    """The row as a value, for who is known to see the project. `names` are id, uid and name of its tasks."""
    stamped = Outlook(
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
    by_uid = {uid: (pk, name) for pk, uid, name in names}
    return _with_dates(stamped, Simulation.from_json(row.content, Spreads.unpacked(bytes(row.columns))), by_uid, head.name)


def _with_dates(stamped: Outlook, drawn: Simulation, names: Names, project: str) -> Outlook:
    whole = next((each for each in drawn.kept if each.uid is None), None)
    promised_on = None if whole is None else whole.promised
    return replace(
        stamped,
        trials=drawn.trials,
        promised_on=promised_on,
        p10_on=last_day(drawn.p10),
        p50_on=last_day(drawn.p50),
        p80_on=last_day(drawn.p80),
        p90_on=last_day(drawn.p90),
        chance=None if whole is None else in_hundred(whole.share),
        chance_error=None if whole is None else ceil(whole.error * 100),
        error_days=drawn.error_days,
        promises=tuple(_chances(drawn, names, project)),
        together=None if drawn.together is None or len(drawn.kept) < 2 else in_hundred(drawn.together.share),
        histogram=_bars(drawn, promised_on),
        drivers=tuple(_drivers(drawn, names)),
        critical=tuple(_critical(drawn, names)),
        notes=drawn.notes,
    )


def in_hundred(share: float) -> int:
    """A share as a whole number in 100, which says never and always only where it was neither more nor less."""
    return round(share * 100) if share in (0.0, 1.0) else min(99, max(1, round(share * 100)))


def _chances(drawn: Simulation, names: Names, project: str) -> Iterator[Chance]:
    for each in drawn.kept:
        task_id, name = (None, project) if each.uid is None else names.get(each.uid, (None, ""))
        if each.promised is not None and name:
            yield Chance(task_id, name, each.promised, in_hundred(each.share), ceil(each.error * 100))


def _drivers(drawn: Simulation, names: Names) -> Iterator[Driver]:
    for each in drawn.drivers:
        task_id = None if each.uid is None or each.uid not in names else names[each.uid][0]
        yield Driver(each.kind, task_id, each.name, round(each.share * 100), each.swing_minutes, each.sentence)


def _critical(drawn: Simulation, names: Names) -> Iterator[Critical]:
    rows = {uid: row for row, uid in enumerate(drawn.spreads.uid.tolist())} if drawn.critical else {}
    for uid in drawn.critical:
        if uid in names:
            spread = drawn.spreads[rows[uid]]
            yield Critical(*names[uid], in_hundred(spread.criticality), last_day(spread.p50), last_day(spread.p80))


def _bars(drawn: Simulation, promised_on: date | None) -> tuple[Bar, ...]:
    """Days put together so that no more than `MOST_BARS` are drawn; none reaches over the promise."""
    if not drawn.bars:
        return ()
    first, last = drawn.bars[0].day, drawn.bars[-1].day
    width = ceil(((last - first).days + 1) / MOST_BARS)
    trials: dict[tuple[date, date], int] = {}
    for bar in drawn.bars:
        span = _span(bar.day, first, width, promised_on)
        trials[span] = trials.get(span, 0) + bar.trials
    return tuple(
        Bar(first, last, round(count * 1000 / drawn.trials), late=promised_on is not None and first > promised_on)
        for (first, last), count in trials.items()
    )


def _span(day: date, first: date, width: int, promised_on: date | None) -> tuple[date, date]:
    begin = first + timedelta(days=(day - first).days // width * width)
    end = begin + timedelta(days=width - 1)
    if promised_on is None or not begin <= promised_on < end:
        return begin, end
    return (begin, promised_on) if day <= promised_on else (promised_on + timedelta(days=1), end)


def likely(actor: Actor, *, now: datetime, project_id: int | None = None) -> dict[int, Likely]:
    """The short outlook of every project the actor may know that has one, or of the one. Five queries for any number of them."""
    return likely_of(stored.heads(actor, project_id=project_id), now=now)


def likely_of(heads: Iterable[Head], *, now: datetime) -> dict[int, Likely]:
    """The short outlook of each project that has one, for who is known to see them. One query."""
    known = {head.project_id: head for head in heads}
    rows = models.Simulation.objects.filter(pk__in=list(known), p80_minute__isnull=False).defer("columns", "content")
    return {row.pk: _short(row, known[row.pk], now) for row in rows}


def _short(row: models.Simulation, head: Head, now: datetime) -> Likely:
    """The chance is of the promise it was simulated for: of another one nothing is said."""
    return Likely(
        project_id=row.pk,
        p50_on=last_day(moment(row.p50_minute or 0)),
        p80_on=last_day(moment(row.p80_minute or 0)),
        promised_on=head.promised_on,
        chance=row.chance if row.promised_on == head.promised_on else None,
        older=(row.revision, row.as_of) != (head.facts_revision, clock.today(head.zone, now)),
    )


def task_outlook(actor: Actor, task_id: int, *, now: datetime) -> TaskOutlook | None:
    """The likely finish of one task; None where it was not simulated yet. `NotFound` without the task."""
    accounts.require(actor, "forecast.see")
    task = plans.place(actor, task_id)
    return outlook_at(task, facts_revision=audit.revision(task.project_id), now=now)


def outlook_at(task: plans.TaskPlace, *, facts_revision: int, now: datetime) -> TaskOutlook | None:
    """The same of a task that its reader is known to see. One query."""
    row = models.Simulation.objects.filter(pk=task.project_id, columns__isnull=False).defer("content").first()
    if row is None:
        return None
    spreads = Spreads.unpacked(bytes(row.columns or b""))
    place = next((place for place, uid in enumerate(spreads.uid.tolist()) if uid == task.uid), None)
    if place is None:
        return None
    found = spreads[place]
    return TaskOutlook(
        task_id=task.id,
        uid=task.uid,
        as_of=row.as_of,
        older=(row.revision, row.as_of) != (facts_revision, clock.today(task.zone, now)),
        p10_on=last_day(found.p10),
        p50_on=last_day(found.p50),
        p80_on=last_day(found.p80),
        p90_on=last_day(found.p90),
        critical_percent=in_hundred(found.criticality),
    )
