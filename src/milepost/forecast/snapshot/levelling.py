"""A draft and its team for the engine's levelling, and what it found as a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

import numpy as np

from milepost import engine
from milepost.forecast.rules import Warn, last_day, moment
from milepost.forecast.rules.levelling import Booking, Dates, Levelled, Moved
from milepost.forecast.snapshot.calendars import working_days
from milepost.forecast.snapshot.planning import planned, working
from milepost.forecast.snapshot.speaking import refusal, spoken, warn
from milepost.kernel.say import say
from milepost.kernel.worktime import WorkingTime
from milepost.plans.draft import Assignment, Draft, Resource, ResourceKind, Task

_MIDNIGHT = time(0)
WHOLE_PLAN = -1
"""Stands for every task in a promise of the engine."""


def level(
    draft: Draft,
    *,
    as_of: date,
    promised: date | None = None,
    bookings: Iterable[Booking] = (),
    split: bool = False,
    seed: int = 1,
    budget: int | None = None,
    seconds: float | None = None,
    progress: Callable[[float], bool] | None = None,
) -> Levelled:
    """Level `draft` on the day `as_of` with the people it names; nobody works on more than they can at a time.

    `promised` is the day the whole plan was promised for: days after it weigh more than anything else. `bookings` are what other
    projects have of the draft's resources. `split`, `budget` and `seconds` as in the engine. `progress` is told the share done and
    stops the search by answering False; what it raises goes up. Raises Refusal like `conclude`, and for work that nobody can ever do.
    """
    try:
        plan, warnings = planned(draft, as_of)
        team, excess = team_of(draft, plan, promised=promised, bookings=bookings)
        found = engine.level(plan, team, seed=seed, budget=budget, seconds=seconds, split=split, progress=_shared(progress))
    except engine.Impossible as impossible:
        raise refusal(impossible, draft) from impossible
    return _value(draft, as_of, found, (*warnings, *excess), promised)


def _shared(progress: Callable[[float], bool] | None) -> Callable[[engine.Progress], bool] | None:
    return None if progress is None else lambda at: progress(at.done / max(1, at.budget))


def people_of(draft: Draft) -> tuple[Resource, ...]:
    """The resources that work, in the order in which the engine's team has them."""
    return tuple(resource for resource in draft.resources if resource.kind is ResourceKind.WORK)


def team_of(
    draft: Draft, plan: engine.Plan, *, promised: date | None = None, bookings: Iterable[Booking] = ()
) -> tuple[engine.Team, list[Warn]]:
    """The engine's team of a draft, and what had to be cut: nobody is asked for more of themselves than there is."""
    people = people_of(draft)
    index = {person.uid: i for i, person in enumerate(people)}
    calendars = {calendar.uid: i for i, calendar in enumerate(draft.calendars)}
    warnings: list[Warn] = []
    booked = [(index[b.resource], engine.minute(b.start), engine.minute(b.finish), b.units) for b in bookings if b.resource in index]
    team = engine.Team(
        people=engine.people([p.units for p in people], [calendars.get(p.calendar, -1) if p.calendar is not None else -1 for p in people]),
        demands=_demands(draft, plan, index, warnings),
        bookings=engine.Bookings(*np.array(booked, np.int64).reshape(-1, 4).T.copy()),
        promises=_promises(promised),
        priority=np.array([task.priority for task in draft.tasks], np.int64),
    )
    return team, warnings


def _demands(draft: Draft, plan: engine.Plan, index: dict[int, int], warnings: list[Warn]) -> engine.Demands:
    assigned = working(draft)
    rows, people = plan.assignments.task, people_of(draft)
    started = plan.tasks.actual_start[rows] != engine.NONE
    minutes = np.where(started, plan.assignments.remaining, plan.assignments.minutes)
    unsaid = np.array([a.work_minutes == 0 and a.remaining_work_minutes is None for a in assigned], bool)
    units = _capped(draft, assigned, people, index, warnings)
    return engine.demands(
        rows,
        [index[a.resource] for a in assigned],
        units,
        np.where(unsaid, engine.NONE, minutes),
        plan.assignments.delay,
    )


def _capped(
    draft: Draft, assigned: list[Assignment], people: tuple[Resource, ...], index: dict[int, int], warnings: list[Warn]
) -> list[int]:
    """Units of each assignment: of one person on one task together no more than there is of them; a warning says where that was cut."""
    asked: dict[tuple[int, int], int] = {}
    for a in assigned:
        asked[a.task, a.resource] = asked.get((a.task, a.resource), 0) + a.units
    names = {task.uid: task.name for task in draft.tasks}
    for (task, resource), units in asked.items():
        person = people[index[resource]]
        if units > person.units > 0:
            text = say(
                "“{task}” asks for {units} % of {person}, who has {has} %. It was given {has} %.",
                task=names[task],
                units=units,
                person=person.name,
                has=person.units,
            )
            warnings.append(Warn("demand_above_capacity", text, task))
    return [_share(a.units, asked[a.task, a.resource], people[index[a.resource]].units) for a in assigned]


def _share(units: int, asked: int, has: int) -> int:
    return units if asked <= has or has <= 0 else max(1, units * has // asked)


def _promises(promised: date | None) -> engine.Promises:
    if promised is None:
        return engine.Promises()
    at = engine.minute(datetime.combine(promised + timedelta(days=1), _MIDNIGHT))
    return engine.Promises(*(np.array([value], np.int64) for value in (WHOLE_PLAN, at, 1)))


def _value(draft: Draft, as_of: date, found: engine.Levelled, warnings: tuple[Warn, ...], promised: date | None) -> Levelled:
    schedule, people = found.schedule, people_of(draft)
    uids = schedule.network.plan.tasks.id
    moved = tuple(
        Moved(
            uid=int(uids[move.row]),
            minutes=move.minutes,
            resource=people[move.person].uid if move.person != engine.NOBODY else None,
            waits_for=int(uids[move.waits_for]) if move.waits_for != engine.NOBODY else None,
            sentence=spoken(move.saying, draft),
        )
        for move in found.moved
    )
    return Levelled(
        as_of=as_of,
        columns=Dates(uids, schedule.start, schedule.finish),
        start=moment(schedule.begin),
        finish=moment(schedule.end),
        free_finish=moment(found.free.end),
        bound=moment(found.bound),
        gap_days=round(found.gap / max(1, draft.minutes_per_day), 2),
        proved=bool(found.proved),
        late_minutes=found.lateness,
        moved=moved,
        critical_path=tuple(int(uids[row]) for row in schedule.critical_path),
        notes=warnings + tuple(warn(notice, draft) for notice in found.notices),
        standing_days=None if promised is None else _standing(draft, last_day(moment(schedule.end)), promised),
    )


def _standing(draft: Draft, finish_on: date, promised: date) -> int:
    """Working days in hand, negative when late; a finish on a day off after the promise is late by one."""
    project = next((calendar.time for calendar in draft.calendars if calendar.uid == draft.calendar), WorkingTime())
    days = working_days(project, finish_on, promised)
    return min(days, -1) if finish_on > promised else days


def warm() -> None:
    """Load the compiled loops of levelling, and compile them where that was never done on this machine."""
    tasks = tuple(Task(uid, "One", duration_minutes=60) for uid in (1, 2))
    work = tuple(Assignment(uid, uid, 1, work_minutes=60) for uid in (1, 2))
    draft = Draft("Warm", datetime(2026, 1, 5, 9), tasks, resources=(Resource(1, "One"),), assignments=work)
    plan, _ = planned(draft, date(2026, 1, 5))
    engine.warm_levelling(plan, team_of(draft, plan)[0])
