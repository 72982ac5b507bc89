"""Random small plans with people: calendars, absences, shares of people, joining later, work begun, priorities, other bookings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from milepost.forecast.rules.levelling import Booking
from milepost.kernel.worktime import DayException
from milepost.plans.draft import Assignment, Calendar, Draft, Resource, TaskType
from tests.engine import plans

AWAY = replace(
    plans.WEEKS[1], exceptions=(DayException(date(2026, 3, 4), date(2026, 3, 6)), DayException(date(2026, 3, 12), date(2026, 3, 12)))
)
CALENDARS = (*plans.CALENDARS, Calendar(5, "Often away", AWAY))


@dataclass(frozen=True)
class Staffed:
    """A draft with people, and what other projects have of them."""

    draft: Draft
    bookings: tuple[Booking, ...]


@st.composite
def staffed(draw: Any, calendars: int = 5, most: int = 7) -> Staffed:
    """A plan of up to `most` tasks with one to three people."""
    draft = draw(plans.drafts(min(calendars, 2), most=most, constrained=True))
    people = tuple(_person(draw, uid, calendars) for uid in range(1, draw(st.integers(1, 3)) + 1))
    tasks = tuple(_task(draw, task, calendars) for task in draft.tasks)
    pairs = [(task, person) for task in tasks for person in people if task.duration_minutes]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=10, unique=True)) if pairs else []
    work = tuple(_work(draw, uid, task, person) for uid, (task, person) in enumerate(chosen))
    bookings = tuple(_booking(draw, people) for _ in range(draw(st.integers(0, 2))))
    return Staffed(replace(draft, tasks=tasks, resources=people, assignments=work, calendars=CALENDARS), bookings)


def _person(draw: Any, uid: int, calendars: int) -> Resource:
    calendar = draw(st.sampled_from((None, 1, 2, 4, 5)[: calendars + 1])) if calendars > 1 else None
    return Resource(uid, f"Person {uid}", units=draw(st.sampled_from((100, 100, 50, 200))), calendar=calendar)


def _task(draw: Any, task: Any, calendars: int) -> Any:
    own = task.calendar if calendars > 1 and draw(st.booleans()) else None
    kind = draw(st.sampled_from((TaskType.FIXED_UNITS, TaskType.FIXED_UNITS, TaskType.FIXED_DURATION)))
    task = replace(task, calendar=own, type=kind, priority=draw(st.sampled_from((500, 500, 500, 900))))
    if task.duration_minutes >= 120 and draw(st.integers(0, 6)) == 0:
        return replace(task, actual_start=datetime(2026, 2, 27, 8), percent=50)
    return task


def _work(draw: Any, uid: int, task: Any, person: Resource) -> Assignment:
    units = min(person.units, draw(st.sampled_from((100, 100, 50))))
    late = draw(st.sampled_from((0, 0, 0, 60, 180, 600)))
    return Assignment(uid, task.uid, person.uid, units, task.duration_minutes * units // 100, delay_minutes=late)


def _booking(draw: Any, people: tuple[Resource, ...]) -> Booking:
    day = draw(st.integers(2, 12))
    person = draw(st.sampled_from(people))
    return Booking(
        person.uid, datetime(2026, 3, day, 10), datetime(2026, 3, day + draw(st.integers(0, 3)), 15), draw(st.sampled_from((50, 100)))
    )
