"""The steps of levelling that know nothing of plans: units in use over time as step functions, and a heap of ranks.

Each person has two *lanes*: lane 2p counts in working minutes of their own calendar, lane 2p + 1 in the minutes outside it.
"""

from __future__ import annotations

from typing import NamedTuple

from milepost.engine.kernels import FAR, finish_of, work_at
from milepost.engine.layout import Axis, Ints

NOBODY = -1


class Lanes(NamedTuple):
    """Lane l holds `steps[l]` steps from `begin[l]` on: from `at` until the next step `level` units are in use.

    `owner` is what ends at a step, or NOBODY.
    """

    begin: Ints
    steps: Ints
    at: Ints
    level: Ints
    owner: Ints


def step_at(lanes: Lanes, lane: int, position: int) -> int:
    """The last step of a lane at `position` or before."""
    low = lanes.begin[lane]
    high = low + lanes.steps[lane] - 1
    while low < high:
        middle = (low + high + 1) // 2
        if lanes.at[middle] <= position:
            low = middle
        else:
            high = middle - 1
    return low  # type: ignore[no-any-return]


def room_after(lanes: Lanes, lane: int, position: int, minutes: int, most: int) -> tuple[int, int]:
    """The first place from `position` on where no more than `most` units are in use for `minutes`, and what ends there."""
    i = step_at(lanes, lane, position)
    last = lanes.begin[lane] + lanes.steps[lane] - 1
    blocker = NOBODY
    while True:
        if lanes.level[i] > most:
            if i == last:
                return FAR, blocker
            i += 1
            position = lanes.at[i]
            blocker = lanes.owner[i]
        elif i == last or lanes.at[i + 1] >= position + minutes:
            return position, blocker
        else:
            i += 1


def room_before(lanes: Lanes, lane: int, position: int, minutes: int, most: int) -> int:
    """The last place up to `position` where no more than `most` units are in use for `minutes`."""
    i = step_at(lanes, lane, position + minutes - 1)
    first = lanes.begin[lane]
    while i > first:
        if lanes.level[i] > most:
            position = lanes.at[i] - minutes
        elif lanes.at[i] <= position:
            return position
        i -= 1
    return position


def clash(lanes: Lanes, lane: int, begin: int, end: int, most: int) -> int:
    """The step that ends the first stretch of `begin` to `end` with more than `most` units in use; -1 where there is none."""
    i = step_at(lanes, lane, begin)
    last = lanes.begin[lane] + lanes.steps[lane] - 1
    while i < last and lanes.at[i] < end:
        if lanes.level[i] > most and lanes.at[i + 1] > begin:
            return i + 1
        i += 1
    return -1


def cut(lanes: Lanes, lane: int, position: int, owner: int) -> int:
    """The step at `position`, made where there was none."""
    i = step_at(lanes, lane, position)
    if lanes.at[i] != position:
        for k in range(lanes.begin[lane] + lanes.steps[lane] - 1, i, -1):
            lanes.at[k + 1] = lanes.at[k]
            lanes.level[k + 1] = lanes.level[k]
            lanes.owner[k + 1] = lanes.owner[k]
        i += 1
        lanes.at[i] = position
        lanes.level[i] = lanes.level[i - 1]
        lanes.owner[i] = NOBODY
        lanes.steps[lane] += 1
    if owner != NOBODY:
        lanes.owner[i] = owner
    return i


def joined(lanes: Lanes, lane: int, i: int) -> None:
    """Step `i` taken out where nothing changes at it."""
    if i > lanes.begin[lane] and lanes.level[i] == lanes.level[i - 1]:
        for k in range(i, lanes.begin[lane] + lanes.steps[lane] - 1):
            lanes.at[k] = lanes.at[k + 1]
            lanes.level[k] = lanes.level[k + 1]
            lanes.owner[k] = lanes.owner[k + 1]
        lanes.steps[lane] -= 1


def taken(lanes: Lanes, lane: int, begin: int, end: int, units: int, owner: int) -> bool:
    """Book `units` from `begin` to `end`. False where the lane has no room for another step."""
    if end <= begin:
        return True
    if lanes.begin[lane] + lanes.steps[lane] + 2 > lanes.begin[lane + 1]:
        return False
    i = cut(lanes, lane, begin, NOBODY)
    k = cut(lanes, lane, end, owner)
    for step in range(i, k):
        lanes.level[step] += units
    joined(lanes, lane, k)
    joined(lanes, lane, i)
    return True


def span_at(axis: Axis, c: int, t: int) -> int:
    """The first interval of calendar `c` that ends after instant `t`."""
    day = max((t - axis.origin) // 1440, 0)
    if day >= axis.days:
        return axis.first[c + 1]  # type: ignore[no-any-return]
    i = axis.by_day[c * axis.days + day]
    while i < axis.first[c + 1] and axis.end[i] <= t:
        i += 1
    return i  # type: ignore[no-any-return]


def piece_clash(axis: Axis, lanes: Lanes, person: int, own: int, c: int, begin: int, end: int, most: int) -> tuple[int, int]:
    """Work in calendar `c` from instant `begin` to `end`: when the first thing in its way ends (-1: nothing is), and what that is."""
    i = span_at(axis, c, begin)
    while i < axis.first[c + 1] and axis.start[i] < end:
        a = max(axis.start[i], begin)
        b = min(axis.end[i], end)
        on = work_at(axis, own, a)
        on_end = work_at(axis, own, b)
        if on_end > on:
            k = clash(lanes, 2 * person, on, on_end, most)
            if k >= 0:
                return finish_of(axis, own, lanes.at[k]), lanes.owner[k]
        if b - on_end > a - on:
            k = clash(lanes, 2 * person + 1, a - on, b - on_end, most)
            if k >= 0:
                return a + lanes.at[k] - (a - on), lanes.owner[k]
        i += 1
    return -1, NOBODY


def booked_in_pieces(axis: Axis, lanes: Lanes, person: int, own: int, c: int, begin: int, end: int, units: int, owner: int) -> bool:
    """Book the open minutes of calendar `c` from instant `begin` to `end`, inside and outside the person's own time."""
    i = span_at(axis, c, begin)
    while i < axis.first[c + 1] and axis.start[i] < end:
        a = max(axis.start[i], begin)
        b = min(axis.end[i], end)
        on = work_at(axis, own, a)
        on_end = work_at(axis, own, b)
        if not taken(lanes, 2 * person, on, on_end, units, owner):
            return False
        if not taken(lanes, 2 * person + 1, a - on, b - on_end, units, owner):
            return False
        i += 1
    return True


def pushed(heap: Ints, size: int, rank: int) -> None:
    """Put `rank` on a heap of `size` ranks, the lowest on top."""
    i = size
    while i > 0 and heap[(i - 1) // 2] > rank:
        heap[i] = heap[(i - 1) // 2]
        i = (i - 1) // 2
    heap[i] = rank


def popped(heap: Ints, size: int) -> int:
    """Take the lowest of `size` ranks off the heap."""
    top = heap[0]
    rank = heap[size - 1]
    i = 0
    while 2 * i + 1 < size - 1:
        child = 2 * i + 1
        if child + 1 < size - 1 and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= rank:
            break
        heap[i] = heap[child]
        i = child
    heap[i] = rank
    return top  # type: ignore[no-any-return]
