"""By how much the finish moved since the last working day, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from milepost.kernel.say import Sentence


@dataclass(frozen=True, slots=True)
class SlipPart:
    """One cause's share of the move: `days` as a person says it, `minutes` exactly; positive later, negative earlier."""

    cause: str
    days: int
    minutes: int
    sentence: Sentence
    task_ids: tuple[int, ...]
    """The tasks it is about, the first few."""


@dataclass(frozen=True, slots=True)
class Slip:
    """The finish moved from `before_on` to `finish_on` by `days` working days (positive later) since the end of the day `since_on`.

    The parts add up to the whole exactly. `older` tells that facts or day have moved on since it was drawn.
    """

    project_id: int
    revision: int
    as_of: date
    older: bool
    since_on: date
    before_on: date
    finish_on: date
    days: int
    minutes: int
    sentence: Sentence
    parts: tuple[SlipPart, ...]
