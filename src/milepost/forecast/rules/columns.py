"""Dates and floats of every task as columns, and the minutes they are kept in."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
NOBODY = -1
"""Stands in a column of uids where there is none."""

_EPOCH = datetime(1970, 1, 1)


def minute(at: datetime) -> int:
    """Wall-clock minutes since 1970: how a column keeps a date of the project's zone."""
    return (at - _EPOCH) // timedelta(minutes=1)


def moment(minutes: int) -> datetime:
    """The naive datetime a column's `minutes` stand for."""
    return _EPOCH + timedelta(minutes=int(minutes))


def last_day(finish: datetime) -> date:
    """The day on which something is done: what finishes at midnight belongs to the day that ends."""
    return (finish - timedelta(minutes=1)).date() if finish.time() == time.min else finish.date()


@dataclass(frozen=True, slots=True)
class TaskDates:
    """One task's row. Datetimes are wall-clock of the project's zone; floats are working minutes of the task's own calendar."""

    uid: int
    start: datetime
    finish: datetime
    early_start: datetime
    early_finish: datetime
    late_start: datetime
    late_finish: datetime
    total_float_minutes: int
    free_float_minutes: int
    remaining_minutes: int
    critical: bool
    summary: bool
    driver: int | None
    """uid of the task that set the date, if a link did."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The same as `TaskDates`, one array per field, all of one length n, in the plan's order of tasks.

    Dates are wall-clock minutes since 1970 (`moment` turns one into a datetime); `critical` and `summary` are 0 or 1;
    `driver` is the uid of the driving predecessor or `NOBODY`. All int64, so that a plan is kept as one block of bytes.
    """

    uid: Ints
    start: Ints
    finish: Ints
    early_start: Ints
    early_finish: Ints
    late_start: Ints
    late_finish: Ints
    total_float_minutes: Ints
    free_float_minutes: Ints
    remaining_minutes: Ints
    critical: Ints
    summary: Ints
    driver: Ints

    def __len__(self) -> int:
        return len(self.uid)

    def __getitem__(self, row: int) -> TaskDates:
        driver = int(self.driver[row])
        return TaskDates(
            uid=int(self.uid[row]),
            start=moment(self.start[row]),
            finish=moment(self.finish[row]),
            early_start=moment(self.early_start[row]),
            early_finish=moment(self.early_finish[row]),
            late_start=moment(self.late_start[row]),
            late_finish=moment(self.late_finish[row]),
            total_float_minutes=int(self.total_float_minutes[row]),
            free_float_minutes=int(self.free_float_minutes[row]),
            remaining_minutes=int(self.remaining_minutes[row]),
            critical=bool(self.critical[row]),
            summary=bool(self.summary[row]),
            driver=None if driver == NOBODY else driver,
        )

    def packed(self) -> bytes:
        """All columns as compressed bytes, little-endian, for a table."""
        table = np.stack([getattr(self, field.name) for field in fields(self)]).astype("<i8")
        return zlib.compress(table.tobytes(), level=1)

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """The columns that `packed` made bytes of."""
        table = np.frombuffer(zlib.decompress(packed), dtype="<i8").reshape(len(fields(cls)), -1)
        return cls(*table.astype(np.int64, copy=False))
