"""The states of a task on the board, and how many tasks one of them takes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

LARGEST_LIMIT = 999


class State(StrEnum):
    """How far a task is, as the board shows it."""

    TO_DO = "todo"
    DOING = "doing"
    WAITING = "waiting"
    DONE = "done"


def limits(given: Mapping[State, int | None]) -> dict[str, int]:
    """Limits as they are kept: only where there is one. Refused: less than one and more than `LARGEST_LIMIT`."""
    kept = {state.value: most for state, most in given.items() if most is not None}
    if any(not 1 <= most <= LARGEST_LIMIT for most in kept.values()):
        raise Refusal("limit_out_of_range", say("A limit lies between 1 and {largest}.", largest=LARGEST_LIMIT), field="limits")
    return kept
