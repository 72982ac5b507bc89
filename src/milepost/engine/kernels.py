"""The loops that run over every task: plain functions over integer arrays, which `twins` hands out compiled for large plans.

A *node* is a leaf task or a gate that stands for a summary's start or finish. Nodes are numbered in topological order. An
*arc* leads into node `j` from node `arcs.source[k] < j` for `k` in `arcs.first[j]:arcs.first[j + 1]`. An *instant* is a
wall-clock minute since 1970. All arrays are int64.

Source of the passes: Kelley & Walker, "Critical-path planning and scheduling" (1959), as max-plus arcs for the four
relationships of the precedence diagramming method (Elmaghraby & Kamburowski, Management Science 38, 1992).
"""

from __future__ import annotations

import numpy as np

from milepost.engine.layout import Arcs, Axis, Bounds, Ints, Nodes

FAR = 2**60
"""Later than any instant. `-FAR` is earlier than any."""
FS, SS, FF, SF = 0, 1, 2, 3
BY_FLOOR, BY_FINISH_FLOOR, BY_CEILING, BY_PIN = -1, -2, -3, -4
"""What set a start where no arc did: a lower bound of start or finish, an imposed latest date, a date that is given."""


def work_at(axis: Axis, c: int, t: int) -> int:
    """Working minutes of calendar `c` before instant `t`."""
    day = (t - axis.origin) // 1440
    if day < 0:
        return 0
    if day >= axis.days:
        return axis.total[c]  # type: ignore[no-any-return]
    i = axis.by_day[c * axis.days + day]
    last = axis.first[c + 1]
    while i < last and axis.end[i] <= t:
        i += 1
    if i == last:
        return axis.total[c]  # type: ignore[no-any-return]
    return axis.before[i] + max(0, t - axis.start[i])  # type: ignore[no-any-return]


def start_of(axis: Axis, c: int, w: int) -> int:
    """The instant at which working minute `w` begins: Monday 08:00. The ends of the horizon where it lies beyond."""
    if w < 0:
        return axis.origin
    if w >= axis.total[c]:
        return axis.origin + axis.days * 1440
    i = axis.by_hour[axis.hour_first[c] + w // 60]
    while axis.before[i] + axis.end[i] - axis.start[i] <= w:
        i += 1
    return axis.start[i] + w - axis.before[i]  # type: ignore[no-any-return]


def finish_of(axis: Axis, c: int, w: int) -> int:
    """The instant at which working minute `w - 1` ends: Friday 17:00. The ends of the horizon where it lies beyond."""
    if w <= 0:
        return axis.origin
    if w > axis.total[c]:
        return axis.origin + axis.days * 1440
    i = axis.by_hour[axis.hour_first[c] + (w - 1) // 60]
    while axis.before[i] + axis.end[i] - axis.start[i] < w:
        i += 1
    return axis.start[i] + w - axis.before[i]  # type: ignore[no-any-return]


def shifted(axis: Axis, c: int, t: int, lag: int) -> int:
    """`t` plus `lag` working minutes of calendar `c`."""
    if lag > 0:
        return finish_of(axis, c, work_at(axis, c, t) + lag)
    if lag < 0:
        return start_of(axis, c, work_at(axis, c, t) + lag)
    return t


def unshifted(axis: Axis, c: int, t: int, lag: int, own: int) -> int:
    """The latest instant that `shifted` by `lag` is not after `t`; as a calendar `own` equal to `c` would name it."""
    if lag == 0:
        return t
    if c == own:
        return shifted(axis, c, t, -lag)
    w = work_at(axis, c, t)
    if lag < 0 and start_of(axis, c, w) > t:
        w -= 1
    return start_of(axis, c, w - lag)


def bound_of(axis: Axis, nodes: Nodes, arcs: Arcs, k: int, j: int, t: int) -> int:
    """The latest instant at the other end of arc `k` that keeps node `j` at its start or finish `t`, whichever the arc joins."""
    i = arcs.source[k]
    own = nodes.calendar[i]
    if arcs.kind[k] in (FF, SF) and own != nodes.calendar[j]:
        c = nodes.calendar[j]
        t = max(t, start_of(axis, c, work_at(axis, c, t)))
    return unshifted(axis, arcs.calendar[k], t, arcs.lag[k], own)


def settled_late(axis: Axis, c: int, t: int) -> int:
    """Where a milestone aimed at `t` stands at the earliest: at `t` if work is open or just ended, else when it opens."""
    w = work_at(axis, c, t)
    closing = finish_of(axis, c, w)
    return closing if closing == t else start_of(axis, c, w)


def settled_early(axis: Axis, c: int, t: int) -> int:
    """Where a milestone due by `t` stands at the latest: at `t` if work is open or just opens, else when it last closed."""
    w = work_at(axis, c, t)
    opening = start_of(axis, c, w)
    return opening if opening == t else finish_of(axis, c, w)


def finish_from(axis: Axis, nodes: Nodes, j: int, t: int) -> int:
    """Finish of node `j` if its work may begin at `t`: the last member of its team, or its own calendar."""
    a, b = nodes.team_first[j], nodes.team_first[j + 1]
    if a == b:
        c = nodes.calendar[j]
        return finish_of(axis, c, work_at(axis, c, t) + nodes.minutes[j])
    finish = -FAR
    for k in range(a, b):
        c = nodes.team_calendar[k]
        finish = max(finish, finish_of(axis, c, work_at(axis, c, t) + nodes.team_delay[k] + nodes.team_minutes[k]))
    return finish


def start_from(axis: Axis, nodes: Nodes, j: int, t: int) -> int:
    """Latest start of node `j` that finishes by `t`."""
    a, b = nodes.team_first[j], nodes.team_first[j + 1]
    if a == b:
        c = nodes.calendar[j]
        if nodes.minutes[j] == 0:
            return t
        return start_of(axis, c, work_at(axis, c, t) - nodes.minutes[j])
    start = FAR
    for k in range(a, b):
        c = nodes.team_calendar[k]
        start = min(start, start_of(axis, c, work_at(axis, c, t) - nodes.team_delay[k] - nodes.team_minutes[k]))
    return start


def opened(axis: Axis, nodes: Nodes, j: int, t: int) -> int:
    """First minute anybody works on node `j` if its work may begin at `t`."""
    a, b = nodes.team_first[j], nodes.team_first[j + 1]
    if a == b:
        c = nodes.calendar[j]
        return start_of(axis, c, work_at(axis, c, t))
    start = FAR
    for k in range(a, b):
        c = nodes.team_calendar[k]
        start = min(start, start_of(axis, c, work_at(axis, c, t) + nodes.team_delay[k]))
    return start


def forward_many(axis: Axis, nodes: Nodes, arcs: Arcs, bounds: Bounds, start: Ints, finish: Ints, driver: Ints) -> None:
    """Early dates over several calendars. Fills `start`, `finish` (instants) and `driver` (an arc, or a BY_ code)."""
    for j in range(len(start)):
        if bounds.pin_start[j] != -FAR:
            start[j] = bounds.pin_start[j]
            finish[j] = bounds.pin_finish[j]
            driver[j] = BY_PIN
            continue
        c = nodes.calendar[j]
        best = bounds.floor[j]
        by = BY_FLOOR
        work = work_at(axis, c, best)
        if bounds.finish_floor[j] != -FAR:
            t = start_from(axis, nodes, j, bounds.finish_floor[j])
            w = work_at(axis, c, t)
            if w > work:
                by = BY_FINISH_FLOOR
                work = w
            best = max(best, t)
        least = FAR
        for k in range(arcs.first[j], arcs.first[j + 1]):
            i = arcs.source[k]
            kind = arcs.kind[k]
            t = finish[i] if kind in (FS, FF) else start[i]
            t = shifted(axis, arcs.calendar[k], t, arcs.lag[k])
            if nodes.least[j]:
                if t < least:
                    least = t
                    by = k
                continue
            if kind in (FF, SF):
                t = start_from(axis, nodes, j, t)
            if t >= best or by < 0:
                w = work_at(axis, c, t)
                if w > work or (w == work and by < 0):
                    by = k
                    work = w
                best = max(best, t)
        if nodes.least[j] and least != FAR:
            best = least
        if nodes.delay[j]:
            best = start_of(axis, c, work_at(axis, c, best)) + nodes.delay[j]
        if best > bounds.ceiling[j]:
            best = bounds.ceiling[j]
            by = BY_CEILING
        if bounds.finish_ceiling[j] != FAR:
            t = start_from(axis, nodes, j, bounds.finish_ceiling[j])
            if best > t:
                best = t
                by = BY_CEILING
        driver[j] = by
        if nodes.minutes[j] == 0 and nodes.team_first[j] == nodes.team_first[j + 1]:
            start[j] = settled_late(axis, c, best)
            finish[j] = start[j]
        else:
            start[j] = opened(axis, nodes, j, best)
            finish[j] = finish_from(axis, nodes, j, best)


def backward_many(axis: Axis, nodes: Nodes, arcs: Arcs, bounds: Bounds, end: int, early: Ints, start: Ints, finish: Ints) -> None:
    """Late dates over several calendars from the instant `end`. Fills `start` and `finish`."""
    for j in range(len(start)):
        start[j] = bounds.late_ceiling[j]
        finish[j] = min(end, bounds.late_finish_ceiling[j])
    for j in range(len(start) - 1, -1, -1):
        c = nodes.calendar[j]
        by_finish = max(finish[j], bounds.late_finish_floor[j])
        if nodes.minutes[j] == 0 and nodes.team_first[j] == nodes.team_first[j + 1]:
            t = settled_early(axis, c, max(min(by_finish, start[j]), bounds.late_floor[j]))
            start[j] = t
            finish[j] = t
        else:
            t = start_from(axis, nodes, j, by_finish)
            given = max(min(t, start[j]), bounds.late_floor[j])
            if work_at(axis, c, given) == work_at(axis, c, t):
                start[j] = t
                finish[j] = finish_of(axis, c, work_at(axis, c, by_finish))
            else:
                start[j] = opened(axis, nodes, j, given)
                finish[j] = finish_from(axis, nodes, j, given)
        for k in range(arcs.first[j], arcs.first[j + 1]):
            i = arcs.source[k]
            kind = arcs.kind[k]
            if nodes.least[j] and early[i] != early[j]:
                continue
            t = bound_of(axis, nodes, arcs, k, j, finish[j] if kind in (FF, SF) else start[j] - nodes.delay[j])
            if kind in (FS, FF):
                finish[i] = min(finish[i], t)
            else:
                start[i] = min(start[i], t)


def free_float(axis: Axis, nodes: Nodes, arcs: Arcs, gate: Ints, calendar: Ints, start: Ints, finish: Ints, free: Ints) -> None:
    """Free float in minutes of each node's float `calendar`: the least any arc leaves. `free` comes in as what ends a chain.

    A gate hands on what its own successors leave it.
    """
    for j in range(len(start) - 1, -1, -1):
        slack = free[j] if gate[j] else 0
        for k in range(arcs.first[j], arcs.first[j + 1]):
            i = arcs.source[k]
            kind = arcs.kind[k]
            if nodes.least[j] and start[i] != start[j]:
                continue
            t = slack + (finish[j] if kind in (FF, SF) else start[j] - nodes.delay[j])
            t = bound_of(axis, nodes, arcs, k, j, t)
            own = finish[i] if kind in (FS, FF) else start[i]
            c = calendar[i]
            free[i] = min(free[i], max(0, work_at(axis, c, t) - work_at(axis, c, own)))


def forward_one(first: Ints, source: Ints, weight: Ints, least: Ints, floor: Ints, ceiling: Ints, start: Ints, driver: Ints) -> None:
    """Early starts in working minutes of the one calendar all nodes share: start[j] = min(max(floor, start[i] + weight), ceiling)."""
    for j in range(len(start)):
        best = floor[j]
        by = BY_FLOOR
        if least[j]:
            best = FAR
            for k in range(first[j], first[j + 1]):
                if start[source[k]] + weight[k] < best:
                    best = start[source[k]] + weight[k]
                    by = k
        else:
            for k in range(first[j], first[j + 1]):
                w = start[source[k]] + weight[k]
                if w > best or (w == best and by < 0):
                    best = w
                    by = k
        if best > ceiling[j]:
            best = ceiling[j]
            by = BY_CEILING
        start[j] = best
        driver[j] = by


def backward_one(first: Ints, source: Ints, weight: Ints, least: Ints, early: Ints, floor: Ints, ceiling: Ints, late: Ints) -> None:
    """Late starts in working minutes: late[i] = max(min(ceiling, late[j] - weight), floor), `ceiling` holding the plan's end."""
    for j in range(len(late)):
        late[j] = ceiling[j]
    for j in range(len(late) - 1, -1, -1):
        t = max(late[j], floor[j])
        late[j] = t
        for k in range(first[j], first[j + 1]):
            i = source[k]
            if least[j] and early[i] != early[j]:
                continue
            late[i] = min(late[i], t - weight[k])


def render_one(
    axis: Axis, nodes: Nodes, arcs: Arcs, bounds: Bounds, weight: Ints, work: Ints, floor: Ints, driver: Ints, start: Ints, finish: Ints
) -> None:
    """Instants of the early starts `work`: a start where work opens, a finish where it closes, a milestone where its driver left it."""
    for j in range(len(start)):
        c = nodes.calendar[j]
        if bounds.pin_start[j] != -FAR:
            start[j] = bounds.pin_start[j]
            finish[j] = bounds.pin_finish[j]
        elif nodes.minutes[j]:
            start[j] = start_of(axis, c, work[j])
            finish[j] = finish_of(axis, c, work[j] + nodes.minutes[j])
        else:
            t = -FAR
            if driver[j] == BY_CEILING:
                t = min(bounds.ceiling[j], bounds.finish_ceiling[j])
            elif not nodes.least[j]:
                if work[j] == floor[j]:
                    t = max(bounds.floor[j], bounds.finish_floor[j])
                for k in range(arcs.first[j], arcs.first[j + 1]):
                    i = arcs.source[k]
                    if work[i] + weight[k] == work[j]:
                        own = finish[i] if arcs.kind[k] == FS or arcs.kind[k] == FF else start[i]
                        t = max(t, shifted(axis, c, own, arcs.lag[k]))
            else:
                t = start[arcs.source[driver[j]]]
            start[j] = settled_late(axis, c, t)
            finish[j] = start[j]


def render_late(
    axis: Axis, nodes: Nodes, arcs: Arcs, bounds: Bounds, end: int, weight: Ints, work: Ints, early: Ints, start: Ints, finish: Ints
) -> None:
    """Instants of the late starts `work`, milestones where the successor that binds them, or the plan's `end`, wants them."""
    for j in range(len(start)):
        start[j] = min(end, bounds.late_ceiling[j], bounds.late_finish_ceiling[j])
    for j in range(len(start) - 1, -1, -1):
        c = nodes.calendar[j]
        if nodes.minutes[j]:
            start[j] = start_of(axis, c, work[j])
            finish[j] = finish_of(axis, c, work[j] + nodes.minutes[j])
        else:
            start[j] = settled_early(axis, c, max(start[j], bounds.late_floor[j], bounds.late_finish_floor[j]))
            finish[j] = start[j]
        for k in range(arcs.first[j], arcs.first[j + 1]):
            i = arcs.source[k]
            if nodes.minutes[i] or (nodes.least[j] and early[i] != early[j]):
                continue
            own = finish[j] if arcs.kind[k] == FF or arcs.kind[k] == SF else start[j]
            start[i] = min(start[i], shifted(axis, c, own, -arcs.lag[k]))


def works_at(axis: Axis, calendar: Ints, t: Ints, out: Ints) -> None:
    """`work_at` for each row."""
    for i in range(len(t)):
        out[i] = work_at(axis, calendar[i], t[i])


def starts_of(axis: Axis, calendar: Ints, w: Ints, out: Ints) -> None:
    """`start_of` for each row."""
    for i in range(len(w)):
        out[i] = start_of(axis, calendar[i], w[i])


def finishes_of(axis: Axis, calendar: Ints, w: Ints, out: Ints) -> None:
    """`finish_of` for each row."""
    for i in range(len(w)):
        out[i] = finish_of(axis, calendar[i], w[i])


def order_of(n: int, source: Ints, target: Ints) -> Ints:
    """A topological order of `n` nodes, lowest number first among the free; shorter than `n` where there is a circle (Kahn 1962)."""
    first = np.zeros(n + 1, np.int64)
    waits = np.zeros(n, np.int64)
    for k in range(len(source)):
        first[source[k] + 1] += 1
        waits[target[k]] += 1
    for i in range(n):
        first[i + 1] += first[i]
    place = first.copy()
    outgoing = np.empty(len(source), np.int64)
    for k in range(len(source)):
        outgoing[place[source[k]]] = target[k]
        place[source[k]] += 1
    order = np.empty(n, np.int64)
    found = 0
    for i in range(n):
        if waits[i] == 0:
            order[found] = i
            found += 1
    at = 0
    while at < found:
        i = order[at]
        at += 1
        for k in range(first[i], first[i + 1]):
            j = outgoing[k]
            waits[j] -= 1
            if waits[j] == 0:
                order[found] = j
                found += 1
    return order[:found]


def rolled_up(parent: Ints, counts: Ints, low: Ints, high: Ints) -> None:
    """Summaries take the least `low` and the greatest `high` of the rows below them that count. Children stand after parents."""
    for i in range(len(parent) - 1, -1, -1):
        p = parent[i]
        if p >= 0 and counts[i]:
            if not counts[p]:
                counts[p] = 1
                low[p] = low[i]
                high[p] = high[i]
            else:
                low[p] = min(low[p], low[i])
                high[p] = max(high[p], high[i])
