"""Random small plans for the laws: whole hours, a handful of tasks, every kind of link, one calendar or several."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from milepost.kernel.worktime import DayException, Shift, WorkingTime
from milepost.plans.draft import Calendar, Constraint, Draft, LagUnit, Link, LinkKind, Task

START = datetime(2026, 3, 2, 8)
AS_OF = date(2026, 3, 2)
OFFICE: tuple[Shift, ...] = ((480, 720), (780, 1020))
HOLIDAY = DayException(date(2026, 3, 5), date(2026, 3, 5))
WEEKS = {
    1: WorkingTime((OFFICE,) * 5 + ((), ())),
    2: WorkingTime((((360, 840),),) * 6 + ((),), exceptions=(HOLIDAY,)),
    3: WorkingTime((((1320, 1800),),) * 5 + ((), ())),
    4: WorkingTime((((0, 1440),),) * 7),
}
CALENDARS = tuple(Calendar(uid, f"Calendar {uid}", time) for uid, time in WEEKS.items())


@st.composite
def drafts(draw: Any, calendars: int = 1, most: int = 7, constrained: bool = False, kinds: tuple[LinkKind, ...] = tuple(LinkKind)) -> Draft:
    """A plan of up to `most` tasks; links lead forwards, so that there is no circle."""
    count = draw(st.integers(1, most))
    tasks = tuple(_task(draw, uid, calendars, constrained) for uid in range(1, count + 1))
    pairs = [(a, b) for a in range(1, count + 1) for b in range(a + 1, count + 1)]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=9, unique=True)) if pairs else []
    links = tuple(_link(draw, a, b, kinds, elapsed=calendars > 1) for a, b in chosen)
    return Draft(name="Random", start=START, tasks=tasks, links=links, calendars=CALENDARS, calendar=1)


def _task(draw: Any, uid: int, calendars: int, constrained: bool) -> Task:
    task = Task(uid, f"Task {uid}", duration_minutes=60 * draw(st.integers(0, 20)), calendar=draw(st.integers(1, calendars)))
    if not constrained:
        return task
    day = draw(st.integers(2, 20))
    kind = draw(st.sampled_from((Constraint.ASAP, Constraint.ASAP, Constraint.SNET, Constraint.FNET)))
    at = None if kind is Constraint.ASAP else datetime(2026, 3, day, 9)
    return replace(task, constraint=kind, constraint_at=at)


def _link(draw: Any, before: int, after: int, kinds: tuple[LinkKind, ...], *, elapsed: bool) -> Link:
    lag = 60 * draw(st.integers(-6, 12))
    unit = draw(st.sampled_from((LagUnit.WORKING, LagUnit.ELAPSED))) if elapsed else LagUnit.WORKING
    return Link(before, after, draw(st.sampled_from(kinds)), lag, unit)
