"""What levelling found: the dates a plan keeps with the people it has, and who waits for whom. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from milepost.forecast.rules.columns import Ints
from milepost.forecast.rules.conclusion import Warn
from milepost.forecast.rules.kept import packed_columns, unpacked_columns
from milepost.kernel.say import Sentence, packed, unpacked


@dataclass(frozen=True, slots=True)
class Booking:
    """Another project has `units` per cent of the resource `resource` (uid) from `start` to `finish`."""

    resource: int
    start: datetime
    finish: datetime
    units: int = 100


@dataclass(frozen=True, slots=True)
class Moved:
    """Task `uid` stands `minutes` of its working time later than its links ask, for the reason in `sentence`.

    `resource` (uid) is whom it waits for, None where it only follows a task that was moved; `waits_for` (uid) is the task, None
    where the person is away or booked elsewhere.
    """

    uid: int
    minutes: int
    resource: int | None
    waits_for: int | None
    sentence: Sentence


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """Levelled dates, one value a task in the plan's order: wall-clock minutes since 1970, int64."""

    uid: Ints
    start: Ints
    finish: Ints

    def __len__(self) -> int:
        return len(self.uid)

    def packed(self) -> bytes:
        """All columns as compressed bytes, little-endian, for a table."""
        return packed_columns(self.uid, self.start, self.finish)

    @classmethod
    def unpacked(cls, kept: bytes) -> Self:
        """The columns that `packed` made bytes of."""
        return cls(*unpacked_columns(kept, 3))


@dataclass(frozen=True, slots=True, eq=False)
class Levelled:
    """A plan that its people can keep, as of a day.

    `free_finish` is when the plan would end with as many people as anybody wants. No plan with these people ends before `bound`;
    `gap_days` working days lie between that and `finish`; `proved`: there is no better plan. `moved` in the plan's order.
    """

    as_of: date
    columns: Dates
    start: datetime
    finish: datetime
    free_finish: datetime
    bound: datetime
    gap_days: float
    proved: bool
    late_minutes: int
    """Minutes after the promised date, 0 where it is kept or none was given."""
    moved: tuple[Moved, ...]
    critical_path: tuple[int, ...]
    """uids of the chain that ends with the plan, through links and people."""
    notes: tuple[Warn, ...] = ()
    standing_days: int | None = None
    """Working days from the finish to the promised date: positive in hand, negative late; None where nothing was promised."""

    def as_json(self) -> dict[str, Any]:
        """Everything but the columns, for a table; `from_json` reads it back."""
        return {
            "as_of": self.as_of.isoformat(),
            **{name: getattr(self, name).isoformat() for name in ("start", "finish", "free_finish", "bound")},
            **{name: getattr(self, name) for name in ("gap_days", "proved", "late_minutes", "standing_days")},
            "critical_path": list(self.critical_path),
            "moved": [[m.uid, m.minutes, m.resource, m.waits_for, packed(m.sentence)] for m in self.moved],
            "notes": [[note.code, packed(note.sentence), note.task] for note in self.notes],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any], columns: Dates) -> Self:
        """The value that `as_json` and `Dates.packed` kept."""
        return cls(
            as_of=date.fromisoformat(kept["as_of"]),
            columns=columns,
            start=datetime.fromisoformat(kept["start"]),
            finish=datetime.fromisoformat(kept["finish"]),
            free_finish=datetime.fromisoformat(kept["free_finish"]),
            bound=datetime.fromisoformat(kept["bound"]),
            gap_days=kept["gap_days"],
            proved=kept["proved"],
            late_minutes=kept["late_minutes"],
            standing_days=kept["standing_days"],
            critical_path=tuple(kept["critical_path"]),
            moved=tuple(Moved(uid, minutes, who, other, unpacked(sentence)) for uid, minutes, who, other, sentence in kept["moved"]),
            notes=tuple(Warn(code, unpacked(sentence), task) for code, sentence, task in kept["notes"]),
        )
