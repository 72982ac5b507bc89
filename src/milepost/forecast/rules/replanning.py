"""What calm re-planning found: which dates move and why, what an earlier finish would move, and ways to one. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self

from milepost.forecast.rules.conclusion import Warn
from milepost.kernel.say import Sentence, packed, unpacked


@dataclass(frozen=True, slots=True)
class Shift:
    """Task `uid` moves. `days` are working days its finish moves by, or its start where that moves more; negative: earlier."""

    uid: int
    start_before: datetime | None
    finish_before: datetime | None
    start: datetime
    finish: datetime
    days: float
    because: Sentence


@dataclass(frozen=True, slots=True)
class Bargain:
    """With a finish no later than `finish`, starts move by `moved_days` working days altogether: the least that was found."""

    finish: datetime
    moved_days: float


@dataclass(frozen=True, slots=True)
class WayBack:
    """One way to an earlier finish, computed. `kind` never changes: accept, reorder, swap, add, overtime, saturdays, overlap, cut.

    `gain_days` are working days won against accepting; `cost_minutes` of work are paid on top (negative: saved); `risk_minutes` of work may
    have to be done again; `people` are uids of resources; `moved` dates differ from the plan before.
    """

    kind: str
    finish: datetime
    gain_days: float
    cost_minutes: int
    risk_minutes: int
    tasks: tuple[int, ...]
    people: tuple[int, ...]
    moved: int
    sentence: Sentence
    keeps_promise: bool | None
    """None where nothing was promised."""
    days: tuple[date, date]
    """The first and the last day on which people work longer, where that is the way."""

    def as_json(self) -> dict[str, Any]:
        """For a table; `from_json` reads it back."""
        days = [day.isoformat() for day in self.days]
        return {**asdict(self), "finish": self.finish.isoformat(), "sentence": packed(self.sentence), "days": days}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The value that `as_json` kept."""
        finish = datetime.fromisoformat(kept["finish"])
        lists = {name: tuple(kept[name]) for name in ("tasks", "people")}
        first, last = (date.fromisoformat(day) for day in kept.get("days") or [finish.date().isoformat()] * 2)
        return cls(**{**kept, **lists, "finish": finish, "sentence": unpacked(kept["sentence"]), "days": (first, last)})


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan in which as little as possible moves, beside simple right-shift (everything in the old order, later where it must).

    `moved_days` and `right_moved_days` are working days by which starts move, added up over all tasks; `right_moved` is how many
    tasks right-shift moves. `shifts` in the plan's order. `bargains` from the earliest finish to the latest; `ways` begin with accepting.
    """

    as_of: date
    finish_before: datetime
    finish: datetime
    right_finish: datetime
    moved_days: float
    right_moved_days: float
    right_moved: int
    shifts: tuple[Shift, ...]
    bargains: tuple[Bargain, ...]
    ways: tuple[WayBack, ...]
    promised: date | None
    keeps_promise: bool | None
    notes: tuple[Warn, ...] = ()
