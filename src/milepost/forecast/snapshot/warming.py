"""The compiled loops, loaded ahead of the first user who needs them."""

from __future__ import annotations

from datetime import date, datetime

from milepost import engine
from milepost.forecast.snapshot.concluding import conclude
from milepost.plans.draft import Draft, Link, Task


def warm() -> None:
    """Load the compiled kernels, and compile them where that was never done on this machine: seconds, once."""
    tasks = (Task(1, "One", duration_minutes=60), Task(2, "Two", duration_minutes=60, levelling_delay_minutes=60))
    engine.warm()
    for last in (1, 2):
        conclude(Draft("Warm", datetime(2026, 1, 5, 9), tasks[:last], tuple([Link(1, 2)][: last - 1])), as_of=date(2026, 1, 5))
