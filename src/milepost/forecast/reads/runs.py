"""The long runs of a project: how far each is, and which are due. A run draws an outlook, a levelled plan, or the slip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from milepost.kernel.say import Sentence

SIMULATION, LEVELLING = "simulation", "levelling"
KINDS = (SIMULATION, LEVELLING)


@dataclass(frozen=True, slots=True)
class Run:
    """The newest run of one kind, under way or ended.

    `kind` is simulation or levelling. `state` is waiting, running, done, cancelled, outrun (newer facts came; the next run follows
    by itself) or refused (`refused` says why). `percent` is how far it is. It draws from the facts of `revision` on the day `as_of`.
    """

    project_id: int
    kind: str
    state: str
    percent: int
    revision: int
    as_of: date
    changed_at: datetime
    refused: Sentence | None
    may_cancel: bool
    may_ask: bool
    """Whether the actor may start it again: managers, where it does not wait or run already."""
