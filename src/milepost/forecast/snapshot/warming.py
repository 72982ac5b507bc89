"""The compiled loops, loaded ahead of the first user who needs them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from milepost import engine
from milepost.forecast.snapshot import levelling, simulation, slipping
from milepost.forecast.snapshot.concluding import conclude
from milepost.plans.draft import Assignment, Draft, Link, Resource, Task

DAY = date(2026, 1, 5)


def warm() -> None:
    """Load the loops of the critical path, and compile them where that was never done on this machine: seconds, once."""
    tasks = (Task(1, "One", duration_minutes=60), Task(2, "Two", duration_minutes=60, levelling_delay_minutes=60))
    engine.warm()
    for last in (1, 2):
        conclude(Draft("Warm", datetime(2026, 1, 5, 9), tasks[:last], tuple([Link(1, 2)][: last - 1])), as_of=DAY)


def warm_simulation() -> None:
    """Compile the loops of simulation, where that was never done on this machine: most of a minute, once, at set-up."""
    simulation.warm()


def warm_levelling() -> None:
    """The same for levelling, and for saying why a finish moved."""
    tasks = (Task(1, "One", duration_minutes=60), Task(2, "Two", duration_minutes=60), Task(3, "Three", duration_minutes=60))
    work = tuple(Assignment(uid, uid, 1, work_minutes=60) for uid in (1, 2, 3))
    draft = Draft("Warm", datetime(2026, 1, 5, 9), tasks, (Link(1, 3),), resources=(Resource(1, "One"),), assignments=work)
    levelling.warm()
    levelling.level(draft, as_of=DAY)
    slipping.slipped(draft, replace(draft, tasks=(replace(tasks[0], duration_minutes=120), *tasks[1:])), before_as_of=DAY, as_of=DAY)
