"""What levelling moved, each with whom and what it waits for, and what it could not help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from milepost.engine import twins
from milepost.engine.kernels import FAR, start_of, work_at
from milepost.engine.lane_kernels import NOBODY
from milepost.engine.layout import Ints
from milepost.engine.levelling_kernels import AWAY
from milepost.engine.plan import N_, Instant, Notice, Saying, TaskRow, say
from milepost.engine.reasons import duration
from milepost.engine.roster import Attempt, Roster
from milepost.engine.schedule import Schedule
from milepost.engine.team import PersonIndex

_WORKS = N_("“{task}” {moves} {later} later, because {person} works on “{other}” until {at}.")
_BOOKED = N_("“{task}” {moves} {later} later, because {person} is booked for another project until {at}.")
_AWAY = N_("“{task}” {moves} {later} later, because {person} is away until {at}.")
_BUSY = N_("“{task}” {moves} {later} later, because {person} is not free before {at}.")
_LINKED = N_("“{task}” {moves} {later} later, because it waits for “{other}”, which was moved.")
_CALENDAR = N_("“{task}” {moves} {later} later, because of the working time of whoever was chosen for it.")
_OVERLOAD = N_("From {at} on, {person} is needed for too much at one time. Work that has begun and dates that were set stay.")


@dataclass(frozen=True, slots=True)
class Move:
    """The task in `row` stands `minutes` later than its links ask, in working minutes of its calendar.

    `held`: it waits for `person` itself, who works on the task in row `waits_for` (NOBODY: is away or booked elsewhere). Otherwise
    it follows the task in row `waits_for`, which was moved.
    """

    row: int
    minutes: int
    person: int
    waits_for: int
    held: bool
    saying: Saying


def moves(roster: Roster, made: Attempt, free: Schedule, schedule: Schedule) -> tuple[Move, ...]:
    """Every task that is not a summary and stands later in `schedule` than in `free`, in the plan's order."""
    leaf, c = roster.network.node >= 0, roster.network.float_calendar
    shifts = np.maximum(_between(roster, c, free.start, schedule.start), _between(roster, c, free.finish, schedule.finish))
    rows = np.flatnonzero(leaf & (shifts > 0) & (roster.network.plan.tasks.active == 1))
    return tuple(_move(roster, made, free, schedule, row, int(shifts[row])) for row in rows.tolist())


def _between(roster: Roster, calendar: Ints, begin: Ints, end: Ints) -> Ints:
    at, to = np.empty_like(begin), np.empty_like(begin)
    loops = twins.chosen(len(begin))
    loops.works_at(roster.axis, calendar, begin, at)
    loops.works_at(roster.axis, calendar, end, to)
    later: Ints = to - at
    return later


def _move(roster: Roster, made: Attempt, free: Schedule, schedule: Schedule, row: int, minutes: int) -> Move:
    network, placed = roster.network, made.placed
    node = int(network.node[row])
    plan = network.plan
    starts = schedule.start[row] > free.start[row]
    shared = {
        "task": TaskRow(row),
        "moves": say(N_("starts")) if starts else say(N_("finishes")),
        "later": duration(plan, minutes, elapsed=bool(plan.tasks.elapsed[row])),
    }
    if placed.held[node] == -FAR:
        other = int(schedule.driver[row])
        saying = say(_LINKED, **shared, other=TaskRow(other)) if other != NOBODY else say(_CALENDAR, **shared)
        return Move(row, minutes, NOBODY, other, False, saying)
    person, blocker = int(placed.blocked_by[node]), int(placed.blocker[node])
    shared |= {"person": PersonIndex(person), "at": Instant(int(placed.held[node]))}
    if blocker >= 0:
        other = int(network.row[blocker])
        shared["at"] = Instant(int(placed.finish[blocker]))
        return Move(row, minutes, person, other, True, say(_WORKS, **shared, other=TaskRow(other)))
    text = _AWAY if blocker == AWAY else _BOOKED if blocker <= -2 else _BUSY
    return Move(row, minutes, person, NOBODY, True, say(text, **shared))


def overloads(roster: Roster, made: Attempt) -> Iterator[Notice]:
    """Whoever is still asked for too much at one time from the data date on."""
    lanes, crew = made.lanes, roster.crew
    since = max(roster.network.plan.data_date, roster.axis.origin)
    for person in range(len(crew.own)):
        own = int(crew.own[person])
        now = work_at(roster.axis, own, since)
        begin = int(lanes.begin[2 * person])
        steps = slice(begin, begin + int(lanes.steps[2 * person]))
        ends = np.append(lanes.at[steps][1:], FAR)
        over = np.flatnonzero((lanes.level[steps] > crew.capacity[person]) & (ends > now))
        if len(over):
            at = start_of(roster.axis, own, max(now, int(lanes.at[steps][over[0]])))
            yield Notice("overload_left", say(_OVERLOAD, person=PersonIndex(person), at=Instant(at)))


def resource_path(schedule: Schedule, driver: Ints) -> tuple[int, ...]:
    """The driving chain that ends with the plan, through links and people, first to last."""
    if np.array_equal(driver, schedule.driver):
        return schedule.critical_path
    counts = (schedule.network.node >= 0) & (schedule.network.plan.tasks.active == 1)
    last = np.flatnonzero(counts & (schedule.finish == schedule.end))
    if not len(last):
        return ()
    path = [int(last[0])]
    while (before := int(driver[path[-1]])) != NOBODY and before not in path:
        path.append(before)
    return tuple(reversed(path))
