"""What a conclusion is: the dates, floats and reasons the engine drew from one plan on one day. Pure values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from milepost.forecast.rules.columns import Columns, TaskDates, last_day
from milepost.kernel.say import Sentence


@dataclass(frozen=True, slots=True)
class Warn:
    """Something in the plan that was scheduled anyway and that a person should look at. `code` never changes."""

    code: str
    sentence: Sentence
    task: int | None = None
    """uid of the task it is about, if it is about one."""


@dataclass(frozen=True, slots=True, eq=False)
class Conclusion:
    """What the engine concluded from a plan as of a day. Never edited, never an input."""

    as_of: date
    start: datetime
    finish: datetime
    columns: Columns
    critical_path: tuple[int, ...]
    """uids of the driving chain that ends at the project's finish, in order."""
    warnings: tuple[Warn, ...]
    open_minutes: Mapping[int | None, int]
    """Working minutes of the day `as_of` by calendar uid; None is the project's calendar."""
    reason: Callable[[int], Sentence]
    rows: Mapping[int, int]
    """Row of each uid in `columns`."""
    days: Callable[[date, date], int]

    def task(self, uid: int) -> TaskDates:
        """The dates of one task; KeyError where the plan has no such uid."""
        return self.columns[self.rows[uid]]

    def why(self, uid: int) -> Sentence:
        """One plain sentence: why this task stands where it stands. Made when asked for."""
        return self.reason(uid)

    def standing(self, promised: date) -> int:
        """Working days of the project's calendar from the forecast finish to `promised`: positive in hand, negative late, 0 on the day.

        A finish on a day off after the promise is late too, by one day.
        """
        return standing(last_day(self.finish), promised, self.days)


def standing(finish_on: date, promised_on: date, days: Callable[[date, date], int]) -> int:
    """Working days from a finish to the promise, counted by `days`: positive in hand, negative late, also by a finish on a day off."""
    between = days(finish_on, promised_on)
    return min(between, -1) if finish_on > promised_on else between
