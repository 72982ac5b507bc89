"""The searches of calm re-planning, each a loop over thousands of small changes.

Two searches take turns. One moves an activity in the queue in which all are placed and places again everything behind it: a small change
near the disturbance lets the rest stay. The other takes a handful of neighbours out and puts them back in another order (ruin and
recreate: Schrimpf et al., Journal of Computational Physics 159, 2000). Both keep a worse plan now and then, less and less often (simulated
annealing: Kirkpatrick, Gelatt & Vecchi, Science 220, 1983).
"""

from __future__ import annotations

import numpy as np

from milepost.engine.layout import Form, Ints
from milepost.engine.placement_kernels import take
from milepost.engine.replan_kernels import HOT, Aim, Placed, Window, chance, keep_best, moved, moved_in_all, nearest, opened, put


def pushed_back(form: Form, queue: Ints, p: int, q: int, out: Ints, inside: Ints) -> None:
    """`queue[p]` behind place `q`, with what waits for it in between."""
    kept = p
    inside[queue[p]] = 1
    for i in range(p + 1, q + 1):
        a = queue[i]
        for k in range(form.in_first[a], form.in_first[a + 1]):
            if inside[form.source[k]]:
                inside[a] = 1
        if not inside[a]:
            out[kept] = a
            kept += 1
    for i in range(p, q + 1):
        if inside[queue[i]]:
            out[kept] = queue[i]
            kept += 1


def pulled_forward(form: Form, queue: Ints, p: int, q: int, out: Ints, inside: Ints) -> None:
    """`queue[p]` before place `q < p`, with what it waits for in between."""
    inside[queue[p]] = 1
    for i in range(p - 1, q - 1, -1):
        for k in range(form.out_first[queue[i]], form.out_first[queue[i] + 1]):
            if inside[form.target[k]]:
                inside[queue[i]] = 1
    kept = q
    for wanted in (1, 0):
        for i in range(q, p + 1):
            if inside[queue[i]] == wanted:
                out[kept] = queue[i]
                kept += 1


def reordered(form: Form, queue: Ints, p: int, q: int, out: Ints, inside: Ints) -> int:
    """In `out` the queue with the activity at `p` moved to `q`; the first place that differs, the length where none does."""
    out[:] = queue
    if p < q:
        pushed_back(form, queue, p, q, out, inside)
    else:
        pulled_forward(form, queue, p, q, out, inside)
    low = len(queue)
    for i in range(max(p, q), min(p, q) - 1, -1):
        inside[queue[i]] = 0
        if out[i] != queue[i]:
            low = i
    return low


def annealed(
    form: Form,
    aim: Aim,
    placed: Placed,
    window: Window,
    tail: Window,
    best: Placed,
    queue: Ints,
    state: Ints,
    tries: int,
    hot: int,
    cool: int,
) -> int:
    """`tries` times: move one activity in the queue and place again everything from there on. Returns what `best` moves.

    `queue` holds all that moves, each after what it waits for, `tail` their windows while nothing that moves is placed. From `hot` down to
    `cool` is the most a worse plan may cost and be kept, in thousandths of a slot.
    """
    n, m = len(aim.wish), len(queue)
    inside, out, old = np.zeros(n, np.int64), queue.copy(), placed.start.copy()
    costs = np.zeros(m + 1, np.int64)
    for i in range(m):
        costs[i + 1] = costs[i] + moved(form, aim, queue[i], placed.start[queue[i]])
    trial = costs.copy()
    least = moved_in_all(form, aim, best.start)
    reach = max(2, min(20, m // 2))
    for turn in range(tries):
        p = chance(state, m)
        q = min(m - 1, max(0, p + chance(state, 2 * reach + 1) - reach))
        low = reordered(form, queue, p, q, out, inside) if p != q else m
        if low == m:
            continue
        limit = costs[m] + (hot + (cool - hot) * turn // tries) * chance(state, 1000) // 1000 // HOT
        for i in range(low, m):
            a = queue[i]
            old[a] = placed.start[a]
            take(form, placed.free, a, old[a], -1)
            window.start_high[a], window.finish_high[a] = tail.start_high[a], tail.finish_high[a]
        trial[low] = costs[low]
        kept = low
        while kept < m:
            a = out[kept]
            start = nearest(form, aim, placed, window, a)
            trial[kept + 1] = trial[kept] + moved(form, aim, a, max(start, 0))
            if start < 0 or trial[kept + 1] > limit:
                break
            put(form, placed, window, a, start)
            kept += 1
        if kept < m:
            for i in range(low, kept):
                take(form, placed.free, out[i], placed.start[out[i]], -1)
            for i in range(low, m):
                put(form, placed, window, queue[i], old[queue[i]])
            continue
        queue[low:] = out[low:]
        costs[low:] = trial[low:]
        if costs[m] < least:
            least = costs[m]
            keep_best(placed, best)
    return int(least)


def chosen_near(form: Form, aim: Aim, placed: Placed, queue: Ints, wanted: int, state: Ints, out: Ints, inside: Ints) -> int:
    """Mark one activity, rather one that has moved, and some that work where it is or wishes to be; how many."""
    m = len(queue)
    a = queue[chance(state, m)]
    for _ in range(4):
        if placed.start[a] == aim.wish[a]:
            a = queue[chance(state, m)]
    inside[a] = 1
    out[0] = a
    if chance(state, 4) == 0:
        return chosen_along(form, aim, wanted, state, out, inside)
    room = chance(state, 6)
    low = min(placed.start[a], aim.wish[a]) - room
    high = max(placed.finish[a], aim.wish[a] + form.slots[a]) + room
    at, count = chance(state, m), 1
    for step in range(m):
        b = queue[(at + step) % m]
        if count < wanted and not inside[b] and placed.start[b] < high and placed.finish[b] > low and chance(state, 3):
            inside[b] = 1
            out[count] = b
            count += 1
    return count


def chosen_along(form: Form, aim: Aim, wanted: int, state: Ints, out: Ints, inside: Ints) -> int:
    """Mark what a walk along the arcs from `out[0]` meets; how many."""
    count = 1
    for _ in range(3 * wanted):
        b = out[chance(state, count)]
        ins, outs = form.in_first[b + 1] - form.in_first[b], form.out_first[b + 1] - form.out_first[b]
        if count == wanted or ins + outs == 0:
            continue
        k = chance(state, ins + outs)
        c = form.source[form.in_first[b] + k] if k < ins else form.target[form.out_first[b] + k - ins]
        if aim.moves[c] and not inside[c]:
            inside[c] = 1
            out[count] = c
            count += 1
    return count


def sort_by(keys: Ints, out: Ints, count: int) -> None:
    """Sort `out[:count]` by their keys: there are a handful."""
    for i in range(1, count):
        a = out[i]
        j = i - 1
        while j >= 0 and keys[out[j]] > keys[a]:
            out[j + 1] = out[j]
            j -= 1
        out[j + 1] = a


def keyed(aim: Aim, placed: Placed, out: Ints, count: int, state: Ints, keys: Ints) -> None:
    """A key for each of `out[:count]`: by chance, by wish, by start or from the end, with some noise."""
    how = chance(state, 4)
    for i in range(count):
        a = out[i]
        noise = chance(state, 40)
        if how == 0:
            keys[a] = noise
        elif how == 1:
            keys[a] = aim.wish[a] * 8 + noise
        elif how == 2:
            keys[a] = placed.start[a] * 8 + noise
        else:
            keys[a] = -placed.finish[a] * 8 - noise


def mended(form: Form, aim: Aim, placed: Placed, window: Window, best: Placed, queue: Ints, state: Ints, tries: int, hot: int) -> int:
    """`tries` times: take a few neighbours out and put them back in another order. Returns what `best` moves; `hot` as above, down to 0."""
    n = len(aim.wish)
    inside, keys, out, line, old = (
        np.zeros(n, np.int64),
        np.zeros(n, np.int64),
        np.zeros(n, np.int64),
        np.zeros(n, np.int64),
        np.zeros(n, np.int64),
    )
    total, least = moved_in_all(form, aim, placed.start), moved_in_all(form, aim, best.start)
    for turn in range(tries):
        count = chosen_near(form, aim, placed, queue, 2 + chance(state, 9), state, out, inside)
        sort_by(aim.rank, out, count)
        keyed(aim, placed, out, count, state, keys)
        gone = 0
        for i in range(count):
            a = out[i]
            line[i], old[i] = a, placed.start[a]
            gone += moved(form, aim, a, old[i])
            take(form, placed.free, a, old[i], -1)
        sort_by(keys, line, count)
        limit = gone + hot * (tries - turn) // tries * chance(state, 1000) // 1000 // HOT
        added = kept = 0
        while kept < count:
            a = line[kept]
            start = nearest(form, aim, placed, window, a) if opened(form, aim, window, out, count, inside) else -1
            added += moved(form, aim, a, max(start, 0))
            if start < 0 or added > limit:
                break
            put(form, placed, window, a, start)
            inside[a] = 0
            kept += 1
        if kept < count:
            for i in range(kept):
                take(form, placed.free, line[i], placed.start[line[i]], -1)
            for i in range(count):
                put(form, placed, window, out[i], old[i])
                inside[out[i]] = 0
            continue
        total += added - gone
        if total < least:
            least = total
            keep_best(placed, best)
    return int(least)
