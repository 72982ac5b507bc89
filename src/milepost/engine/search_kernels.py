"""The loops of the search: placing thousands of schedules a second and walking from one to the next.

Two forms of one walk. `Tight` is for the textbook's problem with up to four resources: the free units of all resources in a slot lie in
one integer, 15 bits each of which the highest is a guard, so that one subtraction compares them all. `layout.Form`
is for everything else. Activities of a `Tight` are numbered so that each follows what it waits for.

Sources: Li & Willis, European Journal of Operational Research 56, 1992, and Valls, Ballestín & Quintanilla, ibid. 165, 2005 (forward-
backward improvement); Lourenço, Martin & Stützle, "Iterated local search" (2003); Marsaglia, "Xorshift RNGs" (2003).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from milepost.engine.layout import Form, Ints
from milepost.engine.placement_kernels import NOWHERE, justified, lateness_of, listed, serial

GUARD = (1 << 14) | (1 << 29) | (1 << 44) | (1 << 59)
"""The guard bits of four lanes."""
WORD = 0xFFFFFFFF
WINDOW, REACH, HOPELESS = 6, 80, 10
"""Slots of the widest window that is shaken, how far its activities are thrown, how many slots longer a schedule may be to be justified
again."""
UPHILL, MOST_UPHILL = 180_000, 50
"""How many of a thousand schedules that are one slot longer are kept: `UPHILL` over the square of the activities, and the most."""
MADE, STOP = 0, 1
"""In `state`: schedules made so far, and whether to end."""
END, BACK, BEST = 0, 1, 2
"""In `marks`: where the schedule at hand ends, whether it is counted from its end, and where the best one ends."""


class Tight(NamedTuple):
    """A textbook instance: durations, packed needs and capacity, arcs both ways."""

    slots: Ints
    need: Ints
    in_first: Ints
    source: Ints
    out_first: Ints
    target: Ints
    capacity: int
    horizon: int


class Desk(NamedTuple):
    """Room to work in, so that the walk allocates nothing."""

    free: Ints
    counts: Ints
    order: Ints
    ranked: Ints
    waits: Ints
    skipped: Ints
    key: Ints
    start: Ints
    finish: Ints


def drawn(random: Ints, below: int) -> int:
    """A number from 0 up to, without, `below`, by xorshift of 32 bits."""
    x = random[0]
    x ^= (x << 13) & WORD
    x ^= x >> 17
    x ^= (x << 5) & WORD
    random[0] = x
    return (x * below) >> 32  # type: ignore[no-any-return]


def desk_of(n: int, horizon: int) -> Desk:
    """Room for `n` activities and `horizon` slots."""
    return Desk(
        np.empty(horizon + 1, np.int64),
        np.empty(horizon + 2, np.int64),
        np.empty(n, np.int64),
        np.empty(n, np.int64),
        np.empty(n, np.int64),
        np.empty(n, np.int64),
        np.empty(n, np.int64),
        np.empty(n, np.int64),
        np.empty(n, np.int64),
    )


def packed(tight: Tight, first: Ints, source: Ints, desk: Desk, top: int) -> int:
    """The serial scheme: each activity of the desk's order as early as arcs `source` and capacity allow. Its end; `top` is not before it.

    Each window is looked at from its end, so that a conflict skips all before it.
    """
    free, start, finish = desk.free, desk.start, desk.finish
    free[:top] = tight.capacity
    last = 0
    for x in range(len(start)):
        j = desk.order[x]
        t = 0
        for k in range(first[j], first[j + 1]):
            t = max(t, finish[source[k]])
        need = tight.need[j]
        end = t + tight.slots[j]
        if need != 0:
            seen = t
            v = end - 1
            while v >= seen:
                if (free[v] - need) & GUARD == GUARD:
                    v -= 1
                else:
                    seen = end
                    t = v + 1
                    end = t + tight.slots[j]
                    v = end - 1
            for v in range(t, end):
                free[v] -= need
        start[j] = t
        finish[j] = end
        last = max(last, end)
    return last


def sorted_up(key: Ints, top: int, counts: Ints, order: Ints) -> None:
    """Activities by rising key from 0 to `top`, equal ones by number: a counting sort."""
    counts[: top + 2] = 0
    for j in range(len(key)):
        counts[key[j] + 1] += 1
    for t in range(1, top + 1):
        counts[t] += counts[t - 1]
    for j in range(len(key)):
        order[counts[key[j]]] = j
        counts[key[j]] += 1


def sorted_back(key: Ints, top: int, counts: Ints, order: Ints) -> None:
    """The same, equal ones by falling number: right for placing against the arcs."""
    counts[: top + 2] = 0
    for j in range(len(key)):
        counts[key[j] + 1] += 1
    for t in range(1, top + 1):
        counts[t] += counts[t - 1]
    for j in range(len(key) - 1, -1, -1):
        order[counts[key[j]]] = j
        counts[key[j]] += 1


def delayed(first: Ints, source: Ints, out_first: Ints, target: Ints, desk: Desk) -> None:
    """`ranked` with each activity held back until all it waits for stand before it, as `order`."""
    waits, skipped, order = desk.waits, desk.skipped, desk.order
    n = len(order)
    for j in range(n):
        waits[j] = first[j + 1] - first[j]
        skipped[j] = 0
    size = 0
    at = 0
    for x in range(n):
        j = desk.ranked[x]
        if waits[j] > 0:
            skipped[j] = 1
            continue
        order[size] = j
        size += 1
        while at < size:
            i = order[at]
            at += 1
            for k in range(out_first[i], out_first[i + 1]):
                b = target[k]
                waits[b] -= 1
                if waits[b] == 0 and skipped[b] == 1:
                    order[size] = b
                    size += 1


def placed_by(tight: Tight, desk: Desk, top: int, back: int) -> int:
    """The schedule in `desk` that its keys from 0 to `top` give; its end. `back`: against the arcs, so that slot 0 is the end."""
    if back:
        sorted_back(desk.key, top, desk.counts, desk.ranked)
        delayed(tight.out_first, tight.target, tight.in_first, tight.source, desk)
        return packed(tight, tight.out_first, tight.target, desk, tight.horizon)
    sorted_up(desk.key, top, desk.counts, desk.ranked)
    delayed(tight.in_first, tight.source, tight.out_first, tight.target, desk)
    return packed(tight, tight.in_first, tight.source, desk, tight.horizon)


def justified_once(tight: Tight, desk: Desk, end: int, back: int) -> int:
    """The schedule in `desk` moved to its other side: last finish first. Never longer than `end`; its end."""
    for j in range(len(desk.key)):
        desk.key[j] = end - desk.finish[j]
    if back:
        sorted_back(desk.key, end, desk.counts, desk.order)
        return packed(tight, tight.out_first, tight.target, desk, end)
    sorted_up(desk.key, end, desk.counts, desk.order)
    return packed(tight, tight.in_first, tight.source, desk, end)


def begin(tight: Tight, late: Ints, best: Ints, at: Ints, marks: Ints) -> None:
    """The best justified schedule of four simple rules: its starts in `best`, its finishes in `at`. `late` are latest finishes."""
    desk = desk_of(len(late), 2 * tight.horizon + len(late))
    marks[BEST] = tight.horizon + 1
    for rule in range(4):
        for j in range(len(late)):
            if rule == 0:
                desk.key[j] = late[j]
            elif rule == 1:
                desk.key[j] = late[j] - tight.slots[j]
            elif rule == 2:
                desk.key[j] = 2 * late[j] - tight.slots[j]
            else:
                desk.key[j] = j
        end = placed_by(tight, desk, desk.key.max(), 0)
        end = justified_once(tight, desk, justified_once(tight, desk, end, 1), 0)
        if end < marks[BEST]:
            marks[BEST] = marks[END] = end
            best[:] = desk.start
            at[:] = desk.finish
    marks[BACK] = 0


def shaken(random: Ints, at: Ints, end: int, key: Ints) -> None:
    """Keys that justify a schedule with finishes `at`, but two in three of one short window's activities are thrown far to either side."""
    width = 2 + drawn(random, WINDOW)
    reach = 1 + drawn(random, REACH)
    low = drawn(random, end + width) - width
    for j in range(len(at)):
        t = end - at[j]
        if low <= t < low + width and drawn(random, 3) > 0:
            t = min(max(t + drawn(random, 2 * reach + 1) - reach, 0), end)
        key[j] = t


def walk(tight: Tight, best: Ints, at: Ints, marks: Ints, random: Ints, state: Ints, quota: int, target: int) -> None:
    """Walks from schedule to schedule: shakes the one at hand while moving it to its other side, and goes on from what comes out.

    That is justified up to twice if it is a little longer, and dropped if it is longer still; now and then one that is one slot
    longer is kept, which leads out of dead ends. Ends after `quota` schedules, at an end of `target`, or when `state` says so.
    `at` are finishes, counted from the end where `marks[BACK]` is 1; `best` are the starts of the shortest schedule so far.
    """
    desk = desk_of(len(at), tight.horizon)
    end, back = marks[END], marks[BACK]
    uphill = min(MOST_UPHILL, UPHILL // (len(at) * len(at)))
    made = 0
    while made < quota and marks[BEST] > target and state[STOP] == 0:
        shaken(random, at, end, desk.key)
        side = 1 - back
        new = placed_by(tight, desk, end, side)
        made += 1
        for _ in range(2):
            if end < new <= end + HOPELESS:
                side = 1 - side
                new = justified_once(tight, desk, new, side)
                made += 1
        if new <= end or (new == end + 1 and drawn(random, 1000) < uphill):
            end, back = new, side
            at[:] = desk.finish
            if end < marks[BEST]:
                marks[BEST] = end
                for j in range(len(at)):
                    best[j] = end - desk.finish[j] if side else desk.start[j]
    marks[END], marks[BACK] = end, back
    state[MADE] += made


def walk_wide(form: Form, start: Ints, finish: Ints, random: Ints, state: Ints, quota: int, target: int) -> None:
    """The same walk over a `Form`: weighted lateness first, then the end. Ends at no lateness and an end of `target`."""
    key, new, new_finish = start.copy(), start.copy(), finish.copy()
    end, cost = finish.max(), lateness_of(form, finish)
    made = 0
    while made < quota and (cost > 0 or end > target) and state[STOP] == 0:
        shaken(random, end - start, end, key)
        made += 1
        if serial(form, listed(form, key), new, new_finish) == NOWHERE:
            continue
        if lateness_of(form, new_finish) <= cost + cost // 20 and new_finish.max() <= end + end // 20:
            justified(form, new, new_finish)
            made += 2
        new_end, new_cost = new_finish.max(), lateness_of(form, new_finish)
        if new_cost < cost or (new_cost == cost and new_end <= end):
            end, cost = new_end, new_cost
            start[:] = new
            finish[:] = new_finish
    state[MADE] += made


def dates(tight: Tight, head: Ints, tail: Ints) -> int:
    """Slots that lie before each activity and behind it on the longest path; the length of the longest of all."""
    n = len(head)
    longest = 0
    for j in range(n):
        head[j] = 0
        for k in range(tight.in_first[j], tight.in_first[j + 1]):
            i = tight.source[k]
            head[j] = max(head[j], head[i] + tight.slots[i])
        longest = max(longest, head[j] + tight.slots[j])
    for j in range(n - 1, -1, -1):
        tail[j] = 0
        for k in range(tight.out_first[j], tight.out_first[j + 1]):
            b = tight.target[k]
            tail[j] = max(tail[j], tail[b] + tight.slots[b])
    return longest


def energy_bound(slots: Ints, units: Ints, capacity: int, head: Ints, tail: Ints) -> int:
    """A bound from one resource: what begins at `a` or later and leaves `b` behind it needs its work over the capacity in between."""
    best = 0
    by_tail = np.argsort(-tail)
    for a in np.unique(head):
        work = 0
        for j in by_tail:
            if head[j] >= a and units[j] > 0:
                work += slots[j] * units[j]
                best = max(best, a + (work + capacity - 1) // capacity + tail[j])
    return best
