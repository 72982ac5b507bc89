"""What a slip is: by how much a finish moved between two states of a plan, and what each cause did to it. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from milepost.kernel.say import Sentence, say

CAUSES: Mapping[str, Sentence] = {
    "longer_work": say("Work takes longer or shorter"),
    "late_start": say("Work did not begin in time"),
    "added_scope": say("Tasks added or taken out"),
    "client_input_late": say("Waiting for the client"),
    "absence": say("Absences"),
    "reassignment": say("Other people on a task"),
    "links_or_constraints": say("Links and date rules"),
    "calendar": say("Calendars"),
}


@dataclass(frozen=True, slots=True)
class SlippedPart:
    """One cause's share of a move, later is positive: `days` as a person says it, `minutes` exactly.

    `cause` is one of longer_work, late_start, added_scope, client_input_late, absence, reassignment, links_or_constraints, calendar.
    `uids` are the tasks it is about, those that drive the finish.
    """

    cause: str
    days: int
    minutes: int
    sentence: Sentence
    uids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Slipped:
    """A finish moved from `before` to `after` by `days` working days, `minutes` working minutes of the newer plan's calendar.

    The parts add up to the whole exactly; they hold every cause that differs, largest first, also those that moved nothing.
    """

    days: int
    minutes: int
    before: datetime
    after: datetime
    sentence: Sentence
    parts: tuple[SlippedPart, ...]
