"""The long runs of a project: how far each is, and which are due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.forecast import models
from milepost.forecast.reads import stored
from milepost.forecast.reads.values import Stamp
from milepost.kernel.actor import Actor
from milepost.plans import reads as plans

SIMULATION, LEVELLING, CALM, RECOVERY, RIPPLE = "simulation", "levelling", "calm", "recovery", "ripple"
KEPT_FRESH = (SIMULATION, LEVELLING, CALM)
KINDS = (*KEPT_FRESH, RECOVERY, RIPPLE)
"""Those that follow every change of the facts by themselves, and those that are worked out when somebody asks."""
UNDER_WAY = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Run:
    """The newest run of one kind, under way or ended.

    `kind` is one of `KINDS`. `state` is waiting, running, done, cancelled, outrun (newer facts came; the next run
    follows by itself), refused (the plan has no dates) or failed (the log says why). `percent` is how far it is, drawing from the
    facts of `revision` on the day `as_of`.
    """

    project_id: int
    kind: str
    state: str
    percent: int
    revision: int
    as_of: date
    changed_at: datetime
    may_cancel: bool
    may_ask: bool
    """Whether the actor may start it again: managers, where it does not wait or run already."""


@dataclass(frozen=True, slots=True)
class DueRun:
    """A run that the worker ought to make. `slot` names the state it is for: the facts, the day, and whether somebody asked."""

    project_id: int
    kind: str
    revision: int
    slot: str


def runs(actor: Actor, project_id: int) -> tuple[Run, ...]:
    """The newest run of each kind that there was; `NotFound` if the actor may not know the project."""
    accounts.require(actor, "forecast.see")
    plans.heading(actor, project_id)
    return of_visible(actor, [project_id])


def of_visible(actor: Actor, visible: Any) -> tuple[Run, ...]:
    """The same of projects, by id or as a query of ids, that the actor is known to see. One query."""
    return tuple(_value(actor, row) for row in models.Run.objects.filter(project_id__in=visible).order_by("-kind"))


def run(actor: Actor, project_id: int, kind: str) -> Run | None:
    """The newest run of one kind, of a project that the actor is known to see; None before the first. One query."""
    return next((each for each in of_visible(actor, [project_id]) if each.kind == kind), None)


def _value(actor: Actor, row: models.Run) -> Run:
    going = row.state in UNDER_WAY
    return Run(
        project_id=row.project_id,
        kind=row.kind,
        state=row.state,
        percent=row.percent,
        revision=row.revision,
        as_of=row.as_of,
        changed_at=row.changed_at,
        may_cancel=going and permissions.may(actor.role, "forecast.cancel_run"),
        may_ask=not going and permissions.may(actor.role, "forecast.ask_run"),
    )


def due_runs() -> tuple[DueRun, ...]:
    """The runs that are missing or older than the stored forecast of their project, and those somebody asked for. Two queries.

    Dates come first: what follows from the same facts is due once the forecast of those facts is kept.
    """
    columns = ("project_id", "kind", "revision", "as_of", "state", "changed_at")
    kept = {row[:2]: row[2:] for row in models.Run.objects.values_list(*columns)}
    return tuple(each for stamp in stored.stamps() for each in _due(stamp, kept))


def _due(stamp: Stamp, kept: Mapping[tuple[int, str], tuple[Any, ...]]) -> Iterator[DueRun]:
    for kind in KINDS:
        revision, as_of, state, changed_at = kept.get((stamp.project_id, kind), (0, date.min, "", None))
        if kind in KEPT_FRESH and (revision, as_of) < (stamp.revision, stamp.as_of):
            yield DueRun(stamp.project_id, kind, stamp.revision, f"{stamp.revision}@{stamp.as_of}")
        elif state == "waiting" or (state == "outrun" and kind not in KEPT_FRESH):
            yield DueRun(stamp.project_id, kind, stamp.revision, f"{stamp.revision}@{changed_at.isoformat()}")
