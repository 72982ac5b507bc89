"""The loops that place activities: plain functions over int64 arrays, which `placement` hands out compiled.

Calendar 0 is always open; the others follow as rows of `open`. *Work index* w of a calendar is its w-th open slot: `slot_of[c, w]`
says where that is, `before[c, t]` how many lie before slot t.

Sources: Kelley, "The critical-path method: resources planning and scheduling" (1963), both schemes; Valls, Ballestín & Quintanilla,
European Journal of Operational Research 165, 2005, justification.
"""

from __future__ import annotations

import numpy as np

from milepost.engine.kernels import FAR, FF, FS, SF, SS
from milepost.engine.layout import Form, Ints

NOWHERE = -1
"""No slot before the horizon has room."""


def later(form: Form, c: int, t: int, lag: int) -> int:
    """The instant `lag` open slots of calendar `c` after `t`."""
    horizon = form.before.shape[1] - 1
    t = min(max(t, 0), horizon)
    if lag == 0:
        return t
    if lag > 0:
        return form.slot_of[c, min(form.before[c, t] + lag - 1, horizon)] + 1  # type: ignore[no-any-return]
    return form.slot_of[c, max(form.before[c, t] + lag, 0)]  # type: ignore[no-any-return]


def earlier(form: Form, c: int, t: int, lag: int) -> int:
    """The latest instant that lies at or before `t` when `lag` open slots of calendar `c` are added; negative if there is none."""
    horizon = form.before.shape[1] - 1
    if lag == 0:
        return t
    w = form.before[c, min(t, horizon)] if lag > 0 else form.before[c, min(t + 1, horizon)] - 1
    return form.slot_of[c, min(w - lag, horizon)] if w >= lag else NOWHERE


def finish_of(form: Form, j: int, start: int) -> int:
    """Where activity `j` ends if it begins at `start`, an open slot of its calendar; beyond the horizon: the horizon plus one."""
    if form.slots[j] == 0:
        return start
    c = form.calendar[j]
    return form.slot_of[c, min(form.before[c, start] + form.slots[j] - 1, form.before.shape[1] - 1)] + 1  # type: ignore[no-any-return]


def finish_all(form: Form, start: Ints, finish: Ints) -> None:
    """Where all activities end that begin at `start`."""
    for j in range(len(start)):
        finish[j] = finish_of(form, j, start[j])


def start_by(form: Form, j: int, t: int) -> int:
    """The first instant from which activity `j` does not finish before `t`."""
    if form.slots[j] == 0 or t <= 0:
        return t
    c = form.calendar[j]
    return form.slot_of[c, max(form.before[c, t - 1] - form.slots[j] + 1, 0)]  # type: ignore[no-any-return]


def earliest(form: Form, j: int, start: Ints, finish: Ints) -> int:
    """The first instant that release and arcs allow activity `j`; all it waits for is placed."""
    best = form.release[j]
    for k in range(form.in_first[j], form.in_first[j + 1]):
        kind = form.in_kind[k]
        i = form.source[k]
        t = later(form, form.in_calendar[k], finish[i] if kind in (FS, FF) else start[i], form.in_lag[k])
        if kind in (FF, SF):
            t = start_by(form, j, t)
        best = max(best, t)
    return best  # type: ignore[no-any-return]


def room_from(form: Form, free: Ints, full: Ints, j: int, t: int) -> int:
    """The first start at or after `t` with room for activity `j` in `free`; NOWHERE before the horizon ends.

    All slots of resource r before `full[r]` are known to be full. Each window is looked at from its end, so that a conflict skips all
    before it.
    """
    d = form.slots[j]
    if d == 0:
        return t
    c = form.calendar[j]
    a, b = form.demand_first[j], form.demand_first[j + 1]
    for k in range(a, b):
        if form.units[k] > 0:
            t = max(t, full[form.resource[k]])
    horizon = form.before.shape[1] - 1
    w = form.before[c, min(t, horizon)]
    last = form.before[c, horizon]
    seen = w
    while w + d <= last:
        conflict = NOWHERE
        for k in range(a, b):
            r, units = form.resource[k], form.units[k]
            v = w + d - 1
            low = max(seen, conflict + 1)
            while v >= low and free[r, form.slot_of[c, v]] >= units:
                v -= 1
            if v >= low:
                conflict = v
        if conflict == NOWHERE:
            return form.slot_of[c, w]  # type: ignore[no-any-return]
        seen = w + d
        w = conflict + 1
    return NOWHERE


def room_until(form: Form, free: Ints, j: int, w: int) -> int:
    """The last work index at or before `w` from which activity `j`, which needs slots, has room in `free`; negative if none."""
    d = form.slots[j]
    c = form.calendar[j]
    a, b = form.demand_first[j], form.demand_first[j + 1]
    seen = w + d - 1
    while w >= 0:
        conflict = FAR
        for k in range(a, b):
            r, units = form.resource[k], form.units[k]
            v = w
            high = min(seen, conflict - 1)
            while v <= high and free[r, form.slot_of[c, v]] >= units:
                v += 1
            if v <= high:
                conflict = v
        if conflict == FAR:
            return w
        seen = w - 1
        w = conflict - d
    return NOWHERE


def take(form: Form, free: Ints, j: int, start: int, sign: int) -> None:
    """Takes (`sign` 1) or gives back (-1) what activity `j` needs from `start` on."""
    c = form.calendar[j]
    w = form.before[c, start]
    for k in range(form.demand_first[j], form.demand_first[j + 1]):
        r, units = form.resource[k], form.units[k] * sign
        for v in range(w, w + form.slots[j]):
            t = form.slot_of[c, v]
            if t < free.shape[1]:
                free[r, t] -= units


def fill(form: Form, free: Ints, full: Ints, j: int) -> None:
    """Moves the marks of full slots past what activity `j` has just filled."""
    for k in range(form.demand_first[j], form.demand_first[j + 1]):
        r = form.resource[k]
        t = full[r]
        while t < free.shape[1] and free[r, t] <= 0:
            t += 1
        full[r] = t


def freeze(form: Form, free: Ints, start: Ints, finish: Ints) -> None:
    """Places the activities that stay where they are."""
    for j in range(len(form.slots)):
        if form.frozen[j] >= 0:
            start[j] = form.frozen[j]
            finish[j] = finish_of(form, j, start[j])
            take(form, free, j, start[j], 1)


def serial(form: Form, order: Ints, start: Ints, finish: Ints) -> int:
    """Places `order`, each as early as arcs and capacity allow. The makespan; or NOWHERE, and `finish` -1 from where there was no room."""
    free = form.capacity.copy()
    full = np.zeros(len(free), np.int64)
    finish[:] = -1
    freeze(form, free, start, finish)
    end = 0
    for j in order:
        if form.frozen[j] < 0:
            t = room_from(form, free, full, j, earliest(form, j, start, finish))
            if t == NOWHERE or (t >= free.shape[1] and form.slots[j] > 0):
                return NOWHERE
            start[j] = t
            finish[j] = finish_of(form, j, t)
            take(form, free, j, t, 1)
            fill(form, free, full, j)
        end = max(end, finish[j])
    return end


def has_room(form: Form, free: Ints, j: int, t: int) -> bool:
    """Whether activity `j` can begin exactly at `t`."""
    if form.slots[j] == 0:
        return True
    c = form.calendar[j]
    w = form.before[c, t]
    if w + form.slots[j] > form.before[c, -1] or form.slot_of[c, w] != t:
        return False
    for k in range(form.demand_first[j], form.demand_first[j + 1]):
        for v in range(w, w + form.slots[j]):
            if free[form.resource[k], form.slot_of[c, v]] < form.units[k]:
                return False
    return True


def parallel(form: Form, order: Ints, start: Ints, finish: Ints) -> int:
    """Goes from slot to slot and begins what can begin, in `order`. The makespan, or NOWHERE as `serial`."""
    free = form.capacity.copy()
    n = len(order)
    finish[:] = -1
    freeze(form, free, start, finish)
    waits = np.zeros(n, np.int64)
    for j in range(n):
        for k in range(form.in_first[j], form.in_first[j + 1]):
            if form.frozen[form.source[k]] < 0:
                waits[j] += 1
    left = order[form.frozen[order] < 0]
    can = np.full(n, -1, np.int64)
    t = 0
    count = len(left)
    while count and t < free.shape[1] + 1:
        begun, following, kept = False, FAR, 0
        for x in range(count):
            j = left[x]
            if waits[j] == 0 and can[j] < 0:
                can[j] = earliest(form, j, start, finish)
            if waits[j] == 0 and can[j] <= t and has_room(form, free, j, min(t, free.shape[1] - 1)):
                start[j] = t
                finish[j] = finish_of(form, j, t)
                take(form, free, j, t, 1)
                begun = True
                for k in range(form.out_first[j], form.out_first[j + 1]):
                    waits[form.target[k]] -= 1
                continue
            if waits[j] == 0:
                following = min(following, max(can[j], t + 1))
            left[kept] = j
            kept += 1
        count = kept
        if not begun:
            t = following
    return finish.max() if count == 0 else NOWHERE


def latest(form: Form, j: int, start: Ints, finish: Ints, limit: int) -> tuple[int, int]:
    """The last start and the last finish that `limit` and the arcs out of activity `j` allow; all that waits for it is placed."""
    last_start, last_finish = FAR, limit
    for k in range(form.out_first[j], form.out_first[j + 1]):
        kind = form.out_kind[k]
        b = form.target[k]
        t = earlier(form, form.out_calendar[k], start[b] if kind in (FS, SS) else finish[b], form.out_lag[k])
        if kind in (FS, FF):
            last_finish = min(last_finish, t)
        else:
            last_start = min(last_start, t)
    return last_start, last_finish


def place_late(form: Form, free: Ints, j: int, start: Ints, finish: Ints, limit: int) -> bool:
    """Places activity `j` as late as possible; False where that is before its release."""
    last_start, last_finish = latest(form, j, start, finish, limit)
    horizon = form.before.shape[1] - 1
    if form.slots[j] == 0:
        start[j] = finish[j] = min(last_start, last_finish)
        return start[j] >= form.release[j]  # type: ignore[no-any-return]
    c = form.calendar[j]
    w = form.before[c, min(max(last_finish, 0), horizon)] - form.slots[j]
    if last_start < horizon:
        w = min(w, form.before[c, max(last_start, -1) + 1] - 1)
    w = room_until(form, free, j, w)
    if w < 0:
        return False
    start[j] = form.slot_of[c, w]
    finish[j] = form.slot_of[c, w + form.slots[j] - 1] + 1
    take(form, free, j, start[j], 1)
    return start[j] >= form.release[j]  # type: ignore[no-any-return]


def serial_late(form: Form, order: Ints, limit: Ints, start: Ints, finish: Ints) -> bool:
    """Places the activities of `order`, each as late as arcs, capacity and its `limit` allow; False where that is before a release."""
    free = form.capacity.copy()
    freeze(form, free, start, finish)
    placed = True
    for j in order:
        if placed and form.frozen[j] < 0:
            placed = place_late(form, free, j, start, finish, limit[j])
    return placed


def listed(form: Form, rank: Ints) -> Ints:
    """The activities so that each follows what it waits for, and otherwise by rising `rank`, then row."""
    return heaped(form.in_first, form.out_first, form.target, rank)


def listed_back(form: Form, rank: Ints) -> Ints:
    """The same against the arcs: each follows all that waits for it."""
    return heaped(form.out_first, form.in_first, form.source, rank)


def heaped(first: Ints, out_first: Ints, target: Ints, rank: Ints) -> Ints:
    """The order of both: a binary heap of what waits for nothing more."""
    n = len(rank)
    waits = np.diff(first)
    heap = np.empty(n + 1, np.int64)
    order = np.empty(n, np.int64)
    size = 0
    for j in range(n):
        if waits[j] == 0:
            size = pushed(heap, size, rank, j)
    for x in range(n):
        j = heap[1]
        size = popped(heap, size, rank)
        order[x] = j
        for k in range(out_first[j], out_first[j + 1]):
            b = target[k]
            waits[b] -= 1
            if waits[b] == 0:
                size = pushed(heap, size, rank, b)
    return order


def before_of(rank: Ints, a: int, b: int) -> bool:
    """Whether `a` leaves the heap before `b`."""
    return rank[a] < rank[b] or (rank[a] == rank[b] and a < b)


def pushed(heap: Ints, size: int, rank: Ints, j: int) -> int:
    """The heap with `j` in it; its new size."""
    size += 1
    at = size
    while at > 1 and (rank[j], j) < (rank[heap[at // 2]], heap[at // 2]):
        heap[at] = heap[at // 2]
        at //= 2
    heap[at] = j
    return size


def popped(heap: Ints, size: int, rank: Ints) -> int:
    """The heap without its first; its new size."""
    j = heap[size]
    size -= 1
    at = 1
    while 2 * at <= size:
        child = 2 * at
        if child < size and (rank[heap[child + 1]], heap[child + 1]) < (rank[heap[child]], heap[child]):
            child += 1
        if (rank[heap[child]], heap[child]) >= (rank[j], j):
            break
        heap[at] = heap[child]
        at = child
    heap[at] = j
    return size


def forward(form: Form, order: Ints, start: Ints, finish: Ints) -> None:
    """Earliest dates as if capacity were endless."""
    horizon = form.before.shape[1] - 1
    for j in order:
        start[j] = form.frozen[j] if form.frozen[j] >= 0 else min(earliest(form, j, start, finish), horizon)
        finish[j] = finish_of(form, j, start[j])


def backward(form: Form, order: Ints, limit: Ints, start: Ints, finish: Ints, behind: Ints) -> None:
    """Latest dates as if capacity were endless, in slots that all work, and the work of each activity and all behind it."""
    for x in range(len(order) - 1, -1, -1):
        j = order[x]
        last_start, last_finish = latest(form, j, start, finish, limit[j])
        start[j] = min(last_start, last_finish - form.slots[j])
        finish[j] = min(last_finish, start[j] + form.slots[j])
        behind[j] = form.slots[j]
        for k in range(form.out_first[j], form.out_first[j + 1]):
            behind[j] = min(behind[j] + behind[form.target[k]], FAR)


def blocker(form: Form, free: Ints, j: int, w: int) -> tuple[int, int]:
    """The last conflict of activity `j` from work index `w`: its slot and resource, or NOWHERE twice where there is room."""
    c = form.calendar[j]
    for v in range(w + form.slots[j] - 1, w - 1, -1):
        for k in range(form.demand_first[j], form.demand_first[j + 1]):
            t = form.slot_of[c, v]
            if free[form.resource[k], t] < form.units[k]:
                return t, form.resource[k]
    return NOWHERE, NOWHERE


def holder(form: Form, r: int, t: int, start: Ints, finish: Ints, apart: int) -> int:
    """Of the activities that have resource `r` at slot `t`, the one that ends first, as its end makes room; NOWHERE if there is none."""
    found = NOWHERE
    for i in range(len(start)):
        if i != apart and start[i] <= t < finish[i]:
            c = form.calendar[i]
            for k in range(form.demand_first[i], form.demand_first[i + 1]):
                works = form.slot_of[c, form.before[c, t]] == t
                if form.resource[k] == r and form.units[k] > 0 and works and (found < 0 or finish[i] < finish[found]):
                    found = i
    return found


def waited(form: Form, start: Ints, finish: Ints, arc: Ints, resource: Ints, activity: Ints) -> None:
    """For each activity what keeps it from beginning one slot earlier: see `placement.Waits`."""
    free = form.capacity.copy()
    for j in range(len(start)):
        take(form, free, j, start[j], 1)
    for j in range(len(start)):
        arc[j] = resource[j] = activity[j] = NOWHERE
        c = form.calendar[j]
        if form.frozen[j] >= 0:
            continue
        least = form.release[j]
        for k in range(form.in_first[j], form.in_first[j + 1]):
            kind = form.in_kind[k]
            i = form.source[k]
            t = later(form, form.in_calendar[k], finish[i] if kind in (FS, FF) else start[i], form.in_lag[k])
            if kind in (FF, SF):
                t = start_by(form, j, t)
            if t > least or (t == least and arc[j] < 0):
                least = t
                arc[j] = i
        w = form.before[c, start[j]] - 1
        if form.slots[j] == 0 or w < 0 or form.slot_of[c, w] < least:
            continue
        arc[j] = NOWHERE
        take(form, free, j, start[j], -1)
        slot, resource[j] = blocker(form, free, j, w)
        take(form, free, j, start[j], 1)
        if slot != NOWHERE:
            activity[j] = holder(form, resource[j], slot, start, finish, j)


def lateness_of(form: Form, finish: Ints) -> int:
    """Weighted slots after what is due."""
    cost = 0
    for j in range(len(finish)):
        if form.weight[j] > 0 and finish[j] > form.due[j]:
            cost += form.weight[j] * (finish[j] - form.due[j])
    return cost


def justified(form: Form, start: Ints, finish: Ints) -> bool:
    """Moves everything right, what is due no further than that, then left, in place. False, and nothing moved, where that costs more."""
    end, cost = finish.max(), lateness_of(form, finish)
    limit = np.full(len(start), end, np.int64)
    for j in range(len(start)):
        if form.weight[j] > 0:
            limit[j] = min(end, max(form.due[j], finish[j]))
    new_start, new_finish = start.copy(), finish.copy()
    if not serial_late(form, listed_back(form, -finish), limit, new_start, new_finish):
        return False
    if serial(form, listed(form, new_start), new_start, new_finish) == NOWHERE:
        return False
    now = lateness_of(form, new_finish)
    if now > cost or (now == cost and new_finish.max() > end):
        return False
    start[:] = new_start
    finish[:] = new_finish
    return True
