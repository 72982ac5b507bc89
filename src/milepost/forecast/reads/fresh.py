"""Conclusions drawn on the spot, from the facts as they stand: for programs, previews and what is about to be kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock
from typing import Any

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import snapshot
from milepost.forecast.reads import stored
from milepost.forecast.reads.values import Forecast, Schedule, ScheduledTask
from milepost.forecast.rules import Columns, Conclusion, moment
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say, unpacked
from milepost.plans import reads as plans
from milepost.plans.draft import Draft

TRIES = 3
KEPT = 4
"""Plans held ready in this process, the newest ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The facts of one revision, read so that no change falls between them."""

    project_id: int
    revision: int
    draft: Draft
    tables: snapshot.Tables | None = None
    """The draft in numbers, where it was concluded."""


def facts(project_id: int, as_of: date) -> Facts:
    """The plan with its people's days off, and the revision it has; `NotFound` without such a project.

    Nothing is locked: where the revision moved while we read, we read again, and only after that hold the project.
    """
    for _ in range(TRIES):
        read = _unmoved(project_id, as_of)
        if read is not None:
            return read
    with transaction.atomic():
        plans.hold(project_id)
        return Facts(project_id, audit.revision(project_id), plans.draft_with_people(project_id, as_of))


def _unmoved(project_id: int, as_of: date) -> Facts | None:
    before = audit.revision(project_id)
    try:
        draft = plans.draft_with_people(project_id, as_of)
    except KeyError:  # a task came or went between two of the queries
        return None
    return Facts(project_id, before, draft) if audit.revision(project_id) == before else None


_ready: OrderedDict[tuple[int, int, str, date], tuple[Facts, Conclusion]] = OrderedDict()
_lock = Lock()


def concluded(project_id: int, as_of: date) -> tuple[Facts, Conclusion]:
    """Facts and what the engine concludes of them, held ready by revision and day. Refuses what the engine refuses."""
    revision = audit.revision(project_id)
    key = (project_id, revision, audit.fingerprint(project_id), as_of)
    with _lock:
        if key in _ready:
            _ready.move_to_end(key)
            return _ready[key]
    read = facts(project_id, as_of)
    read = replace(read, tables=snapshot.tables(read.draft, like=_like(project_id)))
    made = (read, snapshot.conclude(read.draft, as_of=as_of, known=read.tables))
    if read.revision == revision:
        with _lock:
            _ready[key] = made
            while len(_ready) > KEPT:
                _ready.popitem(last=False)
    return made


def _like(project_id: int) -> snapshot.Tables | None:
    """The numbers of a state of the project that was concluded before: most of them are still the same."""
    with _lock:
        return next((read.tables for key, (read, _) in reversed(_ready.items()) if key[0] == project_id), None)


def check(draft: Draft, as_of: date) -> None:
    """Refuses a plan that the engine refuses: a circle, a calendar without working time, and the like."""
    snapshot.conclude(draft, as_of=as_of)


def dates(actor: Actor, project: plans.Heading, *, now: datetime) -> dict[int, tuple[datetime, datetime]]:
    """Start and finish of each task by its uid, of the newest facts and today. Two queries where they are kept; else drawn now.

    Refuses what the engine refuses.
    """
    accounts.require(actor, "forecast.see")
    as_of = clock.today(project.zone, now)
    known = stored.forecast(actor, project.id)
    fresh = known is not None and (known.revision, known.as_of) == (known.facts_revision, as_of)
    columns = known.columns if known is not None and fresh else None
    found = concluded(project.id, as_of)[1].columns if columns is None else columns
    return dict(zip(found.uid.tolist(), zip(map(moment, found.start), map(moment, found.finish), strict=True), strict=True))


def schedule(actor: Actor, project_id: int, *, now: datetime) -> Schedule:
    """Every task with its dates and reasons, of the newest facts and today: as kept, or, where that is older, drawn now and not kept.

    Refuses what the engine refuses.
    """
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    as_of = clock.today(project.zone, now)
    known, why = stored.explained(actor, project_id)
    if known is not None and (known.revision, known.as_of) == (known.facts_revision, as_of):
        return _as_kept(known, why)
    return _drawn(project_id, as_of)


def _as_kept(known: Forecast, why: Sequence[Mapping[str, Any]]) -> Schedule:
    if known.columns is None or known.finish is None:
        raise Refusal(known.refused_code, known.refused or say("This plan has no dates."))
    if not why:
        return _drawn(known.project_id, known.as_of)
    tasks = _tasks(known.project_id, known.columns, lambda place: unpacked(why[place]))
    return Schedule(known.project_id, known.revision, known.as_of, known.finish, tasks, known.warnings)


def _drawn(project_id: int, as_of: date) -> Schedule:
    read, drawn = concluded(project_id, as_of)
    uids = drawn.columns.uid.tolist()
    tasks = _tasks(project_id, drawn.columns, lambda place: drawn.why(uids[place]))
    return Schedule(project_id, read.revision, as_of, drawn.finish, tasks, drawn.warnings)


def _tasks(project_id: int, columns: Columns, why: Callable[[int], Sentence]) -> tuple[ScheduledTask, ...]:
    names = {uid: (pk, name) for pk, uid, name in plans.names(project_id)}
    rows = ((place, uid) for place, uid in enumerate(columns.uid.tolist()) if uid in names)
    return tuple(ScheduledTask(*names[uid], columns[place], why(place)) for place, uid in rows)
