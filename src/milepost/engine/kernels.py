"""The loops that run over every task: plain functions over integer arrays, which `twins` hands out compiled for large plans.

A *node* is a leaf task or a gate that stands for a summary's start or finish. Nodes are numbered in topological order. An
*arc* leads into node `j` from node `arcs.source[k] < j` for `k` in `arcs.first[j]:arcs.first[j + 1]`. An *instant* is a
wall-clock minute since 1970. All arrays are int64.

Source of the passes: Kelley & Walker, "Critical-path planning and scheduling" (1959), as max-plus arcs for the four
relationships of the precedence diagramming method (Elmaghraby & Kamburowski, Management Science 38, 1992).
"""

from __future__ import annotations

from milepost.engine.layout import Arcs, Axis, Bounds, Ints, Nodes, Work

FAR = 2**60
"""Later than any instant. `-FAR` is earlier than any."""
FS, SS, FF, SF = 0, 1, 2, 3
BY_FLOOR, BY_CEILING, BY_PIN = -1, -2, -3
"""What set a start where no arc did: a lower bound, an imposed latest date, a date that is given."""


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


def begun_by(axis: Axis, c: int, t: int) -> int:
    """The last working minute that begins at `t` or before."""
    w = work_at(axis, c, t)
    return w if start_of(axis, c, w) <= t else w - 1


def unshifted(axis: Axis, c: int, t: int, lag: int, own: int) -> int:
    """The latest instant that `shifted` by `lag` is not after `t`; as a calendar `own` equal to `c` would name it."""
    if lag == 0:
        return t
    if c == own:
        return shifted(axis, c, t, -lag)
    w = begun_by(axis, c, t) if lag < 0 else work_at(axis, c, t)
    return start_of(axis, c, w - lag)


def bound_of(axis: Axis, own: int, c: int, works: int, kind: int, lag_calendar: int, lag: int, t: int) -> int:
    """The latest instant on calendar `own` that keeps the other end of an arc, a node on calendar `c`, at its start or finish `t`.

    A task that `works` may finish under either name of its last minute; a milestone stands at its instant.
    """
    if kind in (FF, SF) and works:
        t = max(t, start_of(axis, c, work_at(axis, c, t)))
    return unshifted(axis, lag_calendar, t, lag, own)


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
    """First minute in which node `j` can be worked on if its work may begin at `t`; whoever joins later counts from there."""
    a, b = nodes.team_first[j], nodes.team_first[j + 1]
    if a == b:
        c = nodes.calendar[j]
        return start_of(axis, c, work_at(axis, c, t))
    start = FAR
    for k in range(a, b):
        c = nodes.team_calendar[k]
        start = min(start, start_of(axis, c, work_at(axis, c, t)))
    return start


def aimed(axis: Axis, nodes: Nodes, arcs: Arcs, bounds: Bounds, j: int, start: Ints, finish: Ints) -> tuple[int, int]:
    """The instant from which node `j` may begin, by its arcs and bounds, and what set it. Counts in instants."""
    c = nodes.calendar[j]
    best = bounds.floor[j]
    by = BY_FLOOR
    if bounds.finish_floor[j] != -FAR:
        best = max(best, start_from(axis, nodes, j, bounds.finish_floor[j]))
    work = work_at(axis, c, best)
    least = FAR
    for k in range(arcs.first[j], arcs.first[j + 1]):
        i = arcs.source[k]
        kind = arcs.kind[k]
        t = shifted(axis, arcs.calendar[k], finish[i] if kind in (FS, FF) else start[i], arcs.lag[k])
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
    if least != FAR:
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
    return best, by


def placed(
    axis: Axis, nodes: Nodes, arcs: Arcs, bounds: Bounds, j: int, start: Ints, finish: Ints, opens: Ints, closes: Ints, driver: Ints
) -> None:
    """Early dates of a node that is not simple: a milestone, a gate, a team, a task held back. Counts in instants."""
    c = nodes.calendar[j]
    best, driver[j] = aimed(axis, nodes, arcs, bounds, j, start, finish)
    if nodes.minutes[j] == 0 and nodes.team_first[j] == nodes.team_first[j + 1]:
        start[j] = settled_late(axis, c, best)
        finish[j] = start[j]
    else:
        start[j] = opened(axis, nodes, j, best)
        finish[j] = finish_from(axis, nodes, j, best)
    opens[j] = work_at(axis, c, start[j])
    closes[j] = work_at(axis, c, finish[j])


def forward_many(
    axis: Axis, nodes: Nodes, arcs: Arcs, bounds: Bounds, work: Work, start: Ints, finish: Ints, opens: Ints, closes: Ints, driver: Ints
) -> None:
    """Early dates over several calendars: instants, working minutes of each node's own calendar, and what drove them."""
    for j in range(len(start)):
        c = nodes.calendar[j]
        if bounds.pin_start[j] != -FAR:
            start[j] = bounds.pin_start[j]
            finish[j] = bounds.pin_finish[j]
            opens[j] = work_at(axis, c, start[j])
            closes[j] = work_at(axis, c, finish[j])
            driver[j] = BY_PIN
        elif nodes.simple[j]:
            best = work.floor[j]
            by = BY_FLOOR
            for k in range(arcs.first[j], arcs.first[j + 1]):
                i = arcs.source[k]
                kind = arcs.kind[k]
                lag = arcs.lag[k]
                if nodes.calendar[i] == c and (lag == 0 or arcs.calendar[k] == c):
                    w = lag + (closes[i] if kind in (FS, FF) else opens[i])
                else:
                    w = work_at(axis, c, shifted(axis, arcs.calendar[k], finish[i] if kind in (FS, FF) else start[i], lag))
                if kind in (FF, SF):
                    w -= nodes.minutes[j]
                if w > best or (w == best and by < 0):
                    best = w
                    by = k
            if best > work.ceiling[j]:
                best = work.ceiling[j]
                by = BY_CEILING
            opens[j] = best
            closes[j] = best + nodes.minutes[j]
            start[j] = start_of(axis, c, best)
            finish[j] = finish_of(axis, c, closes[j])
            driver[j] = by
        else:
            placed(axis, nodes, arcs, bounds, j, start, finish, opens, closes, driver)


def placed_late(axis: Axis, nodes: Nodes, bounds: Bounds, j: int, start: Ints, finish: Ints, opens: Ints, closes: Ints) -> None:
    """Late dates of a node that is not simple, from the bounds its arcs left in `start` and `finish`. Counts in instants."""
    c = nodes.calendar[j]
    by_finish = max(finish[j], bounds.late_finish_floor[j])
    if nodes.minutes[j] == 0 and nodes.team_first[j] == nodes.team_first[j + 1]:
        start[j] = settled_early(axis, c, max(min(by_finish, start[j]), bounds.late_floor[j]))
        finish[j] = start[j]
    else:
        t = start_from(axis, nodes, j, by_finish)
        given = max(min(t, start[j]), bounds.late_floor[j])
        if work_at(axis, c, given) == work_at(axis, c, t):
            start[j] = t
            finish[j] = finish_of(axis, c, work_at(axis, c, by_finish))
        else:
            given = start_of(axis, c, begun_by(axis, c, given))
            start[j] = opened(axis, nodes, j, given)
            finish[j] = finish_from(axis, nodes, j, given)
    opens[j] = work_at(axis, c, start[j])
    closes[j] = work_at(axis, c, finish[j])


def backward_many(
    axis: Axis, nodes: Nodes, arcs: Arcs, bounds: Bounds, work: Work, early: Ints, start: Ints, finish: Ints, opens: Ints, closes: Ints
) -> None:
    """Late dates over several calendars. All four outputs come in as upper bounds, in instants and in working minutes."""
    for j in range(len(start) - 1, -1, -1):
        c = nodes.calendar[j]
        if nodes.simple[j]:
            w = max(min(closes[j] - nodes.minutes[j], opens[j]), work.late_floor[j])
            opens[j] = w
            closes[j] = w + nodes.minutes[j]
            start[j] = start_of(axis, c, w)
            finish[j] = finish_of(axis, c, closes[j])
        else:
            placed_late(axis, nodes, bounds, j, start, finish, opens, closes)
        for k in range(arcs.first[j], arcs.first[j + 1]):
            i = arcs.source[k]
            if nodes.least[j] and early[i] != early[j]:
                continue
            to_finish = arcs.kind[k] in (FS, FF)
            from_finish = arcs.kind[k] in (FF, SF)
            own = nodes.calendar[i]
            lag = arcs.lag[k]
            if nodes.simple[i] and own == c and nodes.delay[j] == 0 and (lag == 0 or arcs.calendar[k] == c):
                w = (closes[j] if from_finish else opens[j]) - lag
                if to_finish:
                    closes[i] = min(closes[i], w)
                else:
                    opens[i] = min(opens[i], w)
                continue
            t = finish[j] if from_finish else start[j] - nodes.delay[j]
            t = bound_of(axis, own, c, nodes.minutes[j], arcs.kind[k], arcs.calendar[k], lag, t)
            if nodes.simple[i] and to_finish:
                closes[i] = min(closes[i], work_at(axis, own, t))
            elif nodes.simple[i]:
                opens[i] = min(opens[i], begun_by(axis, own, t))
            elif to_finish:
                finish[i] = min(finish[i], t)
            else:
                start[i] = min(start[i], t)


def free_float(axis: Axis, nodes: Nodes, arcs: Arcs, gate: Ints, calendar: Ints, start: Ints, finish: Ints, free: Ints) -> None:
    """Free float in minutes of each node's float `calendar`: the least any arc leaves. `free` comes in as what ends a chain.

    A gate hands on what its own successors leave it. A milestone may stand at either name of its minute: between an end of work and
    the next beginning it loses nothing.
    """
    for j in range(len(start) - 1, -1, -1):
        slack = free[j] if gate[j] else 0
        for k in range(arcs.first[j], arcs.first[j + 1]):
            i = arcs.source[k]
            kind = arcs.kind[k]
            if nodes.least[j] and start[i] != start[j]:
                continue
            t = slack + (finish[j] if kind in (FF, SF) else start[j] - nodes.delay[j])
            if nodes.minutes[j] == 0:
                t = max(t, start_of(axis, nodes.calendar[j], work_at(axis, nodes.calendar[j], t)))
            t = bound_of(axis, nodes.calendar[i], nodes.calendar[j], nodes.minutes[j], kind, arcs.calendar[k], arcs.lag[k], t)
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
            if nodes.minutes[j] and (arcs.kind[k] == FF or arcs.kind[k] == SF):
                own = max(own, start_of(axis, c, work_at(axis, c, own)))
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
