"""The loops of calm re-planning: right-shift repair, and the search for the smallest moves under a cap.

The *wish* of an activity is the start it had in the plan before. Everything is placed at any time; a search takes some activities out
and puts each back at the free place nearest to its wish. `free` holds the units left over, a row a resource, a column a slot.
"""

from __future__ import annotations

from typing import NamedTuple

from milepost.engine.kernels import FAR, FF, FS, SS
from milepost.engine.layout import Form, Ints
from milepost.engine.placement_kernels import earlier, finish_of, later, start_by, take

HOT = 1000
"""Heat is counted in thousandths of a slot."""


class Aim(NamedTuple):
    """What the plan before was, and what must hold; one value an activity."""

    wish: Ints
    weight: Ints
    low: Ints
    """What moves begins no earlier."""
    latest: Ints
    """What moves finishes no later."""
    rank: Ints
    """Place in an order in which everything comes after what it waits for, the earliest wish first."""
    moves: Ints
    """1: may move."""


class Placed(NamedTuple):
    """Where everything is. What is taken out keeps its old place until it has a new one."""

    start: Ints
    finish: Ints
    free: Ints


class Window(NamedTuple):
    """Between which slots each activity may begin and finish; closed around what is placed."""

    start_low: Ints
    finish_low: Ints
    start_high: Ints
    finish_high: Ints


def chance(state: Ints, below: int) -> int:
    """The next random number under `below` (a linear congruence of 48 bits, as POSIX drand48 has it)."""
    state[0] = (int(state[0]) * 25214903917 + 11) & 281474976710655
    return (int(state[0]) >> 17) % below


def pushed(form: Form, aim: Aim, window: Window, a: int) -> tuple[int, int]:
    """Before which slots `a` may neither begin nor finish, as what it waits for says."""
    start, finish = aim.low[a], 0
    for k in range(form.in_first[a], form.in_first[a + 1]):
        kind, i = form.in_kind[k], form.source[k]
        edge = window.finish_low[i] if kind in (FS, FF) else window.start_low[i]
        bound = later(form, form.in_calendar[k], edge, form.in_lag[k])
        if kind in (FS, SS):
            start = max(start, bound)
        else:
            finish = max(finish, bound)
    return start, finish


def pulled(form: Form, aim: Aim, window: Window, a: int) -> tuple[int, int]:
    """After which slots `a` may neither begin nor finish, as what waits for it says."""
    start, finish = form.before.shape[1] - 1, aim.latest[a]
    for k in range(form.out_first[a], form.out_first[a + 1]):
        kind, j = form.out_kind[k], form.target[k]
        edge = window.start_high[j] if kind in (FS, SS) else window.finish_high[j]
        bound = earlier(form, form.out_calendar[k], edge, form.out_lag[k])
        if kind in (FS, FF):
            finish = min(finish, bound)
        else:
            start = min(start, bound)
    return start, finish


def first_work(form: Form, a: int, start: int, finish: int) -> int:
    """The first work index from which `a` neither begins before `start` nor finishes before `finish`."""
    at = max(start, start_by(form, a, finish))
    return form.before[form.calendar[a], min(at, form.before.shape[1] - 1)]  # type: ignore[no-any-return]


def last_work(form: Form, a: int, start: int, finish: int) -> int:
    """The last work index from which `a` neither begins after `start` nor finishes after `finish`; negative where there is none."""
    if start < 0 or finish < 0:
        return -1
    c, last = form.calendar[a], form.before.shape[1] - 1
    return min(form.before[c, min(start + 1, last)] - 1, form.before[c, min(finish, last)] - form.slots[a])  # type: ignore[no-any-return]


def room_after(form: Form, free: Ints, a: int, w: int, high: int) -> int:
    """The first work index in w..high from which `a` has room, -1 where none does. Looks from the end of each place back."""
    c, d = form.calendar[a], form.slots[a]
    seen = w
    while w <= high:
        conflict = -1
        for k in range(form.demand_first[a], form.demand_first[a + 1]):
            r, units = form.resource[k], form.units[k]
            v, low = w + d - 1, max(seen, conflict + 1)
            while v >= low and free[r, form.slot_of[c, v]] >= units:
                v -= 1
            if v >= low:
                conflict = v
        if conflict < 0:
            return w
        seen = w + d
        w = conflict + 1
    return -1


def room_before(form: Form, free: Ints, a: int, low: int, w: int) -> int:
    """The last work index in low..w from which `a` has room, -1 where none does."""
    c, d = form.calendar[a], form.slots[a]
    seen = w + d - 1
    while w >= low:
        conflict = FAR
        for k in range(form.demand_first[a], form.demand_first[a + 1]):
            r, units = form.resource[k], form.units[k]
            v, high = w, min(seen, conflict - 1)
            while v <= high and free[r, form.slot_of[c, v]] >= units:
                v += 1
            if v <= high:
                conflict = v
        if conflict == FAR:
            return w
        seen = w - 1
        w = conflict - d
    return -1


def put(form: Form, placed: Placed, window: Window, a: int, start: int) -> None:
    """Place `a`, take its units and close its window."""
    placed.start[a] = start
    placed.finish[a] = finish_of(form, a, start)
    take(form, placed.free, a, start, 1)
    window.start_low[a] = window.start_high[a] = start
    window.finish_low[a] = window.finish_high[a] = placed.finish[a]


def moved(form: Form, aim: Aim, a: int, start: int) -> int:
    """Open slots between `start` and the wish of `a`, by its weight."""
    c = form.calendar[a]
    return aim.weight[a] * abs(form.before[c, start] - form.before[c, aim.wish[a]])  # type: ignore[no-any-return]


def moved_in_all(form: Form, aim: Aim, start: Ints) -> int:
    """What a whole plan moves."""
    total = 0
    for a in range(len(start)):
        if aim.moves[a]:
            total += moved(form, aim, a, start[a])
    return total


def nearest(form: Form, aim: Aim, placed: Placed, window: Window, a: int) -> int:
    """The start nearest to the wish of `a` that its window and `free` allow, the later of two; -1 where there is none."""
    start, finish = pushed(form, aim, window, a)
    start_high, finish_high = pulled(form, aim, window, a)
    c = form.calendar[a]
    if form.slots[a] == 0:
        low, high = max(start, finish), min(start_high, finish_high)
        return min(max(aim.wish[a], low), high) if low <= high else -1
    low, high = first_work(form, a, start, finish), last_work(form, a, start_high, finish_high)
    if low > high:
        return -1
    wish = min(max(form.before[c, aim.wish[a]], low), high)
    after = room_after(form, placed.free, a, wish, high)
    if after == wish:
        return form.slot_of[c, wish]  # type: ignore[no-any-return]
    near = low if after < 0 else max(low, 2 * wish - after + 1)
    sooner = room_before(form, placed.free, a, near, wish - 1)
    found = sooner if sooner >= 0 else after
    return form.slot_of[c, found] if found >= 0 else -1


def shifted_right(form: Form, aim: Aim, queue: Ints, placed: Placed, window: Window) -> int:
    """Right-shift repair: in the order of `queue` each begins when it was planned or, where it cannot, as soon as it can.

    What does not move is placed already. Returns the activity that finds no place before the horizon, -1 where all do.
    """
    for a in queue:
        start, finish = pushed(form, aim, window, a)
        start = max(start, aim.wish[a])
        if form.slots[a] == 0:
            put(form, placed, window, a, max(start, finish))
            continue
        c = form.calendar[a]
        w = room_after(form, placed.free, a, first_work(form, a, start, finish), form.before[c, -1] - form.slots[a])
        if w < 0:
            return int(a)
        put(form, placed, window, a, form.slot_of[c, w])
    return -1


def opened(form: Form, aim: Aim, window: Window, out: Ints, count: int, inside: Ints) -> bool:
    """Windows of those of `out[:count]` marked `inside`, in rank order, without regard to units. False where one has none."""
    horizon = form.before.shape[1] - 1
    for i in range(count):
        a = out[i]
        if inside[a]:
            start, finish = pushed(form, aim, window, a)
            begins = max(start, finish)
            if form.slots[a]:
                begins = form.slot_of[form.calendar[a], first_work(form, a, start, finish)]
            if begins >= horizon and form.slots[a]:
                return False
            window.start_low[a], window.finish_low[a] = begins, finish_of(form, a, begins)
    for i in range(count - 1, -1, -1):
        a = out[i]
        if inside[a]:
            start, finish = pulled(form, aim, window, a)
            begins = min(start, finish)
            if form.slots[a]:
                w = last_work(form, a, start, finish)
                begins = form.slot_of[form.calendar[a], w] if w >= 0 else -1
            if begins < window.start_low[a]:
                return False
            window.start_high[a], window.finish_high[a] = begins, finish_of(form, a, begins)
    return True


def keep_best(placed: Placed, best: Placed) -> None:
    """Remember where everything is."""
    best.start[:] = placed.start
    best.finish[:] = placed.finish
