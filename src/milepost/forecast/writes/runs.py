"""Long runs: they say how far they are, can be cancelled, and give way to newer facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from time import monotonic
from typing import Any

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models, reads
from milepost.forecast.rules.kept import refused
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import reads as plans

BETWEEN_NOTES_SECONDS = 0.3
UNDER_WAY = ("waiting", "running")
OVER = ("done", "refused", "cancelled")


class Ended(Exception):
    """Somebody cancelled the run, newer facts came, or the worker stops."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(state)


@dataclass(slots=True)
class Underway:
    """A run that has begun: `tell` notes how far it is, a few times a second, and ends it where nobody waits for it any more."""

    run_id: int
    project_id: int
    revision: int
    as_of: date
    going_on: Callable[[], bool]
    _told_at: float = field(default=0.0)

    def tell(self, share: float) -> bool:
        """`share` from 0 to 1. Raises `Ended` where the run was cancelled, the facts moved on, or the worker stops; else True."""
        if not self.going_on():
            raise Ended("waiting")
        if monotonic() - self._told_at >= BETWEEN_NOTES_SECONDS:
            self._told_at = monotonic()
            if not self.note(percent=min(99, int(share * 100))):
                raise Ended("cancelled")
            if audit.revision(self.project_id) != self.revision:
                raise Ended("outrun")
        return True

    def note(self, **changes: object) -> bool:
        """Keeps something of the run, unless it is no longer this one that runs; True if it was kept."""
        mine = models.Run.objects.filter(pk=self.run_id, state="running", revision=self.revision, as_of=self.as_of)
        return bool(mine.update(**changes))


Meanwhile = Callable[[Underway, dict[str, Any], datetime], None]
Draw = Callable[[reads.Facts, Underway], dict[str, Any]]
"""What a run does with the facts: the columns of its row. Refuses what it finds no answer for."""


def carry_out(
    project_id: int,
    kind: str,
    table: type[models.Drawn],
    draw: Draw,
    *,
    now: datetime,
    going_on: Callable[[], bool] = lambda: True,
    meanwhile: Meanwhile | None = None,
) -> None:
    """Draws a conclusion from the facts as they stand and keeps it whole, unless it is cancelled or outrun on its way.

    Cut off anywhere it may run again. Nothing to do where the project is gone, the row is fresh, or the run was cancelled for
    this state of the facts. `meanwhile` is called in the transaction that keeps the row.
    """
    run = begin(project_id, kind, now=now, going_on=going_on)
    if run is None:
        return
    try:
        values = {"refusal": None, **draw(facts_of(run), run)}
    except Ended as ended:
        run.note(state=ended.state, changed_at=now)
    except Refusal as refusal:
        keep(run, table, refused(refusal), now=now)
    except Exception:
        run.note(state="failed", changed_at=now)
        raise
    else:
        with transaction.atomic():
            keep(run, table, values, now=now)
            if meanwhile is not None:
                meanwhile(run, values, now)


def begin(project_id: int, kind: str, *, now: datetime, going_on: Callable[[], bool]) -> Underway | None:
    """The run of the facts as they stand; None where there is nothing to do."""
    zone = dict(plans.zones()).get(project_id)
    if zone is None:
        return None
    revision, as_of = audit.revision(project_id), clock.today(zone, now)
    with transaction.atomic():
        plans.hold(project_id)
        row = models.Run.objects.filter(project_id=project_id, kind=kind).first()
        if row is not None and row.state in OVER and (row.revision, row.as_of) == (revision, as_of):
            return None
        stamp = {"revision": revision, "as_of": as_of, "workspace_id": plans.workspace_id(project_id)}
        started = {**stamp, "state": "running", "percent": 0, "changed_at": now}
        kept, _ = models.Run.objects.update_or_create(project_id=project_id, kind=kind, defaults=started)
    return Underway(kept.pk, project_id, revision, as_of, going_on)


def facts_of(run: Underway) -> reads.Facts:
    """The facts that the run has begun with; raises `Ended` where they have moved on since."""
    facts = reads.facts(run.project_id, run.as_of)
    if facts.revision != run.revision:
        raise Ended("outrun")
    return facts


def keep(run: Underway, table: type[models.Drawn], values: dict[str, Any], *, now: datetime) -> None:
    """Ends the run with the row it drew, unless it was cancelled or another one began meanwhile."""
    with transaction.atomic():
        if run.note(state="refused" if values["refusal"] else "done", percent=100, changed_at=now):
            replace_row(table, run.project_id, run.revision, run.as_of, values, now)


def replace_row(table: type[models.Drawn], project_id: int, revision: int, as_of: date, values: dict[str, Any], now: datetime) -> None:
    """Puts a whole row in the place of the project's old one: what `values` do not say goes back to nothing."""
    empty = {name: column.get_default() for name, column in _columns(table).items()}
    stamp = {"workspace_id": plans.workspace_id(project_id), "revision": revision, "as_of": as_of, "made_at": now}
    table._default_manager.update_or_create(pk=project_id, defaults={**empty, **stamp, **values})


def _columns(table: type[models.Drawn]) -> dict[str, Any]:
    return {column.name: column for column in table._meta.local_concrete_fields if column.name not in ("project", "workspace")}


def ask_run(actor: Actor, project_id: int, *, kind: str, now: datetime) -> None:
    """Asks for a fresh run of the simulation or the levelling, also where one is fresh or was cancelled. Refused while one is under way."""
    accounts.require(actor, "forecast.ask_run")
    project = _known(actor, project_id, kind)
    with transaction.atomic():
        plans.hold(project_id)
        row = models.Run.objects.filter(project_id=project_id, kind=kind).first()
        if row is not None and row.state in UNDER_WAY:
            raise Refusal("run_under_way", say("It is being worked out already."))
        stamp = {"revision": audit.revision(project_id), "as_of": clock.today(project.zone, now), "workspace_id": actor.workspace_id}
        asked = {**stamp, "state": "waiting", "percent": 0, "changed_at": now}
        models.Run.objects.update_or_create(project_id=project_id, kind=kind, defaults=asked)


def cancel_run(actor: Actor, project_id: int, *, kind: str, now: datetime) -> None:
    """Ends a run that waits or runs; what it drew last stays, and the next one follows newer facts or another day."""
    accounts.require(actor, "forecast.cancel_run")
    _known(actor, project_id, kind)
    under_way = models.Run.objects.filter(project_id=project_id, kind=kind, state__in=UNDER_WAY)
    if not under_way.update(state="cancelled", changed_at=now):
        raise Refusal("run_over", say("There is nothing to cancel: it has ended."))


def _known(actor: Actor, project_id: int, kind: str) -> plans.Project:
    if kind not in reads.KINDS:
        raise NotFound()
    return plans.project(actor, project_id)
