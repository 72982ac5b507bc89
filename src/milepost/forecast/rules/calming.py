"""The plan that stays near to the one before. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from milepost.forecast.rules.columns import Ints
from milepost.forecast.rules.kept import packed_columns, unpacked_columns
from milepost.kernel.say import Sentence


@dataclass(frozen=True, slots=True, eq=False)
class CalmDates:
    """One value a task in the plan's order: minutes of the wall clock since 1970, int64. `late`: the last finish that moves no end."""

    uid: Ints
    start: Ints
    finish: Ints
    late: Ints

    def __len__(self) -> int:
        return len(self.uid)

    def packed(self) -> bytes:
        """All columns as compressed bytes, little-endian, for a table."""
        return packed_columns(self.uid, self.start, self.finish, self.late)

    @classmethod
    def unpacked(cls, kept: bytes) -> Self:
        """The columns that `packed` made bytes of."""
        return cls(*unpacked_columns(kept, 4))


@dataclass(frozen=True, slots=True, eq=False)
class CalmPlan:
    """A plan that its people can keep, as of a day. `because` stands beside each task in the plan's order; None where it is not open."""

    as_of: date
    dates: CalmDates
    finish: datetime
    because: tuple[Sentence | None, ...]
