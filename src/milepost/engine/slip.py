"""Why the finish moved between two plans: so many working days, split over causes so that the parts add up exactly.

The split is the Shapley value (Shapley, "A value for n-person games", 1953): what a cause adds to the move, averaged over every
order in which the causes could have come. It needs one run of the engine for each set of causes that differ, 256 for all eight, and
treats no cause better for being asked first. Shares are kept as exact fractions; minutes and days are rounded so that their sums
stay exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial

import numpy as np

from milepost.engine import kernels
from milepost.engine.calendars import DAY, Calendar, axis, minutes_by_day, moment
from milepost.engine.cpm import finishes, scheduled
from milepost.engine.hybrids import Between, Cause, Causes, Tags
from milepost.engine.network import compiled
from milepost.engine.plan import Impossible, Plan
from milepost.engine.schedule import NOBODY, Schedule
from milepost.engine.traces import Trace, traced

Players = tuple[Causes, ...]
_ENTANGLED = (
    frozenset({Cause.SCOPE, Cause.LINKS}),
    frozenset({Cause.SCOPE, Cause.LINKS, Cause.START, Cause.WORK, Cause.CLIENT}),
    frozenset(Cause),
)
"""Causes that count as one where a part of the change without the rest has no dates, such as half of a link turned round."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one cause did to the finish: later is positive. `exact` is in minutes, before rounding; `trace` is what it changed."""

    cause: Cause
    days: int
    minutes: int
    exact: Fraction
    trace: Trace


@dataclass(frozen=True, slots=True)
class Slip:
    """How far a finish moved, in working days and in working minutes of the newer plan's calendar, and why.

    `before_at` and `after_at` are the two finishes as instants. `parts` holds the causes that differ, largest first; their days
    add up to `days`, their minutes to `minutes`. `runs` says how often the engine ran.
    """

    days: int
    minutes: int
    before_at: int
    after_at: int
    parts: tuple[Part, ...]
    runs: int


def slip(before: Plan, after: Plan, *, task: int | None = None, tags: Tags | None = None) -> Slip:
    """Why the finish of `after` is another than that of `before`; with `task`, an id, why that task's is.

    Tasks are matched by id. Raises Impossible where one of the plans has no schedule, and ValueError where `task` is not in both.
    """
    between = Between(before, after, tags or Tags())
    ends = scheduled(between.old.network), scheduled(between.new.network)
    rows = _row(before, task), _row(after, task)
    before_at, after_at = (_finish(end, row) for end, row in zip(ends, rows, strict=True))
    at, players = _played(between, before_at, after_at, task)
    calendar = after.calendars[after.calendar]
    position = _positions(calendar, [*at.values(), after_at])
    exact = _shapley(players, {chosen: position[instant] for chosen, instant in at.items()})
    minutes, days = position[after_at] - position[before_at], _working_days(calendar, before_at, after_at)
    rounded = zip(apportioned([s / _day(after, minutes, days) for s in exact], days), apportioned(exact, minutes), strict=True)
    chains = _chain(ends[0], rows[0]), _chain(ends[1], rows[1])
    parts = [
        Part(_named(player), *whole, share, traced(between, player, ends, chains))
        for player, share, whole in zip(players, exact, rounded, strict=True)
    ]
    return Slip(days, minutes, before_at, after_at, tuple(sorted(parts, key=lambda part: -abs(part.exact))), len(at))


def apportioned(shares: Sequence[Fraction], total: int) -> list[int]:
    """Whole numbers near `shares` that add up to `total`: the largest remainders are rounded up, equal ones in the order given.

    A share of nothing stays nothing.
    """
    found = [share.numerator // share.denominator for share in shares]
    order = sorted((i for i, share in enumerate(shares) if share), key=lambda i: found[i] - shares[i])
    while order and (missing := total - sum(found)):
        for i in order[:missing] if missing > 0 else order[::-1][:-missing]:
            found[i] += 1 if missing > 0 else -1
    return found


def _played(between: Between, before_at: int, after_at: int, task: int | None) -> tuple[dict[Causes, int], Players]:
    """The finish of every set of causes. Causes that cannot be had apart are merged until every set has dates."""
    players: Players = tuple(frozenset({cause}) for cause in between.causes)
    for entangled in _ENTANGLED:
        try:
            return _finishes(between, players, before_at, after_at, task), players
        except Impossible:
            merged = frozenset(cause for cause in between.causes if cause in entangled)
            players = (*(player for player in players if not player & entangled), merged)
    return _finishes(between, players, before_at, after_at, task), players


def _finishes(between: Between, players: Players, before_at: int, after_at: int, task: int | None) -> dict[Causes, int]:
    at = {_union(chosen): NOBODY for size in range(len(players) + 1) for chosen in combinations(players, size)}
    for chosen in at:
        if chosen in (frozenset(), _union(players)):
            at[chosen] = after_at if chosen else before_at
            continue
        plan = between.plan(chosen)
        finish, end = finishes(compiled(plan))
        at[chosen] = end if task is None else int(finish[_row(plan, task)])
    return at


def _union(players: Iterable[Causes]) -> Causes:
    return frozenset[Cause]().union(*players)


def _shapley(players: Players, worth: dict[Causes, int]) -> list[Fraction]:
    """The exact share of each player; `worth` has every union of players."""
    count = len(players)
    shares = []
    for i, player in enumerate(players):
        others, total = players[:i] + players[i + 1 :], 0
        for size in range(count):
            added = sum(worth[without | player] - worth[without] for without in map(_union, combinations(others, size)))
            total += factorial(size) * factorial(count - size - 1) * added
        shares.append(Fraction(total, factorial(count)))
    return shares


def _named(player: Causes) -> Cause:
    """The cause a player is reported under; of causes that could not be had apart, the links."""
    return next(iter(player)) if len(player) == 1 else Cause.LINKS


def _row(plan: Plan, task: int | None) -> int:
    if task is None:
        return NOBODY
    rows = np.flatnonzero(plan.tasks.id == task)
    if not len(rows):
        raise ValueError(f"task {task} is not in both plans")
    return int(rows[0])


def _finish(schedule: Schedule, row: int) -> int:
    return schedule.end if row == NOBODY else int(schedule.finish[row])


def _chain(schedule: Schedule, row: int) -> tuple[int, ...]:
    """Rows that drive the finish of the plan, or of one row; of a summary, of what ends last below it."""
    if row == NOBODY:
        return schedule.critical_path
    chain = [_last_below(schedule, row)]
    while (before := int(schedule.driver[chain[-1]])) != NOBODY and before not in chain:
        chain.append(before)
    return tuple(chain[::-1])


def _last_below(schedule: Schedule, row: int) -> int:
    """The task that ends last in a summary; the row itself where it is none."""
    network = schedule.network
    while network.summary[row]:
        children = np.flatnonzero(network.plan.tasks.parent == row)
        row = int(children[np.argmax(schedule.finish[children])])
    return row


def _positions(calendar: Calendar, instants: Sequence[int]) -> dict[int, int]:
    """Working minutes of `calendar` before each instant."""
    ax = axis((calendar,), min(instants) // DAY - 400, max(instants) // DAY + 2)
    return {instant: int(kernels.work_at(ax, 0, instant)) for instant in instants}


def _working_days(calendar: Calendar, before_at: int, after_at: int) -> int:
    """Working days from the one in which the work before `before_at` ended to the one in which that before `after_at` did."""
    if after_at < before_at:
        return -_working_days(calendar, after_at, before_at)
    ax = axis((calendar,), before_at // DAY - 400, after_at // DAY + 2)
    first, last = ((kernels.finish_of(ax, 0, kernels.work_at(ax, 0, at)) - 1) // DAY for at in (before_at, after_at))
    if last <= first:
        return 0
    return int(np.count_nonzero(minutes_by_day(calendar, moment((first + 1) * DAY).date(), moment(last * DAY).date())))


def _day(plan: Plan, minutes: int, days: int) -> Fraction:
    """Minutes that count as a day of the split: those of the move itself, unless it is too short to say."""
    usual = Fraction(plan.minutes_per_day)
    moved = Fraction(minutes, days) if days else usual
    return moved if usual / 2 <= moved <= usual * 2 else usual
