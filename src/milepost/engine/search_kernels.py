"""The loops of the search: placing thousands of schedules a second and walking from one to the next.

Two forms of one walk. `Tight` is for the textbook's problem with up to four resources: the free units of all resources in a slot lie in
one integer, 15 bits each of which the highest is a guard, so that one subtraction compares them all. `placement_kernels.Form`
is for everything else. Activities of a `Tight` are numbered so that each follows what it waits for.

Sources: Li & Willis, European Journal of Operational Research 56, 1992, and Valls, Ballestín & Quintanilla, ibid. 165, 2005 (forward-
backward improvement); Lourenço, Martin & Stützle, "Iterated local search" (2003); Marsaglia, "Xorshift RNGs" (2003).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from milepost.engine.layout import Ints
from milepost.engine.placement_kernels import NOWHERE, Form, justified, lateness_of, listed, serial

GUARD = (1 << 14) | (1 << 29) | (1 << 44) | (1 << 59)
"""The guard bits of four lanes."""
WORD = 0xFFFFFFFF
WINDOW, REACH, HOPELESS = 9, 80, 3
"""Slots of the widest window that is shaken, slots its activities are thrown, and how much longer a schedule may be to be justified."""
MADE, STOP = 0, 1
"""In `state`: schedules made so far, and whether to end."""


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
    mirror: Ints
    mirrored: Ints


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
        np.empty(n, np.int64),
        np.empty(n, np.int64),
    )


def packed(
    slots: Ints, need: Ints, first: Ints, source: Ints, capacity: int, order: Ints, free: Ints, start: Ints, finish: Ints, top: int
) -> int:
    """The serial scheme: each activity of `order` as early as its arcs `source` and the capacity allow. The makespan; `top` is above it.

    Each window is looked at from its end, so that a conflict skips all before it.
    """
    free[:top] = capacity
    makespan = 0
    for x in range(len(order)):
        j = order[x]
        t = 0
        for k in range(first[j], first[j + 1]):
            t = max(t, finish[source[k]])
        need_j = need[j]
        end = t + slots[j]
        if need_j != 0:
            seen = t
            v = end - 1
            while v >= seen:
                if (free[v] - need_j) & GUARD == GUARD:
                    v -= 1
                else:
                    seen = end
                    t = v + 1
                    end = t + slots[j]
                    v = end - 1
            for v in range(t, end):
                free[v] -= need_j
        start[j] = t
        finish[j] = end
        makespan = max(makespan, end)
    return makespan


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


def sorted_down(key: Ints, top: int, counts: Ints, order: Ints) -> None:
    """Activities by falling key from `top` to 0, equal ones by falling number."""
    counts[: top + 2] = 0
    for j in range(len(key)):
        counts[top - key[j] + 1] += 1
    for t in range(1, top + 1):
        counts[t] += counts[t - 1]
    for j in range(len(key) - 1, -1, -1):
        order[counts[top - key[j]]] = j
        counts[top - key[j]] += 1


def delayed(tight: Tight, ranked: Ints, waits: Ints, skipped: Ints, order: Ints) -> None:
    """`ranked` with each activity held back until all it waits for stand before it."""
    n = len(ranked)
    for j in range(n):
        waits[j] = tight.in_first[j + 1] - tight.in_first[j]
        skipped[j] = 0
    size = 0
    at = 0
    for x in range(n):
        j = ranked[x]
        if waits[j] > 0:
            skipped[j] = 1
            continue
        order[size] = j
        size += 1
        while at < size:
            i = order[at]
            at += 1
            for k in range(tight.out_first[i], tight.out_first[i + 1]):
                b = tight.target[k]
                waits[b] -= 1
                if waits[b] == 0 and skipped[b] == 1:
                    order[size] = b
                    size += 1


def placed_by(tight: Tight, desk: Desk, top: int) -> int:
    """The schedule in `desk` that its keys from 0 to `top` give; its makespan."""
    sorted_up(desk.key, top, desk.counts, desk.ranked)
    delayed(tight, desk.ranked, desk.waits, desk.skipped, desk.order)
    return packed(
        tight.slots, tight.need, tight.in_first, tight.source, tight.capacity, desk.order, desk.free, desk.start, desk.finish, tight.horizon
    )


def rejustified(tight: Tight, desk: Desk, end: int) -> int:
    """The schedule in `desk` moved right, then left: never longer than `end`. Its makespan."""
    sorted_down(desk.finish, end, desk.counts, desk.order)
    turned = packed(
        tight.slots, tight.need, tight.out_first, tight.target, tight.capacity, desk.order, desk.free, desk.mirror, desk.mirrored, end
    )
    for j in range(len(desk.order)):
        desk.mirror[j] = turned - desk.mirrored[j]
    sorted_up(desk.mirror, turned, desk.counts, desk.order)
    return packed(
        tight.slots, tight.need, tight.in_first, tight.source, tight.capacity, desk.order, desk.free, desk.start, desk.finish, turned
    )


def shaken(random: Ints, start: Ints, end: int, key: Ints) -> None:
    """Keys of a schedule that ends at `end`: its starts, but half of the activities of one short window thrown far before or behind it."""
    width = 2 + drawn(random, WINDOW)
    reach = 1 + drawn(random, REACH)
    low = drawn(random, end + width) - width
    for j in range(len(start)):
        t = start[j]
        if low <= t < low + width and drawn(random, 2) == 0:
            t = min(max(t + drawn(random, 2 * reach + 1) - reach, 0), end)
        key[j] = t


def walk(tight: Tight, start: Ints, end: int, random: Ints, state: Ints, quota: int, target: int) -> int:
    """Walks from the schedule `start` that ends at `end`: shakes it, justifies what comes out, and goes on from there unless it is longer.

    Ends after `quota` schedules, at an end of `target`, or when `state` says so. The new end; `start` follows.
    """
    desk = desk_of(len(start), tight.horizon)
    made = 0
    while made < quota and end > target and state[STOP] == 0:
        shaken(random, start, end, desk.key)
        new = placed_by(tight, desk, end)
        made += 1
        if new <= end + HOPELESS:
            new = rejustified(tight, desk, new)
            made += 2
            if new <= end:
                end = new
                start[:] = desk.start
    state[MADE] += made
    return end


def begin(tight: Tight, late: Ints, start: Ints) -> int:
    """The best justified schedule of four simple rules, in `start`; its end. `late` are latest finishes; a dozen schedules."""
    desk = desk_of(len(start), 2 * tight.horizon + len(start))
    best = tight.horizon + 1
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
        end = rejustified(tight, desk, placed_by(tight, desk, desk.key.max()))
        if end < best:
            best = end
            start[:] = desk.start
    return best


def walk_wide(form: Form, start: Ints, finish: Ints, random: Ints, state: Ints, quota: int, target: int) -> None:
    """The same walk over a `Form`: weighted lateness first, then the end. Ends at no lateness and an end of `target`."""
    key, new, new_finish = start.copy(), start.copy(), finish.copy()
    end, cost = finish.max(), lateness_of(form, finish)
    made = 0
    while made < quota and (cost > 0 or end > target) and state[STOP] == 0:
        shaken(random, start, end, key)
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
    return longest  # type: ignore[return-value]


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
